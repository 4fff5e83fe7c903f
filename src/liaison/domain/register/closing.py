"""What an end brings with it: vacancies, the seats of a partnership that ends, the seats of an office that is left."""

from collections.abc import Collection, Sequence
from datetime import date

from liaison.domain.register.changes import Change
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry, Holder, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, new_id


def vacancy(register: Register, seat: Appointment, day: date) -> list[Edit]:
    """Leaves a seat vacant from the day on which it ends (A-06); nothing where its partnership has ended by then.

    A seat that ended on another day before keeps the vacancy that it left, which now begins on this one.
    """
    partnership = register.partnership.get(seat.partnership)
    if partnership is None or not partnership.exists_on(day) or follower(register, seat, day):
        return []
    until, left = None, follower(register, seat, seat.until) if seat.until else None
    if isinstance(left, Appointment) and left.vacant and (left.until is None or day < left.until):
        return [Edit("appointments", left.id, left.model_copy(update={"since": day}))]
    if left is not None and seat.until is not None:  # somebody follows, from the day on which it was to end
        if seat.until <= day:
            return []
        until = seat.until
    id_ = AppointmentId(new_id()[:12])
    vacant = Appointment(id=id_, partnership=seat.partnership, role=seat.role, since=day, until=until)
    return [Edit("appointments", id_, vacant)]


def filled_by(
    register: Register, seat: Appointment, today: date, *, filled: Collection[str] = ()
) -> Edit | None:
    """The end of the vacancy that a new appointment fills, on its first day, or today where it names none (A-06).

    Of several it is the one that began first; those already `filled` are left out, and so is one that waits for a
    nomination (B-11). None where nothing is filled, as by an appointment that is over.
    """
    if seat.vacant or (seat.until and seat.until <= today):
        return None
    first = seat.since or today
    open_ = [
        other
        for other in register.all_seats_of(seat.partnership)
        if other.role == seat.role
        and other.vacant
        and other.runs_on(first)
        and not other.requested_on
        and other.id != seat.id
        and other.id not in filled
    ]
    found = min(
        open_, key=lambda other: (other.capacity != seat.capacity, other.since or date.min), default=None
    )
    if found is None:
        return None
    left = None if found.since == first else found.model_copy(update={"until": first})
    return Edit("appointments", found.id, left)


def appointed_in(register: Register, seat: Appointment, day: date, changes: Sequence[Change]) -> bool:
    """Whether changes have added somebody in the role of a seat, beside it, who holds it on the day of its end."""
    added = {d.id for change in changes for d in change.differences if d.before is None}
    return any(
        other.id in added and other.role == seat.role and not other.vacant and other.runs_on(day)
        for other in register.all_seats_of(seat.partnership)
    )


def follower(register: Register, entry: Appointment | Term, day: date) -> Appointment | Term | None:
    """Who or what follows an entry that ends on a day; a vacancy before a person.

    Of several seats of one role that end on that day, each has a follower of its own.
    """
    beside: list[Appointment | Term]
    if isinstance(entry, Term):
        beside = [other for other in register.terms_of(entry.office) if other.id != entry.id]
    else:
        seats = register.all_seats_of(entry.partnership)
        beside = [other for other in seats if other.id != entry.id and other.role == entry.role]
    began = [other for other in beside if other.since == day]
    ended = [other for other in beside if other.until == day and other.since != day]
    began.sort(key=lambda other: not (isinstance(other, Appointment) and other.vacant))
    return began[0] if len(began) > len(ended) else None


def ended_with(register: Register, before: Entry, after: Entry) -> list[Edit]:
    """The seats that end on the day on which their partnership does (A-24); they follow where that day is corrected."""
    if not isinstance(before, Partnership) or not isinstance(after, Partnership):
        return []
    if before.until == after.until:
        return []
    return [
        Edit("appointments", seat.id, seat.model_copy(update={"until": after.until}))
        for seat in register.all_seats_of(after.id)
        if _ends_with(seat, before.until, after.until)
    ]


def _ends_with(seat: Appointment, before: date | None, day: date | None) -> bool:
    began = day is None or seat.since is None or seat.since < day
    went_with_it = before is not None and seat.until == before
    outlasts = day is not None and (seat.until is None or seat.until > day)
    return began and (went_with_it or outlasts)


def running_seats(register: Register, partnership: Partnership, day: date) -> tuple[Appointment, ...]:
    """The seats of a partnership that would end with it: those that have not ended on that day."""
    seats = register.all_seats_of(partnership.id)
    return tuple(seat for seat in seats if seat.until is None or day < seat.until)


def left_to_confirm(register: Register, term: Term, day: date) -> tuple[Holder, ...]:
    """The seats that go with an office and are to be confirmed once a term in it ends on that day (B-21)."""
    return tuple(
        held
        for held in register.seats_of_office(term.office, day)
        if held.appointment.person in (None, term.person)
        and (held.appointment.since is None or held.appointment.since < day)
    )
