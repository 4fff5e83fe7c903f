"""The register as sheets: whole, so that it can be taken in again; as a template; and fit to be shown to others (A-17)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, cast

from liaison.domain import audit, lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.access.service import whom_to_ask
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import NotAllowed
from liaison.domain.lookup.grid import COLUMNS as MATRIX_COLUMNS
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Cell, Names, name_of, write
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import (
    KINDS,
    Appointment,
    Committee,
    Entry,
    Kind,
    Office,
    Partnership,
    Target,
    Term,
    in_force,
)
from liaison.domain.register.sheets import LISTS, NOTES, Column, Format, Sheet, Source
from liaison.domain.register.snapshot import Register, empty_like
from liaison.domain.values import PersonId

What = Literal["register", "template", "public", "matrix"]
WHATS: tuple[What, ...] = ("register", "template", "public", "matrix")
ID = "ID"
ID_NOTE = "Leave it empty for a new row. It stays the same for as long as the entry is in the register."
# Who is who in Slack is no part of the register that goes out: it holds in one workspace only.
OUT: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "links")
FOR_ALL: tuple[Kind, ...] = tuple(kind for kind in OUT if kind not in {"about", "signatures"})
NAMED: tuple[Kind, ...] = ("committees", "people", "offices", "groups", "partnerships")
PUBLIC_HEADINGS = ("About this list", "Value")


def sheet_name(kind: Kind) -> str:
    """What the sheet of a kind is called."""
    return SORTS[kind].many.capitalize()


def export(
    uow: UnitOfWork, actor: Actor | None, register: Register, what: What, *, now: datetime
) -> tuple[Sheet, ...]:
    """What somebody takes out of the register; the audit trail keeps that they did. `actor` is None on the command line.

    The whole register holds what is restricted, and is for those who keep it. Raises NotAllowed.
    """
    day = local_day(now, register.timezone)
    if actor:
        allow(register, actor, what)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name if actor else "command line",
        action="register exported",
        subject=what,
    )
    match what:
        case "register":
            return register_sheets(register)
        case "template":
            return template_sheets(register)
        case "public":
            return public_sheets(register, day)
    return (matrix_sheet(lookup.matrix(register, day=day)),)


def allow(register: Register, actor: Actor, what: What) -> None:
    """Raises NotAllowed, naming whom to ask, where this export is not for the actor: the whole is for those who keep it."""
    if what in {"public", "matrix"}:
        require(actor, Action.LOOK_UP)
    elif not actor.may(Action.EDIT_REGISTER):
        raise NotAllowed(
            f"Only staff can take out the {what}.",
            f"{whom_to_ask(register)}, or type /partnership export public for the list for others.",
        )


def file_name(what: str, form: Format, day: date) -> str:
    """What a file is called, with the day on which it was made."""
    ending = "zip" if form == "csv" and what != "matrix" else form
    return f"liaison-{what}-{day.isoformat()}.{ending}"


def register_sheets(register: Register) -> tuple[Sheet, ...]:
    """The whole register, one sheet for each kind of entry: taken in again, it changes nothing."""
    names = Names(register)
    return tuple(
        Sheet(
            name=sheet_name(kind),
            columns=_columns(kind, in_lists=False),
            rows=tuple(
                (entry.id, *(write(field, entry, names) for field in SORTS[kind].fields))
                for entry in register.entries(kind)
            ),
        )
        for kind in OUT
    )


def template_sheets(register: Register) -> tuple[Sheet, ...]:
    """Empty sheets to fill in, with notes, and with the register's own committees, people and others to choose from."""
    empty = tuple(Sheet(name=sheet_name(kind), columns=_columns(kind, in_lists=True)) for kind in OUT)
    return (_notes(), *empty, _lists(register))


def public_sheets(register: Register, day: date) -> tuple[Sheet, ...]:
    """What is in force on a day, without what is restricted: fit to show the force and partners (A-17)."""
    shown = _in_force(register, day)
    names = _PlainNames(shown)
    head = Sheet(
        name="About",
        columns=tuple(Column(heading=heading) for heading in PUBLIC_HEADINGS),
        rows=(
            ("Authority", register.authority),
            ("Edition of the list", register.edition),
            ("Edition of the policy", register.policy_edition),
            ("In force on", write_date(day)),
        ),
    )
    sheets = [head]
    for kind in FOR_ALL:
        fields = [field for field in SORTS[kind].fields if not field.restricted]
        sheets.append(
            Sheet(
                name=sheet_name(kind),
                columns=tuple(Column(heading=field.label) for field in fields),
                rows=tuple(
                    tuple(write(field, entry, names) for field in fields) for entry in shown.entries(kind)
                ),
            )
        )
    return tuple(sheets)


def is_for_reading(sheet: Sheet) -> bool:
    """Whether a sheet comes from the public list or the matrix, of which the register cannot be made again."""
    return tuple(column.heading for column in sheet.columns) in {MATRIX_COLUMNS, PUBLIC_HEADINGS}


def _columns(kind: Kind, *, in_lists: bool) -> tuple[Column, ...]:
    return (
        Column(heading=ID, note=ID_NOTE),
        *(
            Column(
                heading=field.label,
                note=_note(field),
                choices=("Yes", "No") if field.control is Control.YES_NO else field.choices,
                choices_in=_source(field, in_lists=in_lists),
                several=field.control is Control.ENTRIES,
            )
            for field in SORTS[kind].fields
        ),
    )


