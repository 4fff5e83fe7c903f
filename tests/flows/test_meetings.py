"""Around a meeting: who goes, what they are told before it and asked after it, and what officers do for members."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from tests.flows.office import WORKSPACE, Office, open_office

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


@pytest.fixture
def office(office_url: str, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on both databases."""
    with open_office(office_url, now) as office:
        yield office


@pytest.fixture
def shaw(office: Office) -> Person:
    """Represents the authority on Barrow CDRP, which meets on 3 December."""
    knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=MEETING)
    return office.member("Mrs L L Shaw")


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


def test_b04_h06_before_a_meeting_the_representative_is_told_whom_they_represent(
    office: Office, shaw: Person
) -> None:
    """Two working days before: the date, the other role, the written delegation, and nothing of it in the notice."""
    knows(office, "people", "shaw", other_roles=(COUNCILLOR,))
    knows(office, "appointments", seat(office, "representative"), delegation=DELEGATION)
    office.slack.clock.set(datetime(2026, 12, 1, 8, 59, tzinfo=UTC))
    shaw.types("/diary").sees("3 December 2026: Barrow CDRP").sees("You go.")
    assert not shaw.dm.messages
    office.slack.clock.set(TUESDAY)
    dm = shaw.dm.saw("3 December 2026: Barrow CDRP. You go.").saw(
        "You represent Cumbria Police Authority there."
    )
    dm.saw("The register also knows you as county councillor.")
    dm.saw("Tell the meeting that you represent Cumbria Police Authority, and not that other role.")
    dm.saw(DELEGATION)
    told = office.slack.sandbox.look(lambda w: [m.text for m in w.dm(shaw.id).messages if m.by_app])
    assert told == ["Meeting on 3 December 2026: Barrow CDRP."]
    for _ in range(3):
        office.slack.clock.advance(hours=1)
    shaw.types("/diary").sees("Barrow CDRP")
    assert len([text for text in shaw.dm.messages if "You go" in text]) == 1
    dm.button("I will go: Barrow CDRP").click()
    dm.sees("Ask my substitute")
    shaw.dm.button("See the card").click()
    shaw.sees("Representative: Mrs L L Shaw").sees("Substitute: Mr W Smith").sees(DELEGATION)
    office.slack.clock.set(datetime(2026, 12, 4, 9, tzinfo=UTC))
    shaw.dm.sees("The meeting has been held.")
    told = [text for text in shaw.dm.messages if "The meeting has been held." in text]
    assert len(told) == 1
    assert "[" not in told[0]


@on_one_database
def test_h06_prepare_shows_the_card_to_those_who_may_go_and_to_staff(office: Office, shaw: Person) -> None:
    """B-06: the substitute sees what the representative sees, at all times; somebody else does not."""
    knows(
        office,
        "appointments",
        seat(office, "representative"),
        delegation=DELEGATION,
        suitability="Lead Member for alcohol",
    )
    knows(office, "people", "shaw", other_roles=(COUNCILLOR,))
    smith, egan, officer = office.member("Mr W Smith"), office.member("Mrs C Egan"), office.staff("treasurer")
    card = shaw.types("/diary prepare barrow cdrp").sees("Barrow CDRP meets on 3 December 2026. You go.")
    card.sees("county councillor").sees(DELEGATION).sees("Suitable because of: Lead Member for alcohol")
    card.sees("Last report: none").sees("Priorities")
    card = smith.types("/diary prepare barrow cdrp").sees(DELEGATION).sees("Mrs L L Shaw goes.")
    card.does_not_see("county councillor")
    officer.types("/diary barrow cdrp").sees(DELEGATION)
    egan.types("/diary prepare barrow cdrp").sees("You neither represent the authority on Barrow CDRP nor")
    egan.types("/diary prepare").sees("Type its name too")
    shaw.types("/diary prepare zzzz").sees("No partnership in the register is called")
    shaw.types("/diary help").sees("/diary substitute barrow").does_not_see("/diary contacts")
    officer.types("/diary help").sees("/diary contacts")


