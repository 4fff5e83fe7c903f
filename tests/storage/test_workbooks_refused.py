"""Files that are not taken in: each is refused with a sentence and its mend; what only looks like one is read."""

import io
import time as clock
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from tests.storage import hostile

from liaison.domain.errors import BadInput
from liaison.domain.register.sheets import LARGEST_FILE
from liaison.storage.workbooks import MOST_COLUMNS, MOST_ROWS, Workbooks

BOOKS = Workbooks()


def _hidden() -> bytes:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name"]], Secret=[["Name"], ["X"]])))
    made["Secret"].sheet_state = "veryHidden"
    return hostile.saved(made)


def _merged() -> bytes:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name", "Body"], ["X", "Y"]])))
    made["People"].merge_cells("A2:B2")
    return hostile.saved(made)


def _filtered() -> bytes:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name"], ["X"], ["Y"]])))
    made["People"].row_dimensions[3].hidden = True
    return hostile.saved(made)


def _folded() -> bytes:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name", "Body"], ["X", "Y"]])))
    made["People"].column_dimensions["B"].hidden = True
    return hostile.saved(made)


def _chart_sheet() -> bytes:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name"], ["X"]])))
    made.create_chartsheet("Chart").add_chart(BarChart())
    return hostile.saved(made)


def _same_page_twice() -> bytes:
    data = hostile.workbook(People=[["Name"], ["X"]], Again=[["Name"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = archive.read("xl/_rels/workbook.xml.rels")
    return hostile.with_parts(
        {"xl/_rels/workbook.xml.rels": links.replace(b"sheet2.xml", b"sheet1.xml")}, data
    )


def _rich(runs: int) -> str:
    run = "<r><rPr><b/><i/></rPr><t>x</t></r>"
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is>{run * 5}</is></c></row>'
        for n in range(2, 2 + runs // 5)
    )


def _long_text() -> bytes:
    """One text of 8 MB, and cells that all are that text."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 30_000))
    text = "".join(f"{n:x} " for n in range(10**6)) + "   "
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>Name</t></si><si><t>{text}</t></si></sst>'
    page = (
        f'<worksheet xmlns="{space}"><sheetData>'
        f'<row r="1"><c r="A1" t="s"><v>0</v></c></row>{cells}</sheetData></worksheet>'
    )
    data = hostile.workbook(People=[["Name"]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts = {
        "[Content_Types].xml": types.replace("</Types>", told),
        "xl/sharedStrings.xml": strings,
        "xl/worksheets/sheet1.xml": page,
    }
    return hostile.with_parts({name: part.encode() for name, part in parts.items()}, data)


def _many_sheets() -> bytes:
    made = Workbook()
    for number in range(30):
        made.create_sheet(f"S{number}")
    return hostile.saved(made)


ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a formula": (
        "x.xlsx",
        lambda: hostile.workbook(People=[["Name"], ["=1+1"]]),
        'The sheet "People" has a formula in cell A2.',
    ),
    "a formula with its value": (
        "x.xlsx",
        lambda: hostile.page_with(
            f'<sheetData>{ROW}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row></sheetData>'
        ),
        "has a formula in cell A2",
    ),
    "an error": (
        "x.xlsx",
        lambda: hostile.page_with(
            f'<sheetData>{ROW}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row></sheetData>'
        ),
        "has an error (#REF!) in cell A2",
    ),
    "1,000 columns": (
        "x.xlsx",
        lambda: hostile.workbook(People=[[f"H{n}" for n in range(1_000)]]),
        "more than 60 columns",
    ),
    "a cell at the edge": (
        "x.xlsx",
        lambda: hostile.page_with('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'),
        "more than 60 columns",
    ),
    "a million rows": (
        "x.xlsx",
        lambda: hostile.page_with(
            f'<sheetData>{ROW}<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        ),
        "more than 60,000 rows",
    ),
    "a lie about its size": (
        "x.xlsx",
        lambda: hostile.page_with(
            '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
        ),
        "more than 60 columns",
    ),
    "a row beyond any sheet": (
        "x.xlsx",
        lambda: hostile.page_with(
            f'<sheetData>{ROW}<row r="99999999999"><c r="A3"><v>1</v></c></row></sheetData>'
        ),
        "This workbook has a row 99,999,999,999",
    ),
    "a row whose number is a power": (
        "x.xlsx",
        lambda: hostile.page_with(f'<sheetData>{ROW}<row r="1e300"><c><v>1</v></c></row></sheetData>'),
        "and no sheet has more than 1,048,576",
    ),
    "rows that are all wide": (
        "x.xlsx",
        lambda: hostile.page_with(
            f"<sheetData>{ROW}"
            + "".join(f'<row r="{n}"><c r="AMJ{n}"/></row>' for n in range(2, 50_000))
            + "</sheetData>"
        ),
        "holds far more than a register does",
    ),
    "text in a hundred thousand formats": (
        "x.xlsx",
        lambda: hostile.page_with(f"<sheetData>{ROW}{_rich(100_000)}</sheetData>"),
        "holds far more than a register does",
    ),
    "a book of styles": (
        "x.xlsx",
        lambda: hostile.with_parts(
            {"xl/styles.xml": f"<styleSheet>{'<xf/>' * 100_000}</styleSheet>".encode()}
        ),
        "holds far more than a register does",
    ),
    "elements within elements": (
        "x.xlsx",
        lambda: hostile.with_parts({"xl/styles.xml": b"<a>" * 100_000 + b"</a>" * 100_000}),
        "holds far more than a register does",
    ),
    "one long text in many cells": ("x.xlsx", _long_text, "characters in cell A2"),
    "entities under another name": (
        "x.xlsx",
        lambda: hostile.with_parts({"xl/worksheets/sheet1.bin": b"<!DOCTYPE lol [<!ENTITY a 'ha'>]><x/>"}),
        "holds something that no workbook needs",
    ),
    "one page as two sheets": ("x.xlsx", _same_page_twice, "This workbook is damaged"),
    "a hidden row": (
        "x.xlsx",
        _filtered,
        'In the sheet "People", row 3 is hidden and holds something. Clear the filter or choose Unhide',
    ),
    "a hidden column": ("x.xlsx", _folded, 'In the sheet "People", column B is hidden and holds something.'),
    "a chart sheet": (
        "x.xlsx",
        _chart_sheet,
        "This workbook holds a chart that is a sheet of its own. Delete that sheet",
    ),
    "merged cells": (
        "x.xlsx",
        _merged,
        'The sheet "People" has merged cells (A2:B2). Select the whole sheet',
    ),
    "a hidden sheet": ("x.xlsx", _hidden, 'The sheet "Secret" is hidden.'),
    "a heading twice": (
        "x.xlsx",
        lambda: hostile.workbook(People=[["Name", "Name"]]),
        'has the heading "Name" twice',
    ),
    "a column without a heading": (
        "x.xlsx",
        lambda: hostile.workbook(People=[["Name"], ["X", "Y"]]),
        "column 2, which has no heading",
    ),
    "30 sheets": ("x.xlsx", _many_sheets, "This workbook has 31 sheets"),
    "macros": (
        "x.xlsm",
        lambda: hostile.with_parts({"xl/vbaProject.bin": b"x"}),
        "This workbook holds macros.",
    ),
    "links to other files": (
        "x.xlsx",
        lambda: hostile.with_parts({"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "is linked with other files",
    ),
    "a zip bomb": ("x.xlsx", hostile.bomb, "unpacks to far more than a register holds"),
    "1,000 parts": (
        "x.xlsx",
        lambda: hostile.with_parts({f"xl/media/{n}.png": b"x" for n in range(1_000)}),
        "unpacks to far more",
    ),
    "entities": ("x.xlsx", hostile.laughs, "holds something that no workbook needs"),
    "another encoding": (
        "x.xlsx",
        lambda: hostile.with_parts({"xl/workbook.xml": "<!DOCTYPE x>".encode("utf-16")}),
        "holds something that no",
    ),
    "broken XML": ("x.xlsx", lambda: hostile.page_with("<sheetData><row>"), "This workbook is damaged"),
    "no pages": (
        "x.xlsx",
        lambda: hostile.with_parts({"xl/workbook.xml": b"<x/>"}),
        "This workbook has no sheets",
    ),
    "a number that is none": (
        "x.xlsx",
        lambda: hostile.page_with('<sheetData><row r="1"><c r="A1"><v>12x</v></c></row></sheetData>'),
        "This workbook is damaged",
    ),
    "a text document": (
        "x.docx",
        lambda: hostile.zipped(**{"[Content_Types]__xml": b"<x/>", "word/document__xml": b""}),
        "is not an Excel workbook",
    ),
    "an open document": (
        "x.ods",
        lambda: hostile.zipped(mimetype=b"application/vnd.oasis"),
        "is not an Excel workbook",
    ),
    "an old workbook": (
        "x.xls",
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
        "of an old kind, or it has a password",
    ),
    "a password": ("x.zip", hostile.encrypted, "This file has a password."),
    "half a ZIP": ("x.xlsx", lambda: hostile.workbook(People=[["Name"]])[:900], '"x.xlsx" is damaged'),
    "a ZIP of other things": (
        "x.zip",
        lambda: hostile.zipped(run__exe=b"MZ"),
        "holds something other than tables",
    ),
    "an empty ZIP": ("x.zip", lambda: b"PK\x05\x06" + bytes(18), "holds something other than tables"),
    "30 tables": (
        "x.zip",
        lambda: hostile.zipped(**{f"t{n}__csv": b"Name\r\n" for n in range(30)}),
        "This ZIP holds 30 tables",
    ),
    "a picture": (
        "x.csv",
        lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        '"x.csv" is neither a workbook nor a table.',
    ),
    "NUL bytes": ("x.csv", lambda: b"Name\r\nMr\0X\r\n", "is neither a workbook nor a table"),
    "control characters": ("x.csv", lambda: b"Name\r\nMr\x07X\r\n", "is neither a workbook nor a table"),
    "half of UTF-16": ("x.csv", lambda: b"\xff\xfeN\0a", "is neither a workbook nor a table"),
    "an open quotation mark": ("x.csv", lambda: b'Name\r\n"Mr X\r\n', "cannot be read from row 2 on"),
    "an enormous cell": ("x.csv", lambda: b"Name\r\n" + b"x" * 200_000, "cannot be read from row 2 on"),
    "wide tables": (
        "x.csv",
        lambda: b",".join(b"h%d" % n for n in range(MOST_COLUMNS + 1)),
        "more than 60 columns",
    ),
    "long tables": ("x.csv", lambda: b"Name\r\n" + b"x\r\n" * (MOST_ROWS + 1), "more than 60,000 rows"),
    "a row of commas": ("x.csv", lambda: b"," * (LARGEST_FILE - 1), "more than 60 columns"),
    "rows of commas": (
        "x.csv",
        lambda: (b"," * 3_000 + b"\r\n") * (LARGEST_FILE // 3_003),
        "more than 60 columns",
    ),
    "commas between quoted lines": (
        "x.csv",
        lambda: (b'"\n"' + b"," * 1_000) * (LARGEST_FILE // 1_004),
        "more than 60 columns",
    ),
    "a ZIP that unpacks to a large table": (
        "x.zip",
        lambda: hostile.zipped(people__csv=b"".join(b"Name %d\r\n" % n for n in range(1_000_000))),
        "A table in this ZIP has more than 10 MB.",
    ),
    "a large file": (
        "x.csv",
        lambda: b"x" * (LARGEST_FILE + 1),
        "The file has 11 MB, and 10 MB can be taken.",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_its_mend(case: str) -> None:
    name, make, sentence = HOSTILE[case]
    data = make()
    tracemalloc.start()
    began = clock.perf_counter()
    try:
        with pytest.raises(BadInput) as refused:
            BOOKS.read(name, data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert clock.perf_counter() - began < 15, "nor time: far less of it, where nothing traces the memory"
    assert sentence in str(refused.value)
    assert refused.value.mend
    assert most < 60 * 1024 * 1024, "a refusal must not cost memory"


def test_hidden_rows_and_columns_that_hold_nothing_stand_in_nobodys_way() -> None:
    made = load_workbook(io.BytesIO(hostile.workbook(People=[["Name"], ["X"]])))
    made["People"].row_dimensions[9].hidden = True
    made["People"].column_dimensions["D"].hidden = True
    (sheet,) = BOOKS.read("x.xlsx", hostile.saved(made))
    assert sheet.rows == (("X",),)


def test_a_bomb_within_the_limits_is_read_within_bounds() -> None:
    """Empty rows to the end of the sheet, each with a cell far out: read quickly, and nothing is kept of them."""
    rows = "".join(f'<row r="{n}"><c r="BH{n}"/></row>' for n in range(2, 60_000))
    (sheet,) = BOOKS.read("x.xlsx", hostile.page_with(f"<sheetData>{ROW}{rows}</sheetData>"))
    assert not sheet.rows


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_a_table_or_refused(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(BadInput):
            assert BOOKS.read("x.csv", start + data)[0].name == "x"
