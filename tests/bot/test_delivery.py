"""What is owed arrives, once: through cut lines, crashes, Slack's refusals, and changes while it is on its way."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.bot.post_room import (
    Fault,
    PostRoom,
    answers,
    cut_after,
    cut_before,
    dies_after,
    dies_before,
    meanwhile,
    refuses,
)
from tests.flows.office import Office, settings_for

from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.workspace import BOT_USER_ID, Workspace

REMINDER = "Review due by 31 December 2026"
REPORT = "A report-back is waiting: Barrow CDRP"
HTML = "<html><body>Bad gateway</body></html>"
POST = "chat.postMessage"


def a_room(slack: Slack, database_url: str) -> Iterator[PostRoom]:
    office = Office(slack, settings_for(slack, database_url, "socket"), "cumbria")
    yield PostRoom(office)
    office.store.close()


@pytest.fixture
def room(slack: Slack, tmp_path: Path) -> Iterator[PostRoom]:
    """A post room on SQLite."""
    yield from a_room(slack, f"sqlite:///{tmp_path}/liaison.db")


@pytest.fixture
def officer(room: PostRoom) -> Person:
    return room.office.staff("committee-services-officer")


@pytest.fixture
def ppp(room: PostRoom, officer: Person) -> Channel:
    """The committee's channel, with the app and the officer in it."""
    return room.office.channel("ppp", officer)


def waits(room: PostRoom, times: int = 8, minutes: float = 16) -> None:
    """Time goes by, with a look at what is due every quarter of an hour: ample for any retry."""
    for _ in range(times):
        room.delivers(minutes=minutes)


# Never doubled, never lost

FAULTS = {
    "cut before": cut_before,
    "cut after": cut_after,
    "500 before": answers(500, '{"ok": false, "error": "internal_error"}'),
    "500 after": answers(500, '{"ok": false, "error": "internal_error"}', after=True),
    "502 in HTML before": answers(502, HTML, "text/html"),
    "502 in HTML after": answers(502, HTML, "text/html", after=True),
    "503 in plain text before": answers(503, "upstream connect error", "text/plain"),
    "503 in plain text after": answers(503, "upstream connect error", "text/plain", after=True),
    "200 in HTML after": answers(200, HTML, "text/html", after=True),
    "200 cut off after": answers(200, '{"ok": tr', after=True),
    "an internal error of Slack's, after": answers(
        200, '{"ok": false, "error": "internal_error"}', after=True
    ),
    "a fatal error of Slack's, after": answers(200, '{"ok": false, "error": "fatal_error"}', after=True),
    "dies before": dies_before,
    "dies after": dies_after,
    "429": answers(429, '{"ok": false, "error": "ratelimited"}', Retry_After="60"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_reminder_in_a_channel_arrives_exactly_once(room: PostRoom, ppp: Channel, fault: Fault) -> None:
    room.owes_a_review()
    room.line.next(POST, fault)
    room.delivers()
    waits(room, 3)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)
    assert not room.left()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_direct_message_arrives_exactly_once(room: PostRoom, officer: Person, fault: Fault) -> None:
    room.owes_a_report(officer)
    room.line.next(POST, fault)
    room.delivers()
    waits(room, 3)
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
    waits(room, 3)
    assert room.posted(REPORT) == 1
    assert not room.left()


@pytest.mark.parametrize("name", ["cut after", "503 in plain text before", "200 cut off after", "dies after"])
def test_one_fault_does_not_stop_what_comes_after_it(room: PostRoom, officer: Person, name: str) -> None:
    for partnership in ("Barrow CDRP", "Carlisle and Eden CDRP", "South Lakeland CDRP"):
        room.owes_a_report(officer, partnership)
    room.line.next(POST, FAULTS[name])
    room.delivers()
    waits(room, 3)
    assert room.posted("A report-back is waiting") == 3
    assert not room.left()


def test_several_faults_in_a_row_still_make_one_message(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, cut_before, dies_after)
    room.line.next("conversations.history", cut_before, FAULTS["500 before"], FAULTS["502 in HTML before"])
    room.delivers()
    waits(room)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


def test_hours_in_which_nothing_can_be_looked_up_do_not_double_it(room: PostRoom, ppp: Channel) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_after)
    room.line.next("conversations.history", *[FAULTS["500 before"]] * 9)
    room.delivers()
    waits(room, 14)
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
    waits(room)
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
        for number in range(30):
            room.owes_a_report(officer, f"Partnership {number}.")
        room.delivers_in_replicas(count)
        assert [room.posted(f"Partnership {number}.") for number in range(30)] == [1] * 30
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


# Somebody has to mend something


def archive(workspace: Workspace, channel: Channel, *, archived: bool) -> None:
    """Archives a channel, or takes it out of the archive."""
    workspace.conversations[channel.id].is_archived = archived
    workspace.changes.bump()


def told(room: PostRoom) -> int:
    """How often staff have been told of something to mend."""
    return room.posted("I could not post a reminder")


def test_not_in_channel_holds_it_and_tells_staff_once(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False)
    room.owes_a_review()
    room.delivers()
    officer.dm.saw(
        "I could not post a reminder for the Policing Plan and Performance Committee, because I am not a member of"
    ).saw("Type /invite @Liaison there. I will post it as soon as I can; nothing is lost.")
    waits(room)
    assert told(room) == 1
    ppp.does_not_see(REMINDER)
    officer.invites_app(ppp)
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    waits(room)
    assert room.posted(REMINDER) == 1
    assert told(room) == 1


