"""`liaison import` and `liaison export`: the register in and out at a terminal, on both databases."""

import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.bot.terminal import TEAM, Terminal
from tests.database import bring_up
from tests.storage import hostile

from liaison.bot.app import open_store
from liaison.bot.settings import Settings
from liaison.domain.register import service as register_service
from liaison.domain.values import WorkspaceId
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.packs import load_pack
from liaison.storage.workbooks import Workbooks


@pytest.fixture
def office(terminal: Terminal, office_url: str, now: datetime) -> Terminal:
    """A terminal whose database, of either kind, holds Cumbria's register."""
    terminal.exports(DATABASE_URL=office_url)
    store = open_store(Settings())
    bring_up(store.engine)
    store.run(WorkspaceId(TEAM_ID), register_service.seed, load_pack("cumbria"), now=now)
    store.close()
    return terminal


@pytest.fixture
def seeded(terminal: Terminal) -> Terminal:
    """The same on SQLite, for what no database has a part in."""
    terminal.seeded()
    return terminal


def write(terminal: Terminal, name: str, data: bytes | str) -> str:
    """Puts a file into the folder."""
    (terminal.folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


def exported(terminal: Terminal, *what: str) -> bytes:
    """What an export writes."""
    path = terminal.folder / "out"
    terminal.runs("export", *what, *TEAM, "--output", str(path), "--force").succeeds("Written:")
    return path.read_bytes()


def test_export_import_export_gives_the_same_bytes(office: Terminal) -> None:
    for form in ("xlsx", "csv"):
        before = exported(office, "register", "--format", form)
        name = write(office, f"register.{'zip' if form == 'csv' else form}", before)
        office.runs("import", name, *TEAM).succeeds("0 added, 0 changed, 0 ended", "says all this already")
        assert exported(office, "register", "--format", form) == before


def test_a_dry_run_shows_the_difference_and_a_run_makes_it(office: Terminal) -> None:
    before = exported(office, "register")
    name = write(
        office,
        "new.csv",
        "Name;Statutory;Ended\nKendal Forum;Yes;\nBarrow CDRP;No;\nCumbria Vision;;1/10/26\n",
    )
    shown = office.runs("import", name, *TEAM, "--dry-run")
    shown.succeeds("Partnership added: Kendal Forum", "Partnership changed: Barrow CDRP")
    shown.succeeds(
        'Statutory: before "Yes", after "No"', 'Ended: before "not recorded", after "1 October 2026"'
    )
    shown.succeeds("1 added, 1 changed, 1 ended, 0 unchanged.", "Nothing was changed.")
    assert exported(office, "register") == before
    office.runs("import", name, *TEAM).succeeds(
        "1 added, 1 changed, 1 ended", "version 2. /partnership changes can undo it."
    )
    facts = office.runs("import", name, *TEAM, "--json").succeeds().json
    assert (facts["applied"], facts["unchanged"], facts["faults"]) == (False, 3, [])
    assert exported(office, "register") != before


def test_faults_are_named_and_nothing_is_changed(office: Terminal) -> None:
    before = exported(office, "register")
    name = write(office, "partnerships.csv", "Name,Statutory\nKendal Forum,Yes\nEden Forum,perhaps\n")
    line = (
        'partnerships, row 3, Statutory: "perhaps" is neither yes nor no. Write Yes or No, or leave it empty.'
    )
    answer = office.runs("import", name, *TEAM)
    assert answer.status == 1
    assert line in answer.out
    assert "Nothing was changed: 1 fault in the file." in answer.out
    told = office.runs("import", name, *TEAM, "--json")
    assert told.status == 1
    assert told.json["faults"] == [
        {
            "sheet": "partnerships",
            "row": 3,
            "column": "Statutory",
            "sentence": '"perhaps" is neither yes nor no.',
            "mend": "Write Yes or No, or leave it empty.",
        }
    ]
    assert exported(office, "register") == before


def test_a_hostile_workbook_is_refused_with_a_sentence(seeded: Terminal) -> None:
    before = exported(seeded, "register")
    seeded.runs("import", write(seeded, "bomb.xlsx", hostile.bomb()), *TEAM).fails(
        "unpacks to far more than a register holds"
    )
    sums = hostile.workbook(People=[["Name"], ["=1+1"]])
    seeded.runs("import", write(seeded, "sums.xlsx", sums), *TEAM).fails(
        '"People" has a formula in cell A2', "Paste Special"
    )
    seeded.runs("import", write(seeded, "large.csv", b"x" * 11 * 1024 * 1024), *TEAM).fails(
        "too large to be a register"
    )
    assert exported(seeded, "register") == before


def test_a_look_alike_is_pointed_out_and_what_is_for_reading_is_refused(seeded: Terminal) -> None:
    name = write(seeded, "people.csv", "Name\nMrs Shaw\n")
    answer = seeded.runs("import", name, *TEAM, "--dry-run")
    answer.succeeds("Look again: people, row 2, Name: Mrs Shaw would be added, and Mrs L L Shaw is")
    told = seeded.runs("import", name, *TEAM, "--dry-run", "--json").json["remarks"]
    assert [remark["row"] for remark in told] == [2]
    for what in ("public", "matrix"):
        seeded.runs("export", what, *TEAM, "--output", f"{what}.xlsx").succeeds()
        seeded.runs("import", f"{what}.xlsx", *TEAM).fails(
            "This list is for reading only. Export the register"
        )
    seeded.runs("export", "template", *TEAM, "--output", "template.xlsx").succeeds()
    seeded.runs("import", "template.xlsx", *TEAM).fails("No rows were found. Fill in a sheet")


def test_used_wrongly(terminal: Terminal) -> None:
    terminal.runs("import", "nowhere.xlsx", *TEAM).is_used_wrongly("nowhere.xlsx")
    terminal.runs("export", "poem", *TEAM).is_used_wrongly("poem")
    terminal.runs("import").is_used_wrongly("Missing argument")
    ods = terminal.runs("export", "register", *TEAM, "--format", "ods")
    ods.is_used_wrongly('"ods" cannot be written. Use --format xlsx or --format csv.')
    terminal.runs("migrate").succeeds()
    terminal.runs("export", "register", *TEAM).fails("liaison seed")
    terminal.runs("import", write(terminal, "x.csv", "Name\n"), *TEAM).fails("liaison seed")


def test_exports_are_named_by_what_and_day_and_write_over_nothing(seeded: Terminal) -> None:
    seeded.runs("export", "template", *TEAM).succeeds(
        "Written: liaison-template-", "an empty template with notes."
    )
    (path,) = seeded.folder.glob("liaison-template-*.xlsx")
    seeded.runs("export", "template", *TEAM).fails(f"{path.name} is there already.", "--force")
    seeded.runs("export", "template", *TEAM, "--output", "nowhere/out.xlsx").fails(
        "There is no folder nowhere.", "--output"
    )
    seeded.runs("export", "template", *TEAM, "--output", ".").is_used_wrongly("directory")
    seeded.runs("export", "template", *TEAM, "--force").succeeds("Written:")
    seeded.runs("import", path.name, *TEAM).fails("No rows were found.")


def test_a17_the_public_list_and_the_matrix_in_both_formats(seeded: Terminal) -> None:
    pages = load_workbook(io.BytesIO(exported(seeded, "public")))
    assert "Signed codes" not in pages.sheetnames
    with zipfile.ZipFile(io.BytesIO(exported(seeded, "public", "--format", "csv"))) as tables:
        assert "About.csv" in tables.namelist()
    assert b"Mrs L L Shaw,Mr W Smith" in exported(seeded, "matrix", "--format", "csv")
    (matrix,) = Workbooks().read("matrix.xlsx", exported(seeded, "matrix"))
    assert len(matrix.rows) == 25


def test_5000_partnerships_with_people_and_seats_come_in_one_go_with_progress(seeded: Terminal) -> None:
    """All of it is one change, which takes the whole file back at once."""
    tables = {
        "Partnerships": ["Name,Kind", *(f"Forum {number},forum" for number in range(5_000))],
        "People": ["Name,Works for", *(f"Person {number},The force" for number in range(1_000))],
        "Appointments": [
            "Partnership,Role,Person",
            *(f"Forum {number},representative,Person {number % 1_000}" for number in range(5_000)),
        ],
    }
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", "\n".join(rows))
    file = write(seeded, "register.zip", parcel.getvalue())
    answer = seeded.runs("import", file, *TEAM).succeeds("11000 added, 0 changed, 0 ended", "version 2")
    assert "11,000 of 11,000 rows read." in answer.err
    assert answer.err.count("rows read.") >= 9, "it never falls silent for long"
    (matrix,) = Workbooks().read("matrix.csv", exported(seeded, "matrix", "--format", "csv"))
    assert len(matrix.rows) == 5_025
    assert {"Forum 4999", "Person 999"} <= {str(cell) for row in matrix.rows for cell in row}


def test_a_long_file_tells_how_far_it_is(seeded: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"Forum {number}\n" for number in range(1_500))
    name = write(seeded, "partnerships.csv", f"Name\n{rows}")
    answer = seeded.runs("import", name, *TEAM).succeeds("1500 added")
    assert "500 of 1,500 rows read." in answer.err
    assert "1,500 of 1,500 rows read." in answer.err
    assert not seeded.runs("import", name, *TEAM, "--json").err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    bar = seeded.runs("import", name, *TEAM).succeeds("1500 unchanged")
    assert "rows read" not in bar.err


def test_an_import_is_kept_in_the_audit_trail(seeded: Terminal, tmp_path: Path) -> None:
    assert tmp_path == seeded.folder
    entries = seeded.runs("audit", "verify", *TEAM, "--json").json["entries"]
    seeded.runs("import", write(seeded, "people.csv", "Name\nMs New\n"), *TEAM).succeeds("1 added")
    assert seeded.runs("audit", "verify", *TEAM, "--json").json["entries"] == entries + 1
