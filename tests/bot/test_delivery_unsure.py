"""A message that may be there already is not doubled by what people do before that is known."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.bot.post_room import (
    LIBRARY,
    POST,
    REMINDER,
    REPORT,
    Fault,
    PostRoom,
    a_room,
    answers,
    cut_after,
    cut_before,
    dies_after,
    dies_before,
    nothing_wrong,
    refuses,
)
from tests.bot.sender import Sender

from liaison.bot.delivery import BATCH
from liaison.bot.tick import find_due
from liaison.domain.notices import choosing
from liaison.domain.notices.models import State
from liaison.domain.register.service import set_channel
from liaison.domain.values import ChannelId, CommitteeId
from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.workspace import BOT_USER_ID

HISTORY = "conversations.history"


def another_channel(room: PostRoom, officer: Person) -> Channel:
    """Staff choose another channel for the committee."""
    other = room.slack.channel("another-room", [officer], bot=True)
    room.run(set_channel, None, CommitteeId("ppp"), ChannelId(other.id), now=room.at)
    return other


# Another channel is chosen


@pytest.mark.parametrize("fault", [cut_after, dies_after])
def test_a_reminder_stays_where_it_was_sent_although_another_channel_is_chosen_meanwhile(
    slack: Slack, office_url: str, fault: Fault
) -> None:
    for room in a_room(slack, office_url):
        officer = room.office.staff("committee-services-officer")
        ppp = room.office.channel("ppp", officer)
        review = room.owes_a_review()
        room.line.next(POST, fault)
        room.delivers()
        another_channel(room, officer)
        room.waits(3)
        assert room.posted(REMINDER) == 1
        ppp.sees(REMINDER)
        room.completes(review, officer)
        room.delivers(seconds=1)
        ppp.sees("Reviewed on").does_not_see("[Start the review]")
        assert not room.left()


@pytest.mark.parametrize("fault", [cut_before, dies_before])
def test_a_reminder_that_was_not_sent_goes_to_the_channel_that_is_chosen_meanwhile(
    room: PostRoom, officer: Person, ppp: Channel, fault: Fault
) -> None:
    room.owes_a_review()
    room.line.next(POST, fault)
    room.delivers()
    other = another_channel(room, officer)
    room.line.next(POST, fault)
    room.delivers(minutes=16)
    third = room.slack.channel("third-room", [officer], bot=True)
    room.run(set_channel, None, CommitteeId("ppp"), ChannelId(third.id), now=room.at)
    room.waits(3)
    assert room.posted(REMINDER) == 1
    third.sees(REMINDER)
    assert not ppp.messages
    assert not other.messages


def test_what_was_tried_in_a_channel_that_slack_knows_no_more_goes_to_the_one_chosen_since(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    room.owes_a_review()
    room.line.next(POST, cut_before)
    room.delivers()
    room.line.next(HISTORY, *[refuses("channel_not_found")] * 2)
    room.delivers(minutes=1)
    officer.dm.saw("I could not post a reminder")
    other = another_channel(room, officer)
    room.delivers(seconds=31)
    other.sees(REMINDER)
    assert not ppp.messages


def test_what_was_tried_in_a_channel_that_the_app_is_put_out_of_waits_until_it_can_look(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    room.owes_a_review()
    room.line.next(POST, cut_after)
    room.delivers()
    room.slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.remove(BOT_USER_ID))
    another_channel(room, officer)
    room.waits(2)
    officer.dm.saw("because I am not a member of #ppp-committee. Type /invite @Liaison there.")
    officer.invites_app(ppp)
    room.waits(5)
    assert room.posted(REMINDER) == 1
    officer.dm.saw("That was mended on 3 December 2026.")


# Somebody wants it now


def retries(room: PostRoom, officer: Person) -> None:
    room.run(choosing.retry, room._actor(officer), f"report:Barrow CDRP:{officer.id}", now=room.at)


def sends_now(room: PostRoom, officer: Person) -> None:
    room.run(choosing.send_now, room._actor(officer), now=room.at)


def saves_hours(room: PostRoom, officer: Person) -> None:
    usual = room.office.pack.manners
    chosen = {**usual.model_dump(), "from_hour": 7}
    room.run(choosing.choose, room._actor(officer), chosen, usual=usual, zone="Europe/London", now=room.at)


@pytest.mark.parametrize("act", [retries, sends_now, saves_hours])
def test_nobody_can_have_it_looked_for_before_it_would_be_there(
    room: PostRoom, officer: Person, act: Callable[[PostRoom, Person], None]
) -> None:
    """Slack may take it up for half a minute after the connection was cut (decision 3)."""
    room.owes_a_report(officer)
    room.line.next(POST, cut_after)
    room.delivers()
    act(room, officer)
    room.delivers(seconds=29)
    assert not {POST, HISTORY} & set(room.line.calls)
    room.delivers(seconds=1)
    assert HISTORY in room.line.calls
    assert room.posted(REPORT) == 1
    assert not room.left()


def test_what_failed_for_long_is_tried_at_once_where_somebody_wants_it(
    room: PostRoom, officer: Person
) -> None:
    room.owes_a_report(officer)
    room.line.next(POST, cut_before)
    room.line.next(HISTORY, *[answers(500, "{}")] * 6)
    room.delivers()
    for _ in range(6):
        room.delivers(minutes=16)
    retries(room, officer)
    room.delivers(seconds=1)
    assert room.posted(REPORT) == 1


# The next reminder comes


def test_an_earlier_reminder_that_turns_out_to_be_there_has_nothing_to_press(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.line.next(POST, cut_after)
    room.delivers()
    room.at += timedelta(days=33)
    room.slack.clock.set(room.at)
    find_due(room.office.store, LIBRARY, now=room.at)
    room.waits(8)
    assert len(ppp.messages) == 2
    earlier, later = ppp.messages
    assert "[Start the review]" not in earlier
    assert "[Start the review]" in later
    room.completes(review, officer)
    room.delivers(seconds=1)
    assert all("Reviewed on" in message for message in ppp.messages)


def test_an_earlier_reminder_whose_change_is_held_is_changed_once_it_can_be(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.line.next("chat.update", refuses("is_inactive"))
    room.completes(review, officer)
    room.delivers(seconds=1)
    ppp.sees(REMINDER)
    room.at += timedelta(days=33)
    room.slack.clock.set(room.at)
    find_due(room.office.store, LIBRARY, now=room.at)
    room.waits(2)
    ppp.sees("Reviewed on").does_not_see("[Start the review]")


# A process dies


def test_of_all_that_a_dead_process_had_claimed_only_what_it_was_sending_is_looked_for(
    room: PostRoom, officer: Person
) -> None:
    people = [room.office.linked(f"Officer {number}", "support-officer") for number in range(9)]
    for person in (officer, *people):
        room.owes_a_report(person)
    room.line.next(POST, nothing_wrong, nothing_wrong, dies_after)
    room.delivers()
    room.delivers(minutes=3)
    assert room.line.calls.count(HISTORY) == 1
    assert room.line.calls.count(POST) == 7
    assert room.posted(REPORT) == 10
    assert not room.left()


def test_what_has_to_be_looked_for_waits_untouched_while_slack_allows_no_more_looking(
    room: PostRoom, officer: Person
) -> None:
    """It is one refused call, however much is in doubt; what is new goes out meanwhile."""
    people = [room.office.linked(f"Officer {number}", "support-officer") for number in range(BATCH + 5)]
    for person in people:
        room.owes_a_report(person)
    room.line.next(POST, *[cut_after] * len(people))
    room.delivers()
    room.line.next(HISTORY, nothing_wrong, answers(429, '{"ok": false}', Retry_After="100"))

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url, minutes=1) as sender:
            assert (await sender.delivers()).count(HISTORY) == 2
            tried = attempts(room)
            assert tried[:5] == [1] * 5
            room.owes_a_report(officer, "Carlisle and Eden CDRP")
            assert POST in await sender.delivers(seconds=99)
            assert attempts(room) == tried
            assert (await sender.delivers(seconds=1)).count(HISTORY) == len(people) - 1

    asyncio.run(work())
    assert room.posted(REPORT) == len(people)
    assert not room.left()


def attempts(room: PostRoom) -> list[int]:
    """How often each of what is in doubt has been taken up."""
    owed = room.run(lambda uow: uow.notices.owed(list(State), most=99))
    return sorted(notice.attempts for notice in owed if notice.unsure)


def test_what_was_refused_after_it_had_been_looked_for_is_not_looked_for_again(
    room: PostRoom, ppp: Channel
) -> None:
    room.owes_a_review()
    room.line.next(POST, cut_before, answers(429, '{"ok": false}', Retry_After="60"))
    room.delivers()
    room.delivers(minutes=1)
    assert HISTORY in room.line.calls
    room.delivers(minutes=1)
    assert HISTORY not in room.line.calls
    ppp.sees(REMINDER)