def _note(field: Field) -> str:
    how = {
        Control.DATE: "A day, such as 9 March 2009.",
        Control.NUMBER: "A whole number.",
        Control.YES_NO: "Yes or No. Leave it empty where it is not recorded.",
        Control.ENTRIES: "Names as on their own sheet, one on each line.",
        Control.ENTRY: "The name as on its own sheet.",
        Control.CHANNEL: "The channel's ID, such as C012AB3CD.",
    }.get(field.control, "")
    return " ".join(part for part in ("Needed." if field.needed else "", field.hint, how) if part)


def _source(field: Field, *, in_lists: bool) -> Source | None:
    if field.of is None or field.of not in NAMED:
        return None
    return Source(LISTS, sheet_name(field.of)) if in_lists else Source(sheet_name(field.of), "Name")


def _lists(register: Register) -> Sheet:
    names = Names(register)
    columns = [[names.write(kind, entry.id) for entry in register.entries(kind)] for kind in NAMED]
    longest = max(len(column) for column in columns)
    return Sheet(
        name=LISTS,
        columns=tuple(Column(heading=sheet_name(kind)) for kind in NAMED),
        rows=tuple(
            tuple(column[row] if row < len(column) else None for column in columns) for row in range(longest)
        ),
    )


GUIDE = (
    "Fill in the sheets that you need and leave the others empty. Keep the headings in row 1.",
    "One row is one entry. Where a row has an ID, that entry is changed.",
    "A row without an ID is a new entry. Where one of that name is there already, it is that one.",
    "To add a second person of the same name, give the row an ID of your own, such as smith-2.",
    "An empty cell empties that field. Delete a whole column to leave what it says as it is.",
    "What is not in the file stays as it is. To end an entry, fill in the day on which it ends.",
    "Days are written like 9 March 2009. The day on which something ends is the first without it.",
    "Name others as their own sheet does, or by an abbreviation. Where two have one name, add the ID: Mr J Smith [smith-2].",
    "Several values in one cell stand one on each line: press Alt and Enter.",
    "Formulas, merged cells and whatever is hidden are refused. Nothing changes unless the whole file is right.",
)


def _notes() -> Sheet:
    rows: list[tuple[Cell, ...]] = [(None, None, sentence) for sentence in GUIDE]
    for kind in OUT:
        rows.append((sheet_name(kind), ID, ID_NOTE))
        rows += [(sheet_name(kind), field.label, _note(field) or "Text.") for field in SORTS[kind].fields]
    return Sheet(
        name=NOTES,
        columns=(Column(heading="Sheet"), Column(heading="Column"), Column(heading="How to fill it in")),
        rows=tuple(rows),
    )


class _PlainNames(Names):
    """Names for those who have no use for an ID."""

    def write(self, kind: Kind, id_: str) -> str:
        entry = self.register.entry(kind, id_)
        return name_of(self.register, kind, entry) if entry else ""


def _in_force(register: Register, day: date) -> Register:
    """The register with only what is in force on a day, and who holds something then."""
    running = {kind: [e for e in register.entries(kind) if _runs(register, e, day)] for kind in FOR_ALL}
    seats = [
        held
        for entry in running["appointments"]
        for held in [register.holder(cast("Appointment", entry), day)]
    ]
    holding = {held.person.id for held in seats if held.person}
    holding |= {cast("Term", term).person for term in running["terms"]}
    holding |= {helper for id_ in holding if (helper := _helper(register, id_))}
    running["people"] = [person for person in running["people"] if person.id in holding]
    kept: Mapping[str, set[str]] = {
        kind: {entry.id for entry in entries} for kind, entries in running.items()
    }
    fields: dict[str, tuple[Entry, ...]] = {
        kind: tuple(_without_the_gone(kind, e, kept) for e in entries) for kind, entries in running.items()
    }
    return empty_like(register).model_copy(update=fields)


def _helper(register: Register, person: PersonId) -> PersonId | None:
    return register.person[person].support_officer if person in register.person else None


def _runs(register: Register, entry: Entry, day: date) -> bool:
    match entry:
        case Committee() | Office():
            return in_force(entry.since, entry.until, day)
        case Term():
            office = register.office.get(entry.office)
            return entry.runs_on(day) and office is not None and in_force(office.since, office.until, day)
        case Partnership():
            return entry.exists_on(day)
        case Appointment():
            return register.counts_on(entry, day)
        case Target():
            where = register.partnership.get(entry.partnership)
            return where is not None and where.exists_on(day)
    return True


def _without_the_gone(kind: Kind, entry: Entry, kept: Mapping[str, set[str]]) -> Entry:
    """The entry without its links to what is not in force."""
    changes: dict[str, object] = {}
    for field in SORTS[kind].fields:
        if field.of is None:
            continue
        value = getattr(entry, field.name)
        if field.control is Control.ENTRIES:
            changes[field.name] = tuple(id_ for id_ in value if id_ in kept[field.of])
        elif value is not None and value not in kept[field.of]:
            changes[field.name] = None
    return entry.model_copy(update=changes)
