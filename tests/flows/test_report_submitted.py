"""The Committee Services Officer receives the reports and marks them as submitted (B-12, D-22)."""

from tests.flows.office import WORKSPACE, Office
from tests.flows.test_report_back import up_to_summary

from liaison.sandbox.language.people import Person


def filed(office: Office) -> tuple[Person, Person]:
    """A report of Mrs Shaw's that the officer has heard of."""
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    up_to_summary(shaw)
    shaw.dm.button("Submit").click()
    shaw.dm.saw("Report submitted on 23 November 2026")
    officer.dm.saw("A report-back is waiting: Barrow CDRP")
    return shaw, officer


def test_b12_a_report_marked_as_submitted_says_so_to_its_author(everywhere: Office) -> None:
    shaw, officer = filed(everywhere)
    support = everywhere.staff("support-officer")
    officer.dm.button("Mark the report as submitted").click()
    said = "Committee Services Officer submitted it to Communities, Equality and Diversity Committee on 23 November 2026"
    officer.dm.saw(said)
    shaw.dm.saw(said)
    assert not [text for text in officer.dm.messages if "[Mark as submitted]" in text]
    officer.types("/reportback waiting").sees("No report is waiting.")
    officer.dm.button("Open the report").click()
    officer.form().sees("Now submitted to its committees.")
    trail = everywhere.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
    assert "report-back passed on" in [entry.action for entry in trail]
    support.types("/reportback waiting").sees("Your role does not let you")


def test_b12_from_the_list_and_back_again(office: Office) -> None:
    shaw, officer = filed(office)
    reply = officer.types("/reportback waiting")
    reply.button("Mark the report on Barrow CDRP").click()
    reply.sees("No report is waiting.")
    shaw.dm.saw("Committee Services Officer submitted it to")
    officer.dm.saw("Committee Services Officer submitted it to")
    officer.dm.button("Put the report back among those that wait").click()
    officer.dm.saw("[Mark as submitted]")
    officer.types("/reportback waiting").sees("Reports waiting: 1")
    shaw.dm.saw("It is on its way to the Committee Services Officer.")


def test_b12_two_officers_and_one_mark(office: Office) -> None:
    _, officer = filed(office)
    deputy = office.linked("Deputy", "committee-services-officer")
    lists = [person.types("/reportback waiting") for person in (officer, deputy)]
    for reply in lists:
        reply.sees("Reports waiting: 1")
    lists[0].button("Mark the report on Barrow CDRP").click()
    lists[0].sees("No report is waiting.")
    lists[1].button("Mark the report on Barrow CDRP").click()
    deputy.sees("Committee Services Officer submitted it to")
