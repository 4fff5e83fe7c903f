"""What the end of a partnership does to its seats: they end with it, and those to come are taken back (A-24)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liaison.domain.dates import write_date
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry, Partnership
from liaison.domain.register.snapshot import Register

MOST_NAMED = 6


class WoundUp(NamedTuple):
    """The seats that end with their partnership, and those that would have begun on that day or later."""

    ended: tuple[Appointment, ...]
    taken_back: tuple[Appointment, ...]


def ended_with(register: Register, before: Entry | None, after: Entry | None) -> list[Edit]:
    """What becomes of the seats of a partnership whose end is set or corrected.

    They end on that day and follow where it is corrected; those that would begin on it or later are taken back.
    """
    if not isinstance(before, Partnership) or not isinstance(after, Partnership):
        return []
    if before.until == after.until:
        return []
    seats = register.all_seats_of(after.id)
    return [edit for seat in seats if (edit := _ended(seat, before.until, after.until))]


def kept_within(register: Register, edits: Sequence[Edit], *, back: bool = False) -> tuple[Edit, ...]:
    """Edits of a register, and what the ends of partnerships make of seats: none runs on or begins later (A-24).

    A seat without an end gets that of its partnership. A day that the edits themselves give a seat is left to the rules.
    Edits that take a change `back` bring their own seats; only what has been added since follows.
    """
    said = {edit.id: edit.entry for edit in edits if edit.kind == "appointments"}
    places = {edit.id: edit.entry for edit in edits if isinstance(edit.entry, Partnership)}
    found: dict[str, Edit] = {}
    for place in places.values():
        was = register.partnership.get(place.id)
        if was is None or was.until == place.until:
            continue
        for seat in register.all_seats_of(place.id):
            if said.get(seat.id, seat) == seat:
                old = None if back else was.until
                if edit := _ended(seat, old, place.until):
                    found[seat.id] = edit
    for entry in said.values():
        if not isinstance(entry, Appointment) or entry == register.appointment.get(entry.id):
            continue
        there = places.get(entry.partnership) or register.partnership.get(entry.partnership)
        if there is None or (back and entry.partnership in places):
            continue
        if until := _own_end(register, entry, there, back=back):
            found[entry.id] = _with_end(entry, until)
    if not found:
        return tuple(edits)
    whole = {(edit.kind, edit.id): edit for edit in edits}
    whole |= {(edit.kind, edit.id): edit for edit in found.values()}
    return tuple(whole.values())


def given_back(register: Register, before: Entry, after: Entry, changes: Iterable[Change]) -> list[Edit]:
    """The seats that were taken back for an end that is now corrected: those that begin before the new one.

    `changes` are the latest of the register, the newest first.
    """
    if not isinstance(before, Partnership) or not isinstance(after, Partnership):
        return []
    if before.until is None or (after.until and after.until <= before.until):
        return []
    end: date | None = before.until
    found: list[Edit] = []
    for change in changes:  # back to the one that gave it its first end
        ended = next((pair for pair in _ends_set(change, before) if pair[1].until == end), None)
        if ended is None:
            continue
        found += [
            Edit("appointments", seat.id, _up_to(seat, after.until))
            for seat in wound_up(change.differences, ended[1]).taken_back
            if register.entry("appointments", seat.id) is None
            and (after.until is None or seat.since is None or seat.since < after.until)
        ]
        end = ended[0].until
        if end is None:
            break
    return found


def wound_up(differences: Iterable[Difference], partnership: Partnership) -> WoundUp:
    """The seats of a partnership that a change ended together with it, and those that it took back."""
    ended, taken = [], []
    for difference in differences:
        before, after = difference.before, difference.after
        if not isinstance(before, Appointment) or before.partnership != partnership.id:
            continue
        if after is None:
            if partnership.until and before.since and partnership.until <= before.since:
                taken.append(before)
        elif isinstance(after, Appointment) and before.until != after.until == partnership.until:
            ended.append(after)
    return WoundUp(tuple(ended), tuple(taken))


def in_words(register: Register, found: WoundUp, day: date) -> str:
    """What ends with a partnership and what is taken back, in a sentence; empty where nothing is."""
    said = counted_seats(found.ended)
    if said:
        said += " ends that day" if len(found.ended) == 1 else " end that day"
    if number := len(found.taken_back):
        at_once = any(seat.since == day for seat in found.taken_back)
        which = f"that would begin {'then or later' if at_once else 'later'}"
        are = "is" if number == 1 else "are"
        noun = "" if said else " seat" if number == 1 else " seats"
        names = [_named(register, seat) for seat in found.taken_back]
        more = f" and {number - MOST_NAMED} more" if number > MOST_NAMED else ""
        listed = f"{'; '.join(names[:MOST_NAMED])}{more}"
        said += f"{', and ' if said else ''}{number}{noun} {which} {are} taken back: {listed}"
    return f"{said}." if said else ""


def counted_seats(seats: Sequence[Appointment]) -> str:
    """How many seats, and how many vacancies (A-06); empty where there are none."""
    vacant = sum(1 for seat in seats if seat.vacant)
    counts = [_counted(len(seats) - vacant, "seat", "seats"), _counted(vacant, "vacancy", "vacancies")]
    return " and ".join(count for count in counts if count)


def _ended(seat: Appointment, before: date | None, day: date | None) -> Edit | None:
    """What an end, set or corrected from the one `before`, makes of a seat; None where it stays as it is."""
    if day is not None and seat.since is not None and day <= seat.since:
        return Edit("appointments", seat.id, None)
    went_with_it = before is not None and seat.until == before
    return _with_end(seat, day) if went_with_it or _outlasts(seat, day) else None


def _own_end(register: Register, seat: Appointment, there: Partnership, *, back: bool) -> date | None:
    """The end that a seat of a change gets from its partnership; None where it keeps what the change says."""
    if there.until is None or (seat.since and there.until <= seat.since) or not _outlasts(seat, there.until):
        return None
    before = register.appointment.get(seat.id)
    if back or (before is not None and before.until == seat.until):
        return there.until
    # Whoever takes the end of a seat away is told why not; for somebody new nobody has said anything of an end.
    same = before is not None and (before.person, before.office) == (seat.person, seat.office)
    return None if seat.until or same else there.until


def _outlasts(seat: Appointment, day: date | None) -> bool:
    return day is not None and (seat.until is None or day < seat.until)


def _with_end(seat: Appointment, day: date | None) -> Edit:
    return Edit("appointments", seat.id, seat.model_copy(update={"until": day}))


def _up_to(seat: Appointment, day: date | None) -> Appointment:
    return seat.model_copy(update={"until": day}) if _outlasts(seat, day) else seat


def _ends_set(change: Change, partnership: Partnership) -> Iterator[tuple[Partnership, Partnership]]:
    """A partnership before and after a change of its end; nothing where that was undone."""
    for difference in change.differences if change.undone_by is None else ():
        before, after = difference.before, difference.after
        if not isinstance(before, Partnership) or not isinstance(after, Partnership):
            continue
        if after.id == partnership.id and before.until != after.until:
            yield before, after


def _named(register: Register, seat: Appointment) -> str:
    named = [
        entry.name
        for entry in (
            register.person.get(seat.person) if seat.person else None,
            register.office.get(seat.office) if seat.office else None,
        )
        if entry
    ]
    since = f", from {write_date(seat.since)}" if seat.since else ""
    return f"{', '.join(named) or 'vacancy'}, {seat.role}{since}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
