"""What goes out to one person now, and what waits: their hours, their limit, and several things as one message (UX-08)."""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain.notices import manners
from liaison.domain.notices.manners import Choices, Manners
from liaison.domain.notices.models import AT_ONCE, LONGEST_KEY, Notice, State
from liaison.domain.notices.outcomes import put_off
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import SlackUserId, Value

MOST_IN_ONE = 20  # things in one message
TOGETHER = "together:"  # begins the mark of a message of several
Parcel = tuple[Notice, ...]  # what goes out as one message


class Profile(Value):
    """What Slack says of a person: their time zone, and until when their status tells that they are away (UTC)."""

    timezone: str | None = None
    away_until: datetime | None = None


def prepare(
    uow: UnitOfWork,
    claimed: Sequence[Notice],
    user: SlackUserId,
    profile: Profile | None,
    *,
    usual: Manners,
    zone: str,
    now: datetime,
) -> tuple[Parcel, ...]:
    """Sorts what has been claimed for one person into the messages that go out now; the rest waits until its time.

    What was sent before is updated at any hour, and so is what may have been. `profile` is None where Slack did not
    say; `zone` is the authority's.
    """
    choices = _with(uow, uow.notices.choices(user), profile)
    free = [notice for notice in claimed if _goes_alone(notice)]
    kept = [notice for notice in claimed if notice not in free]
    parcels = [*_as_sent(uow, free)]
    if not kept:
        return tuple(parcels)
    until = may_go(uow, choices, usual, zone, now)
    if until > now:
        again = looked_at_again(choices, usual, zone, now, until)
        for notice in kept:
            if not notice.urgent:
                uow.notices.save(put_off(notice, again))
        kept = [notice for notice in kept if notice.urgent]
    starts = range(0, len(kept), MOST_IN_ONE)
    return (*parcels, *(_as_one(uow, kept[start : start + MOST_IN_ONE]) for start in starts))


def prepare_for_channel(
    uow: UnitOfWork, claimed: Sequence[Notice], *, usual: Manners, zone: str, now: datetime
) -> tuple[Parcel, ...]:
    """What goes out to a channel now, each by itself; a committee's channel keeps the authority's hours.

    What somebody had posted to a channel of their choice keeps nobody's.
    """
    until = manners.may_be_told(Choices(user=SlackUserId("")), usual, zone, now)
    parcels: list[Parcel] = []
    for notice in claimed:
        free = notice.at_once or notice.sent_ts or notice.unsure or notice.to_committee is None
        if free or until <= now:
            parcels.append((notice,))
        else:
            uow.notices.save(put_off(notice, until))
    return tuple(parcels)


def _goes_alone(notice: Notice) -> bool:
    """Whether it goes out, or is updated, by itself: what answers a press, what was opened, what is or may be there."""
    return bool(notice.kind in AT_ONCE or notice.opened or notice.sent_ts or notice.unsure)


def may_go(uow: UnitOfWork, choices: Choices, usual: Manners, zone: str, now: datetime) -> datetime:
    """When the person may be sent another message: now, in their next hours, or the next morning."""
    until = manners.may_be_told(choices, usual, zone, now)
    if until > now:
        return until
    told = uow.notices.told_since(choices.user, manners.day_begins(choices, zone, now))
    if told >= choices.manners(usual).most_a_day:
        return manners.next_morning(choices, usual, zone, now)
    return now


def looked_at_again(choices: Choices, usual: Manners, zone: str, now: datetime, until: datetime) -> datetime:
    """When what waits is looked at again: a Slack status may be taken away before its end, so on each morning."""
    if choices.slack_away_until is None or choices.slack_away_until <= now:
        return until
    here = choices.model_copy(update={"slack_away_until": None})
    return min(until, manners.next_morning(here, usual, zone, now))


def _as_one(uow: UnitOfWork, notices: Sequence[Notice]) -> Parcel:
    """Makes one message of several: whoever takes it up after a crash finds it under the same mark."""
    if len(notices) == 1:
        return tuple(notices)
    first = notices[0]
    bundle = f"{TOGETHER}{first.attempts}:{first.key}"[:LONGEST_KEY]
    together = tuple(notice.model_copy(update={"bundle": bundle}) for notice in notices)
    for notice in together:
        uow.notices.save(notice)
    return together


def _as_sent(uow: UnitOfWork, notices: Sequence[Notice]) -> list[Parcel]:
    """The messages that are to be updated, or looked for: those of one bundle together, with all that is in it.

    Where two processes have claimed some of a bundle each, whoever has the first of it takes it all up.
    """
    mine = {(notice.key, notice.attempts) for notice in notices}
    parcels: dict[str, Parcel] = {}
    for notice in notices:
        if notice.bundle is None:
            parcels[notice.key] = (notice,)
        elif notice.bundle not in parcels:
            together = tuple(uow.notices.in_bundle(notice.bundle))
            first = next((each for each in together if each.state is State.CLAIMED), None)
            is_mine = first is not None and (first.key, first.attempts) in mine
            parcels[notice.bundle] = together if is_mine else ()
    return [parcel for parcel in parcels.values() if parcel]


def _with(uow: UnitOfWork, choices: Choices, profile: Profile | None) -> Choices:
    """The choices with what Slack says by now, which is kept."""
    if profile is None:
        return choices
    said = {"timezone": profile.timezone or choices.timezone, "slack_away_until": profile.away_until}
    fresh = choices.model_copy(update=said)
    if fresh != choices:
        uow.notices.save_choices(fresh)
    return fresh
