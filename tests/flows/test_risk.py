"""`/risk`: staff assess a partnership with the checklist, page by page."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office

from liaison.sandbox.language.people import Form, Person

GOVERNANCE = [
    "1.",
    "2a.",
    "2b.",
    "2c.",
    "2d.",
    "2e.",
    "3.",
    "4a.",
    "4b.",
    "4c.",
    "5.",
    "6.",
    "7.",
    "8.",
    "9.",
]
FINANCE = ["10.", "11.", "12.", "13."]
STAFFING = ["14.", "15."]
ASSETS = ["16.", "17.", "18.", "19."]
SECTIONS = [GOVERNANCE, FINANCE, STAFFING, ASSETS]


@pytest.fixture
def support(office: Office) -> Person:
    return office.staff("support-officer")


@pytest.fixture
def cambridgeshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office of the authority whose document has the checklist."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="cambridgeshire") as office:
        yield office


def begin(person: Person, about: str = "barrow cdrp") -> Form:
    """Opens the checklist, adopting it where this authority has none of its own."""
    reply = person.types(f"/risk assess {about}")
    reply.sees("have no risk checklist")
    reply.button("Start").click()
    return person.form("Risk assessment")


def answer_triggers(form: Form, *yes: str) -> None:
    """Answers the five high-risk questions: yes to those named, no to the others."""
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("Yes" if number in yes else "No")
    form.submit()
    form.sees("Governance, Communication and Information")


def fill(form: Form, fields: list[str], *, leave: tuple[str, ...] = ()) -> None:
    """Answers a page, but for what is left."""
    for label in fields:
        if label not in leave:
            form.field(label).fill(f"Answer to {label}")
    form.submit()


def fill_all(form: Form, *, leave: tuple[str, ...] = ()) -> None:
    """Answers all four sections, but for what is left, and comes to the last page."""
    for fields, following in zip(
        SECTIONS, ["Finance", "Human Resources", "Assets/Property", "Page 6 of 6"], strict=True
    ):
        fill(form, fields, leave=leave)
        form.sees(following)


def test_e_02_e_03_e_26_a_high_risk_partnership_from_start_to_end(everywhere: Office) -> None:
    support = everywhere.staff("support-officer")
    reply = support.types("/risk assess barrow cdrp")
    reply.sees("The documents of Cumbria Police Authority have no risk checklist.")
    reply.sees(
        'You can use "Partnership - Risk Assessment Check List" of Cambridgeshire Police Authority (29 June 2009)'
    )
    reply.button("Start").click()
    form = support.form("Risk assessment")
    form.sees("Barrow CDRP").sees("Adopted from Cambridgeshire Police Authority")
    answer_triggers(form, "1.")
    fill_all(form, leave=("2d.", "11."))
    form.sees("High risk").sees("These items are blank: 2d, 11.")
    form.submit()
    form.sees("Not closed, because these items are blank: 2d, 11.")
    form.button("2. Governance, Communication and Information: blanks").click()
    form.field("2d.").fill("A draft agreement exists")
    form.submit()
    form.sees("Finance")
    form.field("11.").fill("Officer time only")
    form.submit()
    form.sees("Human Resources")
    form.submit()
    form.submit()
    form.sees("Every item has an answer.")
    form.submit()
    support.form("Assessment closed").sees("High risk.").sees("25 of 25 answered.")
    support.form().close()
    support.types("/risk status barrow cdrp").sees("high risk, closed on 23 November 2026")


def test_e_26_sections_numbers_and_sub_items_stand_as_in_the_policy(support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "5.")
    form.sees("2. Does the Agreement cover:").sees("2a. Purpose of the Partnership?").sees("2e. Objectives")
    form.sees("4. Does the Agreement identify partners' responsibilities for:").sees("4b. FOI requests")
    form.sees("Note (1): Legal advice taken where appropriate").sees("Pensions arising from early retirement")
    form.submit()
    form.sees("10. Who is responsible for the budget and financial records?")
    form.submit()
    form.sees("14. Arrangements for dedicated staff to support the Partnership?")
    form.submit()
    form.sees("19. Will intellectual property rights be created?")


@pytest.mark.parametrize("trigger", ["1.", "2.", "3.", "4.", "5."])
def test_e_02_any_one_trigger_makes_it_high_risk(support: Person, trigger: str) -> None:
    form = begin(support)
    answer_triggers(form, trigger)
    fill_all(form)
    form.submit()
    support.form("Assessment closed").sees("High risk.")


def test_x_03_both_wordings_of_the_third_trigger_are_shown(support: Person) -> None:
    begin(support).sees("3. Joint national performance targets").sees("joint performance targets")


def test_e_02_each_trigger_needs_its_own_answer(support: Person) -> None:
    form = begin(support)
    form.field("1.").choose("Yes")
    form.submit()
    assert len(form.errors) == 4


def test_e_04_less_may_be_enough_with_a_reason(support: Person) -> None:
    form = begin(support)
    answer_triggers(form)
    fill_all(form, leave=("14.", "15."))
    form.sees("Not high risk").sees("These items are blank: 14, 15.")
    form.submit()
    assert "Answer them, or say here why less is enough." in str(form.errors)
    form.field("Why is less enough?").choose("A temporary initiative")
    form.submit()
    assert "Say why less is enough." in str(form.errors)
    form.field("Reason").fill("A pilot of three months without staff.")
    form.submit()
    support.form("Assessment closed").sees("Not high risk.").sees("23 of 25 answered.").sees("temporary")


def test_e_03_a_reason_does_not_help_a_high_risk_partnership(support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "4.")
    fill_all(form, leave=("19.",))
    form.does_not_see("Why is less enough?")
    form.submit()
    form.sees("Not closed, because these items are blank: 19.")


def test_pages_are_kept_as_they_are_given_and_carried_on(office: Office, support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "1.")
    fill(form, GOVERNANCE)
    form.sees("Finance")
    form.close()
    office.slack.clock.advance(days=7)
    support.types("/risk assess barrow cdrp")
    again = support.form("Risk assessment")
    again.sees("Finance").sees("carrying on")
    again.button("Previous page").click()
    again.sees("Answer to 2c.")


def test_what_was_typed_is_kept_when_the_form_is_closed(support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "1.")
    form.field("1.").fill("There is an agreement of 2008")
    form.close()
    support.types("/risk assess barrow cdrp")
    support.form("Risk assessment").sees("There is an agreement of 2008")


def test_a_colleague_carries_on_the_same_assessment(office: Office, support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "1.")
    fill(form, GOVERNANCE)
    form.sees("Finance")
    officer = office.staff("committee-services-officer")
    officer.types("/risk assess barrow cdrp")
    officer.form("Risk assessment").sees("Finance").sees("carrying on")


def test_adopting_is_recorded_once_and_the_next_one_opens_at_once(support: Person) -> None:
    begin(support).close()
    support.types("/risk assess carlisle and eden cdrp")
    support.form("Risk assessment").sees("Carlisle and Eden CDRP").sees(
        "Adopted from Cambridgeshire Police Authority"
    )


def test_the_authority_whose_checklist_it_is_is_not_told_that_it_was_adopted(cambridgeshire: Office) -> None:
    support = cambridgeshire.staff("support-officer")
    support.types("/risk assess cambridgeshire together")
    form = support.form("Risk assessment")
    form.sees("Source: Cambridgeshire policy, Appendix 2").does_not_see("Adopted")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/risk", "/risk assess barrow cdrp"),
        ("/risk help", "/risk status"),
        ("/risk assess", "Which partnership?"),
        ("/risk assess nowhere at all", 'is called "nowhere at all"'),
        (
            "/risk assess barrow",
            "could mean more than one partnership. Type one of these: Barrow CDRP; Furness Partnership (LSP).",
        ),
        ("/risk nonsense", '/risk does not know "nonsense".'),
        ("/risk status", "No partnership has been assessed yet."),
        ("/risk status barrow cdrp", "not assessed"),
        ("/risk assess " + "x" * 10_000, "too long for a name"),
    ],
)
def test_what_cannot_be_assessed_gets_one_clear_sentence(support: Person, typed: str, answer: str) -> None:
    support.types(typed).sees(answer)


def test_a_member_is_told_who_may_assess(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/risk assess barrow cdrp").sees(
        "Your role does not let you assess the risks of a partnership."
    )


def test_a_late_pause_does_not_undo_an_answer_typed_since(office: Office, support: Person) -> None:
    form = begin(support)
    answer_triggers(form, "1.")
    office.slack.faults.late_delivery("block_actions", seconds=20)
    form.field("1.").fill("What was typed first")
    form.field("1.").fill("What was typed since")
    form.submit()
    form.sees("Finance")
    office.slack.clock.advance(seconds=25)
    office.slack.settled()
    form.button("Previous page").click()
    form.sees("What was typed since")
    office.slack.expect_violation("not_acknowledged")


def test_a_late_page_does_not_undo_answers_given_since(office: Office, support: Person) -> None:
    form = begin(support)
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("Yes" if number == "5." else "No")
    office.slack.faults.late_delivery("view_submission", seconds=20)
    form.submit()
    form.field("5.").choose("No")
    form.submit()
    form.field("1.").fill("What was typed first")
    office.slack.faults.late_delivery("view_submission", seconds=20)
    form.submit()
    form.field("1.").fill("What was typed since")
    form.submit()
    form.sees("Finance")
    office.slack.clock.advance(seconds=25)
    office.slack.settled()
    form.button("Previous page").click()
    form.sees("What was typed since")
    for following in ("Finance", "Human Resources", "Assets/Property", "Not high risk"):
        form.submit()
        form.sees(following)
    office.slack.expect_violation("not_acknowledged")
    office.slack.expect_violation("not_acknowledged")


def test_a_changed_reason_for_less_is_not_dropped_when_the_answer_was_lost(
    office: Office, support: Person
) -> None:
    form = begin(support)
    answer_triggers(form)
    fill_all(form, leave=("14.", "15."))
    form.field("Why is less enough?").choose("A temporary initiative")
    form.field("Reason").fill("A pilot of three months.")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    form.field("Reason").fill("A pilot of six months.")
    form.submit()
    assert 'already: temporary. "A pilot of three months."' in form.errors["Reason"]
    form.field("Reason").fill("A pilot of three months.")
    form.submit()
    support.form("Assessment closed")
    office.slack.expect_violation("not_acknowledged")


def test_a_closed_form_that_is_sent_again_answers_as_the_first_did(office: Office, support: Person) -> None:
    officer = office.staff("committee-services-officer")
    form = begin(support)
    answer_triggers(form, "1.")
    fill_all(form)
    officer.types("/risk assess barrow cdrp")
    theirs = officer.form("Risk assessment")
    form.submit()
    support.form("Assessment closed")
    theirs.submit()
    officer.form("Assessment closed").sees("25 of 25 answered.")
