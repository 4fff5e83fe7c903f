"""After a meeting: what whoever went is asked, once, and what the register keeps of it."""

from datetime import UTC, date, datetime

from tests.flows.meetings.barrow import (
    FRIDAY,
    MEETING,
    files_a_report,
    knows,
    on_one_database,
    seat,
    supports,
)
from tests.flows.office import WORKSPACE, Office, opened

from liaison.sandbox.language.people import Person


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
    opened(shaw, "Barrow CDRP met on 3 December 2026")
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
