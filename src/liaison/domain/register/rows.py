"""The rows of a file read as entries: which entry each is, what it says, and every fault, at its sheet, row and column."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from liaison.domain.errors import BadInput, quoted
from liaison.domain.names import fold
from liaison.domain.nobody import words_of_the_list
from liaison.domain.register import renaming
from liaison.domain.register.cells import Cell, Names, read
from liaison.domain.register.changes import Difference, differences
from liaison.domain.register.closing import filled_by_all
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.doubts import Placed, doubts
from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import ID, NAMED, OUT, sheet_name
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Appointment, Entry, Kind
from liaison.domain.register.nearest import beginning_or_nearest
from liaison.domain.register.plans import Counts, Plan, RowFault, sort_of
from liaison.domain.register.rules import faults
from liaison.domain.register.sheets import BESIDE, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import kept_within

Progress = Callable[[int, int], None]
Key = tuple[object, ...]
EVERY = 500  # rows between two words of progress
MOST_FAULTS = 1_000  # a file with more has its columns in disorder: the first tell enough
GOOD_ID = re.compile(r"\w[\w:.\-]{0,99}")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_SLUG = 60
# What makes two rows without an ID one entry, for kinds whose entries have no name of their own.
KEYS: Mapping[Kind, tuple[str, ...]] = {
    "terms": ("office", "person", "since"),
    "appointments": ("partnership", "role", "person", "office", "since"),
    "targets": ("partnership", "target"),
    "signatures": ("person", "code", "signed_on"),
}


class _Row(NamedTuple):
    kind: Kind
    sheet: str
    number: int
    cells: dict[str, Cell]  # by field, or "id"


class _NotTaken(Exception):  # noqa: N818 - it only ends the reading of one row
    """What is wrong with the row has been noted."""


class Reading:
    """One file on its way into one register."""

    def __init__(self, register: Register, today: date, progress: Progress) -> None:
        self._register = register
        self._today = today
        self._before = Names(register)
        self._progress = progress
        self._faults: list[RowFault] = []
        self._taken: dict[tuple[Kind, str], _Row] = {}
        self._met: dict[tuple[Kind, Key], _Row] = {}
        self._keys: dict[Kind, dict[Key, list[str]]] = {}
        self._next: defaultdict[tuple[Kind, str], int] = defaultdict(lambda: 1)

    def plan(self, sheets: Sequence[Sheet]) -> Plan:
        rows = self._rows(sheets)
        if not rows and not self._faults:
            raise BadInput(
                "No rows were found.", "Fill in a sheet from row 2 on, save the file, and send it again."
            )
        ids = self._names_of_rows(rows)
        # By the names that the file itself changes, and by those that it changes them from.
        names = Names(self._register.changed(self._stubs(rows, ids)), before=self._before)
        entries: list[tuple[_Row, Entry]] = []
        for done, row in enumerate(rows):
            if done % EVERY == 0:
                self._progress(done, len(rows))
            if len(self._faults) >= MOST_FAULTS:
                break
            try:
                entries.append((row, self._entry(row, ids.get((row.sheet, row.number)), names)))
            except _NotTaken:
                continue
        self._progress(len(rows), len(rows))
        said = tuple(Edit(row.kind, entry.id, entry) for row, entry in entries)
        fills = self._fills(entries)
        edits = kept_within(self._register, (*said, *(edit for _, edit in fills.values())))
        found = differences(self._register, edits)
        if not self._faults:
            at: dict[tuple[Kind, str], _Row] = {(row.kind, entry.id): row for row, entry in entries}
            at |= {("appointments", id_): row for id_, (row, _) in fills.items()}
            self._hold_against_rules(edits, found, at)
        placed = [Placed(row.sheet, row.number, entry, row.cells.get("person")) for row, entry in entries]
        sorts = [sort_of(difference) for difference in found]
        return Plan(
            version=self._register.version,
            edits=() if self._faults else edits,
            differences=found,
            faults=tuple(self._in_order(sheets)),
            remarks=() if self._faults else tuple(self._remarks(placed, edits)),
            counts=Counts(
                added=sorts.count("added"),
                changed=sorts.count("changed"),
                ended=sorts.count("ended"),
                unchanged=len(edits) - len(found),
            ),
        )

    # --- sheets and rows

    def _rows(self, sheets: Sequence[Sheet]) -> list[_Row]:
        found: list[tuple[Kind, list[_Row]]] = []
        kinds: dict[Kind, str] = {}
        for sheet in sheets:
            kind = self._kind(sheet)
            if kind is None:
                continue
            if kind in kinds:
                same = f"{quoted(kinds[kind])} holds the same kind of entries."
                self._note(sheet.name, None, None, same, "Put them into one sheet.")
                continue
            kinds[kind] = sheet.name
            if fields := self._fields(kind, sheet):
                found.append((kind, list(_filled(kind, sheet, fields))))
        order = list(KINDS)
        return [row for _, rows in sorted(found, key=lambda each: order.index(each[0])) for row in rows]

    def _kind(self, sheet: Sheet) -> Kind | None:
        """Which kind of entries a sheet holds: by its name, or by headings that only one kind has."""
        said = fold(sheet.name)
        if said in {fold(name) for name in BESIDE} or not any(column.heading for column in sheet.columns):
            return None
        for kind in OUT:
            if said in {fold(sheet_name(kind)), fold(SORTS[kind].one), kind}:
                return kind
        ending = [kind for kind in OUT if f" {said}".endswith(f" {fold(sheet_name(kind))}")]
        headings = {fold(column.heading) for column in sheet.columns if column.heading}
        fitting = ending or [
            kind
            for kind in OUT
            if headings <= {fold(ID), *(fold(field.label) for field in SORTS[kind].fields)}
            and {fold(field.label) for field in SORTS[kind].fields if field.needed} <= headings
        ]
        if len(fitting) == 1:
            return fitting[0]
        known = ", ".join(sheet_name(each) for each in OUT)
        self._note(
            sheet.name,
            None,
            None,
            "This sheet is none of the register's.",
            f"Delete it, or call it one of these: {known}.",
        )
        return None

    def _fields(self, kind: Kind, sheet: Sheet) -> dict[int, str]:
        """The field of each column; empty where a heading is unknown."""
        by_label = {fold(field.label): field.name for field in SORTS[kind].fields} | {fold(ID): "id"}
        found, unknown = dict[int, str](), False
        for place, column in enumerate(sheet.columns):
            if not column.heading:
                continue
            name = by_label.get(fold(column.heading))
            if name is None or name in found.values():
                unknown = True
                self._note(
                    sheet.name,
                    1,
                    column.heading,
                    "This column is there twice." if name else _no_column(kind, column.heading),
                    "Correct the heading as the template has it, or delete the column.",
                )
            else:
                found[place] = name
        return {} if unknown else found

    # --- which entry a row is

    def _names_of_rows(self, rows: Iterable[_Row]) -> dict[tuple[str, int], str]:
        """The ids of rows that have an ID or a name, so that other rows can name them."""
        found: dict[tuple[str, int], str] = {}
        id_: str | None
        named: dict[tuple[Kind, str], _Row] = {}
        for row in rows:
            id_ = "about" if row.kind == "about" else _plain(row.cells.get("id"))
            if id_ and not self._register.entry(row.kind, id_) and not GOOD_ID.fullmatch(id_):
                self._fault(
                    row,
                    "id",
                    f"{quoted(id_)} cannot be an ID.",
                    "Use letters, digits and hyphens, or leave it empty.",
                )
                continue
            if not id_ and row.kind in NAMED:
                name = _plain(row.cells.get("name"))
                earlier = named.setdefault((row.kind, fold(name)), row)
                if name and earlier is not row:
                    self._fault(
                        row,
                        "name",
                        f"Row {earlier.number} has the same name.",
                        "Delete one of them, or give each an ID.",
                    )
                    continue
                id_ = self._id_by_name(row, name)
            if id_ and self._claim(row, id_):
                found[row.sheet, row.number] = id_
        return found

    def _id_by_name(self, row: _Row, name: str) -> str | None:
        same = self._register.called(row.kind, name) if name else ()
        if len(same) > 1:
            ids = ", ".join(entry.id for entry in same[:5])
            self._fault(
                row, "id", f"More than one is called {quoted(name)}.", f"Say by its ID which is meant: {ids}."
            )
            return None
        if same:
            return same[0].id
        for known in self._before.otherwise_called(row.kind, name)[:1]:
            is_called = self._before.write(row.kind, known)
            self._fault(
                row,
                "name",
                f"This is {is_called} in the register.",
                f"Use that name. To rename it, give its ID: {known}. If it is another, give an ID of your own.",
            )
            return None
        return self._new_id(row.kind, name)

    def _claim(self, row: _Row, id_: str) -> bool:
        """Whether the row is the first for this entry."""
        first = self._taken.setdefault((row.kind, id_), row)
        if first is row:
            return True
        self._fault(
            row,
            "id",
            f"Row {first.number} is about the same entry.",
            "Delete one of the two, or give this row an ID of its own.",
        )
        return False

    def _new_id(self, kind: Kind, said: str) -> str:
        """An id that is free, the same whenever the same file meets the same register."""
        slug = "-".join(fold(said).split())[:LONGEST_SLUG] or SORTS[kind].one.split()[0]
        while True:
            count = self._next[kind, slug]
            self._next[kind, slug] += 1
            id_ = slug if count == 1 else f"{slug}-{count}"
            if self._register.entry(kind, id_) is None and (kind, id_) not in self._taken:
                return id_

    def _stubs(self, rows: Iterable[_Row], ids: Mapping[tuple[str, int], str]) -> list[Edit]:
        """The named entries of the file with their names alone, so that every row can name every other."""
        found: list[Edit] = []
        for row in rows:
            id_ = ids.get((row.sheet, row.number))
            if id_ is None or row.kind not in NAMED:
                continue
            old = self._register.entry(row.kind, id_)
            name = " ".join(_plain(row.cells.get("name")).split())
            if old is None:
                found.append(Edit(row.kind, id_, KINDS[row.kind].model_validate({"id": id_, "name": name})))
            elif name and name != getattr(old, "name", None):
                found.append(Edit(row.kind, id_, old.model_copy(update={"name": name})))
        return found

    # --- what a row says

    def _entry(self, row: _Row, id_: str | None, names: Names) -> Entry:
        values: dict[str, Any] = {}
        wrong = id_ is None and (row.kind not in KEYS or bool(_plain(row.cells.get("id"))))
        for name, cell in row.cells.items():
            if name == "id":
                continue
            field = SORTS[row.kind].field(name)
            try:
                value = self._value(field, cell, names)
                # An empty cell is what the entry says where nothing is said: most often nothing.
                values[name] = KINDS[row.kind].model_fields[name].get_default() if value is None else value
            except BadInput as problem:
                wrong = True
                self._fault(row, name, problem.sentence, problem.mend)
        if wrong:
            raise _NotTaken
        said = words_of_the_list(_plain(row.cells.get("person")))
        if said and not any(values.get(name) for name in ("person", "office", "listed_as")):
            values["listed_as"] = said  # what stands in place of a name
        id_ = id_ or self._id_by_key(row, values)
        old = self._register.entry(row.kind, id_)
        missing = [field for field in SORTS[row.kind].fields if field.needed and field.name not in values]
        if old is None and missing:
            for field in missing:
                self._fault(row, field.name, f"{field.label} is needed.", "Add the column, and fill it in.")
            raise _NotTaken
        entry = KINDS[row.kind].model_validate({**(dict(old) if old else {}), **values, "id": id_})
        return renaming.as_filed(old, entry, today=self._today)

    def _value(self, field: Field, cell: Cell, names: Names) -> object:
        if field.control is Control.DATE and isinstance(cell, str) and ISO_DAY.fullmatch(cell.strip()):
            try:
                cell = date.fromisoformat(cell.strip())
            except ValueError as error:
                raise BadInput(f"There is no day {cell}.", "Write it like 9 March 2009.") from error
        return read(field, cell, names, today=self._today)

    def _id_by_key(self, row: _Row, values: Mapping[str, object]) -> str:
        """The entry that says the same in what tells its kind apart; a new id where there is none left."""
        key = tuple(_comparable(values.get(name)) for name in KEYS[row.kind])
        for id_ in self._by_key(row.kind).get(key, ()):
            if (row.kind, id_) not in self._taken:
                self._taken[row.kind, id_] = row
                return id_
        first = self._met.setdefault((row.kind, key), row)
        vacancy = row.kind == "appointments" and values.get("person") is values.get("office") is None
        if not vacancy and (first is not row or self._by_key(row.kind).get(key)):
            other = first if first is not row else self._taken[row.kind, self._by_key(row.kind)[key][0]]
            labels = [SORTS[row.kind].field(name).label for name in KEYS[row.kind] if name in row.cells]
            said = f"Row {other.number} says the same in these columns."
            mend = "Delete one of them, or give this one an ID."
            self._note(row.sheet, row.number, ", ".join(labels), said, mend)
            raise _NotTaken
        id_ = self._new_id(row.kind, " ".join(str(values.get(name) or "") for name in KEYS[row.kind][:2]))
        self._taken[row.kind, id_] = row
        return id_

    def _by_key(self, kind: Kind) -> dict[Key, list[str]]:
        known = self._keys.get(kind)
        if known is None:
            known = self._keys[kind] = defaultdict(list)
            for entry in self._register.entries(kind):
                known[tuple(_comparable(getattr(entry, name)) for name in KEYS[kind])].append(entry.id)
        return known

    # --- what is wrong

    def _remarks(self, placed: Sequence[Placed], edits: Sequence[Edit]) -> Iterable[RowFault]:
        yield from renaming.doubts(self._register, placed, today=self._today)
        yield from doubts(self._register, placed, edits, self._today)

    def _fills(self, entries: Sequence[tuple[_Row, Entry]]) -> dict[str, tuple[_Row, Edit]]:
        """What becomes of the vacancies that new appointments fill, as far as no row of the file says so itself (A-06)."""
        said = {id_ for kind, id_ in self._taken if kind == "appointments"}
        rows = {entry.id: row for row, entry in entries if isinstance(entry, Appointment)}
        new = [entry for _, entry in entries if isinstance(entry, Appointment)]
        # Of a partnership that ends by the file nothing is vacant after that day.
        ends = [Edit(row.kind, entry.id, entry) for row, entry in entries if row.kind == "partnerships"]
        before = self._register.changed(kept_within(self._register, ends)) if ends else self._register
        filled = filled_by_all(before, new, self._today, besides=said)
        return {edit.id: (rows[seat.id], edit) for seat, edit in filled}

    def _in_order(self, sheets: Sequence[Sheet]) -> list[RowFault]:
        """The faults as somebody meets them who goes through the file."""
        place = {sheet.name: number for number, sheet in enumerate(sheets)}
        found = sorted(self._faults, key=lambda fault: (place[fault.sheet], fault.row or 0))
        return found[:MOST_FAULTS]

    def _hold_against_rules(
        self, edits: Sequence[Edit], found: Sequence[Difference], rows: Mapping[tuple[Kind, str], _Row]
    ) -> None:
        for fault in faults(self._register.changed(edits), found)[:MOST_FAULTS]:
            there = getattr(self._register.entry(fault.kind, fault.id), "partnership", "")
            row = rows.get((fault.kind, fault.id)) or rows["partnerships", there]  # with which the seat ends
            self._fault(row, fault.problem.field, fault.problem.sentence, fault.problem.mend)

    def _fault(self, row: _Row, name: str | None, sentence: str, mend: str) -> None:
        labels = {field.name: field.label for field in SORTS[row.kind].fields} | {"id": ID}
        self._note(row.sheet, row.number, labels.get(name or ""), sentence, mend)

    def _note(self, sheet: str, row: int | None, column: str | None, sentence: str, mend: str) -> None:
        self._faults.append(RowFault(sheet=sheet, row=row, column=column, sentence=sentence, mend=mend))


def _no_column(kind: Kind, heading: str) -> str:
    guess = beginning_or_nearest(heading, [field.label for field in SORTS[kind].fields])
    return f"There is no column {quoted(heading)} here." + (f' Did you mean "{guess}"?' if guess else "")


def _filled(kind: Kind, sheet: Sheet, fields: Mapping[int, str]) -> Iterable[_Row]:
    """The rows of a sheet that say something."""
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        cells = {name: row[place] for place, name in fields.items()}
        if any(_plain(cell) for cell in cells.values()):
            yield _Row(kind, sheet.name, number, cells)


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value
