"""Two officers at one entry, and what is taken back twice: nobody is overruled unseen, and messages say what holds."""

from datetime import date

import pytest
from tests.flows.office import Office
from tests.flows.test_register_forms import closed, part

from liaison.domain.values import ChannelId, CommitteeId, PartnershipId, PersonId
from liaison.sandbox.language.people import Form, Person

BARROW = PartnershipId("cu-cdrp-barrow")


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def manager(office: Office) -> Person:
    return office.staff("administration-manager")


def opened(person: Person, press: str, title: str) -> Form:
    """A form that is opened from Barrow's overview."""
    person.types("/partnership edit barrow cdrp")
    person.form("Edit the partnership").button(press).click()
    return person.form(title)


def representatives(office: Office) -> list[tuple[str | None, date | None, date | None]]:
    seats = [seat for seat in office.register.all_seats_of(BARROW) if seat.role == "representative"]
    return [(seat.person, seat.since, seat.until) for seat in seats]


def test_k_06_nobody_names_themselves_support_officer(everywhere: Office) -> None:
    office, officer = everywhere, everywhere.staff("committee-services-officer")
    clerk = office.linked("Mr A Clerk", "treasurer")
    clerk.types("/partnership edit Mrs L L Shaw")
    form = clerk.form("Edit the person")
    form.field("Support officer").choose("Mr A Clerk", search="clerk")
    form.submit()
    said = "This would make you the support officer of Mrs L L Shaw, who can read restricted reports."
    assert said in "".join(form.errors.values())
    assert "Ask the Committee Services Officer to do it." in "".join(form.errors.values())
    form.close()
    clerk.types("/partnership add support officer to barrow cdrp")
    form = clerk.form("Add an appointment")
    form.field("Person").choose("Mr A Clerk", search="clerk")
    form.submit()
    assert "support officer of Barrow CDRP" in "".join(form.errors.values())
    form.close()
    assert office.register.person[PersonId("shaw")].support_officer is None
    officer.types("/partnership edit Mrs L L Shaw")
    form = officer.form("Edit the person")
    form.field("Support officer").choose("Mr A Clerk", search="clerk")
    form.submit()
    form.closes()


def test_a_seat_is_ended_by_one_of_two_officers(everywhere: Office) -> None:
    office, officer = everywhere, everywhere.staff("committee-services-officer")
    manager = everywhere.staff("administration-manager")
    press = "End: representative on Barrow CDRP: Mrs L L Shaw"
    mine, theirs = (opened(who, press, "End the appointment") for who in (officer, manager))
    mine.field("Until").pick(date(2027, 3, 31))
    mine.submit()
    officer.form("Edit the partnership").sees("Mrs L L Shaw, until 31 March 2027")
    theirs.submit()
    assert "Until now says: 31 March 2027. Close the form, and open it again." in theirs.errors["Until"]
    manager.form().close_all()
    assert len(representatives(office)) == 2
    form = opened(manager, "Appoint somebody else: representative on Barrow CDRP: Mrs", "Who comes next")
    form.sees("It ends on 31 March 2027 already. Another day here moves that end.")
    form.sees("What follows then: representative on Barrow CDRP: vacant.")
    form.field("From").pick(date(2027, 2, 1))
    form.field("Person").choose("Mrs C Egan", search="egan")
    form.submit()
    manager.form("Edit the partnership").sees("Mrs C Egan, from 1 February 2027").close()
    assert representatives(office) == [("shaw", None, date(2027, 2, 1)), ("egan", date(2027, 2, 1), None)]


def test_p_02_the_form_that_ends_a_seat_is_taken_once(office: Office, officer: Person) -> None:
    form = opened(officer, "End: representative on Barrow CDRP: Mrs L L Shaw", "End the appointment")
    form.field("Until").pick(date(1066, 10, 14))
    form.submit()
    assert "14 October 1066 cannot be meant." in form.errors["Until"]
    form.field("Until").pick(date(2027, 3, 31))
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    assert form.trouble
    form.submit()
    officer.form("Kept as it is").close()
    assert len(representatives(office)) == 2, "one seat and one vacancy"
    office.slack.expect_violation("not_acknowledged")


def test_of_two_who_say_who_comes_next_the_second_is_told(
    office: Office, officer: Person, manager: Person
) -> None:
    press = "Appoint somebody else: representative on Barrow CDRP: Mrs L L Shaw"
    mine, theirs = (opened(who, press, "Who comes next") for who in (officer, manager))
    mine.field("Person").choose("Mr W Smith", search="w smith")
    theirs.field("Person").choose("Mrs C Egan", search="egan")
    mine.submit()
    officer.form("Edit the partnership").sees("Mr W Smith, from 23 November 2026")
    theirs.submit()
    assert (
        "has been changed since you opened the form. Until now says: 23 November 2026."
        in theirs.errors["From"]
    )
    manager.form().close_all()
    assert len(representatives(office)) == 2


