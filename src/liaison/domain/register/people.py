"""Use-cases of the buttons under what time and Slack bring: confirm, let it end, end, unlink, link, use the new name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from liaison.domain.access.rules import MEMBER, Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.names import fold
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import accounts, watch
from liaison.domain.register.accounts import Account, Match
from liaison.domain.register.cells import Names, read
from liaison.domain.register.changes import Change, How
from liaison.domain.register.closing import vacancy
from liaison.domain.register.editing import apply, loaded
from liaison.domain.register.ends import (
    LEFT_FOR,
    Ending,
    Watched,
    endings,
    is_followed,
    nobody_follows,
)
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, FormerName, Link, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PersonId, SlackUserId


def ends(uow: UnitOfWork, actor: Actor, register: Register, *, now: datetime) -> tuple[Ending, ...]:
    """What ends soon or has ended of late, with nobody to follow and nobody's word on it, the earliest first (UK-12)."""
    require(actor, Action.EDIT_REGISTER)
    found = endings(register, local_day(now, register.timezone), past=LEFT_FOR)
    return watch.left_to_see_to(uow, found)


def let_end(uow: UnitOfWork, actor: Actor, kind: Watched, id_: str, *, now: datetime) -> watch.Line | None:
    """Lets a seat or term end, or have ended: nobody is asked again (UK-12).

    A seat is vacant from that day (A-06), which can be undone and is told as a change; for a term, the line that says so is given back.
    """
    require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)
    today = local_day(now, register.timezone)
    found = endings(register, today, past=LEFT_FOR)
    ending = next((end for end in found if (end.kind, end.entry.id) == (kind, id_)), None)
    if ending is None:
        raise _dealt_with(register.entry(kind, id_), today)
    if isinstance(ending.entry, Appointment):
        apply(uow, actor, vacancy(register, ending.entry, ending.until), how="button", now=now)
        return None
    return watch.let_go(uow, register, ending, by=actor.name, now=now)


def leave_vacant(uow: UnitOfWork, actor: Actor, seat: AppointmentId, *, now: datetime) -> Change | None:
    """Records that a seat which has ended is vacant since, where nobody saw to it in time (A-06, UX-07)."""
    require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)
    ended, today = register.appointment.get(seat), local_day(now, register.timezone)
    if ended is None or ended.until is None or not nobody_follows(register, ended, today):
        raise _dealt_with(ended, today)
    return apply(uow, actor, vacancy(register, ended, ended.until), how="button", now=now)


def end_all(uow: UnitOfWork, actor: Actor, user: SlackUserId, *, now: datetime) -> Change | None:
    """Ends what a linked person holds in their own name; the seats are vacant from today (A-06).

    A seat that goes with an office is not ended: once the term is over it is to be confirmed (B-21). What has an end and
    somebody after it keeps both.
    """
    require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)
    link, today = register.link.get(user), local_day(now, register.timezone)
    if link is None:
        raise _dealt_with()
    seats, terms = held_by(register, link.person, today)
    edits: list[Edit] = []
    for seat in seats:
        ended = seat.model_copy(update={"until": today})
        edits += [Edit("appointments", seat.id, ended), *vacancy(register, seat, today)]
    edits += [Edit("terms", term.id, term.model_copy(update={"until": today})) for term in terms]
    if not edits:
        raise _dealt_with()
    accounts.note_ended(uow, user)
    return apply(uow, actor, edits, how="button", now=now)


def held_by(
    register: Register, person: PersonId, day: date
) -> tuple[tuple[Appointment, ...], tuple[Term, ...]]:
    """What somebody holds in their own name on a day, and nobody follows in yet: seats, and terms of office."""
    terms = [term for term in register.terms if term.person == person and term.runs_on(day)]
    offices = {term.office for term in terms}
    seats = tuple(
        held.appointment
        for held in register.seats_held_by(person, day)
        if held.appointment.person == person
        and not (held.appointment.office in offices or held.to_confirm_since)
        and not is_followed(register, held.appointment)
    )
    return seats, tuple(term for term in terms if not is_followed(register, term))


def unlink(uow: UnitOfWork, actor: Actor | None, user: SlackUserId, *, now: datetime) -> Change | None:
    """Unties a Slack user from the register: they can do nothing any more. `actor` is None on the command line."""
    if actor:
        require(actor, Action.LINK_PEOPLE)
    link = _linked(loaded(uow), user)
    how: How = "button" if actor else "command line"
    return apply(uow, actor, [Edit("links", link.id, None)], how=how, now=now)


