"""The register out: whole, as a template, and fit to be shown to others."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.made_up import registers
from tests.domain.registers import BARROW, CHANGING, CUMBRIA, EGAN, HANDOVER, SHAW

from liaison.domain import lookup
from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput, NotAllowed
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.register import exporting
from liaison.domain.register.cells import Cell, Names, in_words, read
from liaison.domain.register.controls import Control
from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import (
    public_sheets,
    register_sheets,
    sheet_name,
    template_sheets,
)
from liaison.domain.register.fields import SORTS
from liaison.domain.register.importing import plan
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import (
    KINDS,
    Appointment,
    Entry,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
    Signature,
    Term,
)
from liaison.domain.register.sheets import FORMATS, Format, Sheet
from liaison.domain.register.snapshot import Register, empty_like
from liaison.domain.values import AppointmentId, OfficeId, PartnershipId, PersonId, SlackUserId, WorkspaceId
from liaison.storage.packs import load_pack, pack_names
from liaison.storage.workbooks import Workbooks

TODAY = date(2026, 11, 22)
BOOKS = Workbooks()
SECRET = "Known to the office alone"
SLOW = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def matrix(register: Register, day: date) -> dict[Cell, tuple[Cell, ...]]:
    """The rows of the matrix as a sheet, by partnership."""
    return {row[0]: row for row in matrix_sheet(lookup.matrix(register, day=day)).rows}


def there_and_back(register: Register, form: Format) -> None:
    """Out, in again where it is, and in where nothing is: no difference, and the same bytes."""
    data = BOOKS.write(register_sheets(register), form)
    sheets = BOOKS.read("register.xlsx" if form == "xlsx" else "register.zip", data)
    again = plan(register, sheets, today=TODAY)
    assert not again.faults, [str(fault) for fault in again.faults]
    assert not again.differences
    elsewhere = empty_like(register).model_copy(update={"edition": None})
    moved = plan(elsewhere, sheets, today=TODAY)
    assert not moved.faults, [str(fault) for fault in moved.faults]
    assert BOOKS.write(register_sheets(elsewhere.changed(moved.edits)), form) == data


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("pack", pack_names())
def test_every_packs_register_goes_out_and_comes_in_unchanged(pack: str, form: Format) -> None:
    there_and_back(from_pack(load_pack(pack), since=date(2026, 1, 5)), form)


@pytest.mark.parametrize("form", FORMATS)
@SLOW
@given(register=registers())
def test_any_register_goes_out_and_comes_in_unchanged(form: Format, register: Register) -> None:
    there_and_back(register, form)


ANYTHING = (
    st.text(max_size=60)
    | st.text(st.sampled_from("a:;()[]'=\n\t \r\x00\x85\u200b\u2028\ufffe\ud800\""))
    | st.sampled_from(
        ["Board (until 2009)", "A (until 1 May 2009) (until 2 May 2010)", "_x0041_", "'=x", "1e5"]
    )
)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None, max_examples=15)
@given(
    said=st.dictionaries(
        st.sampled_from(["name", "governance", "notes", "formerly", "attendance", "short"]), ANYTHING
    )
)
def test_whatever_is_accepted_goes_out_and_comes_in_again(form: Format, said: dict[str, str]) -> None:
    """What a form or a file can put into the register can be exported, and taken in again (A-17)."""
    values: dict[str, object] = {}
    for name, text in said.items():
        with suppress(BadInput):
            values[name] = read(SORTS["partnerships"].field(name), text, Names(CUMBRIA), today=TODAY)
    entry = CUMBRIA.partnerships[0].model_copy(update=values)
    there_and_back(CUMBRIA.changed([Edit("partnerships", entry.id, entry)]), form)


@pytest.mark.parametrize("form", FORMATS)
def test_what_an_older_register_holds_does_not_stop_an_export(form: Format) -> None:
    entry = CUMBRIA.partnerships[0].model_copy(update={"name": "A\x07B\ufffeC\ud800D"})
    data = BOOKS.write(register_sheets(CUMBRIA.changed([Edit("partnerships", entry.id, entry)])), form)
    assert "A\ufffdB\ufffdC\ufffdD" in cells(BOOKS.read("register.xlsx", data))


def cells(sheets: tuple[Sheet, ...]) -> set[str]:
    """Every line of every cell."""
    return {
        line
        for sheet in sheets
        for row in sheet.rows
        for cell in row
        if cell is not None
        for line in str(cell).splitlines()
    }


def with_secrets(register: Register) -> Register:
    """The register with a secret in each restricted field that holds text."""
    edits: list[Edit] = []
    kinds: list[Kind] = [kind for kind in KINDS if kind not in {"about", "links"}]
    for kind in kinds:
        for entry in register.entries(kind):
            secrets: dict[str, object] = {}
            for field in SORTS[kind].fields:
                if field.restricted and field.control in {Control.TEXT, Control.LONG_TEXT, Control.CHANNEL}:
                    secrets[field.name] = SECRET
                elif field.restricted and field.control is Control.LINES:
                    secrets[field.name] = (SECRET,)
            edits.append(Edit(kind, entry.id, entry.model_copy(update=secrets)))
    return register.changed(edits)


@pytest.mark.parametrize("form", FORMATS)
@SLOW
@given(register=registers(), day=st.dates(date(2000, 1, 1), date(2035, 1, 1)))
def test_a17_nothing_restricted_is_in_the_public_list(form: Format, register: Register, day: date) -> None:
    secret = with_secrets(register)
    data = BOOKS.write(public_sheets(secret, day), form)
    found = BOOKS.read("public.xlsx" if form == "xlsx" else "public.zip", data)
    assert not any(SECRET in cell for cell in cells(found))
    headings = {(sheet.name, column.heading) for sheet in found for column in sheet.columns}
    assert not headings & {
        (sheet_name(kind), field.label) for kind in KINDS for field in SORTS[kind].fields if field.restricted
    }


@SLOW
@given(register=registers(), day=st.dates(date(2000, 1, 1), date(2035, 1, 1)))
def test_a17_the_public_list_shows_all_that_is_in_force_and_nothing_else(
    register: Register, day: date
) -> None:
    shown = {sheet.name: sheet.rows for sheet in public_sheets(register, day)}
    running = [partnership.name for partnership in register.partnerships if partnership.exists_on(day)]
    assert [row[0] for row in shown["Partnerships"]] == running
    seats = [seat for seat in register.appointments if seat.runs_on(day)]
    kept = [seat for seat in seats if register.partnership[seat.partnership].exists_on(day)]
    assert len(shown["Appointments"]) == len(kept)


def test_a17_a_public_list_as_a_partner_reads_it() -> None:
    register = CHANGING.changed(
        [
            Edit("signatures", "s", Signature(id="s", person=SHAW, code="Code of Conduct", signed_on=TODAY)),
            Edit("links", "U1", Link(id=SlackUserId("U1"), person=SHAW)),
            Edit("people", "idle", Person(id=PersonId("idle"), name="Mr N O Seat", email="idle@example.org")),
        ]
    )
    sheets = {sheet.name: sheet for sheet in public_sheets(register, HANDOVER)}
    assert sheets["About"].rows[-1] == ("In force on", "1 July 2026")
    assert "Signed codes" not in sheets
    said = cells(tuple(sheets.values()))
    assert "Mrs L L Shaw" in said
    assert not said & {"Mr N O Seat", "idle@example.org", "Code of Conduct", "U1"}
    seats = [row[:4] for row in sheets["Appointments"].rows if row[0] == "Barrow CDRP"]
    assert ("Barrow CDRP", "representative", "Mrs L L Shaw", None) in seats
    assert not any(row[2] == "Mrs C Egan" for row in seats), "she left on that day"


def test_a17_what_has_ended_is_named_nowhere() -> None:
    old, new = PartnershipId("old"), PartnershipId("new")
    register = CUMBRIA.changed(
        [
            Edit("partnerships", old, Partnership(id=old, name="Ended Forum", until=date(2020, 1, 1))),
            Edit("partnerships", new, Partnership(id=new, name="New Forum", parent=old, member_of=(old,))),
            Edit(
                "appointments",
                "a",
                Appointment(id=AppointmentId("a"), partnership=old, role="representative"),
            ),
        ]
    )
    said = cells(public_sheets(register, TODAY))
    assert "New Forum" in said
    assert "Ended Forum" not in said
    assert not any("[old]" in cell for cell in said)


def test_the_matrix_has_every_partnership_with_its_seats() -> None:
    rows = matrix(CUMBRIA, TODAY)
    assert rows["Barrow CDRP"][3:5] == ("Mrs L L Shaw", "Mr W Smith")
    assert rows["Cumbria Strategic Partnership"][3] == "Mr R Watson (Chairman of Police Authority)"
    assert rows["Eden Local Strategic Partnership (LSP)"][3] == "vacant"
    assert {row[-1] for row in rows.values()} == {CUMBRIA.edition}


def test_a_template_is_empty_has_notes_and_offers_the_registers_own_names() -> None:
    sheets = {sheet.name: sheet for sheet in template_sheets(CUMBRIA)}
    assert not any(sheet.rows for name, sheet in sheets.items() if name not in {"Notes", "Lists"})
    columns = {column.heading: column for column in sheets["Appointments"].columns}
    assert columns["Role"].choices == ("representative", "substitute", "support officer", "link officer")
    assert columns["Person"].choices_in == ("Lists", "People")
    assert columns["Person"].note.startswith("Leave person and office empty for a vacancy.")
    people = [column.heading for column in sheets["Lists"].columns].index("People")
    assert "Mrs L L Shaw" in [row[people] for row in sheets["Lists"].rows]
    noted = {(row[0], row[1]) for row in sheets["Notes"].rows}
    assert all(
        (sheet_name(kind), field.label) in noted for kind in exporting.OUT for field in SORTS[kind].fields
    )
    longest = max(
        len(sentence.split()) for row in sheets["Notes"].rows for sentence in str(row[2]).split(".")
    )
    assert longest <= 25


def test_two_of_one_name_are_told_apart_by_their_ids() -> None:
    two = CHANGING.changed([Edit("people", "other", Person(id=PersonId("other"), name="Mrs L L Shaw"))])
    names = Names(two)
    seat = two.appointment[AppointmentId("2")]
    assert in_words(SORTS["appointments"].field("person"), seat, names) == "Mrs L L Shaw [shaw]"
    assert not plan(two, register_sheets(two), today=TODAY).differences


def test_a_name_that_looks_like_an_id_comes_in_again() -> None:
    names = ["North [Cumbria]", "barrow", "[x]", "Mr A [shaw]"]
    edits = [
        Edit("partnerships", f"n{place}", Partnership(id=PartnershipId(f"n{place}"), name=name))
        for place, name in enumerate(names)
    ]
    register = CHANGING.changed(edits)
    linked = [
        Edit(
            "partnerships",
            f"l{place}",
            Partnership(
                id=PartnershipId(f"l{place}"), name=f"Below {place}", parent=PartnershipId(f"n{place}")
            ),
        )
        for place in range(len(names))
    ]
    there_and_back(register.changed(linked), "xlsx")


def test_a17_who_may_take_what_out() -> None:
    member = Actor(
        workspace=WorkspaceId("T1"),
        slack_user=SlackUserId("U1"),
        person=SHAW,
        name="Mrs L L Shaw",
        roles=frozenset({"member"}),
    )
    exporting.allow(CHANGING, member, "public")
    exporting.allow(CHANGING, member, "matrix")
    for what in ("register", "template"):
        with pytest.raises(NotAllowed, match=f"Only staff can take out the {what}"):
            exporting.allow(CHANGING, member, "register" if what == "register" else "template")


def test_the_matrix_names_an_office_only_beside_whoever_holds_it() -> None:
    """Whoever has left the office keeps the seat until somebody changes it, and not the office's name (B-21)."""
    office = Office(id=OfficeId("speaker"), name="Speaker")
    seat = Appointment(
        id=AppointmentId("s1"), partnership=BARROW, role="representative", person=EGAN, office=office.id
    )
    term = Term(id="t1", office=office.id, person=EGAN, until=HANDOVER)
    given: list[tuple[Kind, Entry]] = [("offices", office), ("terms", term), ("appointments", seat)]
    register = CHANGING.changed([Edit(kind, entry.id, entry) for kind, entry in given])
    before, after = (
        str(matrix(register, day)["Barrow CDRP"][3]) for day in (HANDOVER - timedelta(days=1), HANDOVER)
    )
    assert "(Speaker)" in before
    assert "Speaker" not in after
    assert register.person[EGAN].name in after
