"""The outbox as rows: claimed in batches, found through an index on state and time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.values import CommitteeId, WorkspaceId
from liaison.storage.database import insert_new, put
from liaison.storage.tables import notices

WAITING = (State.PENDING, State.HELD, State.OUTDATED)


class Outbox:
    """The notices of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def add(self, notice: Notice) -> bool:
        """Keeps the notice; False where one with its key is there already."""
        return insert_new(self._connection, notices, {"workspace": self._workspace, **notice.model_dump()})

    def get(self, key: str) -> Notice | None:
        """The notice with that key, locked until the transaction ends."""
        return next(iter(self._found(notices.c.key == key, lock=True)), None)

    def save(self, notice: Notice) -> None:
        """Keeps the notice as it now stands."""
        put(self._connection, notices, {"workspace": self._workspace, **notice.model_dump()})

    def claim(self, *, now: datetime, until: datetime, most: int) -> Sequence[Notice]:
        """Claims what is due, and what was claimed by a process that died; no two processes get the same one.

        A claim whose deadline has passed comes back as `unsure`: it may have been sent.
        """
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, self._due(now))
            .order_by(notices.c.due, notices.c.key)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        claimed = []
        for row in self._connection.execute(query).mappings():
            found = self._notice(dict(row))
            changes = {
                "unsure": found.unsure or found.state is State.CLAIMED,
                "attempts": found.attempts + 1,
                "first_tried": found.first_tried or now,
                "claimed_until": until,
            }
            claimed.append(found.model_copy(update=changes))
        for notice in claimed:
            self._connection.execute(
                update(notices)
                .where(notices.c.workspace == self._workspace, notices.c.key == notice.key)
                .values(
                    state=State.CLAIMED,
                    claimed_until=until,
                    attempts=notice.attempts,
                    unsure=notice.unsure,
                    first_tried=notice.first_tried,
                )
            )
        return claimed

    def renew(self, notice: Notice, *, until: datetime) -> Notice | None:
        """Prolongs a claim; None where it is no longer this process's."""
        mine = (
            (notices.c.workspace == self._workspace)
            & (notices.c.key == notice.key)
            & (notices.c.state == State.CLAIMED)
            & (notices.c.attempts == notice.attempts)
        )
        kept = self._connection.execute(update(notices).where(mine).values(claimed_until=until)).rowcount == 1
        return self.get(notice.key) if kept else None

    def about(self, subject: str) -> Sequence[Notice]:
        """Every notice about a subject, locked until the transaction ends."""
        return self._found(notices.c.subject == subject, lock=True)

    def unfinished(self, kind: Kind) -> Sequence[Notice]:
        """Every notice of a kind whose facts do not say who has `done` what it asks for, locked like those."""
        undone = notices.c.facts["done"].as_string().is_(None)
        return self._found(notices.c.kind == kind, undone, lock=True)

    def held_for(self, committee: CommitteeId) -> Sequence[Notice]:
        """What waits until a committee's channel has been mended."""
        return self._found(notices.c.to_committee == committee, notices.c.state == State.HELD)

    def left_due(self, *, now: datetime) -> int:
        """How many notices are due and not yet delivered, those that failed and wait for another try included."""
        failed = and_(notices.c.state == State.PENDING, notices.c.trouble.is_not(None))
        query = select(func.count()).select_from(notices)
        left = query.where(notices.c.workspace == self._workspace, or_(self._due(now), failed))
        return self._connection.execute(left).scalar_one()

    def count_held(self) -> int:
        """How many wait until somebody mends their channel."""
        query = select(func.count()).select_from(notices)
        held = query.where(notices.c.workspace == self._workspace, notices.c.state == State.HELD)
        return self._connection.execute(held).scalar_one()

    def _due(self, now: datetime) -> ColumnElement[bool]:
        waiting = and_(
            notices.c.state.in_(WAITING), or_(notices.c.due <= now, notices.c.state == State.OUTDATED)
        )
        return or_(waiting, and_(notices.c.state == State.CLAIMED, notices.c.claimed_until <= now))

    def _found(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Notice]:
        query = (
            select(notices)
            .where(notices.c.workspace == self._workspace, *conditions)
            .order_by(notices.c.due, notices.c.key)
        )
        if lock:
            # What is read here is written back whole: delivery must not record a message in between.
            query = query.with_for_update()
        return [self._notice(dict(row)) for row in self._connection.execute(query).mappings()]

    def _notice(self, row: dict[str, object]) -> Notice:
        return Notice.model_validate({name: value for name, value in row.items() if name != "workspace"})
