"""What is wrong with a file: every fault at its sheet, row and column, with its mend."""

from datetime import date

import pytest
from tests.domain.files import TODAY, faults, sheet, taken
from tests.domain.registers import BARROW, CHANGING, FORUM

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.register.cells import Cell
from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import public_sheets, template_sheets
from liaison.domain.register.importing import plan
from liaison.domain.register.models import Person
from liaison.domain.register.rows import MOST_FAULTS
from liaison.domain.register.sheets import Sheet
from liaison.domain.values import PersonId


def test_every_fault_is_told_at_once_with_sheet_row_column_and_mend() -> None:
    assert faults(
        sheet(
            "Partnerships",
            "ID, Name, Statutory, Reports to, Ended, Part of",
            [None, "Kendal Forum", "perhaps", "Flood Committee", "31/02/2026", None],
            [None, None, "Yes", None, None, None],
            ["bad id!", "X Forum", None, None, None, None],
            [BARROW, "Barrow", None, None, None, "Nowhere"],
            [BARROW, "Barrow again", None, None, None, None],
        )
    ) == [
        'Partnerships, row 2, Statutory: "perhaps" is neither yes nor no. Write Yes or No, or leave it empty.',
        'Partnerships, row 2, Reports to: No committee is called "Flood Committee". Add the committee first, or correct the name.',
        'Partnerships, row 2, Ended: "31/02/2026" is no day of the calendar. Write it like 1 May 2027 or 01/05/2027.',
        "Partnerships, row 3, Name: Name is needed. Fill it in.",
        'Partnerships, row 4, ID: "bad id!" cannot be an ID. Use letters, digits and hyphens, or leave it empty.',
        'Partnerships, row 5, Part of: No partnership is called "Nowhere". Add the partnership first, or correct the name.',
        "Partnerships, row 6, ID: Row 5 is about the same entry. Delete one of the two, or give this row an ID of its own.",
    ]


def test_faults_of_columns_and_sheets() -> None:
    mend = "Correct the heading as the template has it, or delete the column."
    assert faults(sheet("Partnerships", "Name, Colour, name", ["X", "blue", "X"])) == [
        f'Partnerships, row 1, Colour: There is no column "Colour" here. {mend}',
        f"Partnerships, row 1, name: This column is there twice. {mend}",
    ]
    assert faults(sheet("Budget", "Cost, Name", [1, "X"]))[0].startswith(
        "Budget: This sheet is none of the register's."
    )
    twice = faults(sheet("Partnerships", "Name", ["X"]), sheet("partnership", "Name", ["Y"]))
    assert twice == ['partnership: "Partnerships" holds the same kind of entries. Put them into one sheet.']
    assert faults(sheet("Links with Slack", "Slack user, Person", ["U1", "Mrs L L Shaw"]))
    assert faults(sheet("Targets", "Partnership", ["Barrow CDRP"])) == [
        "Targets, row 2, Target: Target is needed. Add the column, and fill it in."
    ]


def test_a_second_row_of_the_edition_is_a_fault_at_its_row() -> None:
    rows = ["Cumbria", "2008/09"], ["Cumbria", "2009/10"]
    (fault,) = faults(sheet("Editions", "Authority, Edition of the list", *rows))
    assert fault.startswith("Editions, row 3, ID: Row 2 is about the same entry. Delete one of the two")


def test_faults_of_names_that_do_not_tell_which() -> None:
    two = CHANGING.changed([Edit("people", "other", Person(id=PersonId("other"), name="Mrs L L Shaw"))])
    assert faults(sheet("People", "Name", ["Mrs L L Shaw"]), register=two) == [
        'People, row 2, ID: More than one is called "Mrs L L Shaw". Say by its ID which is meant: shaw, other.'
    ]
    assert faults(sheet("People", "Name", ["Mr X"], ["mr x"])) == [
        "People, row 3, Name: Row 2 has the same name. Delete one of them, or give each an ID."
    ]
    _, after = taken(sheet("People", "ID, Name", ["smith-2", "Mr W Smith"]))
    assert [person.id for person in after.people if person.name == "Mr W Smith"] == ["smith", "smith-2"]
    seat = ["Barrow CDRP", "substitute", "Mrs C Egan"]
    mend = "Row 2 says the same in these columns. Delete one of them, or give this one an ID."
    assert faults(sheet("Appointments", "Partnership, Role, Person", seat, seat)) == [
        f"Appointments, row 3, Partnership, Role, Person: {mend}"
    ]
    less = sheet(
        "Targets", "Partnership, Target, Measure", ["Barrow CDRP", "Less", "A"], ["Barrow CDRP", "less", "B"]
    )
    assert faults(less) == [f"Targets, row 3, Partnership, Target: {mend}"]


