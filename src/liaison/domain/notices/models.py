"""The outbox: what is owed, to whom and when (design decision 4).

A notice is written in the transaction that caused it, under a unique business key, so that it exists once however
often its cause is looked at. Delivery claims it, sends it and records that; what it says is rendered when it is sent,
so a message always shows the present state, and a sent one whose subject changed is marked outdated and updated.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from pydantic import Field

from liaison.domain.notices.manners import Choices
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, Value


class Kind(StrEnum):
    """What a notice is about; each has one renderer."""

    REPORT_WAITING = "report waiting"
    REPORT_COPY = "report copy"
    REPORT_FILED = "report filed"
    REVIEW_DUE = "review due"
    MEND_CHANNEL = "mend channel"
    MEND_ACCOUNT = "mend account"
    CHANNEL_JOINED = "channel joined"
    REGISTER_CHANGED = "register changed"
    SUPPORT_CHANGED = "support changed"
    MISTAKE_REPORTED = "mistake reported"
    MISTAKE_MENDED = "mistake dealt with"
    MEETING_BEFORE = "meeting before"
    MEETING_OFFICER = "meeting officer"
    MEETING_AFTER = "meeting after"
    STAND_IN_ASKED = "stand-in asked"
    STAND_IN_ANSWERED = "stand-in answered"
    STAND_IN_NEEDED = "stand-in needed"
    STAND_IN_RELEASED = "stand-in released"
    REQUEST_ASKED = "request asked"
    REQUEST_ANSWERED = "request answered"
    CIRCULAR = "circular"
    CODE_QUESTION = "code question"
    CODE_RECEIPT = "code receipt"
    CODE_ANSWER = "code answer"
    OFFICE_CHANGED = "office changed"
    ENDING = "ending"
    ACCOUNT = "account"
    ACTION = "action"
    LESSON = "lesson"
    PROGRESS = "progress"


# What answers something that its receiver, or somebody who waits for them, did just now: it keeps nobody's hours.
AT_ONCE = frozenset(
    {
        Kind.REPORT_FILED,
        Kind.CHANNEL_JOINED,
        Kind.REGISTER_CHANGED,
        Kind.STAND_IN_ASKED,
        Kind.STAND_IN_ANSWERED,
        Kind.STAND_IN_NEEDED,
        Kind.STAND_IN_RELEASED,
        Kind.CODE_RECEIPT,
    }
)


class State(StrEnum):
    """Where a notice stands; `held` waits for a person to mend what stops it, `outdated` for an update in place."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    OUTDATED = "outdated"
    HELD = "held"
    CANCELLED = "cancelled"


ARRIVES_WITHIN = timedelta(seconds=30)  # a message that Slack has taken can be read by then


class Destination(NamedTuple):
    """Where a notice goes: to a person, to a committee's channel, or to a channel that somebody chose."""

    user: SlackUserId | None
    committee: CommitteeId | None
    channel: ChannelId | None


