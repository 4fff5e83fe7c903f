"""The outbox as rows: claimed in batches, found through an index on state and time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, update

from liaison.domain.notices.manners import Choices
from liaison.domain.notices.models import AT_ONCE, Kind, Notice, State
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.storage.database import insert_new, put
from liaison.storage.tables import choices, notices

LONGEST_DAY = timedelta(hours=25)
MOST_BESIDES = 100  # what is claimed beside a batch, because it goes to the same people


class Outbox:
    """The notices of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def add(self, notice: Notice) -> bool:
        """Keeps the notice; False where one with its key is there already."""
        return insert_new(self._connection, notices, self._row(notice))

    def get(self, key: str) -> Notice | None:
        """The notice with that key, locked until the transaction ends."""
        return next(iter(self._found(notices.c.key == key, lock=True)), None)

    def save(self, notice: Notice) -> None:
        """Keeps the notice as it now stands."""
        put(self._connection, notices, self._row(notice))

    def claim(
        self,
        *,
        now: datetime,
        until: datetime,
        most: int,
        new: bool = True,
        unsure: bool = True,
        sent: bool = True,
    ) -> Sequence[Notice]:
        """Claims what is due, and what was claimed by a process that died; no two processes get the same one.

        What else is due to a person of whom something is claimed is claimed with it, so that it can be one message.
        What is `new`, what is `unsure` and has to be looked for, or what was `sent` and is to be updated, can be left.
        """
        unsent = notices.c.sent_ts.is_(None)
        wanted = [
            condition
            for condition, is_wanted in (
                (and_(unsent, notices.c.unsure.is_(False)), new),
                (and_(unsent, notices.c.unsure), unsure),
                (notices.c.sent_ts.is_not(None), sent),
            )
            if is_wanted
        ]
        is_due = and_(notices.c.wakes_at <= now, or_(false(), *wanted))
        batch = self._unclaimed(is_due, most=most)
        people = {notice.to_user for notice in batch if notice.to_user}
        if people and len(batch) == most:
            others = notices.c.key.not_in([notice.key for notice in batch])
            batch += self._unclaimed(is_due, notices.c.to_user.in_(people), others, most=MOST_BESIDES)
        claimed = []
        for found in batch:
            died = found.state is State.CLAIMED
            changes = {
                "attempts": found.attempts + 1,
                "first_tried": (found.first_tried if found.unsure else None) or now,
                "last_tried": found.claimed_until if died and found.unsure else found.last_tried,
                "bundle": found.bundle if found.unsure or found.sent_ts else None,
                "state": State.CLAIMED,
                "claimed_until": until,
            }
            claimed.append(found.model_copy(update=changes))
        for notice in claimed:
            self.save(notice)
        return claimed

    def _unclaimed(self, *conditions: ColumnElement[bool], most: int) -> list[Notice]:
        """What no other process is just now claiming, the longest due first; locked."""
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, *conditions)
            .order_by(notices.c.wakes_at, notices.c.key)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [self._notice(dict(row)) for row in self._connection.execute(query).mappings()]

    def renew(self, notice: Notice, *, until: datetime, channel: ChannelId | None = None) -> Notice | None:
        """Prolongs a claim that is to be used now; None where it is no longer this process's.

        The channel that is to be tried is kept, and that it may have been sent: so it stands if this process dies.
        """
        mine = (
            (notices.c.workspace == self._workspace)
            & (notices.c.key == notice.key)
            & (notices.c.state == State.CLAIMED)
            & (notices.c.attempts == notice.attempts)
        )
        tried: dict[str, object] = {"tried_channel": channel} if channel else {}
        if not notice.sent_ts:
            tried["unsure"] = True
        prolonged = update(notices).where(mine).values(claimed_until=until, wakes_at=until, **tried)
        kept = self._connection.execute(prolonged).rowcount == 1
        return self.get(notice.key) if kept else None

    def about(self, subject: str) -> Sequence[Notice]:
        """Every notice about a subject, locked until the transaction ends."""
        return self._found(notices.c.subject == subject, lock=True)

    def told_about(self, subjects: Collection[str]) -> set[str]:
        """Those of the subjects about which there is any notice."""
        about = (notices.c.workspace == self._workspace) & notices.c.subject.in_(subjects)
        return set(self._connection.execute(select(notices.c.subject).where(about).distinct()).scalars())

    def unfinished(self, kind: Kind) -> Sequence[Notice]:
        """Every notice of a kind whose facts do not say who has `done` what it asks for, locked like those."""
        undone = notices.c.facts["done"].as_string().is_(None)
        return self._found(notices.c.kind == kind, undone, lock=True)

    def in_bundle(self, bundle: str) -> Sequence[Notice]:
        """Every notice that goes, or went, out with others under that key, in the order in which they were due; locked."""
        return self._found(notices.c.bundle == bundle, notices.c.state != State.CANCELLED, lock=True)

    def told_since(self, user: SlackUserId, moment: datetime) -> int:
        """How many messages somebody has been sent since a moment that are neither at once nor urgent."""
        query = select(func.count(notices.c.sent_ts.distinct())).where(
            notices.c.workspace == self._workspace,
            notices.c.to_user == user,
            notices.c.sent_at >= moment,
            notices.c.sent_at
            < moment + LONGEST_DAY,  # not what a clock that was wrong has sent in years to come
            notices.c.kind.not_in(AT_ONCE),
            notices.c.urgent.is_(False),
        )
        return self._connection.execute(query).scalar_one()

    def waiting_for(
        self, user: SlackUserId, states: Collection[State] = (State.PENDING,)
    ) -> Sequence[Notice]:
        """What somebody is still to be told, and stands in one of these states, the longest due first; locked."""
        waits = (notices.c.state.in_(states), notices.c.wakes_at.is_not(None))
        return self._found(notices.c.to_user == user, notices.c.sent_ts.is_(None), *waits, lock=True)

    def held_because(self, trouble: str) -> Sequence[Notice]:
        """What is held for that reason; locked."""
        held = (notices.c.state == State.HELD, notices.c.wakes_at.is_not(None))
        return self._found(*held, notices.c.trouble == trouble, lock=True)

    def far_ahead(self, moment: datetime, *, doubtful: bool, most: int) -> Sequence[Notice]:
        """What has been claimed before and delivery would look at only after a moment, the furthest first; locked.

        All of it that is not claimed, or what is claimed or may have been sent.
        """
        doubt = or_(notices.c.state == State.CLAIMED, notices.c.unsure)
        which = doubt if doubtful else notices.c.state != State.CLAIMED
        ahead = and_(notices.c.wakes_at > moment, notices.c.attempts > 0, which)
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, ahead)
            .order_by(notices.c.wakes_at.desc(), notices.c.key)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [self._notice(dict(row)) for row in self._connection.execute(query).mappings()]

    def owed(self, states: Collection[State], *, most: int) -> Sequence[Notice]:
        """What is still owed and stands in one of these states, the longest due first."""
        return self._found(notices.c.wakes_at.is_not(None), notices.c.state.in_(states), most=most)

    def latest_sent(self, *, most: int) -> Sequence[Notice]:
        """What was sent last, the newest first."""
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, notices.c.sent_at.is_not(None))
            .order_by(notices.c.sent_at.desc(), notices.c.key)
            .limit(most)
        )
        return [self._notice(dict(row)) for row in self._connection.execute(query).mappings()]

    def choices(self, user: SlackUserId) -> Choices:
        """What somebody has chosen; nothing of it where they never did."""
        query = select(choices.c.body).where(choices.c.workspace == self._workspace, choices.c.user == user)
        body = self._connection.execute(query).scalar_one_or_none()
        return Choices(user=user) if body is None else Choices.model_validate({**body, "user": user})

    def save_choices(self, chosen: Choices) -> None:
        """Keeps what somebody has chosen, and what Slack says of them."""
        body = chosen.model_dump(mode="json", exclude={"user"}, exclude_none=True)
        put(self._connection, choices, {"workspace": self._workspace, "user": chosen.user, "body": body})

    def held_for(self, committee: CommitteeId) -> Sequence[Notice]:
        """What waits until a committee's channel has been mended."""
        return self._found(
            notices.c.wakes_at.is_not(None),
            notices.c.state == State.HELD,
            notices.c.to_committee == committee,
        )

    def left_due(self, *, now: datetime) -> int:
        """How many notices are due and not yet delivered, those that failed and wait for another try included."""
        failed = and_(notices.c.state == State.PENDING, notices.c.trouble.is_not(None))
        return self._count(or_(notices.c.wakes_at <= now, failed))

    def count_held(self) -> int:
        """How many wait until somebody mends their channel."""
        return self._count(notices.c.state == State.HELD)

    def _count(self, condition: ColumnElement[bool]) -> int:
        """How many of those that delivery still looks at fulfil a condition."""
        query = (
            select(func.count())
            .select_from(notices)
            .where(notices.c.workspace == self._workspace, notices.c.wakes_at.is_not(None), condition)
        )
        return self._connection.execute(query).scalar_one()

    def _found(
        self, *conditions: ColumnElement[bool], lock: bool = False, most: int | None = None
    ) -> list[Notice]:
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, *conditions)
            .order_by(notices.c.due, notices.c.key)
            .limit(most)
        )
        if lock:
            # What is read here is written back whole: delivery must not record a message in between.
            query = query.with_for_update()
        return [self._notice(dict(row)) for row in self._connection.execute(query).mappings()]

    def _notice(self, row: dict[str, object]) -> Notice:
        known = {name: value for name, value in row.items() if name not in ("workspace", "wakes_at")}
        return Notice.model_validate(known)

    def _row(self, notice: Notice) -> dict[str, object]:
        return {"workspace": self._workspace, **notice.model_dump(), "wakes_at": notice.wakes_at}
