"""What is wanted of whoever is appointed: why they suit, what they may decide, and their link with the area."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office
from tests.flows.test_register_forms import closed, part

from liaison.sandbox.language.people import Person


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_b_01_b_17_uk_11_an_appointment_says_why_and_as_what(office: Office, officer: Person) -> None:
    officer.types("/partnership add appointment to pensions forum")
    form = officer.form("Add an appointment")
    assert form.field("Partnership").value == "Cumbria Pensions Forum"
    assert not form.field("Sits as").exists(), "until the role is known"
    form.field("From").pick(date(2026, 10, 1))
    form.field("Role").choose("Representative")
    form.field("Responsibility that suits them").fill("Chair of Finance")
    assert form.field("From").value, "what was typed stays"
    form.field("Person").choose("Mr W Smith", search="smith")
    form.field("Sits as").choose("Trustee")
    form.field("Written delegation").fill("May agree up to £500")
    form.submit()
    form.closes()
    officer.dm.saw("Appointment added: Mr W Smith, representative on Cumbria Pensions Forum")
    officer.dm.saw("Sits as: trustee").saw("Responsibility that suits them: Chair of Finance")
    officer.dm.saw("Written delegation: May agree up to £500")
    told = office.register.appointments[-1]
    assert (told.capacity, told.since) == ("trustee", date(2026, 10, 1))
    assert not [m for m in officer.dm.messages if "£500" in m.splitlines()[0]]

    officer.types("/partnership add representative to crime stoppers")
    form = officer.form("Add an appointment")
    form.field("Person").choose("Mrs M Johnson", search="johnson")
    form.submit()
    form.closes()
    officer.dm.saw("Mrs M Johnson, representative on Crime Stoppers")
    officer.dm.saw("Responsibility that suits them: not recorded")


def test_b_19_a_link_with_the_area_is_not_asked_where_no_policy_wants_it(officer: Person) -> None:
    officer.types("/partnership add representative to barrow cdrp")
    form = officer.form("Add an appointment")
    assert form.field("Sits as").exists()
    assert not form.field("Link with the area").exists()
    form.does_not_see("at a level")  # B-17 is another authority's rule


def test_b_19_b_20_where_the_policy_wants_them(tmp_path: Path, now: datetime) -> None:
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="cambridgeshire") as office:
        officer = office.staff("committee-services-officer")
        for name in ("Mr A Able", "Mrs B Baker"):
            officer.types(f"/partnership add person {name}")
            officer.form("Add a person").submit()
            closed(officer)
        for number, name in (("1", "Mr A Able"),):
            officer.types(
                f"/partnership add representative to Crime and Disorder Reduction Partnership {number} (name not recorded)"
            )
            form = officer.form("Add an appointment")
            form.sees("at a level appropriate to contribute and make decisions")  # B-17
            form.field("Person").choose(name, search="able")
            form.field("Link with the area").choose("None")
            form.submit()
            assert "Say in the note why" in form.errors["Note on the link"]
            form.field("Link with the area").choose("Living")
            form.submit()
            closed(officer)
        form = part(
            officer, "Crime and Disorder Reduction Partnership 1 (name not recorded)", "How it is linked"
        )
        form.field("Member of").choose("Local Strategic Partnership 1", search="strategic partnership 1")
        form.submit()
        officer.form("Edit the partnership").sees("Member of: Local Strategic Partnership 1")
        officer.form().close()
        officer.types(
            "/partnership add representative to Local Strategic Partnership 1 (district, name not recorded)"
        )
        form = officer.form("Add an appointment")
        assert not form.field("Link with the area").exists()
        form.field("Person").choose("Mrs B Baker", search="baker")
        form.submit()
        closed(officer)
        officer.dm.saw("Please note.").saw("Ideally the same member sits on both.")

        officer.types("/partnership appoint mr a able to cambridgeshire together as representative")
        form = officer.form("Add an appointment").sees("at a level appropriate")
        form.field("Link with the area").choose("None")  # of a Local Area Agreement as well (B-19)
        form.submit()
        assert "Say in the note why" in form.errors["Note on the link"]
        form.field("Note on the link").fill("Nobody of that area could be found.")
        form.submit()
        closed(officer)
        officer.dm.saw("Link with the area: none").saw(
            "Note on the link: Nobody of that area could be found."
        )
        officer.types("/partnership add substitute to cambridgeshire together")
        officer.form("Add an appointment").does_not_see("at a level").close()