def test_channel_not_found_holds_it_and_tells_staff_once(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False, private=True)
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("because I cannot see its channel").saw(
        "Type /invite @Liaison there, or choose another with /committee."
    )
    waits(room)
    assert told(room) == 1
    officer.invites_app(ppp)
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    assert room.posted(REMINDER) == 1


def test_is_archived_holds_it_and_tells_staff_once(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("is archived").saw("Take it out of the archive, or choose another with /committee.")
    waits(room)
    assert told(room) == 1
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=False))
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    assert room.posted(REMINDER) == 1


def test_an_outcome_for_a_channel_archived_meanwhile_waits_and_staff_are_told(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    ppp.sees(REMINDER)
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.completes(review, officer)
    room.delivers(minutes=1)
    officer.dm.saw("is archived").saw("Take it out of the archive")
    assert told(room) == 1
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=False))
    room.delivers(hours=1)
    ppp.sees("Reviewed on")


def test_no_channel_holds_it_and_a_chosen_one_gets_it_at_once(room: PostRoom, officer: Person) -> None:
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("because no channel has been chosen for it. Type /committee and choose one.")
    ppp = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    ppp.sees(REMINDER)


def test_another_channel_mends_it_too(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review()
    room.delivers()
    other = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    other.sees(REMINDER)
    ppp.does_not_see(REMINDER)


def test_staff_who_are_linked_later_are_told_too(room: PostRoom) -> None:
    room.owes_a_review()
    room.delivers()
    officer = room.office.staff("committee-services-officer")
    waits(room)
    officer.dm.saw("because no channel has been chosen for it")
    assert told(room) == 1


def test_a_message_to_somebody_who_has_left_stops_nobody_elses(room: PostRoom, officer: Person) -> None:
    gone = room.office.staff("support-officer")
    room.slack.deactivate(gone)
    room.owes_a_report(gone)
    room.owes_a_report(officer)
    room.delivers()
    waits(room, 2)
    assert room.posted(REPORT) == 1


# What cannot be shown


def test_a_notice_that_cannot_be_rendered_stops_nobody_elses(room: PostRoom, officer: Person) -> None:
    room.owes_a_report(officer, "A poor one", partnership="only this fact is there")
    room.owes_a_report(officer)
    room.owes_a_report(officer, "South Lakeland CDRP")
    room.delivers()
    waits(room, 2)
    assert room.posted("A report-back is waiting") == 2


def test_a_report_under_a_lost_key_stops_nobody_elses(
    room: PostRoom, officer: Person, tmp_path: Path, now: datetime
) -> None:
    with sqlite3.connect(tmp_path / "liaison.db") as connection:
        connection.execute(
            "INSERT INTO reports (workspace, id, partnership, stage, submitted_at, body) VALUES (?, ?, ?, ?, ?, ?)",
            ("T0SANDBOX", "r1", "cu-cdrps", "submitted", now.strftime("%Y-%m-%d %H:%M:%S.%f"), b"sealed"),
        )
    connection.close()
    room.owes_a_copy(officer, "r1")
    room.owes_a_report(officer)
    room.delivers()
    waits(room, 2)
    assert room.posted(REPORT) == 1


# Changes after, and while, it is sent


def test_a_reminder_turns_into_its_outcome(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    room.delivers(seconds=1)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1
    room.delivers(minutes=1)
    assert not room.line.calls, "once is enough"


def test_a_reminder_that_was_put_off_says_so(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.delivers(seconds=1)
    ppp.sees("Review due by 31 January 2027").sees("Postponed from 31 December 2026")
    assert len(ppp.messages) == 1


@pytest.mark.parametrize(
    "name",
    [
        "cut before",
        "cut after",
        "500 before",
        "503 in plain text after",
        "200 cut off after",
        "dies after",
        "429",
    ],
)
def test_an_update_survives_every_fault(room: PostRoom, officer: Person, ppp: Channel, name: str) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    room.line.next("chat.update", FAULTS[name])
    room.delivers(seconds=1)
    waits(room, 2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("Review due by")
    assert len(ppp.messages) == 1


def test_a_message_that_somebody_deleted_is_not_sent_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].messages.clear())
    room.completes(review, officer)
    room.delivers(seconds=1)
    waits(room, 2)
    assert not ppp.messages
    assert not room.left()


def test_what_ended_before_it_could_be_sent_is_not_sent(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False)
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    officer.invites_app(ppp)
    waits(room)
    assert room.posted(REMINDER) == 0
    assert room.posted("Reviewed on") == 0


def test_what_ends_while_it_is_on_its_way_is_updated(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.line.next(POST, meanwhile(lambda: room.completes(review, officer)))
    room.delivers()
    waits(room, 2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1


def test_what_changes_again_while_its_update_is_on_its_way_is_updated_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.line.next("chat.update", meanwhile(lambda: room.completes(review, officer)))
    room.delivers(seconds=1)
    waits(room, 2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")


def test_what_changes_again_while_its_update_waits_is_updated_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.line.next("chat.update", FAULTS["429"])
    room.delivers(seconds=1)
    room.completes(review, officer)
    waits(room, 2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")


def test_what_ends_after_a_process_died_with_it_is_updated(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.line.next(POST, dies_after)
    room.delivers()
    room.completes(review, officer)
    waits(room, 2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1
