"""Writes sheets as an Excel workbook: headings that stay in view, drop-down lists, and a word of help beside each cell."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from typing import cast

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from liaison.domain.register.cells import Cell
from liaison.domain.register.sheets import Column, Sheet, Source
from liaison.storage import csv_tables

ALWAYS = datetime(2000, 1, 1)  # noqa: DTZ001 - the day that every workbook bears: the same sheets give the same bytes
ALWAYS_ZIPPED = (1980, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
RISKY = ("=", "+", "-", "@")  # a text that begins so could be taken for a formula
EARLIEST_DAY = date(1900, 3, 1)  # before it Excel's own calendar is wrong: such days are written as text
SPARE_ROWS = 1_000  # below the last row, with drop-down lists for what is added
LONGEST_LIST = 255  # characters of the choices that stand in the drop-down list itself
LONGEST_HELP, LONGEST_HELP_TITLE = 255, 32
FIT_BESIDE = 2  # columns that are seen together anyway
NARROWEST, WIDEST = 10, 50  # characters
LOOKED_AT = 200  # rows by which the width of a column is judged


def write(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a workbook."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Liaison"
    workbook.properties.created = ALWAYS
    for sheet in sheets:
        page = cast("Worksheet", workbook.create_sheet(sheet.name))  # written row by row, with the same names
        _lay_out(page, sheet, sheets)
        _fill(page, sheet)
    raw = io.BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as written:
        return archive(
            (part.filename, _undated(part.filename, written.read(part))) for part in written.infolist()
        )


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Parts in one ZIP, without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, ALWAYS_ZIPPED)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def _undated(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return MODIFIED.sub(rb"\g<1>" + ALWAYS.isoformat().encode() + b"Z", data)


def _lay_out(page: Worksheet, sheet: Sheet, sheets: Sequence[Sheet]) -> None:
    page.freeze_panes = "B2" if len(sheet.columns) > FIT_BESIDE else "A2"
    last = len(sheet.rows) + SPARE_ROWS
    for place, column in enumerate(sheet.columns):
        letter = get_column_letter(place + 1)
        page.column_dimensions[letter].width = _width(column, [row[place] for row in sheet.rows[:LOOKED_AT]])
        validation = _validation(column, sheets)
        if validation:
            validation.add(f"{letter}2:{letter}{last + 1}")
            page.data_validations.append(validation)


def _width(column: Column, cells: Sequence[Cell]) -> int:
    lines = [line for cell in cells for line in (cell.splitlines() if isinstance(cell, str) else [])]
    longest = max((len(text) for text in [column.heading, *lines]), default=0) + 2
    return min(max(longest, NARROWEST), WIDEST)


def _validation(column: Column, sheets: Sequence[Sheet]) -> DataValidation | None:
    """A drop-down list and a word of help; what is not in the list may be typed, since several or new ones may be meant."""
    choices = _choices(column, sheets)
    if not choices and not column.note:
        return None
    validation = DataValidation(
        type="list" if choices else None, formula1=choices, allow_blank=True, showErrorMessage=False
    )
    if column.note:
        validation.showInputMessage = True
        validation.promptTitle = column.heading[:LONGEST_HELP_TITLE]
        validation.prompt = column.note[:LONGEST_HELP]
    return validation


def _choices(column: Column, sheets: Sequence[Sheet]) -> str | None:
    if column.choices_in and not column.several:
        return _range(column.choices_in, sheets)
    inside = ",".join(column.choices)
    return f'"{inside}"' if column.choices and len(inside) < LONGEST_LIST else None


def _range(source: Source, sheets: Sequence[Sheet]) -> str | None:
    for sheet in sheets:
        headings = [column.heading for column in sheet.columns]
        if sheet.name == source.sheet and source.heading in headings:
            letter = get_column_letter(headings.index(source.heading) + 1)
            return f"{quote_sheetname(sheet.name)}!${letter}$2:${letter}${len(sheet.rows) + SPARE_ROWS + 1}"
    return None


def _fill(page: Worksheet, sheet: Sheet) -> None:
    heading = WriteOnlyCell(page)
    heading.font = Font(bold=True)
    heading.fill = PatternFill("solid", start_color="E7ECF3")
    heading.alignment = Alignment(wrap_text=True, vertical="top")
    day, lines, safe, safe_lines = (WriteOnlyCell(page) for _ in range(4))
    day.number_format = "d mmmm yyyy"
    safe.quotePrefix = safe_lines.quotePrefix = True
    lines.alignment = safe_lines.alignment = Alignment(wrap_text=True, vertical="top")

    def cell(value: Cell) -> WorkbookCell | Cell:
        if isinstance(value, date):
            return _written(day, value) if value >= EARLIEST_DAY else value.isoformat()
        if isinstance(value, str):
            value = csv_tables.writable(value)
            if value.startswith(RISKY) or value in ERROR_CODES:
                return _written(safe_lines if "\n" in value else safe, value)
            return _written(lines, value) if "\n" in value else value
        return value

    page.append([_written(heading, column.heading) for column in sheet.columns])
    for row in sheet.rows:
        page.append([cell(value) for value in row])


def _written(like: WorkbookCell, value: Cell) -> WorkbookCell:
    """A cell that looks like another, with a value; a text stays a text, whatever it begins with."""
    made = copy(like)
    made.value = value
    if isinstance(value, str):
        made.data_type = "s"
    return made