def take_roles(
    uow: UnitOfWork, actor: Actor | None, user: SlackUserId, roles: Iterable[str], *, now: datetime
) -> Change | None:
    """Takes roles away from a linked Slack user. Raises BadInput for one that they do not have."""
    link, taken = _linked(loaded(uow), user), tuple(roles)
    if missing := [role for role in taken if role not in link.roles]:
        has = ", ".join(link.roles) or "none"
        raise BadInput(f"{user} does not have the role {missing[0]}.", f"Their roles: {has}.")
    left = link.model_copy(update={"roles": tuple(role for role in link.roles if role not in taken)})
    how: How = "button" if actor else "command line"
    return apply(uow, actor, [Edit("links", link.id, left)], how=how, now=now)


def keep(uow: UnitOfWork, actor: Actor, user: SlackUserId, what: str, *, now: datetime) -> None:
    """Leaves the register as it is although an account was deactivated or renamed; nobody is asked again."""
    require(actor, Action.LINK_PEOPLE)
    register = loaded(uow)
    person = register.person[_linked(register, user).person]
    day = write_date(local_day(now, register.timezone))
    said = {
        accounts.DEACTIVATED: f"{person.name} stays in the register as before, as {actor.name} chose on {day}.",
        accounts.RENAMED: f"The register goes on saying {person.name}, as {actor.name} chose on {day}.",
    }
    accounts.conclude(uow, user, what, said[what])


def not_them(uow: UnitOfWork, actor: Actor, user: SlackUserId, *, now: datetime) -> None:
    """Keeps that a newcomer is not the person of the register with the same name; nobody is asked again."""
    require(actor, Action.LINK_PEOPLE)
    day = write_date(local_day(now, loaded(uow).timezone))
    said = f"Not the same person, as {actor.name} said on {day}. Nobody was linked."
    accounts.conclude(uow, user, accounts.NAMESAKE, said)


def use_name(uow: UnitOfWork, actor: Actor, account: Account, name: str, *, now: datetime) -> Change | None:
    """Takes over a person's new name from Slack; the old one stays as a former name, with the day (A-09).

    `account` is what Slack says at this moment, `name` what was offered. None where Slack says another by now: then
    nothing is changed, what was told says so, and what Slack says is told. Raises BadInput for a name that the register
    could not hold.
    """
    require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)
    person = register.person[_linked(register, account.user).person]
    if fold(account.name) != fold(name):
        accounts.changed(uow, register, account, now=now)
        return None
    if accounts.fits(person, name):
        raise _dealt_with()
    today = local_day(now, register.timezone)
    renamed = Person.model_validate(
        {
            **dict(person),
            "name": read(SORTS["people"].field("name"), name, Names(register), today=today),
            "formerly": (*person.formerly, FormerName(name=person.name, until=today)),
        }
    )
    return apply(uow, actor, [Edit("people", person.id, renamed)], how="button", now=now)


def link(uow: UnitOfWork, actor: Actor, found: Sequence[Match], *, now: datetime) -> Change | None:
    """Ties people to the Slack accounts with their e-mail addresses; nobody gets more than a member's role by it.

    Raises AlreadyDone where everybody is linked by now.
    """
    register = loaded(uow)
    today = local_day(now, register.timezone)
    edits = [
        Edit(
            "links",
            match.user,
            Link(id=match.user, person=match.person.id, roles=_first_role(register, match, today)),
        )
        for match in found
        if match.person.id in register.person
        and match.user not in register.link
        and register.link_of(match.person.id) is None
    ]
    if not edits:
        require(actor, Action.LINK_PEOPLE)
        raise _dealt_with()
    return apply(uow, actor, edits, how="button", now=now)


def unlinked(register: Register, day: date) -> tuple[Person, ...]:
    """The people who hold a seat or an office on a day and are not linked to Slack, in the register's order."""
    seated = {seat.person for seat in register.appointments if register.counts_on(seat, day)}
    holding = seated | {term.person for term in register.terms if term.runs_on(day)}
    return tuple(
        person for person in register.people if person.id in holding and register.link_of(person.id) is None
    )


def _first_role(register: Register, match: Match, day: date) -> tuple[str, ...]:
    seats = register.seats_held_by(match.person.id, day)
    return (
        (MEMBER,) if any(seat.appointment.role in {"representative", "substitute"} for seat in seats) else ()
    )


def _linked(register: Register, user: SlackUserId) -> Link:
    link = register.link.get(user)
    if link is None:
        raise NotFound(
            "This Slack user is not linked to the register.", "Type /rep unlinked to see who is not."
        )
    return link


def _dealt_with(entry: Entry | None = None, today: date | None = None) -> AlreadyDone:
    """That nothing is left to do; of an end also when it is, or was."""
    until = entry.until if isinstance(entry, Appointment | Term) else None
    said = "That has been dealt with already."
    if until and today:
        said = f"That {'ended' if until <= today else 'ends'} on {write_date(until)}, and has been dealt with already."
    return AlreadyDone(said, "Type /partnership changes to see what was done.")
