"""What an end brings with it: vacancies, the seats of a partnership that ends, the seats of an office that is left."""

from datetime import date

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry, Holder, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, new_id


def vacancy(register: Register, seat: Appointment, day: date) -> list[Edit]:
    """Leaves a seat vacant from the day on which it ends; nothing where its partnership has ended by then (A-06)."""
    partnership = register.partnership.get(seat.partnership)
    if partnership is None or not partnership.exists_on(day):
        return []
    id_ = AppointmentId(new_id()[:12])
    vacant = Appointment(id=id_, partnership=seat.partnership, role=seat.role, since=day)
    return [Edit("appointments", id_, vacant)]


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