class Notice(Value):
    """One message owed to one person or one committee's channel; all moments are UTC.

    `first_due` is when it was due, where it has been put off since for its receiver's hours or because of their limit.
    `attempts` counts its claims and `failures` what the next pause is measured by.
    `unsure` tells that it may have been sent already: it is being sent, or the process that did so died, or the connection was cut;
    `first_tried` and `last_tried` are when that can have been, and `searched_to` is the `ts` down to which the
    conversation has been searched for it. `tried_channel` is the committee's channel to which it was sent or may have been:
    staff may have chosen another since. `stale` tells that its subject ended while it was claimed.
    `sent_channel` is where it was sent, or from the start where it is owed to one channel and to nobody else.
    `ended` tells that its subject has, so that nothing is to be done about it any more; `urgent` that it keeps nobody's
    hours. `bundle` is the key under which it goes out with others as one message. `asleep_until` is the day to which its
    receiver put it off, where another of the same subject comes in its place; `opened` that it was sent anew by itself, or is what was so sent.
    """

    key: str
    kind: Kind
    subject: str
    reason: str
    to_user: SlackUserId | None = None
    to_committee: CommitteeId | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    due: datetime
    first_due: datetime | None = None
    state: State = State.PENDING
    attempts: int = 0
    failures: int = 0
    claimed_until: datetime | None = None
    unsure: bool = False
    stale: bool = False
    ended: bool = False
    urgent: bool = False
    first_tried: datetime | None = None
    last_tried: datetime | None = None
    searched_to: str | None = None
    tried_channel: ChannelId | None = None
    sent_channel: ChannelId | None = None
    sent_ts: str | None = None
    sent_at: datetime | None = None
    bundle: str | None = None
    asleep_until: date | None = None
    opened: bool = False
    trouble: str | None = None

    @property
    def mark(self) -> str:
        """What its message carries as metadata, by which it is found again."""
        return self.bundle or self.key

    @property
    def at_once(self) -> bool:
        """Whether it is sent at any hour."""
        return self.urgent or self.kind in AT_ONCE

    @property
    def destination(self) -> Destination:
        """Where it goes; messages to one destination are sent one after the other."""
        named = self.to_user or self.to_committee
        return Destination(self.to_user, self.to_committee, None if named else self.sent_channel)

    def soonest(self, now: datetime) -> datetime:
        """When it may be tried where somebody wants it now; what may have been sent is looked for once it would be there."""
        if not self.unsure or self.last_tried is None:
            return now
        return max(now, min(self.due, self.last_tried + ARRIVES_WITHIN))

    @property
    def wakes_at(self) -> datetime | None:
        """When delivery is to look at it next, UTC; None where nothing is owed any more.

        It is kept beside the notice under an index, so that what is over costs nothing.
        """
        match self.state:
            case State.PENDING | State.HELD:
                return self.due
            case State.CLAIMED:
                return self.claimed_until
            case State.OUTDATED:
                return min(self.due, self.sent_at or self.due)
            case State.SENT | State.CANCELLED:
                return None


