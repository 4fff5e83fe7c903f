"""Tables as text (CSV), as Excel and others save them."""

import csv
import io
import re
from datetime import date
from pathlib import PurePosixPath

from liaison.domain.errors import BadInput, quoted
from liaison.domain.register.cells import Cell
from liaison.domain.register.sheets import Column, Sheet

DELIMITERS = ",;\t"
# A program that opens a table takes a text that begins with one of these for a formula: an apostrophe goes before it.
RISKY = tuple("=+-@\t\r'")
MOST_IN_ROW = 100_000  # delimiters, those inside of texts included
MOST_IN_ALL = 4_000_000
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no text has them: it is some other kind of file
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SAVE_AS_CSV = "Save it as CSV UTF-8, or send a workbook (.xlsx)."


def read(name: str, data: bytes, *, most_rows: int, most_columns: int) -> Sheet:
    """A table, whatever it is separated by. Raises BadInput for what is none."""
    title = PurePosixPath(name).name
    title = title[:-4] if title.casefold().endswith((".csv", ".txt", ".tsv")) else title
    text = _decoded(name, data)
    delimiter = _delimiter(text)
    lines = _Lines(text, delimiter)
    rows: list[tuple[Cell, ...]] = []
    width = 0
    try:
        for cells in csv.reader(lines, delimiter=delimiter, strict=True):
            lines.made(cells[most_columns:])
            row = [_unguarded(cell) for cell in cells[:most_columns]]
            while row and row[-1] is None:
                row.pop()
            if len(rows) > most_rows:
                raise BadInput(
                    f"The table {quoted(title)} has more than {most_rows:,} rows.",
                    "Send it in several parts.",
                )
            rows.append(tuple(row))
            width = max(width, len(row))
    except _TooWide as error:
        raise BadInput(
            f"The table {quoted(title)} has more than {most_columns} columns.",
            "Delete the columns that are not in the template.",
        ) from error
    except csv.Error as error:
        raise BadInput(
            f"The table {quoted(title)} cannot be read from row {len(rows) + 1} on.",
            f"Look for a quotation mark that is not closed. {SAVE_AS_CSV}",
        ) from error
    while rows and not rows[-1]:
        rows.pop()
    return as_sheet(title, rows, width)


def write(sheet: Sheet) -> bytes:
    """A sheet as a table: UTF-8 with a mark at its beginning, by which Excel knows it; days as 2009-03-09."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(column.heading) for column in sheet.columns])
    writer.writerows([_guarded(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def as_sheet(title: str, lines: list[tuple[Cell, ...]], width: int) -> Sheet:
    """Rows of one width under the headings of the first line.

    Raises BadInput where a heading is missing or stands there twice.
    """
    headings = ["" if cell is None else " ".join(str(cell).split()) for cell in lines[0]] if lines else []
    rows = lines[1:]
    twice = next((heading for heading in headings if heading and headings.count(heading) > 1), None)
    if twice:
        raise BadInput(
            f"The sheet {quoted(title)} has the heading {quoted(twice)} twice.",
            "Delete one of the two columns.",
        )
    used = {place for row in rows for place, cell in enumerate(row) if cell is not None}
    headings += [""] * (width - len(headings))
    for place in sorted(used):
        if not headings[place]:
            raise BadInput(
                f"The sheet {quoted(title)} has something in column {place + 1}, which has no heading.",
                "Put the template's headings into row 1, or empty that column.",
            )
    return Sheet(
        name=title,
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple(row + (None,) * (width - len(row)) for row in rows),
    )


class _TooWide(Exception):  # noqa: N818 - it only ends the reading
    """A row, or the table as a whole, has far more places than a table of ours."""


class _Lines:
    """The lines of a table for the reader, which otherwise builds a row of ten million empty places."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._lines = LINE.finditer(text)
        self._delimiter = delimiter
        self._in_all = 0
        self._in_row = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        count = self._text.count(self._delimiter, line.start(), line.end())
        self._in_row += count
        self._in_all += count
        if self._in_row > MOST_IN_ROW or self._in_all > MOST_IN_ALL:
            raise _TooWide
        return line[0]

    def made(self, beyond: list[str]) -> None:
        """A row has been made of the lines so far; nothing may stand beyond its last column."""
        self._in_row = 0
        if any(cell.strip() for cell in beyond):
            raise _TooWide


def _decoded(name: str, data: bytes) -> str:
    encodings: tuple[str, ...]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)  # Excel's "Unicode text"
    elif b"\0" in data:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "cp1252")  # the second is how Excel in Britain saves "CSV"
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text
    raise BadInput(f"{quoted(name)} is neither a workbook nor a table.", SAVE_AS_CSV)


def _delimiter(text: str) -> str:
    """What separates the columns: what stands most often in the headings, outside quotation marks."""
    heading = text[:MOST_IN_ROW].partition("\n")[0]
    bare = "".join(heading.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def writable(text: str) -> str:
    """The text without what no file can hold: nothing lets it in any more, but an older register may have it."""
    return UNWRITABLE.sub("\ufffd", text)


def _guarded(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = writable(cell)
        return f"'{text}" if text.startswith(RISKY) else text
    return "" if cell is None else str(cell)


def _unguarded(cell: str) -> str | None:
    text = cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
    return text if text.strip() else None
