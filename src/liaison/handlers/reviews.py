"""`/review`, and the buttons of a reminder."""

import json
import re
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.names import fold
from liaison.domain.reviews import service
from liaison.handlers.blocks import reviews as blocks
from liaison.handlers.blocks.kit import Message
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside, ephemeral, in_time, respond_later


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/review`, to the buttons of reminders and lists, and to their forms."""

    @app.command("/review")
    async def review(ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack(ephemeral(await _command(desk, context["actor"], command.get("text", ""))))

    @app.action(re.compile(r"^reviews\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        actor: Actor = context["actor"]
        register = await desk.register(actor.workspace)
        now = desk.now()
        if action["action_id"] == blocks.WHY:
            line = await desk.run(actor.workspace, service.why, actor, register, action["value"], now=now)
            await ack()
            respond_later(desk, respond, beside(blocks.reason(line)))
            return
        line = await desk.run(actor.workspace, service.show, actor, register, action["value"], now=now)
        if action["action_id"] == blocks.START:
            form = blocks.complete_form(line, today=local_day(now, register.timezone))
        else:
            form = blocks.postpone_form(line)
        await in_time(desk, context, respond, _open(client, body["trigger_id"], form))
        await ack()

    @app.view(re.compile(r"^reviews\."))
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await _submitted(desk, context["actor"], view)
        await ack()


async def _open(client: AsyncWebClient, trigger: str, form: dict[str, Any]) -> None:
    await client.views_open(trigger_id=trigger, view=form)


async def _command(desk: Desk, actor: Actor, text: str) -> Message:
    if fold(text) == "help":
        return blocks.usage()
    register = await desk.register(actor.workspace)
    found = await desk.run(
        actor.workspace, service.listed, actor, register, desk.pack(register), now=desk.now()
    )
    return blocks.listed(found)


async def _submitted(desk: Desk, actor: Actor, view: dict[str, Any]) -> None:
    register = await desk.register(actor.workspace)
    review = json.loads(view["private_metadata"])["review"]
    given = {block_id: inputs[blocks.INPUT] for block_id, inputs in view["state"]["values"].items()}
    if view["callback_id"] == blocks.COMPLETE_VIEW:
        await desk.run(
            actor.workspace,
            service.complete,
            actor,
            register,
            review,
            outcome=given["reviews.outcome"]["selected_option"]["value"],
            reviewed_on=date.fromisoformat(given["reviews.reviewed_on"]["selected_date"]),
            decided=given["reviews.decided"].get("value"),
            now=desk.now(),
        )
    else:
        await desk.run(
            actor.workspace,
            service.postpone,
            actor,
            register,
            review,
            until=date.fromisoformat(given["reviews.until"]["selected_date"]),
            reason=given["reviews.reason"].get("value") or "",
            now=desk.now(),
        )
