"""Answers in time, and answers that Slack does not take at once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast
from unittest.mock import AsyncMock, Mock

import pytest
from aiohttp import ClientError
from slack_bolt.async_app import AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError

from liaison.domain.errors import BadInput
from liaison.handlers import replies
from liaison.handlers.desk import Desk


class Later:
    """A desk that puts work off, and as much of a response_url as is needed."""

    response_url: str | None = None
    status_code = 200

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[None]] = []
        self.answers: list[dict[str, Any]] = []
        self.trouble: list[BaseException] = []

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    def on_trouble(self, error: BaseException) -> str:
        self.trouble.append(error)
        return "abc123"

    async def __call__(self, answer: dict[str, Any]) -> "Later":
        self.answers.append(answer)
        return self

    async def all_done(self) -> None:
        while self.tasks:
            await self.tasks.pop(0)


def answered(
    work: Callable[[asyncio.Event], Coroutine[Any, Any, dict[str, Any] | None]],
    *,
    seconds: float,
    url: str | None = "https://hooks.example.org/1",
    slack: Mock | None = None,
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What comes in time where Slack waits so many seconds, and what is told afterwards.

    The work is given an event that is set once Slack has been answered.
    """

    async def play() -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        later, acknowledged = Later(), asyncio.Event()
        later.response_url = url
        context = AsyncBoltContext({"client": slack, "user_id": "U1"})
        context["deadline"] = asyncio.get_running_loop().time() + seconds
        desk, respond = cast("Desk", later), cast("AsyncRespond", later)
        at_once = await replies.in_time(desk, context, respond, work(acknowledged))
        acknowledged.set()
        await later.all_done()
        return at_once, later.answers

    return asyncio.run(play())


def test_an_answer_that_is_ready_goes_with_the_acknowledgement() -> None:
    async def work(_: asyncio.Event) -> dict[str, Any]:
        return {"text": "Barrow CDRP"}

    assert answered(work, seconds=5) == ({"text": "Barrow CDRP"}, [])


def test_an_answer_that_comes_too_late_for_the_acknowledgement_follows_it() -> None:
    async def work(acknowledged: asyncio.Event) -> dict[str, Any]:
        await acknowledged.wait()
        return {"text": "Barrow CDRP"}

    assert answered(work, seconds=0) == (None, [{"text": "Barrow CDRP"}])


def test_what_goes_wrong_after_the_acknowledgement_is_told() -> None:
    async def work(acknowledged: asyncio.Event) -> None:
        await acknowledged.wait()
        raise BadInput("There is no item 9.", "Type a number from 1 to 6.")

    at_once, [told] = answered(work, seconds=0)
    assert at_once is None
    assert told["text"] == "There is no item 9. Type a number from 1 to 6."


def test_what_goes_wrong_too_late_in_a_form_is_told_in_the_direct_message() -> None:
    """A form that was left open can show nothing any more: its trigger has gone, and it has no response_url (UX-05)."""

    async def work(acknowledged: asyncio.Event) -> None:
        await acknowledged.wait()
        raise BadInput("There is no item 9.", "Type a number from 1 to 6.")

    slack = Mock(
        conversations_open=AsyncMock(return_value={"channel": {"id": "D1"}}), chat_postMessage=AsyncMock()
    )
    at_once, answers = answered(work, seconds=0, url=None, slack=slack)
    assert (at_once, answers) == (None, [])
    slack.conversations_open.assert_awaited_once_with(users="U1")
    slack.chat_postMessage.assert_awaited_once_with(
        channel="D1", text="There is no item 9. Type a number from 1 to 6."
    )


def test_what_goes_wrong_in_time_is_left_to_the_handler_of_errors() -> None:
    async def work(_: asyncio.Event) -> None:
        raise BadInput("There is no item 9.", "Type a number from 1 to 6.")

    with pytest.raises(BadInput):
        answered(work, seconds=5)


def tries(monkeypatch: pytest.MonkeyPatch, *failures: Exception) -> int:
    """How often something is tried that fails so, and then succeeds."""
    monkeypatch.setattr(replies, "AGAIN_AFTER", (0, 0))
    left, tried = list(failures), 0

    async def attempt() -> None:
        nonlocal tried
        tried += 1
        if left:
            raise left.pop(0)

    async def play() -> None:
        later = Later()
        await replies.persist(cast("Desk", later), attempt)
        await later.all_done()

    asyncio.run(play())
    return tried


def refusal(code: str) -> SlackApiError:
    return SlackApiError("no", {"ok": False, "error": code})  # type: ignore[no-untyped-call]


def test_what_slack_fails_at_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tries(monkeypatch) == 1
    assert tries(monkeypatch, ClientError(), refusal("internal_error")) == 3


def test_what_slack_goes_on_failing_at_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TimeoutError):
        tries(monkeypatch, ClientError(), ClientError(), TimeoutError())


def test_what_slack_refuses_for_good_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SlackApiError):
        tries(monkeypatch, refusal("channel_not_found"))
