"""The lists of `/review`, and what the buttons of a reminder answer."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.reviews import lists as domain
from liaison.handlers.blocks.kit import Message
from liaison.handlers.blocks.reviews import lists as blocks
from liaison.handlers.blocks.reviews import reminders
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside, beside_message, in_time, replacing, respond_later
from liaison.handlers.reviews import cycles


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of lists and of reminders that say more."""

    @app.action(re.compile(r"^reviews\.(why|list\..*)$"))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        work = _pressed(desk, client, context["actor"], body, action)
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)


async def asked(desk: Desk, actor: Actor, text: str) -> Message:
    """The first page of what a text after `/review` asks for."""
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    wanted = await desk.run(
        actor.workspace, domain.asked_by, register, desk.pack(register), text, today=today
    )
    return await page_of(desk, actor, wanted, 0)


async def page_of(desk: Desk, actor: Actor, wanted: str, page: int) -> Message:
    """One page of a list."""
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    found = await desk.run(
        actor.workspace, domain.listed, actor, register, pack, wanted, page=page, now=desk.now()
    )
    return blocks.listed(found)


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> dict[str, Any] | None:
    value = action["value"]
    register = await desk.register(actor.workspace)
    match action["action_id"]:
        case reminders.WHY:
            line = await desk.run(
                actor.workspace, domain.why, actor, register, desk.pack(register), value, now=desk.now()
            )
            return beside(reminders.reason(line))
        case reminders.SEATS:
            found = await desk.run(
                actor.workspace,
                domain.put_to_meeting,
                actor,
                register,
                desk.pack(register),
                value,
                now=desk.now(),
            )
            await client.views_open(
                trigger_id=body["trigger_id"], view=blocks.appointments_view(found.appointments, found.title)
            )
            return None
        case reminders.OPEN:
            return beside_message(await page_of(desk, actor, f"{domain.GROUP}:{value}", 0))
    wanted, page = blocks.read_value(value)
    if wanted == cycles.ASKED:
        return replacing(await cycles.shown(desk, actor, page))
    return replacing(await page_of(desk, actor, wanted, page))
