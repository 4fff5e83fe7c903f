"""What people do with their notices: open one of several, ask why, put one off, choose when they are told (UX-08, P-10)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pydantic import ValidationError

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.notices import manners
from liaison.domain.notices.manners import Choices, Manners
from liaison.domain.notices.models import LONGEST_KEY, Notice, State, retell
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import Value

LATEST = timedelta(days=366)
AGAIN = re.compile(r"(.*)~([0-9]+)", re.DOTALL)  # a notice's key, and which that came in its place it is
MOST_LISTED = 200  # of what staff see of the outbox at once
MOST_SENT = 50  # of what was sent
OWED = (State.PENDING, State.HELD)


class Standing(Value):
    """A person's choices, what holds for them, and how much waits until they may be told (`next_at`, UTC).

    `told_on` is the day on which somebody who is away is told what waited.
    """

    choices: Choices
    manners: Manners
    waiting: int
    next_at: datetime | None
    told_on: date | None


def own(uow: UnitOfWork, actor: Actor, key: str) -> Notice:
    """A notice that the actor was sent, or that stands in a channel. Raises NotFound for anybody else's."""
    notice = uow.notices.get(key)
    if notice is None or notice.to_user not in (None, actor.slack_user):
        raise NotFound("I cannot find that message any more.", "Type /notices to see what waits for you.")
    return notice


def open_alone(uow: UnitOfWork, actor: Actor, key: str, *, now: datetime) -> None:
    """Has one of several things sent by itself, at once, so that it can be worked with. Raises NotFound, AlreadyDone."""
    notice = own(uow, actor, key)
    if notice.to_user is None:
        raise BadInput("This stands in a channel, open as it is.", "Look for it there.")
    if notice.ended:
        raise AlreadyDone("This has been dealt with.", "Nothing is left to do.")
    if notice.opened or notice.asleep_until:
        raise AlreadyDone("You have opened this already.", "Look for the newer message below.")
    _owe_again(uow, notice, due=now, urgent=True, opened=True)
    retell(uow.notices, notice.model_copy(update={"opened": True}), notice.facts)


def snooze(
    uow: UnitOfWork, actor: Actor, key: str, until: date, *, usual: Manners, zone: str, now: datetime
) -> datetime:
    """Puts a notice off: another comes in its place on that day, in the person's hours; gives the moment.

    Raises NotFound, AlreadyDone where it has ended or was put off before, and BadInput for a day that cannot be.
    """
    notice = own(uow, actor, key)
    if notice.to_user is None:
        raise BadInput("This stands in a channel, where nobody can put it off.", "Leave it as it is.")
    if notice.ended:
        raise AlreadyDone("This has been dealt with.", "There is nothing to put off.")
    if notice.asleep_until:
        raise AlreadyDone(
            f"You have put this off to {write_date(notice.asleep_until)} already.",
            "Press Show it now to have it back.",
        )
    choices = uow.notices.choices(actor.slack_user)
    today = local_day(now, choices.zone(zone))
    if not today < until <= today + LATEST:
        raise BadInput(
            f"{write_date(until)} is not a day within the next year.",
            "Choose a day after today.",
            field="until",
        )
    due = manners.on_day(choices, usual, zone, until)
    _owe_again(uow, notice, due=due)
    retell(
        uow.notices,
        notice.model_copy(update={"asleep_until": local_day(due, choices.zone(zone))}),
        notice.facts,
    )
    return due


def wake(uow: UnitOfWork, actor: Actor, key: str) -> None:
    """Takes back that a notice was put off: it stands there again, and no other comes. Raises NotFound, AlreadyDone."""
    notice = own(uow, actor, key)
    again = uow.notices.get(_again(notice, due=notice.due).key)
    waits = again and again.state is State.PENDING and not again.unsure
    if notice.asleep_until is None or again is None or not waits:
        raise AlreadyDone("This is no longer put off.", "Look for the newer message below.")
    uow.notices.save(again.model_copy(update={"state": State.CANCELLED}))
    retell(uow.notices, notice.model_copy(update={"asleep_until": None}), notice.facts)


