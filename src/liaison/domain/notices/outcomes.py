"""What becomes of a notice that delivery has claimed: sent, put off, failed, held, not there, or let go of."""

from datetime import datetime, timedelta

from liaison.domain.notices.models import ARRIVES_WITHIN, Notice, State
from liaison.domain.notices.reaching import STOPS
from liaison.domain.values import ChannelId

# How long a process has to send what it claimed before another may take it up.
CLAIM = timedelta(minutes=2)
HELD_RETRY = timedelta(hours=1)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)


def after_failure(
    notice: Notice, *, now: datetime, trouble: str, wait: timedelta | None = None, unsure: bool = False
) -> Notice:
    """The notice, due again after a growing pause, or after the pause that Slack asked for.

    One that is `unsure` waits long enough for a message that was still on its way to be there when it is looked for.
    """
    failures = notice.failures + (wait is None)
    pause = wait or min(FIRST_RETRY * 2 ** min(failures, 10), LONGEST_RETRY)
    return notice.model_copy(
        update={
            "state": State.PENDING,
            "due": now + (max(pause, ARRIVES_WITHIN) if unsure else pause),
            "failures": failures,
            "claimed_until": None,
            "unsure": unsure,
            "first_tried": notice.first_tried if unsure else None,
            "last_tried": now if unsure and not notice.unsure else notice.last_tried,
            "trouble": trouble,
        }
    )


def released(notice: Notice) -> Notice:
    """The notice as it was before it was claimed: its turn has not come."""
    state = State.OUTDATED if notice.sent_ts else State.PENDING
    bundle = notice.bundle if notice.sent_ts or notice.unsure else None
    return notice.model_copy(update={"state": state, "claimed_until": None, "bundle": bundle})


def put_off(notice: Notice, until: datetime) -> Notice:
    """The notice, due when its receiver may be told: what failed before counts no more, what a person must mend does."""
    stopped = notice.trouble in STOPS
    return notice.model_copy(
        update={
            "state": State.HELD if stopped else State.PENDING,
            "trouble": notice.trouble if stopped else None,
            "due": until,
            "first_due": notice.first_due or notice.due,
            "first_tried": None,
            "claimed_until": None,
            "bundle": None,
        }
    )


def not_there(notice: Notice, *, now: datetime, channel: ChannelId | None) -> Notice:
    """The notice, once it is sure that no message of it is in the conversation: it may be sent, to that channel."""
    return notice.model_copy(
        update={
            "unsure": False,
            "first_tried": now,
            "last_tried": None,
            "searched_to": None,
            "tried_channel": channel,
            "bundle": None,
        }
    )


def held(notice: Notice, *, now: datetime, trouble: str) -> Notice:
    """The notice, waiting for somebody to mend what stops it; it is tried again each hour all the same."""
    return notice.model_copy(
        update={
            "state": State.HELD,
            "due": now + HELD_RETRY,
            "claimed_until": None,
            "first_tried": notice.first_tried if notice.unsure else None,
            "bundle": notice.bundle if notice.sent_ts or notice.unsure else None,
            "trouble": trouble,
        }
    )


def looked_at_again(notice: Notice, *, now: datetime) -> Notice:
    """A notice that a clock which was wrong has put too far ahead: it is looked at now, or when it was due at first.

    What may have been sent is looked for, in a while, among all that can have been sent by the one clock or the other.
    """
    doubtful = notice.unsure or notice.state is State.CLAIMED
    if not doubtful:
        return notice.model_copy(update={"due": max(now, notice.first_due or now)})
    if notice.state is State.CLAIMED and notice.sent_ts:
        return notice.model_copy(update={"state": State.OUTDATED, "due": now, "claimed_until": None})
    ended = [moment for moment in (notice.last_tried, notice.claimed_until, now) if moment]
    return notice.model_copy(
        update={
            "state": State.PENDING if notice.state is State.CLAIMED else notice.state,
            "due": now + CLAIM,
            "claimed_until": None,
            "unsure": True,
            "first_tried": min(notice.first_tried or notice.due, notice.due, now),
            "last_tried": max(ended),
            "searched_to": None,
        }
    )


def sent(notice: Notice, *, now: datetime, channel: ChannelId, ts: str) -> Notice:
    """The notice, with the message that it became."""
    return notice.model_copy(
        update={
            "state": State.SENT,
            "claimed_until": None,
            "unsure": False,
            "failures": 0,
            "searched_to": None,
            "tried_channel": None,
            "sent_channel": channel,
            "sent_ts": ts,
            "sent_at": notice.sent_at or now,
            "trouble": None,
        }
    )
