"""Before a meeting: who goes, in whose place, and what they are told."""

from datetime import UTC, date, datetime

from tests.flows.meetings.barrow import (
    COUNCILLOR,
    DELEGATION,
    FRIDAY,
    MEETING,
    TUESDAY,
    knows,
    on_one_database,
    seat,
)
from tests.flows.office import Office

from liaison.sandbox.language.people import Person


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
