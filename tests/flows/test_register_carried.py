"""What was said of somebody new goes along when the form shows that they follow somebody (A-06, P-06)."""

from datetime import date

import pytest
from tests.flows.office import Office
from tests.flows.test_register_forms import closed

from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Person

BARROW = PartnershipId("cu-cdrp-barrow")


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_p06_who_and_from_when_go_along_to_the_form_of_who_comes_next(
    office: Office, officer: Person
) -> None:
    officer.types("/partnership appoint mr cole to barrow cdrp as substitute from 1 january 2027")
    officer.form("Add an appointment").button("Appoint somebody else: substitute").click()
    form = officer.form("Who comes next")
    assert form.field("From").value == "2027-01-01"
    form.submit()
    closed(officer)
    held = [seat for seat in office.register.all_seats_of(BARROW) if seat.role == "substitute"]
    day = date(2027, 1, 1)
    assert [(each.person, each.since, each.until) for each in held] == [
        ("smith", held[0].since, day),
        ("cole", day, None),
    ]
