"""What in a file is worth a second look, and stands in nobody's way: who may be known already, who sits beside whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liaison.domain.errors import quoted
from liaison.domain.nobody import means_nobody
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import differences
from liaison.domain.register.entries import Edit
from liaison.domain.register.grouping import grouped
from liaison.domain.register.lookalikes import Lookalikes
from liaison.domain.register.models import Appointment, Entry, Partnership, Person
from liaison.domain.register.plans import RowFault
from liaison.domain.register.remarks import others_in_role
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import in_words, wound_up
from liaison.domain.values import OfficeId


class Placed(NamedTuple):
    """An entry as a file has it, and where: the sheet's name and the row as a person counts it.

    `said` is what its row says under Person.
    """

    sheet: str
    row: int
    entry: Entry
    said: Cell = None


def doubts(
    register: Register, placed: Sequence[Placed], edits: Sequence[Edit], today: date
) -> Iterator[RowFault]:
    """What is said of the entries of a file that the register does not have yet; `edits` are all that it would change."""
    known = Lookalikes(register)
    after: Register | None = None
    of_seats = grouped(
        (before.partnership, difference)
        for difference in differences(register, edits)
        if isinstance(before := difference.before, Appointment)
    )
    for each in placed:
        entry = each.entry
        if isinstance(entry, Person) and entry.id not in register.person and (other := known.of(entry.name)):
            yield _doubt(
                each,
                "Name",
                f"{entry.name} would be added, and {other.name} is in the register.",
                f"If that is one person, write {other.name}.",
            )
        if isinstance(entry, Partnership) and entry.until:
            found = wound_up(of_seats.get(entry.id, ()), entry)
            if found.taken_back:
                yield _doubt(
                    each,
                    "Ended",
                    in_words(register, found, entry.until),
                    "If a seat goes on, correct the day under Ended.",
                )
        if isinstance(entry, Appointment) and entry.office and each.said and means_nobody(str(each.said)):
            yield _with_an_office(register, after := after or register.changed(edits), each, entry.office)
        if isinstance(entry, Appointment) and entry.id not in register.appointment and not entry.vacant:
            if not register.all_seats_of(entry.partnership):
                continue  # nobody was there
            after = after or register.changed(edits)
            yield from _of_seat(register, after, each, entry, today)


def _with_an_office(register: Register, after: Register, placed: Placed, office: OfficeId) -> RowFault:
    """A row that says that a seat is vacant, and leaves the office there by which somebody sits in it (A-06, A-08)."""
    named = after.office.get(office) or register.office.get(office)
    return _doubt(
        placed,
        "Person",
        f"This says {quoted(str(placed.said))}, but the seat goes with the office {named.name if named else office}.",
        "To leave the seat vacant, empty its cell under Office too.",
    )


def _of_seat(
    register: Register, after: Register, placed: Placed, seat: Appointment, today: date
) -> Iterator[RowFault]:
    """Those whom the register had in the same role, and who would sit beside somebody new (UX-06)."""
    there = [other for other in others_in_role(after, seat, today) if other.id in register.appointment]
    where = f"{seat.role} on {after.partnership[seat.partnership].title}"
    day = max(today, seat.since or today)
    held = (after.holder(other, day) for other in there if not other.vacant)
    if names := [entry.name for each in held if (entry := each.person or each.office)]:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        are = "are" if more else "is"
        yield _doubt(
            placed,
            "Person",
            f"{names[0]}{more} {are} {where} already.",
            "If this one follows, give the other appointment its end.",
        )
    if any(other.vacant and not other.requested_on for other in there):
        yield _doubt(
            placed,
            "Person",
            f"A seat of {where} would stay vacant beside this one.",
            "To fill that one, write the name into its row instead.",
        )


def _doubt(placed: Placed, column: str, sentence: str, mend: str) -> RowFault:
    return RowFault(sheet=placed.sheet, row=placed.row, column=column, sentence=sentence, mend=mend)
