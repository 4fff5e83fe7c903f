"""What is said beside a change without standing in its way: what follows from it, and what may be a slip."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.names import fold
from liaison.domain.register.cells import name_of
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.choosing import answers_to, called_so, choice, namesakes
from liaison.domain.register.closing import follower, left_to_confirm
from liaison.domain.register.ideals import unlike_ideal
from liaison.domain.register.models import Appointment, Entry, Kind, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import in_words, wound_up
from liaison.domain.values import PersonId

LOOKED_AT = 3  # entries of a change of many
MOST_NAMED = 6  # seats or people in one remark
OF_MEMBERS = ("representative", "substitute")


def remarks(register: Register, change: Change, day: date) -> Iterator[str]:
    """What is said of the entries of a change, as far as they still stand as it left them."""
    for difference in change.differences[:LOOKED_AT]:
        entry = difference.after
        if entry is None or register.entry(difference.kind, difference.id) != entry:
            continue
        match entry:
            case Appointment():
                yield from _of_seat(register, difference, entry, day, filled=_fills(change, entry))
            case Partnership():
                yield from _of_its_seats(register, change, entry)
                yield from _of_what_merges(register, difference, entry)
                yield from _of_partnership(register, difference, entry, day)
            case Person():
                yield from _of_person(register, difference, entry, day)
            case Term():
                yield from _of_term(register, difference, entry)
    yield from _unlike_ideals(register, change, day)


def others_in_role(register: Register, seat: Appointment, day: date) -> tuple[Appointment, ...]:
    """The other seats of the same role on the partnership that run beside this one, from that day on."""
    return tuple(
        other
        for other in register.all_seats_of(seat.partnership)
        if other.id != seat.id
        and other.role == seat.role
        and (other.until is None or max(day, seat.since or day) < other.until)
        and (other.since is None or seat.until is None or other.since < seat.until)
    )


def sitting_beside(register: Register, difference: Difference, day: date) -> Iterator[Appointment]:
    """Those who sit in the same role beside somebody whom a change has newly appointed."""
    seat = difference.after
    if isinstance(seat, Appointment) and not seat.vacant and difference.before is None:
        yield from (other for other in others_in_role(register, seat, day) if not other.vacant)


def same_name(register: Register, kind: Kind, entry: Entry, name: str, day: date) -> str:
    """Who or what goes by a name already that an entry is to have, before it has it (UX-06); empty where nothing does."""
    if fold(name) == fold(getattr(entry, "name", "")):
        return ""
    others = [
        choice(register, kind, other, day=day).label
        for other in answers_to(register, kind, name)
        if other.id != entry.id and not (isinstance(other, Partnership) and not other.exists_on(day))
    ]
    if not others:
        return ""
    said = f'{_listed(others)} {"goes" if len(others) == 1 else "go"} by "{name}" already. '
    if kind == "people":
        return f"{said}If that is the same person, do not save this."
    return f"{said}Whoever types it is asked which is meant."


def _fills(change: Change, seat: Appointment) -> bool:
    """Whether a change takes from a vacancy what an appointment fills (A-06)."""
    return not seat.vacant and any(
        isinstance(other, Appointment)
        and other.vacant
        and other.id != seat.id
        and (other.partnership, other.role) == (seat.partnership, seat.role)
        for other in (difference.before for difference in change.differences)
    )


def _of_seat(
    register: Register, difference: Difference, seat: Appointment, day: date, *, filled: bool
) -> Iterator[str]:
    partnership = register.partnership.get(seat.partnership)
    if partnership is None:
        return
    where = f"{seat.role} on {partnership.title}"
    before = difference.before
    if before is None and seat.until and seat.until == partnership.until:
        yield f"It ends with {partnership.title}, on {write_date(seat.until)}."
    if not seat.vacant and (before is None or {"person", "office", "role"} & set(difference.fields)):
        others = others_in_role(register, seat, day)
        held = [register.holder(other, max(day, seat.since or day)) for other in others if not other.vacant]
        names = [entry.name for each in held if (entry := each.person or each.office)]
        if names:
            are = "is" if len(names) == 1 else "are"
            yield f"{_listed(names)} {are} {where} as well. If the new one follows, end the other appointment."
        if filled:
            yield "It fills the seat that was vacant."
        elif any(other.vacant for other in others):
            yield f"A seat of {where} is still recorded as vacant. To fill that one, use Appoint somebody."
        if (
            seat.role == "support officer"
            and seat.person
            and (said := _is_member(register, seat.person, day))
        ):
            yield said
    ends = isinstance(before, Appointment) and before.until is None and seat.until
    if ends and not seat.vacant and partnership.exists_on(seat.until or day):
        follows = seat.until is not None and follower(register, seat, seat.until) is not None
        there = [] if follows or not seat.until else _sitting(register, seat, seat.until)
        if there:
            is_ = "is" if len(there) == 1 else "are"
            yield f"{_listed(there)} {is_} {where} then, so no vacancy is recorded."
        elif not follows:
            yield f"Nobody follows as {where}, and no vacancy is recorded."


def _sitting(register: Register, seat: Appointment, day: date) -> list[str]:
    """Who sits on a day in the role of a seat that has ended by then, and began there later than it."""
    held = (
        register.holder(other, day)
        for other in register.all_seats_of(seat.partnership)
        if other.role == seat.role
        and other.runs_on(day)
        and not other.vacant
        and (other.since or date.min) > (seat.since or date.min)
    )
    return [entry.name for each in held if (entry := each.person or each.office)]


def _of_its_seats(register: Register, change: Change, entry: Partnership) -> Iterator[str]:
    """What ended with a partnership, and what was taken back because it would have begun later (A-24)."""
    found = wound_up(change.differences, entry)
    if entry.until and (said := in_words(register, found, entry.until)):
        yield f"{said} Undo brings back what is taken back." if found.taken_back else said


def _of_what_merges(register: Register, difference: Difference, entry: Partnership) -> Iterator[str]:
    """What is to merge into a partnership after its end (A-24)."""
    if entry.until is None or "until" not in difference.fields:
        return
    for other in register.partnerships:
        if other.merged_into == entry.id and other.until and other.until > entry.until:
            day = write_date(other.until)
            yield f"{other.title} is to merge into it on {day}, when it has ended. Choose another for it, or another day."


def _of_partnership(
    register: Register, difference: Difference, entry: Partnership, day: date
) -> Iterator[str]:
    """Names that another partnership goes by as well."""
    before = difference.before
    had = set(_names(before)) if isinstance(before, Partnership) else set()
    for name in dict.fromkeys(name for name in _names(entry) if name not in had):
        others = [
            other.title
            for other in called_so(register, "partnerships", name)
            if isinstance(other, Partnership) and other.id != entry.id and other.exists_on(day)
        ]
        if others:
            also = "goes" if len(others) == 1 else "go"
            yield f'{_listed(others)} {also} by "{name}" too. Whoever types it is asked which is meant.'


def _of_person(register: Register, difference: Difference, entry: Person, day: date) -> Iterator[str]:
    if "name" in difference.fields and namesakes(register, "people", entry):
        yield (
            f"Somebody else is called {entry.name} too. If it is the same person, undo this. "
            "Otherwise menus tell them apart by office or seat."
        )
    officer = entry.support_officer
    if officer and "support_officer" in difference.fields and (said := _is_member(register, officer, day)):
        yield said


def _of_term(register: Register, difference: Difference, term: Term) -> Iterator[str]:
    """Which seats are to be confirmed once the term is over (B-21, UX-06)."""
    if not term.until or "until" not in difference.fields or term.until < register.since:
        return
    office, on = register.office.get(term.office), write_date(term.until)
    seats = [
        name_of(register, "appointments", held.appointment).partition(":")[0]
        for held in left_to_confirm(register, term, term.until)
    ]
    if seats:
        yield f"To be confirmed from {on}: {_listed(seats)}."
    if office and not register.holders_of(office.id, term.until):
        yield f"Nobody is recorded as {office.name} from {on}."


def _unlike_ideals(register: Register, change: Change, day: date) -> Iterator[str]:
    """What is unlike the ideal on the partnerships whose appointments changed (B-20)."""
    touched: dict[Partnership, None] = {}
    for difference in change.differences[:LOOKED_AT]:
        seat = difference.after
        partnership = register.partnership.get(seat.partnership) if isinstance(seat, Appointment) else None
        if partnership:
            above = (
                register.partnership.get(id_) for id_ in (partnership.parent, *partnership.member_of) if id_
            )
            touched |= dict.fromkeys([partnership, *(each for each in above if each)])
    for partnership in touched:
        if said := unlike_ideal(register, partnership, day):
            yield f"{partnership.title}: {said}"


def _is_member(register: Register, person: PersonId, day: date) -> str | None:
    """That a support officer has a member's seat, which may be a slip."""
    seats = (held.appointment for held in register.seats_held_by(person, day))
    seat = next((seat for seat in seats if seat.role in OF_MEMBERS), None)
    if seat is None:
        return None
    where = register.partnership[seat.partnership].title
    return f"{register.person[person].name} is a support officer now, and {seat.role} on {where}."


def _names(entry: Partnership) -> tuple[str, ...]:
    return tuple(name for name in (entry.name, entry.short, *entry.also_called) if name)


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return f"{'; '.join(names[:MOST_NAMED])} and {more} more" if more > 0 else "; ".join(names)