def test_b06_the_representative_asks_the_substitute_who_answers(office: Office, shaw: Person) -> None:
    knows(office, "appointments", seat(office, "representative"), delegation=DELEGATION)
    smith = office.member("Mr W Smith")
    smith.types("/diary").sees("3 December 2026: Barrow CDRP").sees("You are the substitute.")
    smith.types("/diary substitute barrow cdrp").sees("Only the representative asks the substitute")
    shaw.types("/diary substitute barrow cdrp").sees("Mr W Smith has been asked to go.")
    shaw.types("/diary substitute barrow cdrp").sees("Mr W Smith has been asked to go.")
    smith.dm.saw("Mrs L L Shaw asks you to go to Barrow CDRP on 3 December 2026.").saw(DELEGATION)
    assert len(smith.dm.messages) == 1, "asked once, however often the command is typed"
    smith.dm.button("I will go").click()
    smith.dm.sees("You go in the place of Mrs L L Shaw.").sees("[I cannot go after all]")
    shaw.dm.saw("Mr W Smith will go: Barrow CDRP, 3 December 2026.")
    office.slack.clock.set(TUESDAY)
    smith.dm.saw("3 December 2026: Barrow CDRP. You go.").saw("You represent Cumbria Police Authority there.")
    shaw.types("/diary").sees("Mr W Smith goes in your place.").button("I will go").click()
    shaw.sees("You go.")
    smith.dm.saw("You are not needed at Barrow CDRP on 3 December 2026.")
    assert not any("I cannot go after all" in text for text in smith.dm.messages)


