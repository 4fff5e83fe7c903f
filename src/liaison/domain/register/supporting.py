"""Whom somebody supports, since that makes them a reader of restricted reports: nobody names themselves (K-06)."""

from collections.abc import Iterator, Sequence
from datetime import date

from liaison.domain.access.rules import Action, Actor
from liaison.domain.access.service import whom_to_ask
from liaison.domain.errors import NotAllowed
from liaison.domain.register.cells import name_of
from liaison.domain.register.changes import Difference
from liaison.domain.register.models import Appointment, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId

Period = tuple[date, date]


def not_by_oneself(before: Register, after: Register, found: Sequence[Difference], actor: Actor) -> None:
    """Raises NotAllowed where a change would make whoever makes it a support officer, or one for longer (K-06).

    Those who say what people may do are free to; others ask them.
    """
    if actor.may(Action.LINK_PEOPLE):
        return
    whom = _new_member(found, actor.person) or _new_partnership(before, after, found, actor.person)
    if whom:
        raise NotAllowed(
            f"This would make you the support officer of {whom}, who can read restricted reports.",
            f"{whom_to_ask(before)} to do it.",
        )


def _new_member(found: Sequence[Difference], person: PersonId) -> str | None:
    """The first member whom a change gives this person as their own support officer."""
    for difference in found:
        was = getattr(difference.before, "support_officer", None)
        if isinstance(difference.after, Person) and difference.after.support_officer == person != was:
            return difference.after.name
    return None


def _new_partnership(
    before: Register, after: Register, found: Sequence[Difference], person: PersonId
) -> str | None:
    """The first partnership on which this person would support members on days on which they do not now."""
    if not any(_may_matter(entry) for difference in found for entry in (difference.before, difference.after)):
        return None
    held = list(_seats(before, person))
    for seat, (since, until) in _seats(after, person):
        there = (period for other, period in held if other.partnership == seat.partnership)
        if not any(first <= since and until <= last for first, last in there):
            return _named(after, seat.partnership, seat)
    return None


def _may_matter(entry: object) -> bool:
    return isinstance(entry, Term) or (isinstance(entry, Appointment) and entry.role == "support officer")


def _seats(register: Register, person: PersonId) -> Iterator[tuple[Appointment, Period]]:
    """Every seat of a support officer that is somebody's, in their own name or by office, with its days."""
    terms = [term for term in register.terms if term.person == person]
    for seat in register.appointments:
        if seat.role != "support officer":
            continue
        period = seat.since or date.min, seat.until or date.max
        if seat.person == person:
            yield seat, period
        elif seat.person is None:
            for term in terms:
                since, until = max(period[0], term.since or date.min), min(period[1], term.until or date.max)
                if term.office == seat.office and since < until:
                    yield seat, (since, until)


def _named(register: Register, id_: PartnershipId, seat: Appointment) -> str:
    partnership = register.partnership.get(id_)
    return partnership.name if partnership else name_of(register, "appointments", seat)
