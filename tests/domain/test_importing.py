"""A file taken into the register: which entry each row is, and what would change."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.files import TODAY, sheet, taken
from tests.domain.made_up import registers
from tests.domain.registers import BARROW, CHANGING, EGAN, FORUM, HANDOVER, SHAW

from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import register_sheets
from liaison.domain.register.importing import in_words, plan
from liaison.domain.register.models import Appointment, Partnership, Person
from liaison.domain.register.sheets import Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PartnershipId


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
    assert str(found.counts) == "1 added, 1 changed, 3 ended, 1 unchanged", (
        "the Forum takes its two seats along"
    )
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
