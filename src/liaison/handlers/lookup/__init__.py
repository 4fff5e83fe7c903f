"""`/rep`, and the reading half of `/partnership`: who represents us, and where; and everything the register says."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.lookup import mistakes
from liaison.handlers.blocks.kit import Message
from liaison.handlers.blocks.lookup import frame
from liaison.handlers.blocks.lookup import mistakes as mistake_blocks
from liaison.handlers.blocks.lookup.asks import Ask, read
from liaison.handlers.desk import Desk
from liaison.handlers.lookup.sending import send_workbook, share
from liaison.handlers.lookup.showing import asks, example, named, partnership_shown, reader, shown, told
from liaison.handlers.replies import beside, ephemeral, in_time, replacing, respond_later

__all__ = ["example", "partnership_answer", "question_answered", "register"]


async def partnership_answer(desk: Desk, actor: Actor, text: str, *, channel: str = "") -> Message:
    """What `/partnership` answers to everything that is no word of editing; `channel` is where it was asked."""
    return await partnership_shown(desk, actor, text, reader(actor, channel))


async def question_answered(desk: Desk, actor: Actor, text: str, *, channel: str) -> Message | None:
    """The answer to what somebody asks without a command; None where they may have meant something else by it."""
    return (
        await shown(desk, actor, Ask(text=text), reader(actor, channel))
        if await asks(desk, actor, text)
        else None
    )


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/rep`, to the buttons of answers, and to the form that reports a mistake."""

    @app.command("/rep")
    async def rep(
        ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        async def answer() -> dict[str, Any]:
            actor: Actor = context["actor"]
            ask = Ask(text=command.get("text", "").strip())
            return ephemeral(await shown(desk, actor, ask, reader(actor, command.get("channel_id", ""))))

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^lookup\.mistake"))
    async def mistake(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        actor: Actor = context["actor"]
        if action["action_id"] == mistake_blocks.DEALT_WITH:
            await desk.run(actor.workspace, mistakes.deal_with, actor, action["value"], now=desk.now())
        else:
            await in_time(desk, context, respond, _ask_what(desk, client, actor, body, action))
        await ack()

    @app.view(mistake_blocks.SEND)
    async def said(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        actor: Actor = context["actor"]
        about = json.loads(view["private_metadata"])
        names = await desk.run(
            actor.workspace,
            mistakes.report,
            actor,
            about=about["about"],
            named=about["named"],
            said=view["state"]["values"][mistake_blocks.SAID][mistake_blocks.SAID].get("value") or "",
            form=view["id"],
            telling=mistakes.telling_of(about),
            now=desk.now(),
        )
        await ack(response_action="update", view=mistake_blocks.receipt(names))

    @app.action(re.compile(r"^lookup\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        actor: Actor = context["actor"]
        place = (body.get("channel") or {}).get("id", "")

        async def answer() -> dict[str, Any]:
            match action["action_id"]:
                case frame.NARROW:
                    ask = Ask(text=f"matrix {action['selected_option']['value']}")
                case frame.WORKBOOK:
                    return beside(await send_workbook(desk, client, actor, read(action["value"])))
                case frame.SHARE:
                    message = body["container"].get("message_ts", "")
                    return await share(desk, actor, read(action["value"]), place, message, respond)
                case _:
                    ask = read(action["value"])
            return replacing(await shown(desk, actor, ask, reader(actor, place)))

        found = await in_time(desk, context, respond, answer())
        await ack()
        if found:
            respond_later(desk, respond, found)


async def _ask_what(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> None:
    """Opens the form in which somebody says what is wrong with an entry or an answer."""
    about = action["value"]
    register = await desk.register(actor.workspace)
    names = await desk.run(actor.workspace, told)
    telling = mistake_blocks.TELLINGS[action["action_id"]]
    view = mistake_blocks.form(about, named(register, about), names, telling)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