@on_one_database
def test_b06_without_a_date_the_mend_is_named(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/diary").sees("No date recorded: Barrow CDRP. Tell staff when it meets next.")
    support = office.staff("support-officer")
    support.types("/diary").button("Record the date: Barrow CDRP").click()
    support.form("Edit").close()
    shaw.types("/diary substitute barrow cdrp").sees("does not say when Barrow CDRP meets next")


def test_b07_staff_name_another_substitute_where_neither_can_go(office: Office, shaw: Person) -> None:
    smith, egan = office.member("Mr W Smith"), office.member("Mrs C Egan")
    officer = office.staff("committee-services-officer")
    office.slack.clock.set(TUESDAY)
    shaw.dm.saw("You go.")
    shaw.dm.button("Ask my substitute").click()
    shaw.dm.sees("Mr W Smith has been asked to go.")
    smith.dm.saw("asks you to go")
    smith.dm.button("I cannot").click()
    smith.dm.sees("You are not being asked any more.")
    shaw.dm.saw("Mr W Smith cannot go: Barrow CDRP").saw("Staff are finding somebody to go.")
    officer.dm.saw("Nobody goes to Barrow CDRP on 3 December 2026 yet.").saw("Mrs L L Shaw cannot go.")
    officer.dm.button("Change the substitute's seat").click()
    officer.form().sees("Mr W Smith").close()
    officer.dm.button("Name another substitute").click()
    form = officer.form("Name a substitute")
    form.field("Who is to go?").choose("Mrs L L Shaw", search="shaw")
    form.submit()
    assert "Mrs L L Shaw is the representative, and cannot go." in str(form.errors)
    form.field("Who is to go?").choose("Mrs C Egan", search="egan")
    form.submit()
    form.closes()
    egan.dm.saw("Staff ask you to go to Barrow CDRP on 3 December 2026.").saw("It is for this meeting only.")
    officer.dm.saw("Mrs C Egan has been asked and has not answered.")
    egan.types("/diary").sees("You have been asked to go in the place of Mrs L L Shaw.")
    egan.types("/diary prepare barrow cdrp").sees("You represent Cumbria Police Authority there.")
    egan.dm.button("I will go").click()
    egan.dm.sees("You go in the place of Mrs L L Shaw.")
    officer.dm.sees("Mrs C Egan goes.")
    shaw.dm.saw("Mrs C Egan will go: Barrow CDRP").saw("Mrs C Egan goes in your place.")
    assert not any("[Name another substitute]" in text for text in officer.dm.messages)
    assert office.register.appointment[seat(office, "substitute")].person == "smith", "for this meeting only"


def test_b07_where_the_substitute_is_not_in_slack_staff_are_asked_at_once(
    office: Office, shaw: Person
) -> None:
    officer = office.staff("committee-services-officer")
    shaw.types("/diary substitute barrow cdrp").sees(
        "Mr W Smith is not linked to Slack yet, so I have told staff."
    )
    officer.dm.saw("Mr W Smith is not linked to Slack yet.").button("Name another substitute").click()
    form = officer.form("Name a substitute")
    form.field("Who is to go?").choose("Mr W Smith", search="smith")
    form.submit()
    form.closes()
    officer.dm.sees("Mr W Smith goes.")
    office.member("Mr B A W Mitchell").types("/diary substitute barrow cdrp").sees("Only the representative")


@on_one_database
def test_b07_nobody_holds_the_seat_and_staff_are_told_in_time(office: Office) -> None:
    """A-06: a vacancy goes to nobody's meeting unnoticed."""
    officer = office.staff("committee-services-officer")
    knows(office, "partnerships", "cu-lsp-eden", next_meeting=MEETING)
    office.slack.clock.set(TUESDAY)
    officer.dm.saw("Nobody represents the authority there.")


def test_b08_the_support_officer_decides_meeting_by_meeting(office: Office, shaw: Person) -> None:
    support = office.staff("support-officer")
    other = office.linked("Another Officer", "support-officer")
    supports(office, support, "Mrs L L Shaw")
    office.slack.clock.set(TUESDAY)
    support.dm.saw("3 December 2026: Barrow CDRP. Mrs L L Shaw goes. Will you go?")
    support.dm.button("I will go with the member").click()
    support.dm.sees("You go with the member.").sees("[I will not go]")
    support.dm.button("I will go in the member's place").click()
    support.dm.sees("You go in the member's place.")
    shaw.dm.saw("Support Officer will go in your place: Barrow CDRP")
    shaw.dm.button("I will go myself").click()
    shaw.dm.sees("You go.")
    support.types("/diary").sees(
        "3 December 2026: Barrow CDRP. Mrs L L Shaw goes. You are the support officer."
    )
    assert not any("Barrow" in text for text in other.dm.messages), "the member's own officer is asked"


@on_one_database
def test_b08_the_support_officer_sees_their_members_reports(office: Office, shaw: Person) -> None:
    support, other = office.staff("support-officer"), office.linked("Another Officer", "support-officer")
    supports(office, support, "Mrs L L Shaw")
    files_a_report(shaw, "12 November", "14 January 2027")
    support.types("/diary").sees("Reports of your members: 1").button("Open: Barrow CDRP").click()
    support.form("Report-back").sees("Agreed the winter alcohol plan").close()
    support.types("/diary reports").sees("Barrow CDRP, meeting of 12 November 2026, Mrs L L Shaw")
    other.types("/diary reports").sees("There is no report of a member whom you help.").sees(
        "once it has been submitted"
    )
    shaw.types("/diary reports").sees("These are the reports of members, for the staff who help them.")


def test_b08_a_member_asks_their_support_officer_who_answers(office: Office, shaw: Person) -> None:
    shaw.types("/diary ask May I vote on the budget?").sees("Nobody in Slack is your support officer yet.")
    support = office.staff("support-officer")
    shaw.types("/diary ask May I vote on the <budget>?").sees(
        "I have sent your question to the Support Officer"
    )
    support.dm.saw("A question from Mrs L L Shaw.").saw("May I vote on the <budget>?")
    support.types("/diary").sees("A question from Mrs L L Shaw, asked on 22 November 2026")
    support.dm.button("Answer").click()
    form = support.form("Answer a question").sees("May I vote")
    form.field("Your answer").fill("Yes, within your delegation.")
    form.submit()
    form.closes()
    shaw.dm.saw("Support Officer has answered your question.").saw("Yes, within your delegation.")
    support.dm.sees("Answered by Support Officer")
    assert not any("[Answer]" in text for text in support.dm.messages)
    told = office.slack.sandbox.look(lambda w: [m.text for m in w.dm(support.id).messages])
    assert not any("budget" in text for text in told), "the words stand in blocks alone"
    trail = office.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
    actions = [entry.action for entry in trail]
    assert {"support officer asked", "support officer answered"} <= set(actions)
    assert not any("budget" in entry.model_dump_json() for entry in trail)


def test_b03_b09_after_a_meeting_whoever_went_is_asked_once(office: Office, shaw: Person) -> None:
    office.slack.clock.set(FRIDAY.replace(hour=8, minute=59))
    assert not any("met on" in text for text in shaw.dm.messages)
    office.slack.clock.set(FRIDAY)
    shaw.dm.saw("Barrow CDRP met on 3 December 2026.")
    shaw.dm.saw("Did you make clear that you represent Cumbria Police Authority, and do the minutes say so?")
    shaw.dm.button("I said it; minutes not seen yet").click()
    shaw.dm.sees("I will ask about the minutes once more, before the next meeting.").sees(
        "Did an officer attend?"
    )
    shaw.dm.button("With me").click()
    shaw.dm.sees("An officer went with you.")
    asked = [text for text in shaw.dm.messages if "met on 3 December" in text]
    assert len(asked) == 1
    assert asked[0].count("[") == asked[0].count("[Change it]") == 2, (
        "what was answered can be corrected (UX-07)"
    )
    knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=date(2027, 1, 14), last_met=MEETING)
    card = shaw.types("/diary prepare barrow cdrp")
    card.sees("Who went last: Mrs L L Shaw on 3 December 2026, as representative, with an officer.")
    office.slack.clock.set(datetime(2027, 1, 11, 12, tzinfo=UTC))
    assert not any("Do the minutes of" in text for text in shaw.dm.messages)
    office.slack.clock.set(datetime(2027, 1, 12, 9, tzinfo=UTC))
    shaw.dm.saw("14 January 2027: Barrow CDRP. You go.").saw("Do the minutes of 3 December 2026 say whom")
    shaw.dm.button("The minutes say so").click()
    shaw.dm.sees("The minutes of 3 December 2026 say whom you represent.")
    shaw.dm.saw("You made clear whom you represent, and the minutes say so.")


