"""What an end brings with it: vacancies, who follows, the seats of an office that is left."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from liaison.domain.register.changes import Change
from liaison.domain.register.ends import follower_on, recorded_after
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Holder, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PartnershipId


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
    id_ = AppointmentId(recorded_after(seat))
    vacant = Appointment(id=id_, partnership=seat.partnership, role=seat.role, since=day, until=until)
    return [Edit("appointments", id_, vacant)]


def filled_by(vacancies: Iterable[Appointment], seat: Appointment, today: date) -> tuple[Edit, ...]:
    """What becomes of the vacancy that a new appointment fills while it lasts, from its first day or from today (A-06).

    Of several it is the one that runs then and began first, else the first to begin while the appointment lasts. One that
    waits for a nomination is left (B-11). What of it lies before and after the appointment stays vacant.
    """
    first = seat.since or today
    if seat.vacant or (seat.until and seat.until <= first):
        return ()
    fitting = [
        other
        for other in vacancies
        if (other.partnership, other.role) == (seat.partnership, seat.role)
        and other.vacant
        and not other.requested_on
        and other.id != seat.id
        and (other.since is None or other.until is None or other.since < other.until)
        and (other.until is None or first < other.until)
        and (other.since is None or seat.until is None or other.since < seat.until)
    ]
    if not fitting:
        return ()
    found = min(
        fitting,
        key=lambda other: (
            not other.runs_on(first),
            other.capacity != seat.capacity,
            other.since or date.min,
            other.id,
        ),
    )
    pieces = []
    if found.since is None or found.since < first:
        pieces.append(found.model_copy(update={"until": first}))
    if seat.until and (found.until is None or seat.until < found.until):
        rest = {"since": seat.until, "id": f"{found.id}.{seat.id}"[-100:] if pieces else found.id}
        pieces.append(found.model_copy(update=rest))
    kept = {piece.id: piece for piece in pieces}
    gone = () if found.id in kept else (Edit("appointments", found.id, None),)
    return (*gone, *(Edit("appointments", id_, piece) for id_, piece in kept.items()))


def filled_by_all(
    register: Register, seats: Iterable[Appointment], today: date, *, besides: Collection[str]
) -> list[tuple[Appointment, Edit]]:
    """What becomes of the vacancies beside many appointments: with each edit the appointment that causes it.

    Those that are new fill vacancies, in the order in which they begin; where a day of the others changes, the vacancies
    before and after them follow. Those `besides` are left.
    """
    left: dict[PartnershipId, dict[str, Appointment]] = {}
    found: dict[str, tuple[Appointment, Edit]] = {}
    new = []
    for seat in seats:
        was = register.appointment.get(seat.id)
        if was is None:
            new.append(seat)
        else:
            moved = moved_with(register, was, seat)
            found |= {edit.id: (seat, edit) for edit in moved if edit.id not in besides}
    for seat in sorted(new, key=lambda seat: seat.since or today):
        if seat.partnership not in left:
            there = register.all_seats_of(seat.partnership)
            left[seat.partnership] = {
                each.id: each
                for each in there
                if each.vacant and each.id not in besides and each.id not in found
            }
        vacant = left[seat.partnership]
        for edit in filled_by(tuple(vacant.values()), seat, today):
            found[edit.id] = (seat, edit)
            vacant.pop(edit.id, None)
            if isinstance(edit.entry, Appointment):
                vacant[edit.id] = edit.entry
    return list(found.values())


def moved_with(register: Register, before: Appointment, after: Appointment) -> list[Edit]:
    """The vacancies before and after an appointment whose first or last day is corrected: they go on up to it (A-06)."""
    edits: list[Edit] = []
    if before.vacant or after.vacant or (before.partnership, before.role) != (after.partnership, after.role):
        return edits
    beside = [
        other
        for other in register.all_seats_of(before.partnership)
        if other.role == before.role and other.vacant
    ]
    if before.since and after.since and before.since != after.since:
        ended = next((other for other in beside if other.until == before.since), None)
        if ended:
            gone = ended.since is not None and after.since <= ended.since
            left = None if gone else ended.model_copy(update={"until": after.since})
            edits.append(Edit("appointments", ended.id, left))
    if before.until and before.until != after.until:
        begun = next((other for other in beside if other.since == before.until), None)
        if begun:
            gone = after.until is None or (begun.until is not None and begun.until <= after.until)
            left = None if gone else begun.model_copy(update={"since": after.until})
            edits.append(Edit("appointments", begun.id, left))
    return edits


def appointed_in(register: Register, seat: Appointment, day: date, changes: Sequence[Change]) -> bool:
    """Whether changes have added somebody in the role of a seat, beside it, who holds it on the day of its end."""
    added = {d.id for change in changes for d in change.differences if d.before is None}
    return any(
        other.id in added and other.role == seat.role and not other.vacant and other.runs_on(day)
        for other in register.all_seats_of(seat.partnership)
    )


def follower(register: Register, entry: Appointment | Term, day: date) -> Appointment | Term | None:
    """Who or what follows an entry from the very day on which it ends, or would end.

    Of several seats of one role that end on one day, each has a follower of its own: see `ends`.
    """
    found = follower_on(register, entry, day)
    return found if found and found.since == day else None


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
