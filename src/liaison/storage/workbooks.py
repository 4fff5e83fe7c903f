"""Workbooks and tables in and out. What comes in may be hostile: it is measured before it is opened, and read within limits."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import cast

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from liaison.domain.errors import BadInput, quoted
from liaison.domain.register.cells import Cell
from liaison.domain.register.sheets import BESIDE, LARGEST_FILE, Format, Sheet
from liaison.storage import csv_tables, workbook_writing
from liaison.storage.workbook_measuring import AS_XLSX, WIDEST_ROW, Measured, measure

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 100 * MEGABYTE  # a workbook of that size holds about 50,000 partnerships
MOST_SQUEEZED = 200  # times that a part may be smaller packed; written tables reach some 50, bombs 1,000
NOTICEABLE = MEGABYTE  # parts below this size may be squeezed as they like
MOST_PARTS = 200  # of an archive; a workbook of ours has about 20
MOST_SHEETS = 20
MOST_ROWS = 60_000  # of a sheet
MOST_COLUMNS = 60  # of a sheet; the widest of ours has about 55
EXACT_BELOW = 1e15  # whole numbers are exact up to there
LONGEST_CELL = 32_767  # characters: what Excel itself can hold
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # how files of old Excel, and encrypted ones, begin
OTHER_SHEETS = {
    "xl/chartsheets/": "a chart that is a sheet of its own",
    "xl/dialogsheets/": "a sheet that is a dialogue of old Excel",
    "xl/macrosheets/": "a sheet of macros of old Excel",
}
TRY_TEMPLATE = "Send a workbook (.xlsx), a table (.csv) or a ZIP of tables."


class Workbooks:
    """Reads and writes the register's files (the `Files` of the domain)."""

    def read(self, name: str, data: bytes) -> tuple[Sheet, ...]:
        """The sheets of a file. Raises BadInput, with one sentence and its mend, for what cannot be taken."""
        if len(data) > LARGEST_FILE:
            raise BadInput(
                f"The file has {len(data) // MEGABYTE + 1} MB, and {LARGEST_FILE // MEGABYTE} MB can be taken.",
                "Leave out pictures and other sheets, or send the sheets one by one.",
            )
        if data.startswith(OLD_OFFICE):
            raise BadInput("This workbook is of an old kind, or it has a password.", AS_XLSX)
        if data.startswith(b"PK"):
            return _from_archive(name, data)
        return (csv_tables.read(name, data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS),)

    def write(self, sheets: tuple[Sheet, ...], form: Format) -> bytes:
        """The sheets as a file: the same sheets give the same bytes."""
        if form == "xlsx":
            return workbook_writing.write(sheets)
        tables = [(f"{sheet.name}.csv", csv_tables.write(sheet)) for sheet in sheets]
        return tables[0][1] if len(tables) == 1 else workbook_writing.archive(tables)


