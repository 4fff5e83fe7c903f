"""Use-cases of delivery: claim, record what came of it, and tell those who can mend what stops it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from liaison.domain.access.service import menders
from liaison.domain.notices.models import CLAIM, Kind, Notice, State, after_failure, held, sent
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, SlackUserId

NO_CHANNEL = "no_channel"
PROMISE = "I will post it as soon as I can; nothing is lost."
# What stops a message until a person mends it, by Slack's own word for it: why, and the mend.
MENDABLE = {
    NO_CHANNEL: ("no channel has been chosen for it", "Type /committee and choose one."),
    "not_in_channel": ("I am not a member of {channel}", "Type /invite @Liaison there."),
    "channel_not_found": (
        "I cannot see its channel {channel}",
        "Type /invite @Liaison there, or choose another with /committee.",
    ),
    "is_archived": (
        "{channel} is archived",
        "Take it out of the archive, or choose another with /committee.",
    ),
    # What Slack says where a sent message in an archived channel would be changed.
    "is_inactive": (
        "{channel} is archived",
        "Take it out of the archive, or choose another with /committee.",
    ),
    "restricted_action": (
        "posting in {channel} is restricted",
        "Allow Liaison to post there, or choose another with /committee.",
    ),
}


def claim(uow: UnitOfWork, *, now: datetime, most: int) -> Sequence[Notice]:
    """Takes what is due, for this process alone, until the claim's deadline."""
    return uow.notices.claim(now=now, until=now + CLAIM, most=most)


def renew(uow: UnitOfWork, notice: Notice, *, now: datetime) -> Notice | None:
    """Prolongs a claim before it is used; None where it was lost to another process."""
    return uow.notices.renew(notice, until=now + CLAIM)


def record_sent(uow: UnitOfWork, notice: Notice, *, channel: ChannelId, ts: str, now: datetime) -> None:
    """The message is there. What ended meanwhile is updated next."""
    current = uow.notices.get(notice.key) or notice
    done = sent(current, now=now, channel=channel, ts=ts)
    if current.stale or current.facts != notice.facts:
        done = done.model_copy(update={"state": State.OUTDATED, "stale": False})
    uow.notices.save(done)


def record_gone(uow: UnitOfWork, notice: Notice) -> None:
    """What the notice was about is no longer there: nothing is owed any more."""
    uow.notices.save(notice.model_copy(update={"state": State.CANCELLED, "claimed_until": None}))


def record_failure(
    uow: UnitOfWork,
    notice: Notice,
    *,
    trouble: str,
    now: datetime,
    wait: timedelta | None = None,
    unsure: bool = False,
) -> None:
    """It was not sent, or may not have been: it is due again after a pause, unless it has ended meanwhile."""
    current = uow.notices.get(notice.key) or notice
    if _has_ended(current) and not unsure:
        record_gone(uow, current)
        return
    uow.notices.save(after_failure(current, now=now, trouble=trouble, wait=wait, unsure=unsure))


def record_held(uow: UnitOfWork, notice: Notice, register: Register, *, trouble: str, now: datetime) -> None:
    """It cannot be sent until somebody mends something: those who can are told once, with the mend (P-08)."""
    current = uow.notices.get(notice.key) or notice
    if _has_ended(current) and not current.unsure:
        record_gone(uow, current)
        return
    uow.notices.save(held(current, now=now, trouble=trouble))
    committee = register.committee.get(notice.to_committee) if notice.to_committee else None
    if trouble not in MENDABLE:
        return
    why, mend = MENDABLE[trouble]
    if committee is None:
        _tell_who_sent(uow, current, why, now=now)
        return
    channel = f"<#{committee.channel}>" if committee.channel else "its channel"
    # One telling for all that waits: it is named after what has waited longest, so a later trouble is told anew.
    longest = min(uow.notices.held_for(committee.id), key=lambda held_: (held_.first_tried or now, held_.key))
    for mender in menders(uow):
        uow.notices.add(
            Notice(
                key=f"mend:{trouble}:{longest.key}:{mender.slack_user}",
                kind=Kind.MEND_CHANNEL,
                subject=f"channel of {committee.id}",
                reason="You are one of those who can mend this.",
                to_user=mender.slack_user,
                facts={
                    "trouble": f"I could not post a reminder for the {committee.name}, because {why.format(channel=channel)}.",
                    "mend": mend,
                    "promise": PROMISE,
                },
                due=now,
            )
        )


def _tell_who_sent(uow: UnitOfWork, notice: Notice, why: str, *, now: datetime) -> None:
    """Whoever had something posted to a channel of their choice hears, once, that it waits, with the mend (P-08)."""
    if notice.sent_channel is None or "by_user" not in notice.facts:
        return
    because = why.format(channel=f"<#{notice.sent_channel}>")
    uow.notices.add(
        Notice(
            key=f"mend:{notice.key}"[:255],
            kind=Kind.MEND_CHANNEL,
            subject=f"channel {notice.sent_channel}",
            reason="You had it posted.",
            to_user=SlackUserId(notice.facts["by_user"]),
            facts={
                "trouble": f"I could not post a document that you circulated, because {because}.",
                "mend": "Mend that, or type /guide circulate and choose another channel.",
                "promise": PROMISE,
            },
            due=now,
        )
    )


def _has_ended(notice: Notice) -> bool:
    """Whether what an unsent notice was about has ended."""
    return notice.state is State.CANCELLED or (notice.stale and not notice.sent_ts)
