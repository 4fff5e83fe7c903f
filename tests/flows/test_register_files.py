"""The register in and out through Slack: staff send a file, see what it would do, and decide."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from tests.flows.office import Office

from liaison.domain.register import importing
from liaison.domain.register.exporting import register_sheets
from liaison.domain.register.sheets import LARGEST_FILE, Sheet
from liaison.handlers.register import files
from liaison.sandbox.language.people import Person
from liaison.sandbox.workspace import Workspace
from liaison.storage.workbooks import Workbooks


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def table(title: str, *rows: Sequence[str | int | date | None]) -> bytes:
    """A workbook with one sheet, as a clerk makes it."""
    workbook = Workbook()
    page = workbook.active
    assert page
    page.title = title
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sent(office: Office, name: str) -> bytes:
    """The file of that name which the app has sent."""

    def find(workspace: Workspace) -> bytes | None:
        return next((f.content for f in workspace.files.values() if f.name == name and f.complete), None)

    found = office.slack.sandbox.wait(find, 10)
    assert isinstance(found, bytes), name
    return found


NEW = table(
    "Partnerships",
    ["Name", "Statutory", "Reports to"],
    ["Kendal Flood Forum", "No", "Policing Plan and Performance Committee"],
)


def test_a_file_from_staff_is_shown_then_taken_in_and_undone(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    answer = officer.dm.shares("new.xlsx", NEW)
    answer.sees("new.xlsx can be taken in").sees("1 added, 0 changed, 0 ended, 0 unchanged")
    answer.sees("Kendal Flood Forum").sees("Nothing has changed yet")
    assert "Kendal" not in answer.notification
    assert not any(p.name == "Kendal Flood Forum" for p in everywhere.register.partnerships)
    answer.button("Change the register").click()
    answer.sees("Taken in by Committee Services Officer: 1 added")
    assert any(p.name == "Kendal Flood Forum" for p in everywhere.register.partnerships)
    officer.dm.sees("Kendal Flood Forum").button("Undo").click()
    everywhere.slack.settled()
    assert not any(p.name == "Kendal Flood Forum" for p in everywhere.register.partnerships)


def test_what_a_file_changes_is_shown_field_by_field(office: Office, officer: Person) -> None:
    eden = next(p for p in office.register.partnerships if p.name == "Eden Local Strategic Partnership")
    changes = table(
        "Partnerships",
        ["ID", "Name", "Statutory", "Ended"],
        ["cu-cdrp-barrow", "Barrow Community Safety Partnership", "No", None],
        [eden.id, "Eden Local Strategic Partnership", None, date(2026, 10, 1)],
    )
    before = office.register
    answer = officer.dm.shares("changes.xlsx", changes)
    answer.sees("0 added, 1 changed, 2 ended, 0 unchanged")
    answer.sees("Name: before Barrow CDRP, after Barrow Community Safety Partnership")
    answer.sees("Statutory: before Yes, after No").sees("Ended: before not recorded, after 1 October 2026")
    answer.button("Cancel").click()
    answer.sees("changes.xlsx was not taken in: cancelled by Committee Services Officer")
    assert office.register == before


def test_every_fault_is_named_with_its_place_and_mend(office: Office, officer: Person) -> None:
    wrong = table(
        "Partnerships",
        ["Name", "Statutory", "Reports to"],
        ["Kendal Flood Forum", "maybe", "Flood Committee"],
        [None, "Yes", None],
    )
    before = office.register
    answer = officer.dm.shares("wrong.xlsx", wrong)
    answer.sees("wrong.xlsx cannot be taken in: 3 faults. Nothing was changed.")
    answer.sees(
        'Partnerships, row 2, Statutory: "maybe" is neither yes nor no. Write Yes or No, or leave it empty.'
    )
    answer.sees('Partnerships, row 2, Reports to: No committee is called "Flood Committee".')
    answer.sees("Partnerships, row 3, Name: Name is needed. Fill it in.")
    assert not answer.button("Change the register").exists()
    assert office.register == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is neither a workbook nor a table"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 64, "of an old kind, or it has a password"),
        ("sums.xlsx", table("People", ["Name"], ["=1+1"]), "a formula in cell A2"),
        ("large.csv", b"x" * (LARGEST_FILE + 1), "large.csv is too large to be a register."),
    ],
)
def test_a_hostile_file_is_refused_with_one_sentence(
    office: Office, officer: Person, name: str, content: bytes, sentence: str
) -> None:
    version = office.register.version
    officer.dm.shares(name, content).sees(f"{name} was not taken in, and nothing was changed.").sees(sentence)
    assert office.register.version == version


def test_pressing_twice_changes_once_and_a_changed_register_is_shown_anew(
    office: Office, officer: Person
) -> None:
    other = office.staff("administration-manager")
    first, second = officer.dm.shares("new.xlsx", NEW), other.dm.shares("new.xlsx", NEW)
    first.sees("1 added")
    second.sees("1 added").button("Change the register").click()
    second.sees("Taken in by Administration Manager")
    version = office.register.version
    first.button("Change the register").click()
    first.sees("The file was read: the register says all this already.")
    assert office.register.version == version


def test_what_would_now_be_something_else_is_shown_again_first(office: Office, officer: Person) -> None:
    rows = ["Name", "Statutory"], ["Barrow CDRP", "No"]
    first = officer.dm.shares("first.xlsx", table("Partnerships", *rows)).sees("1 changed")
    second = officer.dm.shares(
        "second.xlsx", table("Partnerships", ["Name", "Statutory"], ["Barrow CDRP", None])
    )
    second.sees("Statutory: before Yes, after not recorded").button("Change the register").click()
    second.sees("Taken in")
    first.button("Change the register").click()
    first.sees("The register has changed since. Now the file would do this").sees(
        "before not recorded, after No"
    )
    first.button("Change the register").click()
    first.sees("Taken in by")
    assert [p.statutory for p in office.register.partnerships if p.name == "Barrow CDRP"] == [False]


def test_a_member_may_not_and_a_member_in_mid_report_is_told_what_answers(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.dm.shares("new.xlsx", NEW).sees("Only staff can take a file into the register.")
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    shaw.dm.shares("new.xlsx", NEW).sees("Answer the item by typing")


def test_staff_in_mid_report_can_send_a_file_and_answer_beside_it(officer: Person) -> None:
    officer.types("/reportback barrow cdrp")
    officer.dm.saw("1. Name of Partnership")
    officer.dm.shares("new.xlsx", NEW).sees("1 added")
    officer.dm.shares("again.xlsx", NEW, "yes")
    officer.dm.saw("2. Date of Meeting").saw("again.xlsx can be taken in")


def test_other_files_are_named_and_ignored_and_in_mid_report_left_to_the_conversation(
    officer: Person,
) -> None:
    officer.dm.shares("minutes.docx", b"PK").sees("minutes.docx was ignored: it is no table.").sees(
        "I take workbooks (.xlsx), tables (.csv) and ZIPs of tables."
    )
    officer.types("/reportback barrow cdrp")
    officer.dm.saw("1. Name of Partnership")
    officer.dm.shares("minutes.pdf", b"%PDF-1.7").sees("Answer the item by typing")


def test_several_tables_come_in_as_one(office: Office, officer: Person) -> None:
    people = "Name;E-mail address\r\nMrs Ö Ækland;o@example.org\r\n".encode("cp1252")
    answer = officer.dm.shares("people.csv", people)
    answer.sees("Person added: Mrs Ö Ækland").button("Change the register").click()
    answer.sees("Taken in")
    assert any(person.name == "Mrs Ö Ækland" for person in office.register.people)


def test_the_register_goes_out_and_comes_in_again_without_a_difference(
    office: Office, officer: Person
) -> None:
    officer.types("/partnership export").sees("I am making the register. It comes in our direct message.")
    data = sent(office, "liaison-register-2026-11-23.xlsx")
    assert data == Workbooks().write(register_sheets(office.register), "xlsx")
    answer = officer.dm.shares("register.xlsx", data)
    answer.sees("the register says all this already").sees("0 added, 0 changed, 0 ended")
    officer.types("/partnership export csv")
    officer.dm.shares("register.zip", sent(office, "liaison-register-2026-11-23.zip")).sees(
        "says all this already"
    )


def test_a17_the_public_list_and_the_matrix_are_for_every_member(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/partnership export").sees(
        "Only staff can take out the register. Ask whoever installed Liaison"
    )
    office.linked("Ms A Keeper", "committee-services-officer")
    shaw.types("/partnership template").sees(
        "Only staff can take out the template. Ask Ms A Keeper (Committee Services Officer), or type"
    )
    shaw.types("/partnership export public").sees("I am making the list for others.")
    pages = load_workbook(io.BytesIO(sent(office, "liaison-public-2026-11-23.xlsx")))
    shaw.dm.saw("The list for others, as it is on 23 November 2026. It holds nothing that is restricted.")
    assert pages.sheetnames[0] == "About"
    assert "Signed codes" not in pages.sheetnames
    shaw.types("/partnership export matrix csv").sees("I am making the matrix.")
    assert "Mr W Smith" in sent(office, "liaison-matrix-2026-11-23.csv").decode("utf-8-sig")
    shaw.types("/partnership export poem").sees('There is no export called "poem".')
    shaw.types("/partnership import").sees(
        "Only staff can take a file into the register. Ask Ms A Keeper (Committee Services Officer) to do it."
    )
    shaw.dm.shares("new.xlsx", NEW).sees("Ask Ms A Keeper (Committee Services Officer) to do it.")


def test_the_template_brings_notes_and_the_registers_own_names(office: Office, officer: Person) -> None:
    officer.types("/partnership import").sees("Send me the file in our direct message")
    officer.types("/partnership template").sees("I am making the template.")
    data = sent(office, "liaison-template-2026-11-23.xlsx")
    pages = load_workbook(io.BytesIO(data))
    assert pages.sheetnames[0] == "Notes"
    assert "Mrs L L Shaw" in [cell.value for cell in pages["Lists"]["B"]]
    officer.dm.shares("template.xlsx", data).sees("No rows were found. Fill in a sheet")
    lists: tuple[Sheet, ...] = Workbooks().read("template.xlsx", data)
    assert all(not sheet.rows for sheet in lists)


def test_slack_that_delivers_a_message_twice_is_answered_once(office: Office, officer: Person) -> None:
    office.slack.faults.twice("message")
    officer.dm.shares("new.xlsx", NEW).sees("1 added")
    office.slack.settled()
    assert sum("can be taken in" in text for text in officer.dm.messages) == 1


def test_slack_that_fails_once_is_told_again(office: Office, officer: Person) -> None:
    office.slack.faults.cut_after("chat.postMessage")
    officer.dm.shares("new.xlsx", NEW).sees("1 added")
    office.slack.settled()
    assert sum("can be taken in" in text for text in officer.dm.messages) == 1
    office.slack.faults.server_error("files.info")
    officer.dm.shares("new.xlsx", NEW).sees(
        "was not taken in, and nothing was changed. Slack did not do what I asked"
    )


def test_p13_what_a_message_cannot_show_comes_as_a_workbook(office: Office, officer: Person) -> None:
    rows = [[f"Forum {number}", "Yes"] for number in range(30)]
    good = officer.dm.shares("good.xlsx", table("Partnerships", ["Name", "Statutory"], *rows))
    good.sees("30 added").sees("20 more entries are in the workbook that follows.")
    (differences,) = Workbooks().read("differences.xlsx", sent(office, "liaison-differences-2026-11-23.xlsx"))
    officer.dm.saw("All that the file would change.")
    assert len(differences.rows) == 60
    assert ("added", "partnership", "Forum 29", "Statutory", None, "Yes") in differences.rows
    good.button("Change the register").click()
    good.sees("Taken in by")
    officer.dm.saw("Entries that are not shown here: 24.").button("See all of change").click()
    officer.sees("I am making the list of all that was changed.")
    (changes,) = Workbooks().read("changes.xlsx", sent(office, "liaison-changes-2026-11-23.xlsx"))
    assert changes.rows == differences.rows
    officer.types("/partnership changes").button("See all of change").exists()
    wrong = [[name, "perhaps"] for name, _ in rows]
    bad = officer.dm.shares("bad.xlsx", table("Partnerships", ["Name", "Statutory"], *wrong))
    bad.sees("30 faults").sees("20 more faults are in the workbook that follows.")
    (wrongs,) = Workbooks().read("faults.xlsx", sent(office, "liaison-faults-2026-11-23.xlsx"))
    assert wrongs.rows[-1][:3] == ("Partnerships", 31, "Statutory")


def test_a_long_file_says_how_much_is_being_read_and_taken_in(
    office: Office, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes seconds says so at once; the dry run, and then what came of it, take the place of that."""
    monkeypatch.setattr(files, "MANY", 30)

    def said(words: str) -> bool:
        entries = office.slack.sandbox.look(lambda workspace: list(workspace.journal.entries))
        return any(words in str(entry.payload) for entry in entries if entry.direction == "in")

    officer.dm.shares("short.xlsx", NEW).sees("1 added")
    assert not said("I am reading")
    rows = [[f"Forum {number}", "Yes"] for number in range(30)]
    answer = officer.dm.shares("long.xlsx", table("Partnerships", ["Name", "Statutory"], *rows))
    answer.sees("30 added")
    assert said("I am reading long.xlsx: 30 rows.")
    assert not [text for text in officer.dm.messages if "I am reading" in text]

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(importing, "take_in", fails)
        answer.button("Change the register").click()
        officer.sees("Something went wrong here")
    assert said("I am taking in 30 rows.")
    answer.button("Change the register").click()
    answer.sees("Taken in by Committee Services Officer: 30 added")


