"""A pause that Slack asks for holds up what it is asked of: one method, in one workspace, and nothing else."""

import asyncio
from datetime import timedelta

import pytest
from tests.bot.post_room import POST, REMINDER, REPORT, PostRoom, answers
from tests.bot.sender import Sender
from tests.flows.office import WORKSPACE

from liaison.bot.settings import manifest_path
from liaison.domain.access import linking
from liaison.domain.notices import models
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.sandbox.language.people import Channel, Person, Slack

UPDATE = "chat.update"
THERE = WorkspaceId("T0THERE")
TOO_MANY = answers(429, '{"ok": false, "error": "ratelimited"}', Retry_After="100")


def updated(room: PostRoom, subject: str) -> None:
    """What was sent about a subject says something else by now."""
    room.run(lambda uow: models.refresh(uow.notices, subject))


def test_while_new_messages_rest_those_that_are_there_are_updated_at_once(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            assert await sender.delivers() == [POST]
            room.owes_a_report(officer)
            room.line.next(POST, TOO_MANY)
            assert POST in await sender.delivers(minutes=1)
            updated(room, review)
            room.owes_a_report(officer, "Carlisle and Eden CDRP")
            assert await sender.delivers(seconds=1) == [UPDATE]
            assert await sender.delivers(seconds=98) == []
            assert await sender.delivers(seconds=1) == [POST]

    asyncio.run(work())
    ppp.sees(REMINDER)
    assert room.posted("A report-back is waiting") == 1
    assert not room.left()


def test_while_updates_rest_new_messages_are_sent_at_once(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            await sender.delivers()
            updated(room, review)
            room.line.next(UPDATE, TOO_MANY)
            assert await sender.delivers(minutes=1) == [UPDATE]
            room.owes_a_report(officer)
            calls = await sender.delivers(seconds=1)
            assert (calls.count(POST), calls.count(UPDATE)) == (1, 0)
            assert await sender.delivers(seconds=98) == []
            assert await sender.delivers(seconds=1) == [UPDATE]

    asyncio.run(work())
    assert [room.posted(REMINDER), room.posted(REPORT)] == [1, 1]
    ppp.sees(REMINDER)
    assert not room.left()


def test_in_one_look_a_refused_message_does_not_keep_an_update_waiting(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    ppp.sees(REMINDER)
    room.owes_a_report(officer)
    updated(room, review)
    room.line.next(POST, TOO_MANY)
    room.delivers(minutes=1)
    assert (room.line.calls.count(POST), room.line.calls.count(UPDATE)) == (1, 1)


# Two workspaces


@pytest.mark.parametrize("method", [POST, "conversations.open"])
def test_a_pause_in_one_workspace_leaves_another_alone(room: PostRoom, officer: Person, method: str) -> None:
    """The first in each look is the one that is asked for a pause."""
    with Slack(manifest_path(), now=room.at) as elsewhere:
        clerk = moves_in(room, elsewhere)

        async def work() -> None:
            others = {THERE: elsewhere.api_url}
            async with room.line.open() as url, Sender(room, url, others=others) as sender:
                owes_both(room, officer, clerk, "The first.")
                room.line.next(method, TOO_MANY)
                assert method in await sender.delivers()
                assert (told(room.slack), told(elsewhere)) == (0, 1)
                owes_both(room, officer, clerk, "The second.")
                assert method not in await sender.delivers(seconds=99)
                assert (told(room.slack), told(elsewhere)) == (0, 2)
                await sender.delivers(seconds=1)

        asyncio.run(work())
        assert (told(room.slack), told(elsewhere)) == (1, 2)
        assert room.posted("2 things for you") == 1


def moves_in(room: PostRoom, elsewhere: Slack) -> Person:
    """Another authority uses the same Liaison; its officer."""
    clerk, pack = elsewhere.person("Support Officer"), room.office.pack
    room.office.store.run(THERE, register_service.seed, pack, now=room.at)
    user, roles = SlackUserId(clerk.id), ("support-officer",)
    room.office.store.run(
        THERE, linking.link, pack, user=user, name="Support Officer", roles=roles, now=room.at
    )
    return clerk


def owes_both(room: PostRoom, officer: Person, clerk: Person, text: str) -> None:
    """In each of the workspaces somebody is owed something."""
    for workspace, person in ((WORKSPACE, officer), (THERE, clerk)):
        notice = Notice(
            key=f"{text}:{person.id}",
            kind=Kind.MEND_CHANNEL,
            subject=text,
            reason="You are one of those who can mend this.",
            to_user=SlackUserId(person.id),
            facts={"trouble": text, "mend": "Nothing.", "promise": "Nothing."},
            due=room.at,
        )
        assert room.office.store.run(workspace, _add, notice)


def _add(uow: UnitOfWork, notice: Notice) -> bool:
    return uow.notices.add(notice)


def told(slack: Slack) -> int:
    """How many messages of the app stand in a workspace."""
    return slack.sandbox.look(
        lambda workspace: sum(
            message.by_app for place in workspace.conversations.values() for message in place.messages
        )
    )


def test_what_slack_refused_goes_out_when_the_pause_ends_and_not_with_the_next_look(
    room: PostRoom, officer: Person
) -> None:
    """The pause is over a moment before it was kept: what is due a moment after it would wait for half a minute."""
    room.owes_a_report(officer)

    async def work() -> None:
        async with room.line.open() as url, Sender(room, url) as sender:
            room.line.next(POST, TOO_MANY)
            sender.tick = timedelta(milliseconds=200)
            assert POST in await sender.delivers()
            sender.tick = timedelta()
            assert POST in await sender.delivers(seconds=sender.rests())

    asyncio.run(work())
    assert room.posted(REPORT) == 1
