"""A file taken into the register: what it would change, everything that is wrong with it, and the change itself.

Nothing is changed unless every row can be taken. A row that names an ID is that entry; a row without one is the entry
of the same name, or a new one. What a file leaves out stays as it is, and an entry ends by the day in its row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import BadInput
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Names
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.editing import apply, loaded
from liaison.domain.register.exporting import is_for_reading
from liaison.domain.register.plans import Plan
from liaison.domain.register.rows import Progress, Reading
from liaison.domain.register.sheets import Column, Files, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import EntryTold, sheet_of, told_entry

LATEST = 50  # changes that are looked through for what a file has missed


def plan(
    register: Register, sheets: Sequence[Sheet], *, today: date, progress: Progress | None = None
) -> Plan:
    """What a file would change in a register, and everything that is wrong with it; changes nothing itself.

    Raises BadInput for a file that says nothing, and for a list that was made to be read only.
    """
    if any(is_for_reading(sheet) for sheet in sheets):
        raise BadInput("This list is for reading only.", "Export the register, and change that file instead.")
    return Reading(register, today, progress or (lambda _done, _all: None)).plan(sheets)


def take_in(
    uow: UnitOfWork,
    actor: Actor | None,
    sheets: Sequence[Sheet],
    *,
    now: datetime,
    planned: Plan | None = None,
    shown: str | None = None,
) -> tuple[Plan, Change | None]:
    """Takes a file in, all or nothing, as one change that can be undone; `actor` is None on the command line.

    Without a change it gives back the plan alone: where something is wrong, where the file would do nothing, or where it
    would now do something else than was `shown` (a plan's digest). `planned` saves planning again where the register
    has not changed since. Raises NotAllowed.
    """
    if actor:
        require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)
    found = planned
    if found is None or found.version != register.version:
        found = plan(register, sheets, today=local_day(now, register.timezone))
    if found.faults or (shown is not None and shown != found.digest):
        return found, None
    return found, apply(uow, actor, found.edits, how="import", now=now)


def read_all(files: Files, parcels: Sequence[tuple[str, bytes]]) -> tuple[Sheet, ...]:
    """The sheets of several files, by name and content, as if they were one. Raises BadInput for what is none."""
    return tuple(sheet for name, data in parcels for sheet in files.read(name, data))


def is_first(uow: UnitOfWork, move: str, *, now: datetime) -> bool:
    """Whether a message with a file is answered for the first time: Slack delivers some twice."""
    return uow.first_time(move, now=now)


def lately(uow: UnitOfWork) -> Sequence[Change]:
    """The latest changes, the newest first: a file that says what stood before one of them may be older than it."""
    return uow.changes.latest(LATEST)


def in_words(register: Register, found: Plan, changes: Sequence[Change] = ()) -> Iterator[EntryTold]:
    """What a plan would add, change and end in the register that it was made for, entry by entry.

    Where the file would bring back what one of the `changes` has replaced, the field says so, with who and when.
    """
    names = Names(register.changed(found.edits))
    made: defaultdict[tuple[str, str], list[tuple[Change, Difference]]] = defaultdict(list)
    for change in changes:
        for each in change.differences:
            made[each.kind, each.id].append((change, each))
    for difference in found.differences:
        told = told_entry(difference, names)
        earlier = made.get((difference.kind, difference.id), [])
        if difference.before and difference.after and earlier:
            notes = [_overtaken(difference, name, earlier, register.timezone) for name in difference.fields]
            fields = zip(told.fields, notes, strict=True)
            told = told._replace(fields=tuple(field._replace(note=note) for field, note in fields))
        yield told


def _overtaken(
    difference: Difference, field: str, made: Sequence[tuple[Change, Difference]], zone: str
) -> str:
    """Who changed a field since it said what the file says of it; empty where nobody did."""
    said = getattr(difference.after, field)
    for change, each in made:
        if each.before is not None and field in each.fields and getattr(each.before, field) == said:
            day = write_date(local_day(change.at, zone))
            return f"So it stood until {change.by} changed it on {day}. The file may be older."
    return ""


def report_sheet(register: Register, found: Plan) -> Sheet:
    """All that a plan would do, or all that is wrong with its file, as a sheet: for more than a message can show."""
    if not found.faults:
        return sheet_of("Differences", in_words(register, found))
    headings = ("Sheet", "Row", "Column", "What is wrong", "What to do")
    return Sheet(
        name="Faults",
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple(
            (fault.sheet, fault.row, fault.column, fault.sentence, fault.mend) for fault in found.faults
        ),
    )
