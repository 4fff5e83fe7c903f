"""`/reportback form`: the proforma as one form, for those who would rather fill in than be asked."""

from datetime import date

import pytest
from tests.flows.office import WORKSPACE, Office

from liaison.domain.register.models import Partnership
from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Form, Person

ACCOUNT = "Agreed the winter alcohol plan; the youth task group reports in March."


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


def fill(form: Form) -> None:
    """Answers what is not offered already."""
    form.field("2.").pick(date(2026, 11, 12))
    form.field("4.").choose("Communities, Equality and Diversity Committee")
    form.field("5.").fill(ACCOUNT)


def test_d_07_the_form_has_the_six_items_and_files_the_report(everywhere: Office) -> None:
    shaw, officer = everywhere.member("Mrs L L Shaw"), everywhere.staff("committee-services-officer")
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form("Report-back")
    for label in (
        "1. Name of Partnership",
        "2. Date of Meeting",
        "3. Representing Member",
        "4. Report to which Committee",
        "5. Outcomes of the last meeting, briefly",
        "6. Date of next meeting",
    ):
        form.sees(label)
    fill(form)
    form.submit()
    form.closes()
    shaw.dm.saw("Report submitted on 23 November 2026").saw("Barrow CDRP, meeting of 12 November 2026")
    officer.dm.saw("A report-back is waiting: Barrow CDRP")
    officer.dm.button("Open the report").click()
    officer.form().sees(ACCOUNT).sees("Not known")


def test_what_cannot_be_taken_is_said_at_the_item(shaw: Person) -> None:
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form()
    fill(form)
    form.field("2.").pick(date(2026, 12, 24))
    form.submit()
    assert "24 December 2026 is still to come." in str(form.errors)
    form.field("2.").pick(date(2026, 11, 12))
    form.field("5.").fill("fine")
    form.submit()
    assert "The committee will ask what was decided." in str(form.errors)


def test_a_form_that_is_closed_is_kept_as_a_draft(shaw: Person) -> None:
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form()
    fill(form)
    form.close()
    shaw.types("/reportback drafts").sees("Barrow CDRP, meeting of 12 November 2026: saved")
    shaw.types("/reportback form barrow cdrp")
    assert ACCOUNT in shaw.form().text


def test_what_is_changed_after_filing_is_never_dropped_unsaid(office: Office, shaw: Person) -> None:
    """The answer to a filed form is lost: sent again as it is, it closes; changed, the person hears of it."""
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form()
    fill(form)
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    form.field("5.").fill(f"{ACCOUNT} The task group has a new chair.")
    form.submit()
    [(label, sentence)] = form.errors.items()
    assert label.startswith("5.")
    assert sentence.startswith("This report was filed on 23 November 2026 at 9:30am without this change.")
    assert "Tell the Committee Services Officer" in sentence
    form.field("5.").fill(ACCOUNT)
    form.field("6.").pick(date(2027, 1, 14))
    form.submit()
    assert [label[:2] for label in form.errors] == ["6."]
    form.field("6.").clear()
    form.submit()
    form.closes()
    office.slack.expect_violation("not_acknowledged")


def test_a_late_pause_does_not_undo_what_was_typed_since(office: Office, shaw: Person) -> None:
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form()
    office.slack.faults.late_delivery("block_actions", seconds=20)
    form.field("5.").fill("What was typed first, five words or more.")
    form.field("5.").fill(ACCOUNT)
    form.close()
    office.slack.clock.advance(seconds=25)
    office.slack.settled()
    shaw.types("/reportback drafts").sees("Barrow CDRP")  # what came late has been dealt with by now
    shaw.types("/reportback form barrow cdrp")
    shaw.form().sees(ACCOUNT)
    office.slack.expect_violation("not_acknowledged")


def test_a_late_form_does_not_file_what_was_changed_since(office: Office, shaw: Person) -> None:
    shaw.types("/reportback form barrow cdrp")
    form = shaw.form()
    fill(form)
    office.slack.faults.late_delivery("view_submission", seconds=20)
    form.submit()
    form.field("5.").fill(f"{ACCOUNT} The task group has a new chair.")
    form.close()
    office.slack.clock.advance(seconds=25)
    office.slack.settled()
    shaw.types("/reportback drafts").sees("Barrow CDRP, meeting of 12 November 2026: saved")
    shaw.types("/reportback form barrow cdrp")
    shaw.form().sees("The task group has a new chair.")
    office.slack.expect_violation("not_acknowledged")


def test_a_draft_of_the_conversation_goes_on_in_the_form(shaw: Person) -> None:
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    shaw.dm.says("yes")
    shaw.dm.sees("2. Date of Meeting")
    shaw.types("/reportback form barrow cdrp")
    shaw.form().sees("Barrow CDRP")


@pytest.mark.parametrize(
    ("about", "answer"),
    [
        ("nowhere", "No partnership in the register is called"),
        ("barrow", "could mean more than one partnership"),
    ],
)
def test_an_unclear_partnership_gets_the_mend(shaw: Person, about: str, answer: str) -> None:
    shaw.types(f"/reportback form {about}").sees(answer)


def test_p_13_a_long_register_is_searched_and_not_cut(office: Office, shaw: Person) -> None:
    """With more partnerships than a menu shows, the menu is searched by typing."""
    more = tuple(
        Partnership(id=PartnershipId(f"more-{number}"), name=f"Neighbourhood Forum {number}")
        for number in range(150)
    )
    grown = office.register.model_copy(update={"partnerships": office.register.partnerships + more})
    office.store.run(WORKSPACE, lambda uow: uow.register.replace(grown))
    # The bot's register is a second old at most.
    asked = (shaw.types("/rep neighbourhood forum 149").text for _ in range(1000))
    assert any("Neighbourhood Forum 149" in answer for answer in asked)
    shaw.types("/reportback form")
    form = shaw.form()
    form.field("1.").choose("Neighbourhood Forum 149", search="forum 149")
    fill(form)
    form.field("3.").choose("Mrs L L Shaw")
    form.submit()
    form.closes()
    shaw.dm.saw("Neighbourhood Forum 149, meeting of 12 November 2026")