def test_a_long_file_delivered_twice_is_answered_once(
    office: Office, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MANY", 1)
    office.slack.faults.twice("message")
    officer.dm.shares("new.xlsx", NEW)
    direct = officer.dm.saw("1 added, 0 changed")
    officer.expect(lambda seen: "I am reading" not in direct.shown(seen) or None, "still sees the progress")
    assert sum("can be taken in" in text for text in officer.dm.messages) == 1


def test_an_export_that_slack_does_not_take_is_told_as_one(office: Office, officer: Person) -> None:
    office.slack.faults.server_error("files.getUploadURLExternal")
    officer.types("/partnership export matrix").sees("I am making the matrix.")
    officer.dm.saw("I could not send the matrix. Slack did not do what I asked")
    assert "taken in" not in str(officer.dm.messages)


@pytest.mark.parametrize(
    ("url", "api", "own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/x.csv", "https://slack.com/api/", True),
        ("https://files.slack-gov.com/x.csv", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:4390/files-pri/x.csv", "http://127.0.0.1:4390/api/", True),
        ("http://127.0.0.1:4391/files-pri/x.csv", "http://127.0.0.1:4390/api/", False),
        ("http://files.slack.com/x.csv", "https://slack.com/api/", False),
        ("https://slack.com.example.org/x.csv", "https://slack.com/api/", False),
        ("https://notslack.com/x.csv", "https://slack.com/api/", False),
        ("https://files.slack.com@example.org/x.csv", "https://slack.com/api/", False),
        ("https://docs.example.org/files.slack.com", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
    ],
)
def test_the_token_goes_to_slack_alone(url: str, api: str, own: bool) -> None:
    assert files.is_slacks(url, api) is own
