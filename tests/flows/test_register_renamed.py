"""Staff give something another name: from a day, with the old one kept, or as the correction of a mistake (A-24)."""

from datetime import date

import pytest
from tests.flows.office import Office
from tests.flows.test_register_forms import closed

from liaison.domain.register.models import FormerName
from liaison.domain.values import OfficeId, PartnershipId, PersonId
from liaison.sandbox.language.people import Person

BARROW, SHAW = PartnershipId("cu-cdrp-barrow"), PersonId("shaw")
NEW_NAME = "Furness Safety Partnership"


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_a_24_a_partnership_is_renamed_from_a_day_and_found_by_both_names(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    before = everywhere.register.partnership[BARROW]
    officer.types("/partnership rename barrow cdrp to furness safety partnership from 1 may 2026")
    form = officer.form("Edit the partnership")
    assert form.field("Name").value == NEW_NAME
    assert form.field("If you change the name").value == "New from the day below"
    assert form.field("New name from").value == "2026-05-01"
    form.field("New name from").pick(date(2027, 1, 1))
    form.submit()
    assert form.field("New name from").error == "That day is still to come. Choose today, or an earlier day."
    form.field("New name from").pick(date(2026, 5, 1))
    form.submit()
    closed(officer)
    officer.dm.saw(f"Name: before Barrow CDRP, after {NEW_NAME}").saw(
        "Formerly: before not recorded, after Barrow CDRP (until 1 May 2026)"
    )
    officer.types("/rep barrow cdrp").sees(NEW_NAME)
    officer.types("/rep barrow cdrp on 30 april 2026").sees(f"Barrow CDRP, now {NEW_NAME}")
    officer.types("/rep barrow cdrp on 1 may 2026").sees(NEW_NAME).does_not_see("now Furness")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    assert everywhere.register.partnership[BARROW] == before


def test_a_person_and_an_office_are_renamed_from_today_and_a_mistake_is_put_right(
    office: Office, officer: Person
) -> None:
    officer.types("/partnership rename mrs shaw to mrs l l egan")
    form = officer.form("Edit the person")
    assert form.field("Name").value == "Mrs L L Egan"
    form.submit()
    closed(officer)
    officer.dm.saw("Formerly: before not recorded, after Mrs L L Shaw (until 23 November 2026)")
    officer.types("/rep mrs shaw").sees("Mrs L L Egan")
    officer.types("/partnership rename member of personnel committee to member of staffing committee")
    form = officer.form("Edit the office")
    form.field("If you change the name").choose("Correction of a mistake: the old name is not kept")
    form.submit()
    closed(officer)
    officer.dm.saw("after Member of Staffing Committee")
    assert not any(entry.formerly for entry in office.register.offices)
    officer.types("/partnership rename chairman of police authority to chair of police authority")
    officer.form("Edit the office").submit()
    closed(officer)
    chairman = office.register.office[OfficeId("chairman")]
    assert chairman.formerly == (FormerName(name="Chairman of Police Authority", until=date(2026, 11, 23)),)
    officer.types("/rep chairman of police authority on 1 june 2026").sees("now Chair of Police Authority")


def test_a_file_that_renames_keeps_the_old_name_and_says_so_before_anything_changes(
    office: Office, officer: Person
) -> None:
    table = f"ID,Name\n{BARROW},{NEW_NAME}\n".encode()
    answer = officer.dm.shares("partnerships.csv", table)
    answer.sees(f"{NEW_NAME} would be the name from 23 November 2026, and Barrow CDRP goes under Formerly.")
    answer.sees("Was the old name a mistake? Use /partnership edit.")
    answer.button("Change the register").click()
    officer.dm.saw("Changed by Committee Services Officer").saw(
        "Formerly: before not recorded, after Barrow CDRP (until 23 November 2026)"
    )
    older = f"ID,Name,Formerly\n{BARROW},Barrow CDRP,\n".encode()
    answer = officer.dm.shares("partnerships.csv", older)
    answer.sees("So it stood until Committee Services Officer changed it on 23 November 2026.")
    answer.sees("Barrow CDRP (until 23 November 2026) would no longer be there.").button("Cancel").click()
    assert office.register.partnership[BARROW].name == NEW_NAME
    changes = officer.types("/partnership changes")
    changes.sees("Set up on the command line on 23 November 2026. To change it, use /partnership link.")
    officer.types("/partnership export poem").sees("Type /partnership export, /partnership export public or")


def test_what_is_renamed_is_asked_where_it_is_not_clear(officer: Person) -> None:
    officer.types("/partnership rename").sees("What has a new name?").sees("/partnership rename")
    officer.types("/partnership rename flibber to flabber").sees(
        'Nothing in the register is called "flibber".'
    )
    officer.types("/partnership rename barrow cdrp to furness from 1 may 2099").sees("is still to come")
    officer.types("/partnership rename barrow cdrp to carlisle partnership")
    form = officer.form("Edit the partnership")
    said = 'goes by "Carlisle Partnership" already. Whoever types it is asked which is meant.'
    form.sees(said)
    form.field("Name").fill("Furness Partnership")
    form = officer.form().sees('goes by "Furness Partnership" already.').does_not_see(said)
    assert form.field("Name").value == "Furness Partnership"
    form.close()
    officer.types("/partnership rename mr cole to mr r watson as a correction")
    form = officer.form("Edit the person")
    assert form.field("Name").value == "Mr R Watson"
    assert form.field("If you change the name").value == "Correction of a mistake: the old name is not kept"
    form.sees("If that is the same person, do not save this.").close()
    officer.types("/partnership rename mrs shaw to mrs egan from 1 may 2026")
    officer.form("Edit the person").sees('Mrs C Egan goes by "Mrs Egan" already.').close()
    which = officer.types("/partnership rename cdrp to furness cdrp from 1 may 2026")
    which.sees("Which one do you want to rename?").button("Choose Barrow CDRP").click()
    form = officer.form("Edit the partnership")
    assert (form.field("Name").value, form.field("New name from").value) == ("Furness CDRP", "2026-05-01")
    form.close()
