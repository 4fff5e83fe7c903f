"""Answers that go elsewhere than to the asker's own screen: to a whole channel, or as a file into a direct message."""

import re
from datetime import date, datetime
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain import lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.exporting import file_name
from liaison.domain.register.sheets import Sheet
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Message, escape, section, unescape
from liaison.handlers.blocks.kit import context as small_print
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.desk import Desk
from liaison.handlers.lookup.showing import reader, shown
from liaison.handlers.replies import beside, replacing, sentence
from liaison.handlers.sent import send_file, tell

REFUSED = 300  # the first status of HTTP that says no
KEYWORD = re.compile(r"\b(?:matrix|grid)\b", re.IGNORECASE)


async def share(
    desk: Desk, actor: Actor, ask: Ask, channel: str, message: str, respond: AsyncRespond
) -> dict[str, Any]:
    """Shows an answer to everybody in the channel, once; the asker's own copy then says so (UX-04, UX-10).

    Nothing restricted is in it. It is sent before the asker is told, and never a second time: where Slack does not say
    whether it took it, the asker is told that, and can look.
    """
    public = await shown(desk, actor, ask, Reader(shared_by=actor.slack_user))
    move = f"share:{channel}:{message}:{ask.value()}"
    if await desk.run(actor.workspace, _first_time, move, now=desk.now()):
        answer = {"response_type": "in_channel", "replace_original": False}
        desk.later(_send(desk, respond, answer | {"text": public.safe_text, "blocks": public.blocks}))
    own = await shown(desk, actor, ask, reader(actor, ""))
    return replacing(own._replace(blocks=[*own.blocks, small_print("Shared in this channel.")]))


def _first_time(uow: UnitOfWork, move: str, *, now: datetime) -> bool:
    return uow.first_time(move, now=now)


async def _send(desk: Desk, respond: AsyncRespond, answer: dict[str, Any]) -> None:
    trouble: Exception | None = None
    try:
        answered = await respond(answer)
        if answered.status_code >= REFUSED:
            trouble = ClientError(f"response_url answered {answered.status_code}")
    except (SlackApiError, ClientError, TimeoutError) as error:
        trouble = error
    if trouble:
        await respond(beside(escape(sentence(trouble, desk))))


async def send_workbook(desk: Desk, client: AsyncWebClient, actor: Actor, ask: Ask) -> str:
    """Sends the matrix that was asked for as a workbook into a direct message, and says so; the work comes afterwards."""
    require(actor, Action.LOOK_UP)
    desk.later(_upload(desk, client, actor, ask))
    return "I am making the workbook, and send it to you in a direct message."


async def _upload(desk: Desk, client: AsyncWebClient, actor: Actor, ask: Ask) -> None:
    channel = (await client.conversations_open(users=actor.slack_user))["channel"]["id"]
    try:
        register = await desk.register(actor.workspace)
        today = local_day(desk.now(), register.timezone)
        sheet = await desk.work(_matrix, register, ask, today)
        said = f"The matrix, as you asked for it, on {write_date(today)}."
        await send_file(desk, client, channel, file_name("matrix", "xlsx", today), said, (sheet,))
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        problem = sentence(error, desk)
        await tell(desk, client, channel, Message(problem, [section(escape(problem))]))


def _matrix(register: Register, ask: Ask, today: date) -> Sheet:
    """Every row of the matrix that was asked for."""
    narrowed = KEYWORD.sub(" ", unescape(ask.text))
    return matrix_sheet(lookup.matrix(register, day=today, text=narrowed))
