"""Workbooks and tables in and out: nothing is lost on the way."""

import io
import time as clock
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.storage import hostile

from liaison.domain.register.cells import Cell
from liaison.domain.register.sheets import FORMATS, Column, Format, Sheet, Source
from liaison.storage.workbooks import Workbooks

BOOKS = Workbooks()
LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n"
)
TEXTS = st.text(LETTERS, min_size=1, max_size=40).filter(str.strip) | st.sampled_from(
    ["=1+1", "+44", "-5", "@x", "'=x", "''", "'Allo", "#REF!", "a;b,c\td", 'say "x"', "1e5", "TRUE"]
)


def named(form: Format, sheets: tuple[Sheet, ...]) -> str:
    """What a file of that format is called."""
    return (
        "register.xlsx" if form == "xlsx" else "register.zip" if len(sheets) > 1 else f"{sheets[0].name}.csv"
    )


def same(cell: Cell, form: Format) -> Cell:
    """How a cell comes back: a table knows texts alone, and a workbook no day before 1 March 1900."""
    if isinstance(cell, date) and (form == "csv" or cell < date(1900, 3, 1)):
        return cell.isoformat()
    return str(cell) if form == "csv" and isinstance(cell, int) else cell


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None, max_examples=50)
@given(
    rows=st.lists(
        st.tuples(TEXTS, st.none() | TEXTS, st.none() | st.integers(0, 10**9), st.none() | st.dates()),
        min_size=1,
        max_size=8,
    )
)
def test_what_goes_out_comes_in_again(form: Format, rows: list[tuple[Cell, ...]]) -> None:
    columns = tuple(Column(heading=heading) for heading in ("ID", "Name", "Number", "Day"))
    sheets = tuple(Sheet(name=name, columns=columns, rows=tuple(rows)) for name in ("One", "Two"))
    data = BOOKS.write(sheets, form)
    assert BOOKS.write(sheets, form) == data
    found = BOOKS.read(named(form, sheets), data)
    expected = tuple(tuple(same(cell, form) for cell in row) for row in rows)
    assert [sheet.rows for sheet in found] == [expected, expected]
    assert [column.heading for column in found[0].columns] == ["ID", "Name", "Number", "Day"]


def test_the_same_sheets_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = BOOKS.write((hostile.PLAIN,), "xlsx")
    later = clock.gmtime(clock.time() + 10**8)
    monkeypatch.setattr(clock, "time", lambda: 2e9)
    monkeypatch.setattr(clock, "localtime", lambda *_: later)
    assert BOOKS.write((hostile.PLAIN,), "xlsx") == before
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    risky = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "#REF!")
    sheet = Sheet(name="People", columns=(Column(heading="Name"),), rows=tuple((text,) for text in risky))
    cells = [
        row[0]
        for row in load_workbook(io.BytesIO(BOOKS.write((sheet,), "xlsx")))["People"].iter_rows(min_row=2)
    ]
    assert [cell.value for cell in cells] == list(risky)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    lines = BOOKS.write((sheet,), "csv").decode("utf-8-sig").splitlines()[1:]
    assert [line[0] for line in lines] == ["'"] * 4 + ["#"]


def test_headings_stay_in_view_and_lists_drop_down() -> None:
    people = Sheet(
        name="People", columns=(Column(heading="ID"), Column(heading="Name")), rows=(("1", "Mr X"),)
    )
    seats = Sheet(
        name="Appointments",
        columns=(
            Column(heading="ID"),
            Column(
                heading="Person", note="The name as on its own sheet.", choices_in=Source("People", "Name")
            ),
            Column(heading="Role", choices=("representative", "substitute")),
        ),
    )
    book = load_workbook(io.BytesIO(BOOKS.write((people, seats), "xlsx")))
    page = book["Appointments"]
    assert page.freeze_panes == "B2"
    assert page["A1"].font.bold
    person, role = page.data_validations.dataValidation
    assert (person.formula1, person.prompt) == ("'People'!$B$2:$B$1002", "The name as on its own sheet.")
    assert (role.formula1, str(role.sqref)) == ('"representative,substitute"', "C2:C1001")
    assert not role.showErrorMessage


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_as_excel_and_others_save_them(encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(["Name", "Also called"])
        + "\r\n"
        + delimiter.join(["Mrs Ä Ø-Neill", '"a\nb"'])
        + "\r\n"
    )
    (sheet,) = BOOKS.read("folder/People.CSV", text.encode(encoding))
    assert sheet.name == "People"
    assert sheet.rows == (("Mrs Ä Ø-Neill", "a\nb"),)


def test_values_of_all_types_come_in_as_what_people_see() -> None:
    rows: list[list[object]] = [
        ["Name", "A", "B", "C", "D", "E"],
        ["X", True, 6.0, 6.5, datetime.combine(date(2009, 3, 9), time(14, 30)), "  "],
        [None],
        ["Y"],
    ]
    (sheet,) = BOOKS.read("x.xlsx", hostile.workbook(People=rows))
    assert sheet.rows[0][:5] == ("X", "Yes", 6, "6.5", date(2009, 3, 9))
    assert sheet.rows[2][0] == "Y"  # row 4 of the file: empty rows keep their place


def test_sheets_that_explain_others_are_left_out() -> None:
    data = hostile.workbook(Notes=[["=1+1"]], People=[["Name"], ["X"]], Lists=[["A", "A"]])
    assert [sheet.name for sheet in BOOKS.read("x.xlsx", data)] == ["People"]
    tables = hostile.zipped(Notes__csv=b"a,a\r\n", People__csv=b"Name\r\nX\r\n")
    assert [sheet.name for sheet in BOOKS.read("x.zip", tables)] == ["People"]
