"""`/diary` in use: a press leads nowhere from which there is no way back, and whoever knows something tells staff."""

from datetime import UTC, date, datetime

import pytest
from tests.flows.office import Office

from liaison.domain.register.entries import Edit
from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Person

BARROW, FURNESS = "cu-cdrp-barrow", "cu-lsp-furness"
FRIDAY = datetime(2026, 12, 4, 9, tzinfo=UTC)  # the working day after Barrow CDRP has met


def meets(office: Office, partnership: str, day: date) -> None:
    """The register says that a partnership meets on a day."""
    entry = office.register.partnership[PartnershipId(partnership)].model_copy(update={"next_meeting": day})
    office.keep(Edit("partnerships", entry.id, entry))


def supports(office: Office, person: Person, member: str) -> None:
    """Makes somebody the support officer of a member."""
    found = {entry.name: entry for entry in office.register.people}
    changed = found[member].model_copy(update={"support_officer": found[person.name].id})
    office.keep(Edit("people", changed.id, changed))


@pytest.fixture
def shaw(office: Office) -> Person:
    """Represents the authority on Barrow CDRP, which meets on 3 December, and on the Furness Partnership."""
    meets(office, BARROW, date(2026, 12, 3))
    return office.member("Mrs L L Shaw")


# Presses in the list


def test_ux23_after_a_press_in_the_diary_the_list_stands_again(office: Office, shaw: Person) -> None:
    meets(office, FURNESS, date(2026, 12, 10))
    office.member("Mr W Smith")
    diary = shaw.types("/diary").sees("3 December 2026: Barrow CDRP").sees("10 December 2026: Furness")
    diary.button("Ask my substitute: Barrow CDRP").click()
    diary.sees("Mr W Smith has been asked to go.").sees("10 December 2026: Furness")
    diary.button("I will go: Barrow CDRP").click()
    diary.sees("3 December 2026: Barrow CDRP. You go.").sees("10 December 2026: Furness")
    diary.button("See the card: Barrow CDRP").click()
    card = diary.sees("Barrow CDRP meets on 3 December 2026. You go.").sees("Substitute: Mr W Smith")
    card.button("Ask my substitute").click()
    card.sees("Mr W Smith has been asked to go.").sees("Substitute: Mr W Smith")
    card.button("Back to the diary").click()
    card.sees("10 December 2026: Furness").sees("Mr W Smith has been asked to go.")


def test_b06_a_substitute_who_is_not_in_slack_is_named_and_staff_are_told(
    office: Office, shaw: Person
) -> None:
    officer = office.staff("committee-services-officer")
    diary = shaw.types("/diary")
    diary.button("Ask my substitute: Barrow CDRP").click()
    diary.sees("Mr W Smith is not linked to Slack yet, so I have told staff.")
    diary.does_not_see("There is no substitute whom I can ask")
    shaw.types("/diary substitute barrow cdrp").sees("Mr W Smith is not linked to Slack yet")
    officer.dm.saw("Mrs L L Shaw cannot go. Mr W Smith is not linked to Slack yet.")


def test_b06_staff_who_cannot_be_told_are_not_said_to_have_been(shaw: Person) -> None:
    reply = shaw.types("/diary substitute barrow cdrp")
    reply.sees("Mr W Smith is not linked to Slack yet, and no member of staff is.")
    reply.does_not_see("Staff are finding")


# What staff are told


def test_x08_whoever_knows_the_date_tells_staff_who_record_it(office: Office, shaw: Person) -> None:
    officer = office.staff("committee-services-officer")
    meets(office, BARROW, date(2026, 11, 2))
    diary = shaw.types("/diary").sees("No date recorded: Barrow CDRP.")
    diary.button("Tell staff the date: Barrow CDRP").click()
    form = shaw.form("Tell staff the date").sees("Barrow CDRP")
    form.field("When does it meet next?").fill("On 3 December, at two.")
    form.submit()
    shaw.form("Thank you").close()
    told = officer.dm.saw("When Barrow CDRP meets next").saw("On 3 December, at two.")
    told.saw("Told by @Mrs L L Shaw.")
    assert not [text for text in officer.dm.messages if "mistake" in text]
    officer.dm.button("Record the date").click()
    form = officer.form("Edit").sees("Meetings and notes")
    form.field("Next meeting").pick(date(2026, 12, 3))
    form.submit()
    form.closes()
    recorded = "Next meeting: before 2 November 2026, after 3 December 2026"
    officer.dm.saw("What was changed since").saw(
        f"{recorded}. By the Committee Services Officer on 23 November 2026."
    )
    officer.dm.button("It is dealt with").click()
    officer.dm.saw("Told by @Mrs L L Shaw. Dealt with by the Committee Services Officer on 23 November 2026.")
    assert not any(text.count("Mrs L L Shaw") > 1 for text in officer.dm.messages)
    shaw.dm.saw("What you told staff has been dealt with").saw("when Barrow CDRP meets next").saw(recorded)
    assert not [text for text in shaw.dm.messages if "mistake" in text]


