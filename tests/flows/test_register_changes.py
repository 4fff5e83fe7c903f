"""What staff change in the register: told with before and after, undone, and never lost to somebody else."""

from datetime import date

import pytest
from tests.flows.office import WORKSPACE, Office
from tests.flows.test_register_forms import closed, part

from liaison.domain.register.editing import apply
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Link
from liaison.domain.values import PartnershipId, PersonId, SlackUserId
from liaison.sandbox.language.people import Person

BARROW = PartnershipId("cu-cdrp-barrow")


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def rename(person: Person, old: str, new: str) -> None:
    """Gives somebody in the register another name."""
    person.types(f"/partnership edit {old}")
    form = person.form("Edit the person")
    form.field("Name").fill(new)
    form.submit()
    closed(person)


def test_ux_07_a_change_is_told_with_before_and_after_and_undone_once(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    rename(officer, "Mrs L L Shaw", "Dr L L Shaw")
    officer.dm.saw("Changed by Committee Services Officer on 23 November 2026.")
    officer.dm.saw("Name: before Mrs L L Shaw, after Dr L L Shaw")
    listed = officer.types("/partnership changes").sees("Name: before Mrs L L Shaw, after Dr L L Shaw")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer on 23 November 2026.")
    assert not officer.dm.button("Undo").exists(), "when a flow ends its buttons go (UX-15)"
    assert everywhere.register.person[PersonId("shaw")].name == "Mrs L L Shaw"
    listed.button("Undo").click()
    officer.sees("That change has been undone already.")


def test_undo_is_refused_after_another_change_and_to_those_who_may_not(
    office: Office, officer: Person
) -> None:
    admin = office.staff("admin")
    rename(officer, "Mrs L L Shaw", "Dr L L Shaw")
    officer.dm.saw("after Dr L L Shaw")
    rename(admin, "Dr L L Shaw", "Lady Shaw")
    officer.dm.button("Undo").click()
    officer.dm.sees(
        "Dr L L Shaw has been changed since, by Admin. Undo that change first, or edit the entry."
    )
    admin.types("/partnership changes").button("Undo").click()
    admin.sees("Undone by Admin")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    assert office.register.person[PersonId("shaw")].name == "Mrs L L Shaw"


def test_undo_needs_the_role_on_the_day_it_is_pressed(office: Office, officer: Person) -> None:
    rename(officer, "Mrs L L Shaw", "Dr L L Shaw")
    officer.dm.saw("after Dr L L Shaw")
    office.staff("admin")
    link = Link(id=SlackUserId(officer.id), person=PersonId("committee-services-officer"), roles=("member",))
    office.store.run(
        WORKSPACE,
        apply,
        None,
        [Edit("links", link.id, link)],
        how="command line",
        now=office.slack.clock.now(),
    )
    officer.dm.button("Undo").click()
    officer.dm.sees("Your role does not let you change the register.")


def test_two_officers_edit_one_entry(office: Office, officer: Person) -> None:
    admin = office.staff("admin")
    mine, theirs = part(officer, "barrow cdrp", "What it is"), part(admin, "barrow cdrp", "What it is")
    mine.field("Area").choose('Use "Barrow-in-Furness"', search="Barrow-in-Furness")
    theirs.field("Level").fill("ward")
    mine.submit()
    officer.dm.saw("Area: before")
    theirs.submit()
    admin.dm.saw("Level: before")
    entry = office.register.partnership[PartnershipId("cu-cdrp-barrow")]
    assert (entry.area, entry.level) == ("Barrow-in-Furness", "ward"), "different fields are both kept"
    mine, theirs = part(officer, "barrow cdrp", "What it is"), part(admin, "barrow cdrp", "What it is")
    mine.field("Host").fill("the council")
    theirs.field("Host").fill("the county")
    theirs.field("Area").choose('Use "Furness"', search="Furness")
    mine.submit()
    officer.dm.saw("Host: before not recorded, after the council")
    theirs.submit()
    assert "Somebody else has changed Host meanwhile: it now says the council." in theirs.errors["Host"]
    assert "Furness" in theirs.field("Area").value, "nothing typed is lost"


def test_p_02_a_form_sent_twice_is_kept_once(office: Office, officer: Person) -> None:
    officer.types("/partnership add representative to pensions forum")
    form = officer.form("Add an appointment")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    assert form.trouble
    form.submit()
    officer.form("Kept as it is").close()
    added = [seat for seat in office.register.appointments if seat.partnership == "cu-pensions"]
    assert len(added) == 2
    office.slack.expect_violation("not_acknowledged")


def test_somebody_else_takes_a_seat_on_a_day_in_one_change(office: Office, officer: Person) -> None:
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Appoint somebody else: representative").click()
    form = officer.form("Who comes next")
    form.sees("After representative on Barrow CDRP: Mrs L L Shaw")
    form.field("From").pick(date(2026, 12, 1))
    form.field("Person").choose("Mr W Smith", search="smith")
    form.submit()
    officer.form("Edit the partnership").sees("until 1 December 2026").sees(
        "Mr W Smith, from 1 December 2026"
    )
    officer.form().close()
    officer.dm.saw("Until: before not recorded, after 1 December 2026")
    officer.dm.saw("Appointment added: Mr W Smith, representative on Barrow CDRP")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    seats = office.register.seats_of(PartnershipId("cu-cdrp-barrow"), date(2027, 1, 1), "representative")
    assert [held.person.name for held in seats if held.person] == ["Mrs L L Shaw"]


def test_a_seat_ends_and_is_left_vacant(officer: Person) -> None:
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Appoint somebody else: substitute").click()
    form = officer.form("Who comes next")
    form.submit()
    officer.form("Edit the partnership").sees("Substitute: vacant, from 23 November 2026")
    officer.form().button("End: representative on Barrow CDRP: Mrs L L Shaw").click()
    form = officer.form("End the appointment")
    form.field("Until").pick(date(2027, 3, 31))
    form.submit()
    officer.form("Edit the partnership").sees("Mrs L L Shaw, until 31 March 2027")
    officer.form().sees("Representative, to come: vacant, from 31 March 2027").close()
    officer.dm.saw("Appointment added: vacancy, representative on Barrow CDRP").saw("From: 31 March 2027")
    officer.types("/rep vacant on 1 april 2027").sees("Barrow CDRP")
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Appoint somebody: representative").click()
    form = officer.form("Who comes next")
    assert form.field("From").value == "2027-03-31", "a vacancy is filled from the day on which it begins"
    form.field("Person").choose("Mr W Smith", search="smith")
    form.submit()
    officer.form("Edit the partnership").sees("Representative, to come: Mr W Smith, from 31 March 2027")
    officer.form().does_not_see("to come: vacant")


def test_a06_whoever_is_appointed_fills_the_vacancy_and_one_press_takes_back_both(
    office: Office, officer: Person
) -> None:
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Appoint somebody else: substitute").click()
    officer.form("Who comes next").submit()
    officer.form("Edit the partnership").sees("Substitute: vacant, from 23 November 2026").close()
    officer.types("/partnership appoint mr cole to barrow cdrp as substitute from 1 january 2027")
    form = officer.form("Add an appointment")
    form.sees("A substitute's seat is vacant. Whoever you appoint fills it from the first day.").submit()
    officer.dm.saw("It fills the seat that was vacant.")
    officer.types("/rep barrow cdrp on 1 january 2027").sees("Mr R Cole").does_not_see("vacant")
    officer.types("/rep barrow cdrp").sees("Substitute: vacant; Mr R Cole from 1 January 2027")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    held = office.register.seats_of(BARROW, date(2027, 1, 1), "substitute")
    assert [each.person for each in held] == [None]


def test_a_seat_that_ends_for_good_is_told_so(officer: Person) -> None:
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("End: representative on Barrow CDRP: Mrs L L Shaw").click()
    form = officer.form("End the appointment")
    form.field("Afterwards").choose("The seat ends")
    form.submit()
    officer.form("Edit the partnership").does_not_see("Representative: vacant")
    officer.dm.saw("Nobody follows as representative on Barrow CDRP, and no vacancy is recorded.")


def test_a_24_a_partnership_that_ends_takes_its_seats_along(office: Office, officer: Person) -> None:
    form = part(officer, "barrow cdrp", "How it is linked")
    form.sees("If you fill in Ended, its 2 seats end on that day too.")
    form.field("Ended").pick(date(2026, 11, 1))
    form.submit()
    officer.form().sees("Ended: 1 November 2026").close()
    officer.dm.saw("Appointment ended: Mrs L L Shaw, representative on Barrow CDRP")
    officer.types("/rep shaw").does_not_see("Barrow CDRP")
    assert not [seat for seat in office.register.all_seats_of(BARROW) if seat.until is None]
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    assert all(seat.until is None for seat in office.register.all_seats_of(BARROW))


def test_the_form_of_a_running_seat_says_what_changing_it_means(office: Office, officer: Person) -> None:
    """Putting another name into a seat would say that they always sat there."""
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Change: representative on Barrow CDRP: Mrs L L Shaw").click()
    form = officer.form("Edit the appointment")
    form.sees(
        "This corrects the record from its beginning. To appoint somebody from a day, use Appoint somebody else."
    )
    form.button("Appoint somebody else").click()
    form = officer.form("Who comes next")
    assert form.field("Person").value == "", "in the place of the other form, and not filled in from it"
    form.field("Person").choose("Mr W Smith", search="smith")
    form.submit()
    officer.form("Edit the partnership").sees("Mr W Smith, from 23 November 2026").close()
    held = office.register.seats_of(BARROW, date(2026, 11, 21), "representative")
    assert [each.person.name for each in held if each.person] == ["Mrs L L Shaw"]
    officer.types("/partnership add representative to barrow cdrp")
    form = officer.form("Add an appointment")
    form.sees("Mr W Smith is representative already. To replace them, use Appoint somebody else.")
    form.field("Person").choose("Mr W Smith", search="smith")
    form.submit()
    assert "Mr W Smith is representative there already" in form.errors["Person"]
    form.field("Person").choose("Mrs C Egan", search="egan")
    form.submit()
    closed(officer)
    officer.dm.saw("Mr W Smith is representative on Barrow CDRP as well.")


def test_ux_06_what_is_added_leads_on(officer: Person) -> None:
    officer.types("/partnership add partnership Kendal Safety Forum")
    form = officer.form("Add a partnership")
    form.field("Abbreviation").fill("CDRP")
    form.submit()
    form.closes()
    officer.dm.saw("Partnership added: Kendal Safety Forum")
    officer.dm.button("Edit Kendal Safety Forum").click()
    officer.form("Edit the partnership").close()
    officer.dm.button("Add an appointment: Kendal Safety Forum").click()
    form = officer.form("Add an appointment")
    assert form.field("Partnership").value == "Kendal Safety Forum"
    form.close()
    officer.types("/partnership add person Mr N New")
    officer.form("Add a person").submit()
    officer.dm.saw("Person added: Mr N New")
    officer.dm.button("Add an appointment: Mr N New").click()
    assert officer.form("Add an appointment").field("Person").value == "Mr N New"


def test_b_21_seats_to_confirm_after_the_chair_changes_hands(office: Office, officer: Person) -> None:
    officer.types("/partnership to confirm").sees("No seat waits to be confirmed.")
    officer.types("/partnership edit chairman")
    officer.form("Edit the office").button("Next holder: Mr R Watson").click()
    form = officer.form("Who comes next")
    form.sees("From that day you are asked to confirm: representative on ")
    form.field("From").pick(date(2026, 12, 1))
    form.field("Person").choose("Mrs L L Shaw", search="shaw")
    form.submit()
    officer.form("Edit the office").sees("Mr R Watson, until 1 December 2026")
    officer.dm.saw("To be confirmed from 1 December 2026: representative on ")
    officer.form().close()
    officer.types("/partnership to confirm").sees("No seat waits to be confirmed.")
    office.slack.clock.advance(days=8)
    reply = officer.types("/partnership to confirm")
    reply.sees("Seats to confirm, because their office changed hands: ").sees(
        "The office changed hands on 1 December 2026."
    )
    before = len(office.register.to_confirm(date(2026, 12, 1)))
    assert before
    reply.button("Confirm the representative").click()
    officer.dm.saw("Confirmed on: before not recorded, after 1 December 2026")
    assert len(office.register.to_confirm(date(2026, 12, 1))) == before - 1


def test_b_05_who_has_not_signed_what_is_listed_and_recorded(officer: Person) -> None:
    reply = officer.types("/partnership codes")
    reply.sees("Signatures that are missing: ")
    reply.button("Record Mrs L L Shaw: Authority Code of Conduct").click()
    form = officer.form("Add a signed code")
    assert form.field("Person").value == "Mrs L L Shaw"
    form.field("Signed on").pick(date(2026, 5, 20))
    form.submit()
    closed(officer)
    officer.dm.saw("Signed on: 20 May 2026")
    assert (
        not officer.types("/partnership codes")
        .button("Record Mrs L L Shaw: Authority Code of Conduct")
        .exists()
    )
    reply = officer.types("/partnership codes shaw").sees('that fit "shaw"').does_not_see("Mr R Watson")
    reply.button("Record signatures of several people").click()
    form = officer.form("Record signatures")
    form.field("Code").choose("Anti-Discrimination Code of Conduct")
    form.field("People").choose("Mrs L L Shaw", search="shaw")
    form.field("People").choose("Mrs L L Shaw", "Mr W Smith", search="s")
    form.field("Signed on").pick(date(2030, 1, 1))
    form.submit()
    assert "That day is still to come." in form.errors["Signed on"]
    form.field("Signed on").pick(date(2026, 5, 20))
    form.submit()
    closed(officer)
    assert not officer.types("/partnership codes shaw").button("Record Mrs L L Shaw").exists()
    assert not officer.types("/partnership codes w smith").button("Record Mr W Smith: Anti").exists()


def test_p_13_lists_are_paged(officer: Person) -> None:
    for number in range(14):
        rename(officer, "Mrs L L Shaw" if not number else f"Mrs Shaw {number}", f"Mrs Shaw {number + 1}")
    reply = officer.types("/partnership changes")
    reply.button("Older changes").click()
    reply.sees("after Mrs Shaw 8")
    reply.button("Older changes").click()
    reply.sees("after Mrs Shaw 2")
    reply.button("Newer changes").click()
    reply.sees("after Mrs Shaw 8")
    people = officer.types("/partnership people").sees("People: ")
    people.button("Next page").click()
    people.sees("Edit")
    people.button("Previous page").click()
    for words in ("offices", "committees", "groups", "appointments barrow", "terms", "targets", "signatures"):
        officer.types(f"/partnership {words}").sees(": ")


def test_p_06_a_form_closed_by_accident_loses_nothing(office: Office, officer: Person) -> None:
    admin = office.staff("admin")
    form = part(officer, "barrow cdrp", "Meetings and notes")
    form.field("Notes").fill("A secret & a word")
    form.field("Next meeting").pick(date(2027, 1, 14))
    form.close_all()
    office.slack.settled()
    office.slack.clock.advance(days=1)
    form = part(officer, "barrow cdrp", "Meetings and notes")
    form.sees("What you typed on 23 November 2026 and did not save is filled in.")
    assert form.field("Notes").value == "A secret & a word"
    assert form.field("Next meeting").value == "2027-01-14"
    other = part(admin, "barrow cdrp", "Meetings and notes")
    other.does_not_see("did not save")
    assert other.field("Notes").value == ""
    other.field("Notes").fill("The admin's word")
    other.submit()
    admin.dm.saw("after The admin's word")
    form.submit()
    assert "Somebody else has changed Notes meanwhile" in form.errors["Notes"]
    form.close_all()
    form = part(officer, "barrow cdrp", "Meetings and notes")
    form.button("Start afresh").click()
    form.does_not_see("did not save")
    assert form.field("Notes").value == "The admin's word"
    assert form.field("Next meeting").value == ""
    form.field("Notes").fill("Both words")
    form.submit()
    officer.dm.saw("Notes: before The admin's word, after Both words")
    officer.form().close()
    part(officer, "barrow cdrp", "Meetings and notes").does_not_see("did not save")


def test_p_06_a_new_entry_is_carried_on_as_well(office: Office, officer: Person) -> None:
    officer.types("/partnership add target to barrow cdrp")
    officer.form().field("Target").fill("Less violence in town")
    officer.form().close()
    office.slack.settled()
    officer.types("/partnership add target to barrow cdrp")
    form = officer.form()
    form.sees("did not save")
    assert form.field("Target").value == "Less violence in town"
    assert form.field("Partnership").value == "Barrow CDRP"
    form.submit()
    assert set(form.errors) == {"Measure", "By"}, "a target says how it is measured, and by when (SMART)"
    form.field("Measure").fill("Recorded crime")
    form.field("By").pick(date(2027, 3, 31))
    form.submit()
    form.closes()
    officer.types("/partnership add target to barrow cdrp")
    officer.form().does_not_see("did not save")
