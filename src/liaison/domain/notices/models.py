"""The outbox: what is owed, to whom and when (design decision 4).

A notice is written in the transaction that caused it, under a unique business key, so that it exists once however
often its cause is looked at. Delivery claims it, sends it and records that; what it says is rendered when it is sent,
so a message always shows the present state, and a sent one whose subject changed is marked outdated and updated.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, Value


class Kind(StrEnum):
    """What a notice is about; each has one renderer."""

    REPORT_WAITING = "report waiting"
    REPORT_COPY = "report copy"
    REPORT_FILED = "report filed"
    REVIEW_DUE = "review due"
    MEND_CHANNEL = "mend channel"
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


class State(StrEnum):
    """Where a notice stands; `held` waits for a person to mend what stops it, `outdated` for an update in place."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    OUTDATED = "outdated"
    HELD = "held"
    CANCELLED = "cancelled"


class Notice(Value):
    """One message owed to one person or one committee's channel; all moments are UTC.

    `unsure` tells that it may have been sent already: the process that claimed it died, or the connection was cut;
    `first_tried` is when that can have been at the earliest. `stale` tells that its subject ended while it was claimed.
    `sent_channel` is where it was sent, or from the start where it is owed to one channel and to nobody else.
    """

    key: str
    kind: Kind
    subject: str
    reason: str
    to_user: SlackUserId | None = None
    to_committee: CommitteeId | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    due: datetime
    state: State = State.PENDING
    attempts: int = 0
    claimed_until: datetime | None = None
    unsure: bool = False
    stale: bool = False
    first_tried: datetime | None = None
    sent_channel: ChannelId | None = None
    sent_ts: str | None = None
    sent_at: datetime | None = None
    trouble: str | None = None


class Outbox(Protocol):
    """Where notices are kept, for one workspace."""

    def add(self, notice: Notice) -> bool:
        """Keeps the notice; False where one with its key is there already."""
        ...

    def get(self, key: str) -> Notice | None: ...

    def save(self, notice: Notice) -> None: ...

    def claim(self, *, now: datetime, until: datetime, most: int) -> Sequence[Notice]:
        """Claims what is due, and what was claimed by a process that died; no two processes get the same one."""
        ...

    def renew(self, notice: Notice, *, until: datetime) -> Notice | None:
        """Prolongs a claim; None where it is no longer this process's."""
        ...

    def about(self, subject: str) -> Sequence[Notice]: ...

    def unfinished(self, kind: Kind) -> Sequence[Notice]:
        """Every notice of a kind whose facts do not say who has `done` what it asks for."""
        ...

    def held_for(self, committee: CommitteeId) -> Sequence[Notice]: ...

    def left_due(self, *, now: datetime) -> int:
        """How many notices are due and not yet delivered."""
        ...

    def count_held(self) -> int:
        """How many wait until somebody mends their channel."""
        ...


# How long a process has to send what it claimed before another may take it up.
CLAIM = timedelta(minutes=2)
HELD_RETRY = timedelta(hours=1)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)


REFRESHED = "refreshed"  # among a notice's facts: how often its subject changed while it was claimed


def after_failure(
    notice: Notice, *, now: datetime, trouble: str, wait: timedelta | None = None, unsure: bool = False
) -> Notice:
    """The notice, due again after a growing pause, or after the pause that Slack asked for."""
    pause = wait or min(FIRST_RETRY * 2 ** min(notice.attempts, 10), LONGEST_RETRY)
    return notice.model_copy(
        update={
            "state": State.PENDING,
            "due": now + pause,
            "claimed_until": None,
            "unsure": unsure,
            "trouble": trouble,
        }
    )


def held(notice: Notice, *, now: datetime, trouble: str) -> Notice:
    """The notice, waiting for somebody to mend what stops it; it is tried again each hour all the same."""
    return notice.model_copy(
        update={
            "state": State.HELD,
            "due": now + HELD_RETRY,
            "claimed_until": None,
            "trouble": trouble,
        }
    )


def sent(notice: Notice, *, now: datetime, channel: ChannelId, ts: str) -> Notice:
    """The notice, with the message that it became."""
    return notice.model_copy(
        update={
            "state": State.SENT,
            "claimed_until": None,
            "unsure": False,
            "sent_channel": channel,
            "sent_ts": ts,
            "sent_at": notice.sent_at or now,
            "trouble": None,
        }
    )


def settle(outbox: Outbox, subject: str) -> None:
    """Once a subject has ended: what is still to be sent about it is cancelled, what was sent is updated."""
    for notice in outbox.about(subject):
        settle_one(outbox, notice)


def settle_one(outbox: Outbox, notice: Notice) -> None:
    """The same for one notice, which is locked."""
    if notice.state is State.CLAIMED:
        outbox.save(notice.model_copy(update={"stale": True}))  # whoever sends it will see
    elif notice.sent_ts:
        outbox.save(notice.model_copy(update={"state": State.OUTDATED}))
    elif notice.state in (State.PENDING, State.HELD):
        state = {"stale": True} if notice.unsure else {"state": State.CANCELLED}
        outbox.save(notice.model_copy(update=state))


def refresh(outbox: Outbox, subject: str) -> None:
    """Once a subject has changed and goes on: what was sent about it is updated.

    What is on its way may say how it was before: its facts tell whoever sends it that it has changed since.
    """
    for notice in outbox.about(subject):
        refresh_one(outbox, notice)


def refresh_one(outbox: Outbox, notice: Notice) -> None:
    """The same for one notice, which is locked."""
    if notice.state is State.SENT:
        outbox.save(notice.model_copy(update={"state": State.OUTDATED}))
    elif notice.state is State.CLAIMED:
        times = str(int(notice.facts.get(REFRESHED, "0")) + 1)
        outbox.save(notice.model_copy(update={"facts": notice.facts | {REFRESHED: times}}))


def retell(outbox: Outbox, notice: Notice, facts: dict[str, str]) -> None:
    """Keeps a notice, which is locked, with other facts: what was sent is updated, whoever sends it just now will see."""
    state = State.OUTDATED if notice.state is State.SENT else notice.state
    outbox.save(notice.model_copy(update={"facts": facts, "state": state}))


def release(outbox: Outbox, committee: CommitteeId, *, now: datetime) -> None:
    """Makes what was held for a committee's channel due at once, because somebody mended it."""
    for notice in outbox.held_for(committee):
        outbox.save(notice.model_copy(update={"state": State.PENDING, "due": now}))
