"""What is owed arrives, once: through cut lines, crashes, Slack's refusals, and several processes at once."""

import pytest
from tests.bot.post_room import (
    FAULTS,
    POST,
    REMINDER,
    REPORT,
    Fault,
    PostRoom,
    a_room,
    answers,
    cut_before,
    dies_after,
    dies_before,
    refuses,
)

from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.workspace import BOT_USER_ID, Workspace

# Never doubled, never lost


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_reminder_in_a_channel_arrives_exactly_once(room: PostRoom, ppp: Channel, fault: Fault) -> None:
    room.owes_a_review()
    room.line.next(POST, fault)
    room.delivers()
    room.waits(3)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)
    assert not room.left()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_direct_message_arrives_exactly_once(room: PostRoom, officer: Person, fault: Fault) -> None:
    room.owes_a_report(officer)
    room.line.next(POST, fault)
    room.delivers()
    room.waits(3)
    assert room.posted(REPORT) == 1
    assert not room.left()


@pytest.mark.parametrize(
    "name", ["cut before", "503 in plain text before", "200 cut off after", "dies before"]
)
def test_a_fault_while_the_direct_message_is_opened_loses_nothing(
    room: PostRoom, officer: Person, name: str
) -> None:
    room.owes_a_report(officer)
    room.line.next("conversations.open", FAULTS[name])
    room.delivers()
    room.waits(3)
    assert room.posted(REPORT) == 1
    assert not room.left()


@pytest.mark.parametrize("name", ["cut after", "503 in plain text before", "200 cut off after", "dies after"])
def test_one_fault_does_not_stop_what_comes_after_it(room: PostRoom, officer: Person, name: str) -> None:
    for partnership in ("Barrow CDRP", "Carlisle and Eden CDRP", "South Lakeland CDRP"):
        room.owes_a_report(officer, partnership)
    room.line.next(POST, FAULTS[name])
    room.delivers()
    room.waits(3)
    assert room.posted("3 things for you: A report-back is waiting") == 1
    assert room.posted("A report-back is waiting") == 1
    assert not room.left()


def test_several_faults_in_a_row_still_make_one_message(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, cut_before, dies_after)
    room.line.next("conversations.history", cut_before, FAULTS["500 before"], FAULTS["502 in HTML before"])
    room.delivers()
    room.waits()
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


def test_hours_in_which_nothing_can_be_looked_up_do_not_double_it(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_after)
    room.line.next("conversations.history", *[FAULTS["500 before"]] * 9)
    room.delivers()
    room.waits(14)
    assert "conversations.history" not in room.line.calls, "it has been found by now"
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


def test_it_is_found_in_a_busy_channel(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_after)
    room.delivers()

    def talk(workspace: Workspace) -> None:
        place = workspace.conversations[ppp.id]
        for number in range(450):
            workspace.post(place, officer.id, f"Talk {number}")

    room.slack.sandbox.look(talk)
    room.delivers(minutes=3)
    assert room.line.calls.count("conversations.history") >= 3
    assert room.posted(REMINDER) == 1
    assert not room.left()


def test_it_is_not_sent_twice_when_the_app_was_put_out_of_the_channel_meanwhile(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_after)
    room.delivers()
    room.slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.remove(BOT_USER_ID))
    room.delivers(minutes=3)
    officer.invites_app(ppp)
    room.waits()
    assert room.posted(REMINDER) == 1


# Claims


def test_what_another_process_has_claimed_is_left_to_it(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_before)
    room.delivers()
    room.delivers(seconds=119)
    assert POST not in room.line.calls
    room.delivers(seconds=1)
    ppp.sees(REMINDER)


def test_a_claim_whose_process_died_after_sending_is_found_and_not_sent_again(
    room: PostRoom, ppp: Channel
) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_after)
    room.delivers()
    ppp.sees(REMINDER)
    room.delivers(minutes=2)
    assert "conversations.history" in room.line.calls
    assert POST not in room.line.calls
    assert not room.left()


@pytest.mark.parametrize("count", [2, 4])
def test_replicas_share_the_work_and_double_nothing(slack: Slack, office_url: str, count: int) -> None:
    for room in a_room(slack, office_url):
        officer = room.office.staff("committee-services-officer")
        people = [room.office.linked(f"Officer {number}", "support-officer") for number in range(30)]
        for number, person in enumerate([*people, officer]):
            room.owes_a_report(person, f"Partnership {number}.")
        room.delivers_in_replicas(count)
        assert [room.posted(f"Partnership {number}.") for number in range(31)] == [1] * 31
        assert not room.left()


# Slack asks for patience


@pytest.mark.parametrize(
    "fault",
    [
        answers(429, '{"ok": false, "error": "ratelimited"}', Retry_After="100"),
        answers(429, '{"ok": false, "error": "ratelimited"}', retry_after="100"),
    ],
    ids=["Retry-After", "retry-after"],
)
def test_retry_after_is_obeyed_to_the_second(room: PostRoom, ppp: Channel, fault: Fault) -> None:
    room.owes_a_review()
    room.line.next(POST, fault)
    room.delivers()
    assert room.line.calls.count(POST) == 1
    room.delivers(seconds=99)
    assert POST not in room.line.calls
    room.delivers(seconds=1)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_retry_after_is_obeyed_even_without_slacks_own_words(room: PostRoom, ppp: Channel, kind: str) -> None:
    room.owes_a_review()
    room.line.next(POST, answers(429, "Too many requests", kind, Retry_After="100"))
    room.delivers()
    room.delivers(seconds=99)
    assert POST not in room.line.calls
    room.delivers(seconds=1)
    ppp.sees(REMINDER)


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
def test_without_a_good_token_it_waits_a_quarter_of_an_hour(room: PostRoom, ppp: Channel, code: str) -> None:
    room.owes_a_review()
    room.line.next(POST, refuses(code))
    room.delivers()
    room.delivers(minutes=14)
    assert not room.line.calls
    room.delivers(minutes=1)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


def test_p08_the_log_says_once_how_to_mend_a_token_that_is_no_good(
    room: PostRoom, ppp: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    room.owes_a_review()
    room.line.next(POST, refuses("token_revoked"))
    room.delivers()
    ppp.does_not_see(REMINDER)
    said = capsys.readouterr().out
    assert said.count("nothing can be sent in a workspace") == 1
    assert "Install the app in that workspace again" in said


def test_retries_grow_further_apart(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, *[answers(500, '{"ok": false, "error": "internal_error"}')] * 100)
    room.delivers()
    tries = 0
    for _ in range(6 * 4):
        room.delivers(minutes=15)
        tries += room.line.calls.count(POST)
    assert 12 < tries <= 24, "about one each quarter of an hour, for as long as it takes"
    ppp.does_not_see(REMINDER)