@on_one_database
def test_b09_an_officer_in_the_members_place_is_asked_instead(office: Office, shaw: Person) -> None:
    support = office.staff("support-officer")
    supports(office, support, "Mrs L L Shaw")
    office.slack.clock.set(FRIDAY)
    shaw.dm.saw("Did an officer attend?").button("In my place").click()
    shaw.dm.sees("An officer went in your place.")
    support.dm.saw("Did you make clear that you represent").button("Yes, both").click()
    support.dm.sees("You made clear whom you represent, and the minutes say so.").sees(
        "You went in the member's place."
    )
    kept = office.store.run(WORKSPACE, lambda uow: uow.meetings.from_day(MEETING))
    officer = next(found.id for found in office.register.people if found.name == support.name)
    assert [(found.attended_by, found.said, found.officer_came) for found in kept] == [
        (officer, "both", "instead")
    ]
    shaw.types("/diary prepare barrow cdrp").sees("as officer in the member's place.")


@on_one_database
def test_b03_b09_the_substitute_who_went_is_asked_over_a_bank_holiday(office: Office, shaw: Person) -> None:
    """A meeting on Christmas Eve is asked about on the 29th, of the substitute who had agreed to go."""
    smith = office.member("Mr W Smith")
    knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=date(2026, 12, 24))
    shaw.types("/diary substitute barrow cdrp").sees("has been asked")
    smith.dm.saw("asks you").button("I will go").click()
    smith.dm.sees("You go in the place of Mrs L L Shaw.")
    office.slack.clock.set(datetime(2026, 12, 28, 12, tzinfo=UTC))
    assert not any("met on" in text for text in smith.dm.messages)
    office.slack.clock.set(datetime(2026, 12, 29, 9, tzinfo=UTC))
    smith.dm.saw("Barrow CDRP met on 24 December 2026.").button("Nobody went").click()
    smith.dm.sees("Nobody went for the authority.")
    assert not any("met on" in text for text in shaw.dm.messages)


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