def came_again(uow: UnitOfWork, notice: Notice) -> None:
    """Where a notice comes again after it was put off, the message that stood for it has nothing to press (UX-15)."""
    base, times = _parts(notice.key)
    before = uow.notices.get(base if times == 1 else f"{base}~{times - 1}") if times else None
    if before and before.asleep_until:
        retell(uow.notices, before.model_copy(update={"opened": True}), before.facts)


def standing(uow: UnitOfWork, actor: Actor, *, usual: Manners, zone: str, now: datetime) -> Standing:
    """What holds for the actor, and what waits."""
    choices = uow.notices.choices(actor.slack_user)
    choices = choices.on(local_day(now, choices.zone(zone)))
    back = choices.away_until
    waiting = [notice for notice in uow.notices.waiting_for(actor.slack_user) if not notice.at_once]
    next_at = manners.may_be_told(choices, usual, zone, now)
    return Standing(
        choices=choices,
        manners=choices.manners(usual),
        waiting=len(waiting),
        next_at=max(next_at, min(notice.due for notice in waiting)) if waiting else None,
        told_on=local_day(manners.on_day(choices, usual, zone, back), choices.zone(zone)) if back else None,
    )


def choose(
    uow: UnitOfWork,
    actor: Actor,
    chosen: Mapping[str, object],
    *,
    usual: Manners,
    zone: str,
    now: datetime,
) -> Choices:
    """Keeps what somebody chose; what is as usual is not kept as theirs. Raises BadInput, with the field."""
    before = uow.notices.choices(actor.slack_user)
    own_ = {
        name: None if chosen.get(name) == getattr(usual, name) else chosen.get(name)
        for name in Manners.model_fields
    }
    days = {name: chosen.get(name) for name in ("away_from", "away_until")}
    after = Choices.model_validate({**dict(before), **own_, **days})
    _require_sense(after, usual)
    today = local_day(now, after.zone(zone))
    if after.away_from and not after.away_until:
        raise BadInput("Say when you are back.", "Choose the first day on which you are.", field="away_until")
    if after.away_until and not today < after.away_until <= today + LATEST:
        raise BadInput(
            "The day on which you are back must be after today, within a year.",
            "Choose another day, or leave both empty.",
            field="away_until",
        )
    if after.away_from and after.away_until and after.away_from >= after.away_until:
        raise BadInput(
            "You would be back before you leave.", "Choose a later day for your return.", field="away_until"
        )
    uow.notices.save_choices(after)
    for notice in uow.notices.waiting_for(actor.slack_user):
        # What waited for the hours of before is looked at by those of now; what was put off to a day stays so.
        if not AGAIN.fullmatch(notice.key):
            uow.notices.save(notice.model_copy(update={"due": notice.soonest(now)}))
    return after


def _require_sense(chosen: Choices, usual: Manners) -> None:
    """Refuses hours that no day has, and a limit that nobody could mean: they may come from a form of somebody's making."""
    own_ = {name: getattr(chosen, name) for name in Manners.model_fields}
    values = {**dict(usual), **{name: value for name, value in own_.items() if value is not None}}
    try:
        Manners.model_validate(values)
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        if not place:
            raise BadInput(
                "The last hour is not after the first.", "Choose a later hour.", field="to_hour"
            ) from None
        raise BadInput(
            "That is not one of the choices.", "Choose one from the list.", field=str(place[0])
        ) from None


def send_now(uow: UnitOfWork, actor: Actor, *, now: datetime) -> int:
    """Makes everything that waits for the person due at once, whatever their hours; gives how much that is."""
    waiting = uow.notices.waiting_for(actor.slack_user)
    for notice in waiting:
        uow.notices.save(notice.model_copy(update={"due": notice.soonest(now), "urgent": True}))
    return len(waiting)


def outbox(uow: UnitOfWork, actor: Actor | None) -> tuple[Notice, ...]:
    """What is still owed, for those who mend what stops it: the longest due first.

    `actor` is None on the command line. Raises NotAllowed.
    """
    if actor:
        require(actor, Action.SEE_NOTICES)
    return tuple(uow.notices.owed(OWED, most=MOST_LISTED))


