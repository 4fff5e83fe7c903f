"""What a workbook holds, counted before it is opened: how far it reaches, what is hidden in it, and what is merged.

The library that reads workbooks believes what they say of themselves, and builds it up; here nothing is built.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from liaison.domain.errors import BadInput

PIECE = 256 * 1024  # bytes that are looked at together
LAST_ROW = 1_048_576  # of any sheet
WIDEST_ROW = 1_100  # columns: some programs fill a row with empty cells up to their own edge
# Of a workbook, empty ones included: a register of 5,000 partnerships has about 300,000.
MOST_CELLS = 1_500_000
MOST_FILLED_IN = 4_000_000  # places from the first column to the last one of each row
MOST_RUNS = 20_000  # pieces of text that are formatted each in a way of its own
MOST_ELEMENTS = 60_000  # of a part that is neither a sheet nor its texts: styles, names, properties
DEEPEST = 60  # elements within one another
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
REFERENCE = re.compile(r"([A-Z]{1,3})\d+", re.IGNORECASE)
# How a part begins that could be read as XML, whatever its name.
XML_NAMES = (".xml", ".rels", ".vml")
XML_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"\0\0")
AS_XLSX = "Open it, choose Save As, and save it as an Excel workbook (.xlsx)."
TRUE = {"1", "true"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
IN_CELLS = {"row", "si"}  # what stands within them is counted as cells, and as runs of text
DRAWN = ("xl/charts/", "xl/drawings/", "xl/diagrams/", "xl/pivotCache/")  # of these nothing is built up


@dataclass
class Measured:
    """One part of a workbook: what stands in the way of taking it in."""

    merged: str | None = None  # the first merged cells
    hidden: str | None = None  # the first row or column that is hidden and holds something


@dataclass
class _Counts:
    """Of the whole workbook."""

    cells: int = 0
    filled_in: int = 0
    runs: int = 0


def measure(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> dict[str, Measured]:
    """Every part that could be read as XML, by its name.

    Raises BadInput for a workbook that says more than a register could, and for XML that defines entities of its own.
    """
    counts, found = _Counts(), dict[str, Measured]()
    for part in parts:
        with archive.open(part) as stream:
            first = stream.read(PIECE)
            if part.filename.casefold().endswith(XML_NAMES) or first.lstrip().startswith(XML_BEGINS):
                drawn = part.filename.startswith(DRAWN)
                found[part.filename] = _Part(counts, counts_all=not drawn).read(first, stream)
    return found


@dataclass
class _Part:
    counts: _Counts
    found: Measured = field(default_factory=Measured)
    counts_all: bool = True
    path: list[str] = field(default_factory=list)
    elements: int = 0
    row: int = 0
    row_hidden: bool = False
    column: int = 0
    hidden_columns: list[range] = field(default_factory=list)
    columns_used: set[int] = field(default_factory=set)

    def read(self, first: bytes, stream: IO[bytes]) -> Measured:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._starts, self._ends
        well_formed, before = True, b""
        for piece in _pieces(first, stream):
            seen = before + piece
            if b"\0" in seen or ENTITY.search(seen):
                raise BadInput("This workbook holds something that no workbook needs.", AS_XLSX)
            try:
                if well_formed:
                    parser.Parse(piece)
            except expat.ExpatError:
                well_formed = False  # who opens the part will see that too; the rest of it is never reached
            before = piece[-20:]
        hidden = sorted(
            column for column in self.columns_used if any(column in each for each in self.hidden_columns)
        )
        if hidden and not self.found.hidden:
            self.found.hidden = f"column {get_column_letter(hidden[0])}"
        return self.found

    def _starts(self, name: str, told: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        within = self.path[-1] if self.path else ""
        self.path.append(tag)
        if space == MAIN:
            self._says(tag, within, told)
        elif self.counts_all:
            self.elements += 1
        counts = self.counts
        if (
            len(self.path) > DEEPEST
            or counts.cells > MOST_CELLS
            or counts.filled_in > MOST_FILLED_IN
            or counts.runs > MOST_RUNS
            or self.elements > MOST_ELEMENTS
        ):
            raise BadInput(
                "This workbook holds far more than a register does.",
                "Copy the rows that are to come in into a new workbook, as values only, and send that.",
            )

    def _ends(self, _name: str) -> None:
        self.path.pop()

    def _says(self, tag: str, within: str, told: dict[str, str]) -> None:
        match tag, within:
            case "row", _:
                self._row(told)
            case "c", "row":
                self._cell(told.get("r", ""))
            case "v" | "is" | "f", "c":
                self._holds_something()
            case "r" | "rPh", "si" | "is":
                self.counts.runs += 1
            case "col", _:
                self._columns(told)
            case "mergeCell", _:
                self.found.merged = self.found.merged or told.get("ref", "")[:30]
        if not IN_CELLS.intersection(self.path[-4:]):
            self.elements += 1

    def _row(self, told: dict[str, str]) -> None:
        self.row = _number(told["r"]) if "r" in told else self.row + 1
        self.column = 0
        self.row_hidden = _is_hidden(told, "ht")
        if self.row > LAST_ROW:
            raise BadInput(
                f"This workbook has a row {self.row:,}, and no sheet has more than {LAST_ROW:,}.", AS_XLSX
            )

    def _cell(self, where: str) -> None:
        before, match = self.column, REFERENCE.fullmatch(where)
        self.column = _column(match[1]) if match else self.column + 1
        self.counts.cells += 1
        self.counts.filled_in += max(0, min(self.column, WIDEST_ROW) - before)

    def _holds_something(self) -> None:
        self.columns_used.add(self.column)
        if self.row_hidden and not self.found.hidden:
            self.found.hidden = f"row {self.row}"

    def _columns(self, told: dict[str, str]) -> None:
        if _is_hidden(told, "width"):
            self.hidden_columns.append(
                range(_number(told.get("min", "1")), _number(told.get("max", "1")) + 1)
            )


def _pieces(first: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    piece = first
    while piece:
        yield piece
        piece = stream.read(PIECE)


def _is_hidden(told: dict[str, str], size: str) -> bool:
    return told.get("hidden", "").casefold() in TRUE or not told.get(size, "1").strip("0.")


def _number(text: str) -> int:
    """The whole number that a workbook writes; those that are none, or are beyond all reason, stand beyond all rows."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return LAST_ROW + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
