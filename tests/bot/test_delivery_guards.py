"""A claim is used while it is this process's and long enough before its end, however slow Slack, the line or the machine is."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from tests.bot.post_room import (
    POST,
    REMINDER,
    REPORT,
    PostRoom,
    dies_after,
    dies_before,
    meanwhile,
    nothing_wrong,
)
from tests.bot.sender import Sender, Stop, takes

from liaison.domain.notices.models import State
from liaison.domain.ports import UnitOfWork
from liaison.handlers.notices import rendering
from liaison.sandbox.language.people import Channel, Person
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import Workspace

HISTORY, OPEN, WHO = "conversations.history", "conversations.open", "users.info"
ENOUGH, TOO_LATE = 80, 81  # seconds of a claim of two minutes, of which the last 40 are not used
LATE = pytest.mark.parametrize(("seconds", "posts"), [(ENOUGH, 1), (TOO_LATE, 0)])


def audited(room: PostRoom) -> Counter[str]:
    """How often the audit trail has each notice as sent."""
    entries = room.run(lambda uow: list(uow.audit.all()))
    return Counter(entry.subject for entry in entries if entry.action == "notice sent")


# A claim is not used in its last 40 seconds


@LATE
def test_what_took_long_to_render_is_not_posted_with_a_claim_that_ends(
    room: PostRoom, ppp: Channel, seconds: float, posts: int
) -> None:
    room.owes_a_review()

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            with patch.object(rendering, "render", slow(rendering.render, sender, seconds)):
                calls = await sender.delivers()
            assert calls.count(POST) == posts

    asyncio.run(work())
    assert room.posted(REMINDER) == posts
    room.waits(2)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)
    assert not room.left()


def slow(real: Callable[..., Any], sender: Sender, seconds: float) -> Callable[..., Any]:
    """The same on a machine that takes so long for it."""

    def render(*args: Any, **kwargs: Any) -> Any:
        rendered = real(*args, **kwargs)
        sender.goes_on(seconds=seconds)
        return rendered

    return render


@LATE
def test_what_was_long_looked_for_is_not_posted_with_a_claim_that_ends(
    room: PostRoom, ppp: Channel, seconds: float, posts: int
) -> None:
    room.owes_a_review()
    room.line.next(POST, dies_before)
    room.delivers()

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            room.line.next(HISTORY, takes(sender, seconds))
            calls = await sender.delivers(minutes=2)
            assert calls.count(HISTORY) == 1
            assert calls.count(POST) == posts

    asyncio.run(work())
    assert room.posted(REMINDER) == posts
    room.waits(2)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)
    assert not room.left()


@LATE
def test_a_direct_message_that_was_long_opened_is_not_posted_with_a_claim_that_ends(
    room: PostRoom, officer: Person, seconds: float, posts: int
) -> None:
    room.owes_a_report(officer)

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            room.line.next(OPEN, takes(sender, seconds))
            calls = await sender.delivers()
            assert calls.count(POST) == posts

    asyncio.run(work())
    room.waits(2)
    assert room.posted(REPORT) == 1
    assert not room.left()


# A claim whose deadline has passed is another's


@pytest.mark.parametrize("seconds", [0, 130], ids=["its clock stood still", "its clock went on"])
def test_who_comes_late_to_what_another_has_sent_does_not_send_it(
    room: PostRoom, officer: Person, seconds: float
) -> None:
    room.owes_a_report(officer)

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as late, Sender(room, url, minutes=2) as other:
            stop = Stop()
            room.line.next(WHO, stop)
            working = asyncio.create_task(late.delivers())
            await stop.reached()
            assert POST in await other.delivers()
            late.goes_on(seconds=seconds)
            stop.lets_go()
            await working
            assert room.line.calls.count(POST) == 1

    asyncio.run(work())
    room.waits(2)
    assert room.posted(REPORT) == 1
    assert set(audited(room).values()) == {1}
    assert not room.left()


@pytest.mark.parametrize("seconds", [0, 130], ids=["its clock stood still", "its clock went on"])
def test_who_comes_late_to_what_another_is_just_sending_does_not_send_it(
    room: PostRoom, officer: Person, seconds: float
) -> None:
    room.owes_a_report(officer)

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as late, Sender(room, url, minutes=2) as other:
            asked, posting = Stop(), Stop()
            room.line.next(WHO, asked)
            room.line.next(POST, posting)
            late_work = asyncio.create_task(late.delivers())
            await asked.reached()
            other_work = asyncio.create_task(other.delivers())
            await posting.reached()
            late.goes_on(seconds=seconds)
            asked.lets_go()
            await late_work
            assert room.line.calls.count(POST) == 1
            posting.lets_go()
            await other_work

    asyncio.run(work())
    room.waits(2)
    assert room.posted(REPORT) == 1
    assert set(audited(room).values()) == {1}
    assert not room.left()


def test_what_waits_behind_a_slow_message_is_left_to_who_has_taken_it_up(
    room: PostRoom, officer: Person
) -> None:
    """The first is looked for by the other, and found; the second, which nobody began to send, is sent by the other.

    Then the first one's answer comes.
    """
    first, second = officer, room.office.staff("support-officer")
    room.owes_a_report(first, "The first")
    room.owes_a_report(second, "The second")

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as late, Sender(room, url, minutes=2) as other:
            stop = Stop(done=True)
            room.line.next(POST, stop)
            working = asyncio.create_task(late.delivers())
            await stop.reached()
            calls = await other.delivers()
            assert (calls.count(HISTORY), calls.count(POST)) == (1, 1)
            stop.lets_go()
            await working

    asyncio.run(work())
    room.waits(2)
    assert [room.posted("waiting: The first"), room.posted("waiting: The second")] == [1, 1]
    assert list(audited(room).values()) == [1, 1]
    assert not room.left()


def test_what_is_cancelled_while_somebody_is_asked_about_is_not_sent(room: PostRoom, officer: Person) -> None:
    room.owes_a_report(officer)

    def cancel(uow: UnitOfWork) -> None:
        for notice in uow.notices.owed((State.CLAIMED,), most=1):
            uow.notices.save(notice.model_copy(update={"state": State.CANCELLED}))

    room.line.next(WHO, meanwhile(lambda: room.run(cancel)))
    room.delivers()
    room.waits(2)
    assert room.posted(REPORT) == 0
    assert not room.left()


# A search that takes pages, minutes and processes


def busy(workspace: Workspace, channel: Channel, officer: Person, messages: int) -> None:
    """So much is said in a channel, and the app is one that is sold and not in Slack's Marketplace."""
    workspace.sold = True
    for number in range(messages):
        workspace.post(workspace.conversations[channel.id], officer.id, f"Talk {number}")


