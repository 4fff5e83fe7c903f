"""Each form of a review as its pack asks for it: the approach, regular reviews, objectives; and what is known already."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office
from tests.flows.test_report_back import up_to_summary
from tests.flows.test_reviews_cycles import change_form
from tests.flows.test_risk import answer_triggers, begin

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Partnership
from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Form, Person

DECEMBER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
YEAR_END = date(2026, 12, 31)
CONCLUSION = "Too many boards meet on the same day."
ADDS = "It brings the districts together."
NOT_ACHIEVED = "The joint stall was not staffed."
RESOURCES = "Two officers for a day a week."
VALUE = "Its partners know the estates."
STANDING = (("Statutory Partnership", True), ("Youth Partnership", False), ("Unsorted Partnership", None))


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def bedfordshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office of the authority that has a statutory partnership, another, and one of which nobody says."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="bedfordshire") as office:
        for name, statutory in STANDING:
            entry = Partnership(
                id=PartnershipId(name.partition(" ")[0].casefold()),
                name=name,
                statutory=statutory,
                objectives=("Fewer first offenders",),
                source="made up",
            )
            office.keep(Edit("partnerships", entry.id, entry))
        yield office


def dated(person: Person, cycle: str, committee: str) -> None:
    """Staff give a cycle its first date and its committee, in Slack."""
    form = change_form(person, cycle)
    form.field("How often").choose("Every year")
    form.field("First date").pick(YEAR_END)
    form.field("Put to").choose(committee)
    form.submit()
    person.form("Saved").sees("Next: 31 December 2026.").close()


def pages(form: Form, *headings: str) -> Iterator[None]:
    """Sends a form in page by page, and sees what comes next."""
    for heading in headings:
        yield
        form.submit()
        form.sees(heading)


def test_g_03_cumbria_s_approach_asks_of_every_partnership_and_of_the_whole(
    office: Office, officer: Person
) -> None:
    """The cycle of the guide itself: staff give it a date, and work it through nine pages."""
    authority = office.channel("authority", officer)
    dated(officer, "approach to partnership working", "Cumbria Police Authority")
    office.slack.clock.set(DECEMBER)
    authority.sees("Review due by 31 December 2026: approach to partnership working.")
    authority.sees("It covers: how effective each partnership is; what value being in it adds.")
    officer.in_(authority).button("Start the review").click()
    form = officer.form("Record the review").sees("Page 1 of 9: Each partnership")
    names = [entry.title for entry in office.register.partnerships]
    assert len(names) == 25
    for number, name in enumerate(names, 1):
        if number > 1:
            form.field(f"{number}. {name}: how effective is it?").choose("Effective")
        if number % 4 == 0:
            form.submit()
            form.sees(f"Page {number // 4 + 1} of 9")
    form.field(f"25. {names[-1]}: what value does being in it add?").fill(ADDS)
    form.submit()
    form.sees("Page 8 of 9: The approach as a whole")
    form.field("How well does our approach to partnership work as a whole?").fill(CONCLUSION)
    form.submit()
    form.sees("Page 9 of 9: Outcome").sees("These still need an answer").sees(f"1. {names[0]}: how effective")
    form.field("Outcome").choose("Changes agreed")
    form.submit()
    form.sees("Not recorded yet: these need an answer")
    for page in range(8, 0, -1):
        form.button("Previous page").click()
        form.sees(f"Page {page} of 9")
    form.field(f"1. {names[0]}: how effective is it?").choose("Not effective")
    for page in range(2, 10):
        form.submit()
        form.sees(f"Page {page} of 9")
    form.submit()
    officer.form("Review recorded").close()
    authority.sees("approach to partnership working: Changes agreed. Recorded by Committee Services Officer")
    assert not any(CONCLUSION in text or ADDS in text for text in authority.messages)
    officer.types("/review recorded approach").button("Open the review of 3 December 2026").click()
    shown = officer.form("Recorded review").sees(f"1. {names[0]}: how effective is it?").sees("Not effective")
    shown.button("Next page").click()
    shown.sees(f"25. {names[-1]}: what value").sees(ADDS).sees(CONCLUSION)


def test_g_05_every_partnership_is_reviewed_whatever_its_standing_and_says_what_it_took(
    bedfordshire: Office,
) -> None:
    """Beside it (G-06): each one that is not statutory, by its objectives, and no other."""
    officer = bedfordshire.staff("committee-services-officer")
    cec = bedfordshire.channel("cec", officer)
    dated(officer, "all partnerships", "Community Engagement Committee")
    dated(officer, "non-statutory partnerships", "Community Engagement Committee")
    bedfordshire.slack.clock.set(DECEMBER)
    cec.sees("Reviews due by 31 December 2026: all partnerships, for 3 partnerships.")
    cec.sees("Statutory Partnership; Unsorted Partnership; Youth Partnership")
    cec.sees("Review due by 31 December 2026: Youth Partnership: non-statutory partnerships")
    assert not any(
        f"{name}: non-statutory" in text
        for text in cec.messages
        for name in ("Statutory Partnership", "Unsorted Partnership")
    )
    officer.types("/review cycles").sees("non-statutory partnerships: every year").sees("(1 now)")
    for name, _ in STANDING:
        officer.types(f"/review {name}").button(f"Start the review due 31 December 2026: {name}: all").click()
        form = officer.form("Record the review").sees("What is known")
        turned = pages(form, "1. Objective: Fewer first offenders", "Actions not achieved", "What value")
        next(turned)
        next(turned)
        form.field("1. Objective").choose("Partly achieved")
        next(turned)
        form.field("Actions not achieved").fill(f"{name}: {NOT_ACHIEVED}")
        form.field("Resources invested").fill(f"{name}: {RESOURCES}")
        next(turned, None)
        form.field("How effective is the partnership?").choose("Effective")
        form.field("What value does being in it add?").fill(f"{name}: {VALUE}")
        form.submit()
        form.sees("Outcome").field("Outcome").choose("Continue")
        form.submit()
        officer.form("Review recorded").close()
        officer.types(f"/review recorded {name}").button("Open the review of 3 December 2026").click()
        shown = officer.form("Recorded review").sees("1. Objective: Fewer first offenders")
        shown.sees("Partly achieved").sees("Resources invested").sees(f"{name}: {RESOURCES}")
        shown.sees(f"{name}: {NOT_ACHIEVED}").sees("What value").sees(f"{name}: {VALUE}").close()
    cec.sees("Reviewed: all partnerships, 3 reviews.")


def test_g_05_a_report_and_a_risk_assessment_stand_on_the_form_s_first_page(
    office: Office, officer: Person
) -> None:
    """With who sits there; a member is told when the risk was assessed, and not its level."""
    shaw, support = office.member("Mrs L L Shaw"), office.staff("support-officer")
    up_to_summary(shaw)
    shaw.dm.button("Submit").click()
    shaw.dm.saw("Report submitted on 23 November 2026")
    form = begin(support)
    answer_triggers(form, "1.")
    form.close()
    for person, level in ((officer, "high risk."), (shaw, "Staff can see the level.")):
        person.types("/review barrow cdrp").button("Start the review due 30 June 2027").click()
        form = person.form("Record the review").sees("Page 1 of").sees("What is known")
        form.sees("Representative: Mrs L L Shaw").sees("Substitute: Mr W Smith")
        form.sees("1, of the meeting on 12 November 2026")
        form.sees("Assessment begun on 23 November 2026, not closed").sees(level)
        form.close()


def test_what_is_due_is_listed_and_is_put_off_with_a_reason_alone(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(DECEMBER)
    ppp.sees("Review due by 31 December 2026")
    listed = officer.types("/review due").sees("Reviews due by 31 December 2026: 1 review")
    listed.sees("LAA and APACS measures in the Policing Plan, due by 31 December 2026")
    listed.does_not_see("membership of partnerships").button("Postpone the review due 31 December").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2027, 1, 31))
    form.field("Reason").fill("  ")
    form.submit()
    assert form.errors == {"Reason": "Please complete this required field."}
    form.close()
    officer.types("/review due").sees("LAA and APACS measures in the Policing Plan, due by 31 December 2026")
    assert not any("31 January 2027" in text or "Postponed" in text for text in ppp.messages)