def test_the_registers_own_rules_hold_and_are_told_at_their_rows() -> None:
    assert faults(
        sheet(
            "Partnerships",
            "ID, Name, Part of, Began, Ended, Merged into",
            [BARROW, "Barrow CDRP", "Pensions Forum", None, None, None],
            [FORUM, "Pensions Forum", "Barrow CDRP", None, None, None],
            ["new", "Eden Partnership", None, None, None, None],
            ["late", "Late Forum", None, "1 May 2026", "1 May 2025", None],
            ["gone", "Gone Forum", None, None, None, "Late Forum"],
        )
    ) == [
        "Partnerships, row 2, Part of: Part of would lead from Barrow CDRP back to itself. Choose another partnership.",
        "Partnerships, row 3, Part of: Part of would lead from Pensions Forum back to itself. Choose another partnership.",
        'Partnerships, row 4, Name: Another partnership is called "Eden Partnership". Give this one a name of its own.',
        "Partnerships, row 5, Ended: It would end on 1 May 2025, before it begins on 1 May 2026. Correct one of the two days.",
        "Partnerships, row 6, Ended: A partnership that merged has ended. Say on which day, under Ended.",
    ]


def test_b11_a_link_officer_comes_in_only_as_nominated() -> None:
    people = sheet("People", "Name, Works for", ["Insp A Jones", "Cumbria Constabulary"])
    register = CHANGING.model_copy(update={"force": "Cumbria Constabulary"})
    seats = "Partnership, Role, Person, Nominated on"
    assert faults(
        people,
        sheet("Appointments", seats, ["Barrow CDRP", "link officer", "Insp A Jones", None]),
        register=register,
    )[0].startswith(
        "Appointments, row 2, Nominated on: Only the chief constable's nomination fills this seat."
    )
    seat: list[Cell] = ["Barrow CDRP", "link officer", "Insp A Jones", date(2026, 9, 1)]
    taken(people, sheet("Appointments", seats, seat), register=register)


def test_the_same_person_twice_in_one_role_is_refused_at_its_row() -> None:
    seat = ["Pensions Forum", "substitute", "Mrs L L Shaw"]
    found = faults(
        sheet(
            "Appointments", "Partnership, Role, Person, From", [*seat, "1 May 2026"], [*seat, "1 June 2026"]
        )
    )
    assert [fault.partition(" is ")[0] for fault in found] == [
        f"Appointments, row {row}, Person: Mrs L L Shaw" for row in (2, 3)
    ]


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    rows = [(f"Forum {number}", "perhaps") for number in range(MOST_FAULTS + 100)]
    assert len(faults(sheet("Partnerships", "Name, Statutory", *rows))) == MOST_FAULTS


def test_a_file_without_rows_says_what_to_do() -> None:
    with pytest.raises(BadInput, match=r"No rows were found\. Fill in a sheet"):
        plan(CHANGING, template_sheets(CHANGING), today=TODAY)


@pytest.mark.parametrize(
    "sheets",
    [public_sheets(CHANGING, TODAY), (matrix_sheet(lookup.matrix(CHANGING, day=TODAY)),)],
    ids=["public", "matrix"],
)
def test_a17_a_list_made_for_reading_is_not_taken_in(sheets: tuple[Sheet, ...]) -> None:
    with pytest.raises(BadInput, match=r"for reading only\. Export the register"):
        plan(CHANGING, sheets, today=TODAY)
