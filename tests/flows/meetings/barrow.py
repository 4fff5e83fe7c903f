"""Barrow CDRP's meeting in the tests: its days, what the register says of it, and a report on it."""

from datetime import UTC, date, datetime

import pytest
from tests.flows.office import WORKSPACE, Office

from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Entry, Kind
from liaison.domain.values import AppointmentId
from liaison.sandbox.language.people import Person

MEETING = date(2026, 12, 3)  # a Thursday
TUESDAY = datetime(2026, 12, 1, 9, tzinfo=UTC)  # two working days before it, at 9am
FRIDAY = datetime(2026, 12, 4, 9, tzinfo=UTC)  # the working day after it
DELEGATION = "May agree up to 5,000 pounds a year for alcohol projects."
COUNCILLOR = "county councillor"
# For days that turn on words or on the calendar; how meetings are kept is tried on both databases beside them.
on_one_database = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)


def knows(office: Office, kind: Kind, id_: str, **values: object) -> None:
    """The register says this of an entry."""
    entry = office.register.entry(kind, id_)
    assert entry
    put(office, kind, entry.model_copy(update=values))


def put(office: Office, kind: Kind, entry: Entry) -> None:
    """The register holds this entry."""
    now = office.slack.clock.now()
    office.store.run(
        WORKSPACE, editing.apply, None, [Edit(kind, entry.id, entry)], how="command line", now=now
    )


def seat(office: Office, role: str) -> AppointmentId:
    """The id of Barrow CDRP's seat with that role."""
    register = office.register
    return next(
        seat.id
        for seat in register.appointments
        if seat.partnership == "cu-cdrp-barrow" and seat.role == role
    )


def supports(office: Office, person: Person, member: str) -> None:
    """Makes somebody the support officer of a member."""
    register = office.register
    officer = next(found.id for found in register.people if found.name == person.name)
    id_ = next(found.id for found in register.people if found.name == member)
    knows(office, "people", id_, support_officer=officer)


def files_a_report(person: Person, met: str, following: str) -> None:
    """Reports on a meeting of Barrow CDRP, by typing."""
    person.types("/reportback barrow cdrp").sees("direct message")
    person.dm.saw("1. Name of Partnership")
    answers = ["yes", met, "yes", "ced", "Agreed the winter alcohol plan; the task group reports.", following]
    labels = ["2. ", "3. ", "4. ", "5. ", "6. ", "ready to check"]
    for answer, label in zip(answers, labels, strict=True):
        person.dm.says(answer)
        person.dm.sees(label)
    person.dm.button("Submit").click()
    person.dm.sees("Report submitted")