def test_b03_a_filed_report_asks_at_once_and_keeps_the_registers_dates(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    files_a_report(shaw, "12 November", "14 January 2027")
    shaw.dm.saw("Barrow CDRP met on 12 November 2026.").saw("Did an officer attend?")
    shaw.dm.button("Yes, both").click()
    shaw.dm.sees("the minutes say so.")
    shaw.dm.button("No officer").click()
    shaw.dm.sees("No officer attended.")
    partnership = office.register.partnership[
        office.register.appointment[seat(office, "substitute")].partnership
    ]
    assert (partnership.last_met, partnership.next_meeting) == (date(2026, 11, 12), date(2027, 1, 14))
    shaw.types("/diary").sees("14 January 2027: Barrow CDRP")
    changes = office.store.run(WORKSPACE, lambda uow: uow.changes.latest(1))
    assert [(change.by, change.how) for change in changes] == [("Mrs L L Shaw", "report-back")]
    assert not any("Undo" in text for text in shaw.dm.messages), "no confirmation of a change in the register"


def test_a_meeting_that_is_moved_takes_its_buttons_along(office: Office, shaw: Person) -> None:
    office.slack.clock.set(TUESDAY)
    shaw.dm.saw("You go.")
    knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=date(2026, 12, 17))
    office.slack.clock.advance(hours=1)
    shaw.dm.saw("This no longer holds").saw("It now meets on 17 December 2026.")
    assert not any("[Ask my substitute]" in text for text in shaw.dm.messages)
    office.slack.clock.set(FRIDAY)
    shaw.types("/diary").sees("17 December 2026: Barrow CDRP")
    assert not any("met on" in text for text in shaw.dm.messages)


def test_b10_staff_record_direct_contacts_with_partners(office: Office, shaw: Person) -> None:
    officer = office.staff("support-officer")
    officer.types("/diary contacts").sees("No contact with a partner has been recorded.")
    officer.types("/diary contact")
    form = officer.form("Contact with a partner")
    form.field("What it was about").choose("Scrutiny of crime and disorder with councils")
    form.submit()
    assert "Say with whom" in str(form.errors)
    form.field("Or another body").fill("Eden District Council <scrutiny>")
    form.field("Date").pick(date(2026, 11, 23))
    form.submit()
    assert "23 November 2026 is still to come." in str(form.errors)
    form.field("Date").pick(date(2026, 11, 20))
    form.field("Note").fill("They scrutinise in March.")
    form.submit()
    officer.form("Contact recorded").sees("20 November 2026: Eden District Council <scrutiny>.").close()
    officer.types("/diary contact")
    form = officer.form("Contact with a partner")
    form.field("Partnership").choose("Barrow CDRP", search="barrow")
    form.field("What it was about").choose("Member training")
    form.submit()
    officer.form("Contact recorded").close()
    listed = officer.types("/diary contacts").sees("Contacts with partners: 2.")
    listed.sees("22 November 2026: Barrow CDRP. Member training. Recorded by Support Officer.")
    listed.sees("They scrutinise in March.")
    shaw.types("/diary contacts").sees("Your role does not let you record contacts with partners.")
    shaw.types("/diary contact").sees("Your role does not let you record contacts with partners.")


@on_one_database
def test_somebody_elses_buttons_do_nothing_for_them(office: Office, shaw: Person) -> None:
    """Stale and repeated presses: each says what has become of it."""
    smith = office.member("Mr W Smith")
    shaw.types("/diary substitute barrow cdrp").sees("has been asked")
    smith.dm.saw("asks you to go")
    shaw.types("/diary").button("I will go").click()
    shaw.sees("You go.")
    smith.dm.sees("You are not being asked any more.")
    office.linked("A link officer", "link-officer").types("/diary").sees("Your role does not let you")
    office.staff("treasurer").types("/diary").sees("You sit on no partnership")
