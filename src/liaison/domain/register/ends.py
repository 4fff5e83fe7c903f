"""Which seats and terms end with nobody to follow: soon, or of late (UK-12)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from liaison.domain.register.models import Appointment, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import Value

# How many days before an end staff are told of it: in time to appoint somebody, and once more if nobody has.
DAYS_BEFORE = (60, 14)
Watched = Literal["appointments", "terms"]


class Ending(Value):
    """A seat or a term that ends on a day, and that nobody follows yet."""

    kind: Watched
    entry: Appointment | Term
    until: date


def endings(
    register: Register, day: date, *, within: int = max(DAYS_BEFORE), past: int = 0
) -> tuple[Ending, ...]:
    """The seats and terms in force that end in so many days and that nobody follows, the soonest first.

    Before them come those that have ended in the `past` so many days, and that nobody follows.
    """
    first, last = day - timedelta(days=past), day + timedelta(days=within)
    found = [
        Ending(kind=kind, entry=entry, until=entry.until)
        for kind, entries in (("appointments", register.appointments), ("terms", register.terms))
        for entry in entries
        if entry.until
        and first < entry.until <= last
        and (entry.until <= day or entry.runs_on(day))
        and matters(register, entry)
    ]
    return tuple(sorted(found, key=lambda ending: ending.until))


def nobody_follows(register: Register, seat: Appointment, day: date) -> bool:
    """Whether a seat has ended by that day, nobody follows in it, and no vacancy is recorded."""
    return seat.until is not None and seat.until <= day and matters(register, seat)


def is_followed(register: Register, entry: Appointment | Term) -> bool:
    """Whether a seat or a term has an end, and somebody or a vacancy after it."""
    return entry.until is not None and follower_of(register, entry) is not None


def matters(register: Register, entry: Appointment | Term) -> bool:
    """Whether somebody must see to the end: it is no vacancy, what it belongs to goes on, and nobody follows."""
    if entry.until is None or follower_of(register, entry):
        return False
    if isinstance(entry, Term):
        office = register.office.get(entry.office)
        return office is not None and (office.until is None or entry.until < office.until)
    partnership = register.partnership.get(entry.partnership)
    return not entry.vacant and partnership is not None and partnership.exists_on(entry.until)


def follower_of(register: Register, entry: Appointment | Term) -> Appointment | Term | None:
    """Who or what comes after a seat or a term: another that begins when it ends, or later."""
    if isinstance(entry, Term):
        others: Iterable[Appointment | Term] = register.terms_of(entry.office)
    else:
        seats = register.all_seats_of(entry.partnership)
        others = (seat for seat in seats if seat.role == entry.role)
    return next(
        (
            other
            for other in others
            if other.id != entry.id and other.since and entry.until and other.since >= entry.until
        ),
        None,
    )