def latest(uow: UnitOfWork, actor: Actor | None) -> tuple[Notice, ...]:
    """The latest that were sent, the newest first. `actor` is None on the command line. Raises NotAllowed."""
    if actor:
        require(actor, Action.SEE_NOTICES)
    return tuple(uow.notices.latest_sent(most=MOST_SENT))


def retry(uow: UnitOfWork, actor: Actor | None, key: str, *, now: datetime) -> Notice:
    """Makes a notice due at once. `actor` is None on the command line. Raises NotAllowed, NotFound, AlreadyDone."""
    notice = still_owed(uow, actor, key)
    again = notice.model_copy(update={"state": State.PENDING, "due": notice.soonest(now), "failures": 0})
    uow.notices.save(again)
    _note(uow, actor, again, "notice tried again", now)
    return again


def cancel(uow: UnitOfWork, actor: Actor | None, key: str, *, now: datetime) -> Notice:
    """Owes a notice no longer; where it was sent, its message stays as it is.

    `actor` is None on the command line. Raises NotAllowed, NotFound, AlreadyDone.
    """
    notice = still_owed(uow, actor, key)
    if notice.unsure:
        raise BadInput(
            "It is not known yet whether this was sent.", "Try it again: it is looked for, and never doubled."
        )
    gone = notice.model_copy(update={"state": State.SENT if notice.sent_ts else State.CANCELLED})
    uow.notices.save(gone)
    _note(uow, actor, gone, "notice cancelled", now)
    return gone


def _owe_again(
    uow: UnitOfWork, notice: Notice, *, due: datetime, urgent: bool = False, opened: bool = False
) -> None:
    """Has another of the same come in its place; one that was taken back comes after all."""
    again = _again(notice, due=due).model_copy(update={"urgent": urgent, "opened": opened})
    while not uow.notices.add(again):
        before = uow.notices.get(again.key)
        if before and before.state is State.CANCELLED:
            uow.notices.save(again.model_copy(update={"attempts": before.attempts}))
            return
        again = again.model_copy(update={"key": _again(again, due=due).key})


def _again(notice: Notice, *, due: datetime) -> Notice:
    """Another of the same, which comes in its place."""
    base, times = _parts(notice.key)
    suffix = f"~{times + 1}"
    return Notice(
        key=f"{base[: LONGEST_KEY - len(suffix)]}{suffix}",
        kind=notice.kind,
        subject=notice.subject,
        reason=notice.reason,
        to_user=notice.to_user,
        facts=notice.facts,
        due=due,
    )


def _parts(key: str) -> tuple[str, int]:
    """The key of the notice that came first, and how often another has come in its place."""
    found = AGAIN.fullmatch(key)
    return (found[1], int(found[2])) if found else (key, 0)


def is_put_off(notice: Notice, now: datetime) -> bool:
    """Whether it waits for a day to which its receiver put it off."""
    again = AGAIN.fullmatch(notice.key) and not notice.at_once and not notice.opened
    untouched = notice.state is State.PENDING and notice.trouble is None and notice.first_due is None
    return bool(again and untouched and notice.due > now)


def still_owed(uow: UnitOfWork, actor: Actor | None, key: str) -> Notice:
    """A notice that still waits. `actor` is None on the command line. Raises NotAllowed, NotFound, AlreadyDone."""
    if actor:
        require(actor, Action.SEE_NOTICES)
    notice = uow.notices.get(key)
    if notice is None:
        raise NotFound("There is no such notice.", "Look at the list again: it may have been sent.")
    if notice.state not in OWED:
        raise AlreadyDone("This notice does not wait any more.", "Look at the list again.")
    return notice


def _note(uow: UnitOfWork, actor: Actor | None, notice: Notice, action: str, now: datetime) -> None:
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name if actor else "command line",
        action=action,
        subject=notice.key,
        kind=notice.kind,
    )