def test_p_06_a_conflict_with_what_was_kept_ends(everywhere: Office) -> None:
    """Refused once; opened again, the form shows what the register says and what was typed, and saves."""
    office, officer = everywhere, everywhere.staff("committee-services-officer")
    manager = everywhere.staff("administration-manager")
    mine = part(officer, "barrow cdrp", "What it is")
    mine.field("Host").fill("the county")
    office.slack.settled()
    theirs = part(manager, "barrow cdrp", "What it is")
    theirs.field("Host").fill("the council")
    theirs.submit()
    manager.dm.saw("after the council")
    mine.submit()
    assert "Somebody else has changed Host meanwhile" in mine.errors["Host"]
    assert "Close the form, and open it again: it shows both." in mine.errors["Host"]
    mine.close_all()
    for again in (False, True):
        mine = part(officer, "barrow cdrp", "What it is")
        mine.sees("Host has been changed in the register, which now says: the council")
        mine.sees("What you typed stands below. Save puts it in the place of that.")
        assert mine.field("Host").value == "the county"
        mine.close_all() if not again else mine.submit()
    officer.dm.saw("Host: before the council, after the county")
    officer.form().close()
    part(officer, "barrow cdrp", "What it is").does_not_see("has been changed in the register")


def test_ux_07_what_was_undone_and_then_redone_is_said_to_hold(office: Office, officer: Person) -> None:
    officer.types("/partnership add person Mr N New")
    officer.form("Add a person").submit()
    closed(officer)
    officer.dm.saw("Mr N New")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer on 23 November 2026.")
    assert not officer.dm.button("Undo").exists()
    officer.types("/partnership changes").sees("taking a change back").button("Undo").click()
    officer.sees("Undone by Committee Services Officer on 23 November 2026.")
    officer.dm.button("Undo").click()  # it is there again
    officer.dm.saw("Undone by Committee Services Officer on 23 November 2026.")
    assert PersonId("mr-n-new") not in office.register.person


def test_a_channel_that_was_chosen_can_be_undone(office: Office, officer: Person) -> None:
    officer.types("/committee ced").button("Choose the channel of the Communities").click()
    channel = office.slack.channel("ced", [officer], bot=True)
    officer.form("Channel").field("Channel").choose("ced")
    officer.form("Channel").submit()
    closed(officer)
    assert office.register.committee[CommitteeId("ced")].channel == ChannelId(channel.id)
    officer.dm.saw("Slack channel: before not recorded, after #ced")
    clerk = office.linked("Mr A Clerk", "treasurer")
    assert not clerk.types("/partnership changes").sees("#ced").button("Undo").exists(), (
        "it is not theirs to undo"
    )
    assert officer.types("/partnership changes").sees("#ced").button("Undo").exists()
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer on 23 November 2026.")
    assert office.register.committee[CommitteeId("ced")].channel is None


def test_k_06_nobody_ends_another_officers_seat_to_read_in_their_place(everywhere: Office) -> None:
    office, officer = everywhere, everywhere.staff("committee-services-officer")
    office.linked("Mr B Officer", "support-officer")
    clerk = office.linked("Mr A Clerk", "support-officer")
    officer.types("/partnership add support officer to barrow cdrp")
    form = officer.form("Add an appointment")
    form.field("Person").choose("Mr B Officer", search="officer")
    form.submit()
    closed(officer)
    clerk.types("/partnership end mr b officer on barrow cdrp on 1 november 2026")
    form = clerk.form("End the appointment")
    form.submit()
    said = "".join(form.errors.values()) + form.text
    assert "This would make you the support officer of Barrow CDRP, who can read restricted reports." in said


def test_closing_the_overview_right_after_a_form_above_it_is_no_error(
    office: Office, officer: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    form = opened(officer, "End: representative on Barrow CDRP: Mrs L L Shaw", "End the appointment")
    office.slack.faults.refusal("views.update", code="not_found")
    form.submit()
    officer.dm.saw("Mrs L L Shaw")
    office.slack.settled()
    assert "unexpected error" not in "".join(capfd.readouterr())
    officer.form().close_all()


def test_a24_nothing_merges_into_itself(officer: Person) -> None:
    reply = officer.types("/partnership merge barrow cdrp into barrow cdrp")
    reply.sees("Barrow CDRP cannot merge into itself.")
    officer.types("/partnership end barrow cdrp on 31 december 9999").sees(
        "31 December 9999 cannot be meant."
    )


def test_k_06_a_member_hears_who_reads_their_reports_from_now_on(everywhere: Office) -> None:
    office, officer = everywhere, everywhere.staff("committee-services-officer")
    shaw, _ = office.member("Mrs L L Shaw"), office.linked("Mr B Officer", "support-officer")
    officer.types("/partnership add support officer to barrow cdrp")
    form = officer.form("Add an appointment")
    form.field("Person").choose("Mr B Officer", search="officer")
    form.submit()
    closed(officer)
    shaw.dm.saw("Mr B Officer now supports you on Barrow CDRP, and can read your report-backs.")
    officer.dm.button("Undo").click()
    shaw.dm.saw("This has been taken back since.")
    officer.types("/partnership edit Mrs L L Shaw")
    form = officer.form("Edit the person")
    form.field("Support officer").choose("Mr B Officer", search="officer")
    form.submit()
    closed(officer)
    shaw.dm.saw("Mr B Officer now supports you, and can read your report-backs.")
