"""Reviews that are handed over: who is told, who works them, and who hears that it is somebody else's (G-03)."""

from datetime import UTC, date, datetime

import pytest
from tests.flows.office import Office
from tests.flows.test_notices import all_looked_at
from tests.flows.test_reviews_worked import JUNE, NAME, fill

from liaison.sandbox.language.people import Person


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_a_review_is_handed_over_to_somebody_who_then_works_it(office: Office, officer: Person) -> None:
    egan = office.member("Mrs C Egan")
    office.slack.clock.set(JUNE)
    all_looked_at(office, egan)  # else what is hers anyway may come together with it
    officer.types("/review equality").button("Hand over the review due 30 June 2027").click()
    form = officer.form("Hand over the review")
    form.field("Who is to do it?").choose("Mrs C Egan", search="egan")
    form.submit()
    officer.form("Review handed over").sees("Handed over to Mrs C Egan, who is told").close()
    egan.dm.saw("Handed over to you by Committee Services Officer: ")
    egan.dm.saw(f"Review due by 30 June 2027: {NAME}").saw("Owner: Mrs C Egan")
    egan.dm.button("Start the review").click()
    form = fill(egan.form("Record the review"))
    form.field("Outcome").choose("Leave")
    form.submit()
    egan.form("Review recorded").sees("type /partnership end").button("Add an action").click()
    form = egan.form("Add an action")
    form.field("What is to be done").fill("Put it on the agenda.")
    form.field("Who does it").choose("Mrs C Egan", search="egan")
    form.field("By when").pick(date(2027, 7, 1))
    form.submit()
    egan.form("Action kept").sees("Due by 1 July 2027").close_all()
    egan.dm.saw("Recorded by Mrs C Egan")


def test_whoever_a_review_was_handed_to_by_mistake_hears_nothing_or_that_it_was_handed_on(
    office: Office, officer: Person
) -> None:
    egan, shaw, smith = (office.member(name) for name in ("Mrs C Egan", "Mrs L L Shaw", "Mr W Smith"))
    office.slack.clock.set(JUNE)
    all_looked_at(office, egan, shaw, smith, anybody=True)
    office.slack.clock.set(datetime(2027, 6, 14, 20, 0, tzinfo=UTC))
    for name, search in (("Mrs C Egan", "egan"), ("Mrs L L Shaw", "shaw")):
        hands_over(officer, name, search)
    office.slack.clock.set(datetime(2027, 6, 15, 8, 0, tzinfo=UTC))
    shaw.dm.saw("Handed over to you by Committee Services Officer: ").saw("Owner: Mrs L L Shaw")
    all_looked_at(office, shaw, egan, anybody=True)
    assert not any("Handed" in text for text in egan.dm.messages)
    hands_over(officer, "Mr W Smith", "smith")
    smith.dm.saw("Handed over to you by Committee Services Officer: ")
    shaw.dm.saw(f"Handed on to Mr W Smith: {NAME}")
    assert not any("Handed over to you" in text for text in shaw.dm.messages)


def hands_over(officer: Person, name: str, search: str) -> None:
    """Makes somebody else responsible for the review of June."""
    officer.types("/review equality").button("Hand over the review due 30 June 2027").click()
    form = officer.form("Hand over the review")
    form.field("Who is to do it?").choose(name, search=search)
    form.submit()
    officer.form("Review handed over").close()


def test_a_review_is_handed_over_to_somebody_who_is_not_in_slack_and_must_be_told(officer: Person) -> None:
    officer.types("/review equality").button("Hand over the review due 30 June 2027").click()
    form = officer.form("Hand over the review")
    form.field("Who is to do it?").choose("Mrs C Egan", search="egan")
    form.submit()
    officer.form("Review handed over").sees("Mrs C Egan is not in Slack: please tell them.").close()
    officer.types("/review equality").sees("Mrs C Egan")
