"""Forms about reviews: what is typed into them is there again when they are opened, until it is saved (P-06)."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pytest
from tests.flows.office import Office
from tests.flows.test_reviews_cycles import add_form, change_form

from liaison.sandbox.language.people import Form, Person

CARRIED_ON = "You are carrying on where the form was left; what was typed is filled in."
WRITTEN = {
    "What is reviewed",
    "Which partnership",
    "Dates of its meetings",
    "Reason",
    "What is to be done",
    "Why it is no longer needed",
    "What was learnt",
    "What is posted",
}


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def postpone_form(person: Person) -> Form:
    person.types("/review ppp").button("Postpone the review due 31 December 2026").click()
    return person.form("Postpone the review")


def hand_over_form(person: Person) -> Form:
    person.types("/review barrow cdrp").button("Hand over the review due 30 June 2027").click()
    return person.form("Hand over the review")


def meetings_form(person: Person) -> Form:
    person.types("/review cycles").button("Record when committees meet").click()
    return person.form("Dates of meetings")


def own_date_form(person: Person) -> Form:
    person.types("/review cycles").button("A partnership's date: CDRP public meeting").click()
    return person.form("A partnership's date")


def action_form(person: Person) -> Form:
    person.types("/review action")
    return person.form("Add an action")


def lesson_form(person: Person) -> Form:
    person.types("/review lesson")
    return person.form("Add a lesson")


def of_action(person: Person, button: str, title: str) -> Form:
    person.types("/review actions").button(button).click()
    return person.form(title)


def share_form(person: Person) -> Form:
    person.types("/review lessons").button("Share the lesson of").click()
    return person.form("Share a lesson")


def values(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    return {label: form.field(label).value.removeprefix("#") for label in typed}


def enter(form: Form, typed: Mapping[str, str]) -> Form:
    """Fills each field in by hand, as its kind wants it."""
    for label, said in typed.items():
        place = form.field(label)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
            place.pick(date.fromisoformat(said))
        elif label in WRITTEN:
            place.fill(said)
        else:
            place.choose(said)
    return form


def closed_and_opened(opens: Callable[[], Form], typed: Mapping[str, str]) -> Form:
    """Types into a form, closes it, opens it again, and finds there what was typed."""
    enter(opens().does_not_see(CARRIED_ON), typed).close_all()
    form = opens().sees(CARRIED_ON)
    assert values(form, typed) == typed
    return form


def test_p_06_what_was_typed_into_a_cycle_s_form_comes_back_until_it_is_saved(everywhere: Office) -> None:
    officer, other = everywhere.staff("committee-services-officer"), everywhere.staff("admin")
    everywhere.member("Mrs C Egan")
    typed = {
        "What is reviewed": "Register of interests & gifts",
        "How often": "Every month",
        "First date": "2027-01-29",
        "Put to": "Cumbria Police Authority (full Authority)",
        "Which day": "On the day of the committee's meeting, once it is known",
        "Owner: a person": "Mrs C Egan",
        "What it is about": "One partnership",
        "Which partnership": "Barrow",
    }
    form = closed_and_opened(partial(add_form, officer), typed)
    add_form(other).does_not_see(CARRIED_ON).close()
    form.field("Which partnership").fill("flibbertigibbet")
    form.submit()
    assert set(form.errors) == {"Which partnership"}
    form.close()
    form = add_form(officer).sees(CARRIED_ON)
    assert values(form, typed) == typed | {"Which partnership": "flibbertigibbet"}
    form.field("Which partnership").fill("barrow cdrp")
    form.submit()
    officer.form("Saved").close()
    add_form(officer).does_not_see(CARRIED_ON).close()

    changes = partial(change_form, officer, "approach to partnership working")
    was = changes()
    subject = was.field("What is reviewed").value
    was.close()
    form = closed_and_opened(changes, {"What is reviewed": "The approach", "First date": "2027-02-26"})
    form.button("Start afresh").click()
    form.does_not_see(CARRIED_ON)
    assert values(form, {"What is reviewed": "", "First date": ""}) == {
        "What is reviewed": subject,
        "First date": "",
    }
    form.field("What is reviewed").fill("The whole approach")
    form.close()
    form = changes().sees(CARRIED_ON)
    assert form.field("What is reviewed").value == "The whole approach"
    form.field("What is reviewed").fill(subject)
    form.submit()
    assert set(form.errors) == {"First date"}
    form.field("First date").pick(date(2027, 2, 26))
    form.submit()
    officer.form("Saved").close()
    changes().does_not_see(CARRIED_ON).close()

    met = {"Committee": "Personnel Committee", "Dates of its meetings": "18 June 2027"}
    closed_and_opened(partial(meetings_form, officer), met).submit()
    officer.form("Saved").close()
    meetings_form(officer).does_not_see(CARRIED_ON).close()
    form = closed_and_opened(partial(own_date_form, officer), {"First date": "2027-02-26"})
    form.field("Partnership").fill("barrow cdrp")
    form.submit()
    officer.form("Saved").close()


def test_p_06_what_was_typed_into_a_review_s_and_an_action_s_forms_comes_back(everywhere: Office) -> None:
    """And into a lesson's; what a review or an action is about has its own words each."""
    officer, clock = everywhere.staff("committee-services-officer"), everywhere.slack.clock
    everywhere.member("Mrs C Egan")
    everywhere.member("Mr R Cole")
    typed = {"New date": "2027-01-29", "Reason": "The committee meets later."}
    form = closed_and_opened(partial(postpone_form, officer), typed)
    form.submit()
    officer.form("Review postponed").close()
    closed_and_opened(partial(hand_over_form, officer), {"Who is to do it?": "Mrs C Egan"}).submit()
    officer.form("Review handed over").close()
    hand_over_form(officer).does_not_see(CARRIED_ON).close()

    for what in ("Write to the service.", "Ask the service."):
        action = {"What is to be done": what, "Who does it": "Mrs C Egan", "By when": "2027-01-14"}
        more = {"Whose work it is": "The Force", "Partnership": "Barrow CDRP"}
        closed_and_opened(partial(action_form, officer), action | more).submit()
        officer.form("Action kept").close()
    later = partial(of_action, officer, "New date, 14 January 2027: Write", "New date")
    form = closed_and_opened(later, {"New date": "2027-03-04", "Reason": "There is no leader yet."})
    form.close()
    of_action(officer, "New date, 14 January 2027: Ask", "New date").does_not_see(CARRIED_ON).close()
    later().submit()
    officer.form("Action kept").sees("Due by 4 March 2027").close()
    over = partial(of_action, officer, "Hand over, 4 March 2027", "Hand over the action")
    closed_and_opened(over, {"Who does it": "Mr R Cole"}).submit()
    officer.form("Action kept").sees("Mr R Cole").close()
    needless = partial(of_action, officer, "No longer needed, 4 March 2027", "No longer needed")
    closed_and_opened(needless, {"Why it is no longer needed": "The club opened."}).submit()
    officer.form("Action closed").close()

    everywhere.slack.channel("partners", [officer], bot=True)
    lesson = {"What was learnt": "Ask for figures early.", "Partnership": "Barrow CDRP"}
    closed_and_opened(partial(lesson_form, officer), lesson).submit()
    officer.form("Lesson kept").close()
    lesson_form(officer).does_not_see(CARRIED_ON).close()
    shared = {"What is posted": "Ask early.", "Where": "partners"}
    form = closed_and_opened(partial(share_form, officer), shared)
    form.submit()
    officer.form("Post this lesson?").close_all()
    clock.advance(minutes=1)
    share_form(officer).sees(CARRIED_ON).submit()
    officer.form("Post this lesson?").sees("Ask early.").submit()
    officer.form("Lesson posted").close_all()
    share_form(officer).does_not_see(CARRIED_ON).close()


def test_p_06_what_a_failed_save_brought_is_kept_though_no_pause_was_told_of(
    office: Office, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's telling of the pause is lost on its way, and then something breaks."""
    form = postpone_form(officer)
    office.slack.faults.lost_delivery("block_actions", times=2)
    typed = {"New date": "2027-01-29", "Reason": "The committee meets later."}
    enter(form, typed)
    office.slack.connected()
    with monkeypatch.context() as broken:
        broken.setattr("liaison.domain.reviews.service.postpone", _breaks)
        form.submit()
    assert "Something went wrong here" in str(form.errors)
    form.close()
    form = postpone_form(officer).sees(CARRIED_ON)
    assert values(form, typed) == typed
    form.submit()
    officer.form("Review postponed").close()


def _breaks(*_: object, **__: object) -> None:
    raise RuntimeError("broken")