@pytest.mark.parametrize("sent", [True, False], ids=["it is there", "it is not there"])
def test_a_search_of_15_messages_a_minute_goes_on_where_processes_die(
    room: PostRoom, officer: Person, ppp: Channel, *, sent: bool
) -> None:
    """Some die with the next page, some after it has been refused: no page is read twice, and the search ends."""
    room.owes_a_review()
    room.line.next(POST, dies_after if sent else dies_before)
    room.delivers()
    room.slack.sandbox.look(lambda workspace: busy(workspace, ppp, officer, 100))
    said = room.slack.sandbox.look(lambda workspace: len(workspace.conversations[ppp.id].messages))
    looks = 0
    while not audited(room):
        looks += 1
        assert looks < 40, "the search does not end"
        if looks % 2:
            room.line.next(HISTORY, nothing_wrong, dies_before)
        room.delivers(minutes=3)
        assert POST not in room.line.calls or not sent
    pages = room.slack.sandbox.look(answered)
    assert pages == -(-said // limits.SOLD_HISTORY_PAGE)
    room.waits(2)
    assert room.posted(REMINDER) == 1
    ppp.sees(REMINDER)


def answered(workspace: Workspace) -> int:
    """How many pages of the history the app has been given."""
    return sum(
        entry.direction == "in" and entry.kind == HISTORY and entry.violation is None
        for entry in workspace.journal.entries
    )
