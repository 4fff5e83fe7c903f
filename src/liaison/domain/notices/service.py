"""Use-cases of delivery: claim, record what came of it, and tell those who can mend what stops it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from liaison.domain import audit
from liaison.domain.notices import choosing, mending, reaching
from liaison.domain.notices.gathering import Parcel
from liaison.domain.notices.models import AT_ONCE, Notice, State
from liaison.domain.notices.outcomes import CLAIM, after_failure, held, not_there, put_off, released, sent
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId


def claim(
    uow: UnitOfWork,
    *,
    now: datetime,
    most: int,
    new: bool = True,
    unsure: bool = True,
    sent: bool = True,
) -> Sequence[Notice]:
    """Takes what is due, for this process alone, until the claim's deadline.

    That is what is `new`, what is `unsure` and has to be looked for first, and what was `sent` and is to be updated.
    """
    return uow.notices.claim(now=now, until=now + CLAIM, most=most, new=new, unsure=unsure, sent=sent)


def release(uow: UnitOfWork, claimed: Sequence[Notice]) -> None:
    """Lets go of what was claimed and is not sent yet, because Slack has asked for a pause."""
    for notice in claimed:
        current = _claimed(uow, notice)
        if current:
            uow.notices.save(released(current))


def channel_of(notice: Notice, register: Register) -> ChannelId | None:
    """The channel that staff have chosen for the committee to which a notice goes."""
    committee = register.committee.get(notice.to_committee) if notice.to_committee else None
    return committee.channel if committee else None


def renew(
    uow: UnitOfWork, parcel: Parcel, *, now: datetime, channel: ChannelId | None = None
) -> Parcel | None:
    """Prolongs a claim before it is used; None where some of it was lost to another process, and the rest let go.

    From here on it counts as perhaps sent for whoever takes it up after this process's death; for this process it is as it was.

    What stands in a message already is claimed only where it is to be updated. The committee's `channel`, to which it now goes, is
    kept, unless it may have gone to one before.
    """
    renewed: list[Notice] = []
    for notice in parcel:
        fresh = notice
        if notice.state is State.CLAIMED:
            tried = notice.unsure or notice.sent_ts
            prolonged = uow.notices.renew(notice, until=now + CLAIM, channel=None if tried else channel)
            if prolonged is None:
                release(uow, renewed)
                return None
            fresh = prolonged.model_copy(update={"unsure": notice.unsure})
        renewed.append(fresh)
    return tuple(renewed)


def record_sent(uow: UnitOfWork, parcel: Parcel, *, channel: ChannelId, ts: str, now: datetime) -> None:
    """The message is there, which the audit trail has once. What ended meanwhile is updated next."""
    for notice in parcel:
        current = uow.notices.get(notice.key) or notice
        if current.sent_ts and not _is_mine(current, notice):
            continue
        done = sent(current, now=now, channel=channel, ts=ts)
        if current.stale or _as_shown(current) != _as_shown(notice):
            done = done.model_copy(update={"state": State.OUTDATED, "stale": False})
        uow.notices.save(done)
        if current.to_committee:
            mending.is_mended(uow, current, current.to_committee, channel, now=now)
        if current.sent_ts is None:
            choosing.came_again(uow, current)
            if current.to_user:
                reaching.is_reached(uow, current.to_user, now=now)
            audit.record(
                uow.audit,
                at=now,
                actor="system",
                action="notice sent",
                subject=notice.key,
                kind=notice.kind,
                to=str(notice.to_user or notice.to_committee or channel),
            )


def record_searched(uow: UnitOfWork, parcel: Parcel, *, searched_to: str) -> None:
    """It is not among the messages down to this `ts`: the next search goes on from there."""
    for notice in parcel:
        current = _claimed(uow, notice)
        if current:
            uow.notices.save(current.model_copy(update={"searched_to": searched_to}))


def record_not_there(
    uow: UnitOfWork, parcel: Parcel, *, now: datetime, channel: ChannelId | None = None
) -> Parcel | None:
    """It has not been sent: it may be now, to the committee's `channel`. None where it is not this process's turn any more.

    What goes to a person is let go of, because their hours and what else is due to them are looked at anew.
    """
    sure = []
    for notice in parcel:
        current = _claimed(uow, notice)
        if current is None:
            continue
        known = not_there(current, now=now, channel=channel)
        again = known.to_user is not None and known.kind not in AT_ONCE
        uow.notices.save(put_off(known, now) if again else known.model_copy(update={"unsure": True}))
        if not again:
            sure.append(known)
    return tuple(sure) if len(sure) == len(parcel) else None


def record_gone(uow: UnitOfWork, parcel: Parcel) -> None:
    """What the notices were about is no longer there: nothing is owed any more."""
    for notice in parcel:
        current = _claimed(uow, notice)
        if current:
            uow.notices.save(_cancelled(current))


def record_failure(
    uow: UnitOfWork,
    parcel: Parcel,
    *,
    trouble: str,
    now: datetime,
    wait: timedelta | None = None,
    unsure: bool = False,
) -> None:
    """It was not sent, or may not have been: it is due again after a pause, unless it has ended meanwhile.

    What another process has claimed by now is left to it.
    """
    for notice in parcel:
        current = _claimed(uow, notice)
        if current is None:
            continue
        doubtful = unsure or current.unsure
        if _has_ended(current) and not doubtful:
            uow.notices.save(_cancelled(current))
            continue
        failed = after_failure(current, now=now, trouble=trouble, wait=wait, unsure=doubtful)
        # What certainly was not sent need not go out with the same others.
        kept = doubtful or current.sent_ts
        uow.notices.save(failed if kept else failed.model_copy(update={"bundle": None}))


def record_held(uow: UnitOfWork, parcel: Parcel, register: Register, *, trouble: str, now: datetime) -> None:
    """It cannot be sent until somebody mends something: those who can are told once, with the mend (P-08)."""
    for notice in parcel:
        current = _claimed(uow, notice)
        if current is None:
            continue
        if (_has_ended(current) and not current.unsure) or _nobodys(current, register):
            over = State.SENT if current.sent_ts else State.CANCELLED
            uow.notices.save(_cancelled(current).model_copy(update={"state": over}))
            continue
        uow.notices.save(held(current, now=now, trouble=trouble))
        tell = reaching.tell if current.to_user else mending.tell
        tell(uow, current, register, trouble=trouble, now=now)


def _claimed(uow: UnitOfWork, notice: Notice) -> Notice | None:
    """The notice as it stands, where the claim is still this process's, which knows whether it may have been sent."""
    current = uow.notices.get(notice.key)
    if current is None or not _is_mine(current, notice):
        return None
    return current.model_copy(update={"unsure": notice.unsure})


def _as_shown(notice: Notice) -> tuple[object, ...]:
    """What somebody may have changed while it was on its way, and its message shows."""
    return notice.facts, notice.asleep_until, notice.opened


def _is_mine(current: Notice, claimed: Notice) -> bool:
    return current.state is State.CLAIMED and current.attempts == claimed.attempts


def _cancelled(notice: Notice) -> Notice:
    return notice.model_copy(update={"state": State.CANCELLED, "claimed_until": None})


def _nobodys(notice: Notice, register: Register) -> bool:
    """Whether a notice goes to an account that is nobody's of the register any more."""
    return notice.to_user is not None and notice.to_user not in register.link


def _has_ended(notice: Notice) -> bool:
    """Whether what an unsent notice was about has ended."""
    return notice.state is State.CANCELLED or (notice.stale and not notice.sent_ts)
