"""What lists print in place of a name is nobody's name, in a file as in a form (A-06)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.domain.files import faults, sheet, taken
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, linked, open_store

from liaison.domain.errors import BadInput
from liaison.domain.register.editing import edit
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PersonId

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NOBODY = (
    *(
        "To be advised",
        "TBA",
        "tbc",
        "T.B.C.",
        "TBD",
        "Vacant",
        "vacancy",
        "(vacant)",
        "Vacant post",
        "None",
        "nil",
    ),
    *(
        "N/A",
        "to be confirmed",
        "To be confirmed by the council",
        "unfilled",
        "currently vacant",
        "Nobody",
        "-",
        "?",
    ),
    *("not yet appointed", "to be appointed", "Awaiting nomination", "unknown", "No representative"),
)


def row(person: str, *more: str) -> Register:
    headings = "Partnership, Role, Person" + (", Words of the list" if more else "")
    _, after = taken(sheet("Appointments", headings, ["Pensions Forum", "substitute", person, *more]))
    return after


def new_seat(after: Register) -> Appointment:
    (seat,) = (seat for seat in after.appointments if seat not in CHANGING.appointments)
    return seat


@pytest.mark.parametrize("written", NOBODY)
def test_a_06_what_stands_in_place_of_a_name_is_a_vacancy(written: str) -> None:
    after = row(written)
    assert new_seat(after).vacant
    assert len(after.people) == len(CHANGING.people)


def test_a_06_what_a_list_printed_is_kept_where_it_says_more_than_vacant() -> None:
    assert new_seat(row("To be advised")).listed_as == "To be advised"
    assert new_seat(row("TBA", "see the minutes")).listed_as == "see the minutes"
    assert new_seat(row("Vacant")).listed_as is None
    assert new_seat(row("-")).listed_as is None


def test_a_06_the_same_file_taken_again_changes_nothing() -> None:
    file = sheet(
        "Appointments", "Partnership, Role, Person", ["Pensions Forum", "substitute", "To be advised"]
    )
    _, once = taken(file)
    again, twice = taken(file, register=once)
    assert (again.counts.unchanged, again.counts.changed, again.counts.added) == (1, 0, 0)
    assert twice.appointments == once.appointments


def test_a_06_a_seat_that_goes_with_an_office_has_no_need_of_a_name() -> None:
    office = CHANGING.offices[0]
    rows = ["Pensions Forum", "substitute", "None", office.name]
    _, after = taken(sheet("Appointments", "Partnership, Role, Person, Office", rows))
    assert (new_seat(after).office, new_seat(after).listed_as) == (office.id, None)


@pytest.mark.parametrize(
    "written", ["To be advised", "TBA", "None", "Cllr TBA", "A N Other", "Vacant (Mr Cole resigned)", "?"]
)
def test_a_06_nobody_is_added_whose_name_is_a_vacancy(written: str, tmp_path: Path) -> None:
    mend = "Leave the person empty for a vacancy."
    (fault,) = faults(sheet("People", "Name", [written]))
    assert fault == f'People, row 2, Name: "{written}" is nobody\'s name. {mend}'
    store = open_store(tmp_path, CHANGING)
    officer = linked(store, "An Officer", "committee-services-officer")
    with pytest.raises(BadInput, match="is nobody's name") as refused:
        store.run(
            HERE, lambda uow: edit(uow, officer, "people", None, {"name": written}, opened_at=1, now=NOW)
        )
    assert (refused.value.mend, refused.value.field) == (mend, "name")
    store.close()


def test_whoever_is_called_so_is_still_found() -> None:
    """A register that was filled before knows somebody by such a name; what it exports it can import."""
    advised = Person(id=PersonId("advised"), name="To be advised")
    register = CHANGING.changed([Edit("people", advised.id, advised)])
    rows = ["Pensions Forum", "substitute", "To be advised"]
    _, after = taken(sheet("Appointments", "Partnership, Role, Person", rows), register=register)
    assert any(seat.person == advised.id for seat in after.appointments)


def test_a_06_a_vacancy_that_is_filled_in_its_own_row_keeps_no_words_for_nobody() -> None:
    vacancy = new_seat(row("To be advised"))
    register = row("To be advised")
    name = CHANGING.people[0].name
    _, after = taken(sheet("Appointments", "ID, Person", [vacancy.id, name]), register=register)
    assert after.appointment[vacancy.id].person == CHANGING.people[0].id
    assert after.appointment[vacancy.id].listed_as is None
    filled = vacancy.model_copy(update={"person": CHANGING.people[0].id, "listed_as": "Cllr Cole, Chair"})
    assert Appointment.model_validate(dict(filled)).listed_as == "Cllr Cole, Chair"


def test_a_06_what_stands_in_place_of_a_name_must_fit_there() -> None:
    (fault,) = faults(
        sheet(
            "Appointments",
            "Partnership, Role, Person",
            ["Pensions Forum", "substitute", f"To be advised by {'x' * 300}"],
        )
    )
    assert fault == (
        "Appointments, row 2, Person: That is 317 characters, and 250 fit here. Shorten it, and try again."
    )


def test_a_06_a_row_that_says_vacant_and_keeps_an_office_is_pointed_out() -> None:
    """Whoever holds the office goes on sitting there, in silence."""
    headings = "ID, Partnership, Role, Person, Office"
    keeps = ["4", "Pensions Forum", "representative", "Vacant"]
    office = "Chair of Policing Plan and Performance Committee"
    doubt = (
        f'Appointments, row 2, Person: This says "Vacant", but the seat goes with the office {office}. '
        "To leave the seat vacant, empty its cell under Office too."
    )
    plan, _ = taken(sheet("Appointments", headings, [*keeps, office]))
    assert [str(remark) for remark in plan.remarks] == [doubt]
    plan, _ = taken(sheet("Appointments", "ID, Partnership, Role, Person", keeps))
    assert "but the seat goes with the office" in str(plan.remarks[0]), "it has no column to empty"
    plan, after = taken(sheet("Appointments", headings, [*keeps, None]))
    assert not plan.remarks
    assert next(seat for seat in after.appointments if seat.id == "4").vacant
    plan, _ = taken(sheet("Appointments", headings, [*keeps[:3], None, office]))
    assert not plan.remarks, "an empty cell says nothing of a vacancy"


def test_a_06_an_older_file_that_knows_of_no_end_takes_the_vacancy_back_too() -> None:
    """Nobody is both there and not there; a vacancy with a row of its own is left as its row says."""
    held = new_seat(row(CHANGING.people[0].name))
    ended = held.model_copy(update={"until": date(2026, 11, 1)})
    vacancy = Appointment(
        id=AppointmentId("left"), partnership=held.partnership, role=held.role, since=date(2026, 11, 1)
    )
    people = row(CHANGING.people[0].name)
    now = people.changed([Edit("appointments", each.id, each) for each in (ended, vacancy)])
    older = [held.id, "Pensions Forum", "substitute", CHANGING.people[0].name, None]
    headings = "ID, Partnership, Role, Person, Until"
    plan, after = taken(sheet("Appointments", headings, older), register=now)
    assert after.appointment[held.id].until is None
    assert vacancy.id not in after.appointment
    assert any(difference.id == vacancy.id for difference in plan.differences)
    theirs = [vacancy.id, "Pensions Forum", "substitute", None, None]
    _, kept = taken(sheet("Appointments", headings, older, theirs), register=now)
    assert vacancy.id in kept.appointment
    later = [*older[:4], date(2026, 12, 1)]
    _, moved = taken(sheet("Appointments", headings, later), register=now)
    assert moved.appointment[vacancy.id].since == date(2026, 12, 1)
