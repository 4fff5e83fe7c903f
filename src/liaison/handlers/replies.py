"""The few shapes in which a message goes back to Slack, and what is done where Slack does not take it at once."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError

from liaison.domain.errors import Problem
from liaison.handlers.blocks.kit import Message, escape
from liaison.handlers.desk import Desk

ANSWER_WITHIN = 2.5  # seconds from a command or a press to its acknowledgement; Slack gives up after three
AGAIN_AFTER = (1.0, 4.0, 15.0)  # seconds before each further try to tell somebody something
PASSING = {
    "fatal_error",
    "internal_error",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "unknown",
}
SERVER_ERROR = 500
MOST_WAITING = 10.0  # seconds that an answer by response_url may take
log = structlog.get_logger()


def slack_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; "unknown" where the answer was not Slack's own."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "unknown") if isinstance(data, dict) else "unknown"


def ephemeral(message: Message) -> dict[str, Any]:
    """A command's answer, for the asker alone (UX-04)."""
    return {"response_type": "ephemeral", "text": message.safe_text, "blocks": message.blocks}


def replacing(message: Message) -> dict[str, Any]:
    """An answer in the place of the message whose button was pressed (UX-23)."""
    return {"replace_original": True, "text": message.safe_text, "blocks": message.blocks}


def beside_message(message: Message) -> dict[str, Any]:
    """A message for the presser alone, leaving the one that was pressed as it is."""
    return ephemeral(message) | {"replace_original": False}


def beside(text: str) -> dict[str, Any]:
    """A line for the presser alone, leaving the message as it is."""
    return {"response_type": "ephemeral", "replace_original": False, "text": text}


async def in_time(
    desk: Desk,
    context: AsyncBoltContext,
    respond: AsyncRespond,
    work: Coroutine[Any, Any, dict[str, Any] | None],
) -> dict[str, Any] | None:
    """The answer that the work comes to; None where it has none, or none before Slack gives up waiting.

    Late work goes on by itself, and its answer, or what went wrong, is then told to the person alone.
    """
    task = asyncio.ensure_future(work)
    left = context["deadline"] - asyncio.get_running_loop().time()
    done, _ = await asyncio.wait({task}, timeout=max(0, left))
    if done:
        return task.result()
    desk.later(_afterwards(desk, context, respond, task))
    return None


async def _afterwards(
    desk: Desk,
    context: AsyncBoltContext,
    respond: AsyncRespond,
    task: asyncio.Task[dict[str, Any] | None],
) -> None:
    try:
        answer = await task
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        answer = beside(escape(sentence(error, desk)))
        if not respond.response_url:  # pressed in a form, over which nothing can be laid any more
            await persist(desk, partial(_tell, context, answer["text"]))
            return
    if answer:
        respond_later(desk, respond, answer)


async def _tell(context: AsyncBoltContext, text: str) -> None:
    """Tells whoever acted something in their direct message."""
    opened = await context.client.conversations_open(users=context.user_id)
    await context.client.chat_postMessage(channel=opened["channel"]["id"], text=text)


def respond_later(desk: Desk, respond: AsyncRespond, answer: dict[str, Any]) -> None:
    """Answers by `response_url`, after the acknowledgement: Slack is not kept waiting for itself."""

    async def once() -> None:
        async with asyncio.timeout(MOST_WAITING):
            answered = await respond(answer)
        if answered.status_code >= SERVER_ERROR:
            raise ClientError(f"response_url answered {answered.status_code}")

    if respond.response_url:  # what is pressed in a form has none
        desk.later(persist(desk, once))


async def persist(
    desk: Desk, attempt: Callable[[], Awaitable[None]], waits: Sequence[float] | None = None
) -> None:
    """Does something that Slack may fail to do; then it is tried a few times more, while other things go on.

    Raises what went wrong where trying again cannot help.
    """
    first, *others = AGAIN_AFTER if waits is None else waits or (None,)
    try:
        await attempt()
    except (SlackApiError, ClientError, TimeoutError) as error:
        if first is None or (isinstance(error, SlackApiError) and slack_code(error) not in PASSING):
            raise
        log.warning("somebody could not be told something yet", trouble=type(error).__name__)
        desk.later(_again(desk, attempt, max(first, asked_to_wait(error)), others))


async def _again(
    desk: Desk, attempt: Callable[[], Awaitable[None]], wait: float, waits: Sequence[float]
) -> None:
    await asyncio.sleep(wait)
    await persist(desk, attempt, waits)


def asked_to_wait(error: Exception) -> int:
    """The seconds that Slack asks to be left alone."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    asked = str(headers.get("Retry-After", ""))
    return int(asked) if asked.isdecimal() else 0


def sentence(error: Exception, desk: Desk) -> str:
    """What the person sees: the problem with its mend, or a reference to what is in the log."""
    if isinstance(error, Problem):
        return str(error)
    reference = desk.on_trouble(error)
    if isinstance(error, (SlackApiError, ClientError, TimeoutError)):
        return (
            f"Slack did not do what I asked of it (reference {reference}). What you typed is kept where you typed it. "
            "Try again in a minute; if it happens again, give the reference to your administrator."
        )
    return (
        f"Something went wrong here (reference {reference}). What you typed is kept where you typed it. "
        "Try again; if it happens again, give the reference to your administrator."
    )
