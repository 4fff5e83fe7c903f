"""Slack fails at something small: nobody is left without an answer, and Slack is never kept waiting."""

import pytest
from tests.flows.office import Office
from tests.flows.test_report_back import begin, up_to_item

from liaison.sandbox.language.people import Person


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app soon gives Slack up, and soon tries again."""
    monkeypatch.setattr("liaison.bot.app.PATIENCE_OF_PEOPLE", 0.3)
    monkeypatch.setattr("liaison.handlers.replies.AGAIN_AFTER", (0, 0, 0))


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


def test_submit_with_blanks_asks_again_where_the_question_was_not_posted(
    office: Office, shaw: Person
) -> None:
    up_to_item(shaw, 2)
    office.slack.clock.advance(seconds=1)
    office.slack.faults.server_error("chat.postMessage")
    shaw.dm.says("submit")
    shaw.dm.saw("Not sent yet.")
    office.slack.clock.advance(seconds=61)
    shaw.dm.sees("I was interrupted before I could ask the next item.").sees("2. Date of Meeting")
    shaw.dm.button("Skip").click()


@pytest.mark.parametrize("fault", ["server_error", "cut_after"])
def test_a_reply_that_slack_did_not_take_at_first_is_told_once(
    office: Office, shaw: Person, fault: str
) -> None:
    begin(shaw)
    replies = {
        "no such place at all": "No partnership in the register is called",
        "help": "Type back for the item before",
        "back": "This is the first item.",
        "cancel": "Stopped: the report on",
        "hello": "I am not asking you anything at the moment.",
    }
    for typed, told in replies.items():
        getattr(office.slack.faults, fault)("chat.postMessage")
        shaw.dm.says(typed)
        shaw.dm.saw(told)
    office.slack.settled()
    for told in replies.values():
        assert len([message for message in shaw.dm.messages if told in message]) == 1


def test_the_next_question_goes_out_though_the_old_one_keeps_its_buttons(
    office: Office, shaw: Person
) -> None:
    up_to_item(shaw, 2)
    faults = office.slack.faults
    faults.refusal("chat.update")
    shaw.dm.says("12 November")
    shaw.dm.sees("3. Representing Member")
    faults.late_answer("chat.update", seconds=60)
    shaw.dm.says("me")
    shaw.dm.sees("4. Report to which Committee")
    faults.cut_before("chat.update")
    shaw.dm.says("ced")
    shaw.dm.sees("5. Outcomes of the last meeting, briefly")
    faults.rate_limit("chat.update", retry_after=30)
    shaw.dm.says("skip")
    shaw.dm.sees("6. Date of next meeting")
    shaw.dm.says("not known")  # Slack is not called again before it may be
    shaw.dm.sees("ready to check")


def test_a_typed_answer_that_is_refused_is_told_so_and_not_taken_after_all(
    office: Office, shaw: Person
) -> None:
    up_to_item(shaw, 2)
    office.slack.clock.advance(minutes=11)  # who she is has to be asked anew
    office.slack.faults.server_error("users.info")
    office.slack.faults.cut_after("chat.postMessage")
    shaw.dm.says("12 November")
    shaw.dm.sees("Try again in a minute")
    office.slack.clock.advance(minutes=6)
    office.slack.settled()
    assert not any("3. Representing Member" in message for message in shaw.dm.messages)
    assert len([message for message in shaw.dm.messages if "Try again" in message]) == 1
    shaw.dm.says("12 November")
    shaw.dm.sees("3. Representing Member")


def test_an_answer_by_response_url_that_hangs_holds_no_acknowledgement_up(
    office: Office, shaw: Person
) -> None:
    reply = shaw.types("/rep barrow")
    office.slack.faults.late_answer("response_url", seconds=60)
    reply.button("Details: Barrow CDRP").click()
    shaw.sees("Area: Barrow")
    office.slack.settled()
    office.slack.clock.advance(seconds=60)


def test_a_page_over_a_form_that_hangs_holds_no_acknowledgement_up(office: Office) -> None:
    support, faults = office.staff("support-officer"), office.slack.faults
    support.types("/risk assess barrow cdrp").button("Start").click()
    form = support.form("Risk assessment")
    for number in "12345":
        form.field(f"{number}.").choose("No")
    form.submit()
    form.sees("Governance")
    faults.server_error("views.update")
    faults.late_answer("views.push", seconds=60)
    form.button("Previous page").click()
    support.form("Please note").sees("Slack did not do what I asked of it")


def test_a_member_who_becomes_a_guest_is_turned_away_at_once(office: Office, shaw: Person) -> None:
    egan = office.member("Mrs C Egan")
    channel = office.slack.channel("visitors", [shaw, egan], bot=True)
    shaw.types("/rep barrow", in_=channel).sees("Barrow CDRP")
    office.slack.change(shaw, is_restricted=True)
    office.slack.settled()
    shaw.types("/rep barrow", in_=channel).sees("you are a guest here")
    egan.types("/rep barrow", in_=channel).sees("Barrow CDRP")


def test_the_next_meeting_is_mended_with_a_day_to_come(shaw: Person) -> None:
    up_to_item(shaw, 6)
    shaw.dm.says("whenever")
    shaw.dm.sees("I could not read that as a date. Type it like 15 January 2027, or: not known.")