class Outbox(Protocol):
    """Where notices are kept, for one workspace."""

    def add(self, notice: Notice) -> bool:
        """Keeps the notice; False where one with its key is there already."""
        ...

    def get(self, key: str) -> Notice | None: ...

    def save(self, notice: Notice) -> None: ...

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

        What is `new`, what is `unsure` and has to be looked for, or what was `sent` and is to be updated, can be left.
        """
        ...

    def renew(self, notice: Notice, *, until: datetime, channel: ChannelId | None = None) -> Notice | None:
        """Prolongs a claim that is to be used now; None where it is no longer this process's.

        The channel that is to be tried is kept, and that it may have been sent: so it stands if this process dies.
        """
        ...

    def about(self, subject: str) -> Sequence[Notice]: ...

    def told_about(self, subjects: Collection[str]) -> set[str]:
        """Those of the subjects about which there is any notice."""
        ...

    def unfinished(self, kind: Kind) -> Sequence[Notice]:
        """Every notice of a kind whose facts do not say who has `done` what it asks for."""
        ...

    def in_bundle(self, bundle: str) -> Sequence[Notice]:
        """Every notice that goes, or went, out with others under that key, in the order in which they were due; locked."""
        ...

    def told_since(self, user: SlackUserId, moment: datetime) -> int:
        """How many messages somebody has been sent since a moment that are neither at once nor urgent."""
        ...

    def waiting_for(
        self, user: SlackUserId, states: Collection[State] = (State.PENDING,)
    ) -> Sequence[Notice]:
        """What somebody is still to be told, and stands in one of these states, the longest due first; locked."""
        ...

    def held_because(self, trouble: str) -> Sequence[Notice]:
        """What is held for that reason; locked."""
        ...

    def far_ahead(self, moment: datetime, *, doubtful: bool, most: int) -> Sequence[Notice]:
        """What has been claimed before and delivery would look at only after a moment, the furthest first; locked.

        All of it that is not claimed, or what is claimed or may have been sent.
        """
        ...

    def owed(self, states: Collection[State], *, most: int) -> Sequence[Notice]:
        """What is still owed and stands in one of these states, the longest due first."""
        ...

    def latest_sent(self, *, most: int) -> Sequence[Notice]:
        """What was sent last, the newest first."""
        ...

    def choices(self, user: SlackUserId) -> Choices:
        """What somebody has chosen; nothing of it where they never did."""
        ...

    def save_choices(self, choices: Choices) -> None: ...

    def held_for(self, committee: CommitteeId) -> Sequence[Notice]: ...

    def left_due(self, *, now: datetime) -> int:
        """How many notices are due and not yet delivered."""
        ...

    def count_held(self) -> int:
        """How many wait until somebody mends their channel."""
        ...


LONGEST_KEY = 255
NEWER = "newer"  # among a notice's facts: the day on which a newer message asks the same person or channel the same
WAITS_FOR = "waits_for"  # among its facts: the person for whom it is kept while they are not linked
REFRESHED = "refreshed"  # among a notice's facts: how often its subject changed while it was claimed


def settle(outbox: Outbox, subject: str) -> None:
    """Once a subject has ended: what is still to be sent about it is cancelled, what was sent is updated."""
    for notice in outbox.about(subject):
        settle_one(outbox, notice)


def settle_one(outbox: Outbox, notice: Notice) -> None:
    """The same for one notice, which is locked."""
    over = notice.model_copy(update={"ended": True, "asleep_until": None})
    if notice.state is State.CLAIMED:
        outbox.save(over.model_copy(update={"stale": True}))  # whoever sends it will see
    elif notice.sent_ts:
        outbox.save(over.model_copy(update={"state": State.OUTDATED}))
    elif notice.state in (State.PENDING, State.HELD):
        state = {"stale": True} if notice.unsure else {"state": State.CANCELLED}
        outbox.save(over.model_copy(update=state))


def refresh(outbox: Outbox, subject: str) -> None:
    """Once a subject has changed and goes on: what was sent about it is updated.

    What is on its way may say how it was before: its facts tell whoever sends it that it has changed since.
    """
    for notice in outbox.about(subject):
        refresh_one(outbox, notice)


def refresh_one(outbox: Outbox, notice: Notice) -> None:
    """The same for one notice, which is locked."""
    if notice.state is State.SENT:
        outbox.save(notice.model_copy(update={"state": State.OUTDATED, "ended": False}))
    elif notice.state is State.CLAIMED:
        times = str(int(notice.facts.get(REFRESHED, "0")) + 1)
        outbox.save(notice.model_copy(update={"facts": notice.facts | {REFRESHED: times}}))


def retell(outbox: Outbox, notice: Notice, facts: dict[str, str]) -> None:
    """Keeps a notice, which is locked, with other facts: what was sent is updated, whoever sends it just now will see."""
    state = State.OUTDATED if notice.state is State.SENT else notice.state
    outbox.save(notice.model_copy(update={"facts": facts, "state": state}))


def overtake(outbox: Outbox, earlier: Notice, day: date) -> None:
    """Once a newer message asks the same: what is not sent yet need not be, and what was sent loses its buttons (UX-23).

    The notice is locked.
    """
    overtaken = earlier.model_copy(update={"facts": earlier.facts | {NEWER: day.isoformat()}})
    if not earlier.sent_ts and earlier.state is not State.CLAIMED:
        settle_one(outbox, overtaken)  # where it may be there, it is updated once it is found
    elif earlier.state is not State.CANCELLED and NEWER not in earlier.facts:
        awake = earlier.model_copy(update={"asleep_until": None})
        retell(outbox, awake, overtaken.facts)


def newer(notice: Notice) -> date | None:
    """The day on which a newer message asked the same, if one did."""
    return date.fromisoformat(notice.facts[NEWER]) if NEWER in notice.facts else None


def release(outbox: Outbox, committee: CommitteeId, *, now: datetime) -> None:
    """Makes what was held for a committee's channel due at once, because somebody mended it."""
    for notice in outbox.held_for(committee):
        outbox.save(notice.model_copy(update={"state": State.PENDING, "due": notice.soonest(now)}))