def _from_archive(name: str, data: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _measure(parts)
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names:
                return _from_workbook(archive, parts, data)
            if "mimetype" in names:
                raise BadInput("This document is not an Excel workbook.", AS_XLSX)
            return _from_tables(archive, parts)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> BadInput:
    return BadInput(f"{quoted(name)} is damaged, or it is not what its name says.", TRY_TEMPLATE)


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    """Refuses what would not fit, before any of it is unpacked. No part can yield more than it announces."""
    unpacked = sum(part.file_size for part in parts)
    squeezed = any(
        part.file_size > NOTICEABLE and part.file_size > MOST_SQUEEZED * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > LARGEST_UNPACKED or squeezed or len(parts) > MOST_PARTS:
        raise BadInput(
            "This file unpacks to far more than a register holds.",
            "Leave out other sheets and empty rows, or send the sheets one by one.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise BadInput("This file has a password.", "Take the password away, save it, and send it again.")


def _from_tables(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> tuple[Sheet, ...]:
    wanted = [
        part
        for part in parts
        if not part.filename.startswith("__MACOSX/") and not PurePosixPath(part.filename).name.startswith(".")
    ]
    if any(part.file_size > LARGEST_FILE for part in wanted):
        raise BadInput(
            f"A table in this ZIP has more than {LARGEST_FILE // MEGABYTE} MB.",
            "Send it in several parts.",
        )
    if not wanted or any(not part.filename.casefold().endswith(".csv") for part in wanted):
        raise BadInput("This ZIP holds something other than tables.", "Put nothing but .csv files into it.")
    if len(wanted) > MOST_SHEETS:
        raise BadInput(
            f"This ZIP holds {len(wanted)} tables, and {MOST_SHEETS} can be taken.", "Leave out the others."
        )
    return tuple(
        csv_tables.read(part.filename, archive.read(part), most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
        for part in sorted(wanted, key=lambda part: part.filename)
        if PurePosixPath(part.filename).stem not in BESIDE
    )


def _from_workbook(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], data: bytes) -> tuple[Sheet, ...]:
    names = {part.filename for part in parts}
    if not any(name.startswith("xl/") for name in names):
        raise BadInput("This document is not an Excel workbook.", AS_XLSX)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise BadInput("This workbook holds macros.", f"{AS_XLSX} Macros are left out that way.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise BadInput(
            "This workbook is linked with other files.",
            "In Excel choose Data, Edit Links, Break Link; then save it.",
        )
    for folder, what in OTHER_SHEETS.items():
        if any(name.startswith(folder) for name in names):
            raise BadInput(f"This workbook holds {what}.", "Delete that sheet, and save the workbook again.")
    measured = measure(archive, parts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: none of it is read here
        try:
            workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return tuple(_sheets(workbook, measured))
        except BadInput:
            raise
        except Exception as error:
            # Whatever a broken or hostile workbook makes of the library, the person hears the same of it.
            raise BadInput("This workbook is damaged and could not be read.", AS_XLSX) from error


def _sheets(workbook: Workbook, measured: dict[str, Measured]) -> Iterator[Sheet]:
    pages = [page for page in workbook.worksheets if page.title not in BESIDE]
    if not workbook.worksheets:
        raise BadInput("This workbook has no sheets.", TRY_TEMPLATE)
    if len(pages) > MOST_SHEETS:
        raise BadInput(
            f"This workbook has {len(pages)} sheets, and {MOST_SHEETS} can be taken.", "Delete the others."
        )
    read = set[str]()
    for page in pages:
        sheet = cast("ReadOnlyWorksheet", page)
        if sheet.sheet_state != "visible":
            raise BadInput(
                f"The sheet {quoted(sheet.title)} is hidden.",
                "Unhide it or delete it, so that nothing comes in that you do not see.",
            )
        where = str(sheet._worksheet_path)  # type: ignore[attr-defined] # noqa: SLF001 - it has no public name
        found = measured.get(where.removeprefix("/"))
        if found is None or where in read:
            raise BadInput("This workbook is damaged and could not be read.", AS_XLSX)
        read.add(where)
        if found.merged:
            raise BadInput(
                f"The sheet {quoted(sheet.title)} has merged cells ({found.merged}).",
                "Select the whole sheet, choose Unmerge Cells, and fill in what is then empty.",
            )
        if found.hidden:
            raise BadInput(
                f"In the sheet {quoted(sheet.title)}, {found.hidden} is hidden and holds something.",
                "Clear the filter or choose Unhide, so that nothing comes in that you do not see.",
            )
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        rows = cast("Worksheet", page).iter_rows()  # the stubs know no rows of what is only read
        yield _sheet(sheet.title, cast("Iterable[tuple[ReadOnlyCell | EmptyCell, ...]]", rows))


def _sheet(title: str, found: Iterable[tuple[ReadOnlyCell | EmptyCell, ...]]) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    width = 0
    for number, cells in enumerate(found, start=1):
        if not cells:
            if number <= MOST_ROWS:
                rows.append(())
            continue
        if len(cells) > WIDEST_ROW:
            raise _too_wide(title)
        row = [
            None if cell.value is None else _value(title, f"{get_column_letter(place)}{number}", cell)
            for place, cell in enumerate(cells, start=1)
        ]
        while row and row[-1] is None:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise _too_wide(title)
        if number > MOST_ROWS and row:
            raise BadInput(
                f"The sheet {quoted(title)} has more than {MOST_ROWS:,} rows.",
                "Send it in several parts.",
            )
        if number <= MOST_ROWS:
            rows.append(tuple(row))
        width = max(width, len(row))
    while rows and not rows[-1]:
        rows.pop()
    return csv_tables.as_sheet(title, rows, width)


def _too_wide(title: str) -> BadInput:
    return BadInput(
        f"The sheet {quoted(title)} has more than {MOST_COLUMNS} columns.",
        "Delete the columns that are not in the template.",
    )


def _value(title: str, where: str, cell: ReadOnlyCell | EmptyCell) -> Cell:
    value, kind = cell.value, cell.data_type
    if kind in {"f", "e"}:
        what = "a formula" if kind == "f" else f"an error ({str(value)[:20]})"
        raise BadInput(
            f"The sheet {quoted(title)} has {what} in cell {where}.",
            "Put the value itself there: copy the cells, then choose Paste Special, Values.",
        )
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT_BELOW else repr(value)
    if isinstance(value, date | int):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise BadInput(
            f"The sheet {quoted(title)} has {len(text):,} characters in cell {where}.",
            f"No cell holds more than {LONGEST_CELL:,}: shorten it.",
        )
    return text or None