def test_p02_the_form_sent_again_with_other_words_is_not_thanked(office: Office, shaw: Person) -> None:
    officer = office.staff("committee-services-officer")
    meets(office, BARROW, date(2026, 11, 2))
    shaw.types("/diary").button("Tell staff the date: Barrow CDRP").click()
    form = shaw.form("Tell staff the date")
    form.field("When does it meet next?").fill("On 3 December.")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    officer.dm.saw("On 3 December.")
    form.field("When does it meet next?").fill("On 4 December.")
    form.submit()
    assert "This form has been sent already, with other words." in shaw.screen
    shaw.form().close_all()
    assert not [text for text in officer.dm.messages if "4 December" in text]
    office.slack.expect_violation("not_acknowledged")


def test_a06_whoever_knows_who_sits_in_a_vacant_seat_tells_staff(office: Office, shaw: Person) -> None:
    officer = office.staff("committee-services-officer")
    shaw.types("/rep eden lsp").button("Tell staff who it is").click()
    form = shaw.form("Tell staff who it is").sees("Representative on Eden")
    form.field("Who sits there?").fill("Mr W Smith, since June.")
    form.submit()
    shaw.form("Thank you").close()
    officer.dm.saw("Who is representative on Eden").saw("Mr W Smith, since June.")
    officer.dm.button("Record who it is").click()
    form = officer.form("Who comes next").sees("Eden")
    form.field("Person").choose("Mr W Smith")
    form.submit()
    form.closes()
    recorded = "Appointment added: Mr W Smith, representative on Eden Local Strategic Partnership (LSP)"
    officer.dm.saw("What was changed since").saw(recorded)
    officer.dm.button("It is dealt with").click()
    shaw.dm.saw("What you told staff has been dealt with").saw("who is representative on Eden")
    shaw.dm.saw("What was changed").saw(f"{recorded}, from 23 November 2026.")
    assert not [text for text in shaw.dm.messages if "vacancy" in text], "the news is who was appointed"
    assert not [text for person in (officer, shaw) for text in person.dm.messages if "mistake" in text]


def test_b04_the_card_without_a_date_leads_on_and_back(office: Office) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    card = shaw.types("/diary prepare barrow cdrp").sees("has no date for its next meeting")
    card.button("Tell staff the date").click()
    shaw.form("Tell staff the date").close()
    card.button("See the diary").click()
    card.sees("No date recorded: Barrow CDRP.")
    card.button("See the card: Barrow CDRP").click()
    card.sees("has no date for its next meeting").button("Back to the diary").click()
    card.sees("No date recorded: Barrow CDRP.")
    officer.types("/diary prepare barrow cdrp").button("Record the date").click()
    assert officer.form("Edit").field("Next meeting").value == ""


# Questions, reports and contacts


def test_b08_a_question_that_was_not_typed_is_asked_in_a_form(office: Office, shaw: Person) -> None:
    shaw.types("/diary ask").sees("Nobody in Slack is your support officer yet.")
    support = office.staff("support-officer")
    shaw.types("/diary ask")
    form = shaw.form("Ask a question").sees("goes to the Support Officer")
    form.field("Your question").fill("May I vote on the budget?")
    form.submit()
    shaw.form("Question sent").sees("The answer comes to you in a direct message.").close()
    support.dm.saw("A question from Mrs L L Shaw.").saw("May I vote on the budget?")


def test_b08_a_member_is_told_whose_list_the_reports_are(shaw: Person) -> None:
    reply = shaw.types("/diary reports").sees(
        "These are the reports of members, for the staff who help them."
    )
    reply.does_not_see("Your role does not let you")


def test_b10_a_contact_on_a_day_that_cannot_be_is_refused(office: Office) -> None:
    officer = office.staff("support-officer")
    officer.types("/diary contact")
    form = officer.form("Contact with a partner")
    form.field("Or another body").fill("Eden District Council")
    form.field("What it was about").choose("Member training")
    form.field("Date").pick(date(1, 1, 1))
    form.submit()
    assert "1 January 1 is too far away." in form.field("Date").error


# Afterwards


def test_ux07_what_was_said_after_a_meeting_can_be_changed(office: Office, shaw: Person) -> None:
    """B-03, B-09: an officer who came after all, and minutes that say so after all."""
    support = office.staff("support-officer")
    supports(office, support, "Mrs L L Shaw")
    office.slack.clock.set(FRIDAY)
    shaw.dm.saw("Did an officer attend?").button("In my place").click()
    shaw.dm.sees("An officer went in your place.").button("Change it").click()
    shaw.dm.sees("Did an officer attend?").button("With me").click()
    shaw.dm.sees("Changed. An officer went with you.")
    shaw.dm.sees("An officer went with you.").button("Yes, both").click()
    shaw.dm.sees("and the minutes say so.").button("Change it: whom you represent").click()
    shaw.dm.sees("Did you make clear that you represent").button("No").click()
    shaw.dm.sees("You did not make clear whom you represent.")
    assert not [text for text in support.dm.messages if "An officer went with you" in text]


def test_ux07_that_nobody_went_can_be_changed(office: Office, shaw: Person) -> None:
    office.slack.clock.set(FRIDAY)
    shaw.dm.saw("Did an officer attend?").button("Nobody went").click()
    shaw.dm.sees("Nobody went for the authority.").button("Change it").click()
    shaw.dm.sees("Did an officer attend?").button("No officer").click()
    shaw.dm.sees("No officer attended.").sees("Did you make clear that you represent")
