"""A register, or a part of it, as sheets of rows: what a workbook holds, whatever its format."""

from typing import Literal, NamedTuple, Protocol

from liaison.domain.register.cells import Cell
from liaison.domain.values import Value

Format = Literal["xlsx", "csv"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv")
LARGEST_FILE = 10 * 1024 * 1024  # bytes that are taken: a register of 5,000 partnerships is a twentieth of it
NOTES, LISTS = "Notes", "Lists"
# Sheets that explain the others, or feed their drop-down lists: no entries are read from them.
BESIDE = frozenset({NOTES, LISTS})


class Source(NamedTuple):
    """Where the choices of a column stand in the same file: under a heading of a sheet."""

    sheet: str
    heading: str


class Column(Value):
    """One column: its heading, a note on how to fill it in, and the choices of its drop-down list.

    `choices_in` is where they stand in the same file, for long lists; with `several`, a cell may hold more than one.
    """

    heading: str
    note: str = ""
    choices: tuple[str, ...] = ()
    choices_in: Source | None = None
    several: bool = False


class Sheet(Value):
    """One sheet: rows under columns. Row 1 of a file is the headings; `first_row` is the file's number of `rows[0]`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    first_row: int = 2


class Files(Protocol):
    """Reads and writes workbooks (XLSX) and tables (CSV; several of them as one ZIP). The same sheets give the same bytes."""

    def read(self, name: str, data: bytes) -> tuple[Sheet, ...]:
        """The sheets of a file, its kind told by its content and name. Raises BadInput for what is none, or is hostile."""
        ...

    def write(self, sheets: tuple[Sheet, ...], form: Format) -> bytes:
        """The sheets as a file; as CSV, several of them are a ZIP with one table each."""
        ...
