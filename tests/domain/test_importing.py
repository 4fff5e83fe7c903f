"""A file taken into the register: which entry each row is, what would change, and every fault at its place."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.made_up import registers
from tests.domain.registers import BARROW, CHANGING, EGAN, FORUM, HANDOVER, SHAW

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.register.cells import Cell
from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import public_sheets, register_sheets, template_sheets
from liaison.domain.register.importing import in_words, plan
from liaison.domain.register.models import Appointment, Committee, FormerName, Partnership, Person
from liaison.domain.register.plans import Plan
from liaison.domain.register.rows import MOST_FAULTS
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, CommitteeId, PartnershipId, PersonId

TODAY = date(2026, 11, 22)


def sheet(name: str, headings: str, *rows: Sequence[Cell]) -> Sheet:
    """A sheet with its headings in one line."""
    columns = tuple(Column(heading=heading) for heading in headings.split(", "))
    return Sheet(name=name, columns=columns, rows=tuple(tuple(row) for row in rows))


def taken(*sheets: Sheet, register: Register = CHANGING) -> tuple[Plan, Register]:
    """A plan without faults, and the register that it makes."""
    found = plan(register, sheets, today=TODAY)
    assert not found.faults, [str(fault) for fault in found.faults]
    return found, register.changed(found.edits)


def faults(*sheets: Sheet, register: Register = CHANGING) -> list[str]:
    """What is wrong with a file, a line for each fault."""
    found = plan(register, sheets, today=TODAY)
    assert not found.edits or not found.faults
    return [str(fault) for fault in found.faults]


def test_rows_are_added_changed_ended_or_left() -> None:
    found, after = taken(
        sheet(
            "Partnerships",
            "ID, Name, Statutory, Ended",
            [BARROW, "Barrow CDRP", "Yes", None],
            [FORUM, "Pensions Forum", None, date(2026, 12, 1)],
            ["eden", "Eden Partnership", None, None],
            [None, "Kendal Forum", "no", None],
        )
    )
    assert str(found.counts) == "1 added, 1 changed, 1 ended, 1 unchanged"
    assert after.partnership[BARROW].statutory is True
    assert after.partnership[BARROW].reports_to == CHANGING.partnership[BARROW].reports_to
    assert after.partnership[FORUM].until == date(2026, 12, 1)
    assert after.partnership[PartnershipId("kendal-forum")].statutory is False
    told = {entry.name: entry for entry in in_words(CHANGING, found)}
    assert [told[name].what for name in ("Barrow CDRP", "Pensions Forum", "Kendal Forum")] == [
        "changed",
        "ended",
        "added",
    ]
    assert told["Barrow CDRP"].fields[0][:3] == ("Statutory", "not recorded", "Yes")


def test_rows_can_name_one_another_in_any_order_and_by_an_old_name() -> None:
    _, after = taken(
        sheet("Appointments", "Partnership, Role, Person", ["Kendal Forum", "representative", "Ms New"]),
        sheet(
            "Partnerships",
            "ID, Name, Part of",
            [None, "Kendal Forum", "Barrow CDRP"],
            [BARROW, "Barrow CSP", None],
        ),
        sheet("People", "Name, Support officer", ["Ms New", "Mr Newer"], ["Mr Newer", None]),
    )
    (seat,) = [seat for seat in after.appointments if seat.partnership == "kendal-forum"]
    assert after.person[PersonId(str(seat.person))].name == "Ms New"
    assert after.partnership[PartnershipId("kendal-forum")].parent == BARROW
    assert after.person[PersonId("ms-new")].support_officer == "mr-newer"


def test_a_file_without_ids_taken_twice_does_not_double() -> None:
    sheets = (
        sheet("People", "Name, E-mail address", ["Ms New", "new@example.org"]),
        sheet("Offices", "Name", ["Lead Member for Youth"]),
        sheet("Terms of office", "Office, Person, From", ["Lead Member for Youth", "Ms New", "1 May 2026"]),
        sheet("Partnerships", "Name", ["Kendal Forum"]),
        sheet(
            "Appointments",
            "Partnership, Role, Person, From",
            ["Kendal Forum", "representative", "Ms New", None],
            ["Kendal Forum", "substitute", None, None],
            ["Kendal Forum", "substitute", None, None],
        ),
        sheet("Targets", "Partnership, Target, By", ["Kendal Forum", "Fewer floods", "31/03/2027"]),
        sheet("Signed codes", "Person, Code, Signed on", ["Ms New", "Code of Conduct", "2026-05-01"]),
    )
    first, after = taken(*sheets)
    assert first.counts.added == 9
    second, _ = taken(*sheets, register=after)
    assert str(second.counts) == "0 added, 0 changed, 0 ended, 9 unchanged"


def test_an_empty_cell_empties_and_a_missing_column_leaves() -> None:
    register = CHANGING.changed(
        [Edit("people", SHAW, Person(id=SHAW, name="Mrs L L Shaw", email="shaw@example.org", body="Council"))]
    )
    _, after = taken(sheet("People", "Name, Works for", ["Mrs L L Shaw", None]), register=register)
    assert (after.person[SHAW].email, after.person[SHAW].body) == ("shaw@example.org", None)
    _, after = taken(sheet("Committees", "Name, Kind", ["Policing Plan and Performance Committee", None]))
    assert after.committees[0].kind == "committee"


def test_what_a_file_leaves_out_stays() -> None:
    found, after = taken(
        sheet("People", "Name"), sheet("Offices", "ID, Name", [None, None], ["lead", "Lead Member"])
    )
    assert [edit.id for edit in found.edits] == ["lead"]
    assert after.people == CHANGING.people


@pytest.mark.parametrize("name", ["partnerships", "Partnerships", "partnership", "My partnerships", "Sheet1"])
def test_a_sheet_is_known_by_its_name_or_its_headings(name: str) -> None:
    found, _ = taken(sheet(name, "Name, Statutory, Formal", ["Kendal Forum", "Yes", "No"]))
    assert found.counts.added == 1


def test_the_edition_is_changed_in_its_own_sheet() -> None:
    found, after = taken(sheet("Editions", "Authority, Edition of the list", ["the Authority", "2026/27"]))
    assert (after.edition, found.counts.changed) == ("2026/27", 1)


def test_a_second_row_of_the_edition_is_a_fault_at_its_row() -> None:
    rows = ["Cumbria", "2008/09"], ["Cumbria", "2009/10"]
    (fault,) = faults(sheet("Editions", "Authority, Edition of the list", *rows))
    assert fault.startswith("Editions, row 3, ID: Row 2 is about the same entry. Delete one of the two")


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
    assert faults(sheet("Appointments", "Partnership, Role, Person", seat, seat)) == [
        "Appointments, row 3: Another row says the same. Delete one of them, or give this one an ID."
    ]


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


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    rows = [(f"Forum {number}", "perhaps") for number in range(MOST_FAULTS + 100)]
    assert len(faults(sheet("Partnerships", "Name, Statutory", *rows))) == MOST_FAULTS


def test_the_digest_tells_two_plans_apart_and_is_the_same_each_time() -> None:
    sheets = (
        sheet("Appointments", "Partnership, Role, Person", ["Barrow CDRP", "substitute", "Mrs C Egan"]),
    )
    first, again = (plan(CHANGING, sheets, today=TODAY) for _ in range(2))
    assert first.digest == again.digest
    assert first.edits == again.edits
    other = CHANGING.changed(
        [
            Edit(
                "appointments",
                "x",
                Appointment(id=AppointmentId("x"), partnership=BARROW, role="substitute", person=EGAN),
            )
        ]
    )
    assert plan(other, sheets, today=TODAY).digest != first.digest


def test_progress_is_told_up_to_the_end() -> None:
    said: list[tuple[int, int]] = []
    rows = [[f"Forum {number}"] for number in range(1_200)]
    plan(CHANGING, [sheet("Partnerships", "Name", *rows)], today=TODAY, progress=lambda *at: said.append(at))
    assert said == [(0, 1_200), (500, 1_200), (1_000, 1_200), (1_200, 1_200)]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(register=registers(), data=st.data())
def test_any_disorder_in_the_cells_gives_faults_or_a_register_that_stands(
    register: Register, data: st.DataObject
) -> None:
    """Cells struck at random: whatever comes of it is a plan, and what it would make can be taken out and in again."""
    struck: list[Sheet] = []
    for page in register_sheets(register):
        rows = [list(row) for row in page.rows]
        for row in rows:
            if data.draw(st.booleans()):
                place = data.draw(st.integers(0, len(row) - 1))
                row[place] = data.draw(st.none() | st.text(max_size=8) | st.integers(-5, 5) | st.dates())
        struck.append(page.model_copy(update={"rows": tuple(tuple(row) for row in rows)}))
    found = plan(register, struck, today=TODAY)
    if found.faults:
        assert all(fault.sentence and fault.mend for fault in found.faults)
        assert not found.edits
        return
    after = register.changed(found.edits)
    assert not plan(after, register_sheets(after), today=TODAY).differences


def test_a_seat_that_changes_hands_is_two_rows() -> None:
    _, after = taken(
        sheet(
            "Appointments",
            "ID, Partnership, Role, Person, From, Until",
            ["2", "Barrow CDRP", "representative", "Mrs L L Shaw", HANDOVER, date(2027, 1, 1)],
            [None, "Barrow CDRP", "representative", "Mr W Smith", date(2027, 1, 1), None],
        )
    )
    held = [
        held.person.name for held in after.seats_of(BARROW, date(2027, 1, 1), "representative") if held.person
    ]
    assert held == ["Mr W Smith"]
    assert isinstance(after.partnership[BARROW], Partnership)


NAMED_OTHERWISE = CHANGING.changed(
    [
        Edit("committees", "ced", Committee(id=CommitteeId("ced"), name="Community Engagement", short="CED")),
        Edit(
            "partnerships",
            "eden-lsp",
            Partnership(
                id=PartnershipId("eden-lsp"),
                name="Eden Local Strategic Partnership",
                also_called=("Eden LSP",),
                formerly=(FormerName(name="Eden Forum"),),
            ),
        ),
    ]
)


def test_a14_rows_name_others_by_abbreviations_and_by_other_and_former_names() -> None:
    _, after = taken(
        sheet(
            "Partnerships",
            "Name, Reports to, Part of",
            ["Kendal Forum", "ced", "Eden LSP"],
            ["Penrith Forum", "CED", "Eden forum"],
        ),
        register=NAMED_OTHERWISE,
    )
    for id_ in ("kendal-forum", "penrith-forum"):
        found = after.partnership[PartnershipId(id_)]
        assert (found.reports_to, found.parent) == (("ced",), "eden-lsp")


def test_a_name_of_its_own_comes_before_another_entrys_other_name() -> None:
    another = Partnership(id=PartnershipId("other"), name="Eden LSP")
    register = NAMED_OTHERWISE.changed([Edit("partnerships", "other", another)])
    _, after = taken(sheet("Partnerships", "Name, Part of", ["Kendal Forum", "Eden LSP"]), register=register)
    assert after.partnership[PartnershipId("kendal-forum")].parent == "other"


def test_an_other_name_that_two_have_asks_for_the_id() -> None:
    twin = Partnership(id=PartnershipId("twin"), name="Eden District", also_called=("Eden LSP",))
    register = NAMED_OTHERWISE.changed([Edit("partnerships", "twin", twin)])
    (fault,) = faults(sheet("Partnerships", "Name, Part of", ["Kendal Forum", "Eden LSP"]), register=register)
    assert "Add the ID in brackets: Eden LSP [" in fault


def test_a_name_that_nobody_has_brings_the_nearest() -> None:
    seat = ["Barow CDRP", "Rep", "Mrs C Eagan"]
    assert faults(sheet("Appointments", "Partnership, Role, Person", seat)) == [
        (
            'Appointments, row 2, Partnership: No partnership is called "Barow CDRP". Did you mean "Barrow CDRP"?'
            " Add the partnership first, or correct the name."
        ),
        (
            'Appointments, row 2, Role: "Rep" is none of the choices. Did you mean "representative"?'
            " Choose one of: representative, substitute, support officer, link officer."
        ),
        (
            'Appointments, row 2, Person: No person is called "Mrs C Eagan". Did you mean "Mrs C Egan"?'
            " Add the person first, or correct the name."
        ),
    ]
    (column,) = faults(sheet("People", "Name, E-mail", ["Mr X", "x@example.org"]))
    assert column.startswith(
        'People, row 1, E-mail: There is no column "E-mail" here. Did you mean "E-mail address"?'
    )


@pytest.mark.parametrize("name", ["Eden LSP", "eden forum"])
def test_a_new_row_under_an_entrys_other_name_is_refused(name: str) -> None:
    assert faults(sheet("Partnerships", "Name", [name]), register=NAMED_OTHERWISE) == [
        (
            "Partnerships, row 2, Name: This is Eden Local Strategic Partnership in the register. Use that name."
            " To rename it, give its ID: eden-lsp. If it is another, give an ID of your own."
        )
    ]
    found, _ = taken(sheet("Partnerships", "ID, Name", ["my-own", name]), register=NAMED_OTHERWISE)
    assert found.counts.added == 1


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Mrs Shaw", True),
        ("L Shaw", True),
        ("Mrs L L M Shaw", True),
        ("Mr Shaw", False),
        ("Mrs P Shaw", False),
        ("Mrs L L Shawcross", False),
    ],
)
def test_somebody_new_who_looks_like_another_is_pointed_out_and_added(name: str, like: bool) -> None:
    found, after = taken(sheet("People", "Name", [name]))
    assert found.counts.added == 1
    assert [str(remark) for remark in found.remarks] == (
        [
            (
                f"People, row 2, Name: {name} would be added, and Mrs L L Shaw is in the register."
                " If that is one person, write Mrs L L Shaw."
            )
        ]
        if like
        else []
    )
    again, _ = taken(sheet("People", "Name", [name]), register=after)
    assert not again.remarks


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
