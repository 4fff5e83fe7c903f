"""`/guide`: what the guidance says, advice on codes, and what people are asked to read."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.guidance import asking, circulars, search
from liaison.domain.guidance.models import Answer
from liaison.domain.names import fold
from liaison.domain.values import ChannelId
from liaison.handlers.blocks.guidance import advice, answers
from liaison.handlers.blocks.guidance import circulars as circular_blocks
from liaison.handlers.blocks.kit import Message, View, unescape
from liaison.handlers.channels import trouble_with
from liaison.handlers.desk import Desk
from liaison.handlers.replies import (
    beside,
    beside_message,
    ephemeral,
    in_time,
    replacing,
    respond_later,
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/guide`, to the controls of its answers and of what is circulated, and to its forms."""

    @app.command("/guide")
    async def guide(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            text = unescape(command.get("text", ""))
            message = await _command(desk, client, context["actor"], text, command["trigger_id"])
            return ephemeral(message) if message else None

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^guidance\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        shown = await in_time(
            desk, context, respond, _pressed(desk, client, context["actor"], body["trigger_id"], action)
        )
        await ack()
        if shown:
            respond_later(desk, respond, shown)

    @app.view(re.compile(r"^guidance\."))
    async def submitted(ack: AsyncAck, view: View, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack(response_action="update", view=await _submitted(desk, client, context["actor"], view))


async def _command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str
) -> Message | None:
    word, _, rest = text.strip().partition(" ")
    match fold(word):
        case "help":
            found = await _ask(desk, actor, search.DEFINE)
            return answers.usage(
                found, circulates=actor.may(Action.CIRCULATE), sees_readers=actor.may(Action.SEE_READERS)
            )
        case "circulate":
            known = await desk.register(actor.workspace)
            form = circular_blocks.circulate_form(circulars.may_circulate(actor, desk.pack(known)))
            await client.views_open(trigger_id=trigger, view=form)
            return None
        case "read" if rest.strip():
            return await _readers(desk, actor, rest)
        case "read":
            known = await desk.register(actor.workspace)
            found_circulars = await desk.run(
                actor.workspace, circulars.circulated, actor, known, desk.pack(known), now=desk.now()
            )
            return circular_blocks.overview(found_circulars, circulates=actor.may(Action.CIRCULATE))
    return answers.answer(await _ask(desk, actor, text))


async def _ask(desk: Desk, actor: Actor, text: str) -> Answer:
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    return search.ask(register, desk.library, text, day=local_day(desk.now(), register.timezone))


async def _readers(desk: Desk, actor: Actor, wanted: str, page: int = 0) -> Message:
    register = await desk.register(actor.workspace)
    found = circulars.readers(actor, register, desk.pack(register), wanted, now=desk.now())
    return circular_blocks.readers(found, page)


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, trigger: str, action: dict[str, Any]
) -> dict[str, Any] | None:
    action_id, value = action["action_id"], action.get("value", "")
    if action_id == answers.TOPIC:
        return replacing(answers.answer(await _ask(desk, actor, action["selected_option"]["value"])))
    if action_id.startswith(answers.TURN):
        page, _, query = value.partition(":")
        return replacing(answers.answer(await _ask(desk, actor, query), int(page)))
    if action_id.startswith(circular_blocks.READERS):
        return beside_message(await _readers(desk, actor, value))
    if action_id.startswith(circular_blocks.NAMES):
        page, _, circular = value.partition(":")
        return replacing(await _readers(desk, actor, circular, int(page)))
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    match action_id:
        case circular_blocks.READ:
            done = await desk.run(actor.workspace, circulars.acknowledge, actor, pack, value, now=desk.now())
            return beside(circular_blocks.acknowledged(done))
        case circular_blocks.REMIND:
            sent = await desk.run(
                actor.workspace, circulars.remind, actor, register, pack, value, now=desk.now()
            )
            return beside(circular_blocks.reminded(sent))
        case advice.ANSWER:
            question = await desk.run(actor.workspace, asking.to_answer, actor, value)
            await client.views_open(trigger_id=trigger, view=advice.answer_form(question))
        case answers.ASK:
            advisers = await desk.run(actor.workspace, asking.advisers, actor, pack)
            await client.views_open(trigger_id=trigger, view=advice.question_form(advisers))
        case _:
            raise NotFound("That button is out of date.", "Type /guide to see the topics.")
    return None


async def _submitted(desk: Desk, client: AsyncWebClient, actor: Actor, view: View) -> View:
    register = await desk.register(actor.workspace)
    given = {block_id: next(iter(inputs.values())) for block_id, inputs in view["state"]["values"].items()}
    match view["callback_id"]:
        case advice.QUESTION_VIEW:
            asked = await desk.run(
                actor.workspace,
                asking.ask,
                actor,
                desk.pack(register),
                view["id"],
                given["guidance.question"].get("value") or "",
                now=desk.now(),
            )
            return advice.question_sent(asked)
        case advice.ANSWER_VIEW:
            answered = await desk.run(
                actor.workspace,
                asking.answer,
                actor,
                json.loads(view["private_metadata"])["question"],
                given["guidance.answer"].get("value") or "",
                now=desk.now(),
            )
            return advice.answer_sent(answered)
    channel = await _channel(client, actor, given)
    done = await desk.run(
        actor.workspace,
        circulars.circulate,
        actor,
        register,
        desk.pack(register),
        given["guidance.document"]["selected_option"]["value"],
        channel=channel,
        place=given["guidance.place"].get("value"),
        now=desk.now(),
    )
    return circular_blocks.circulated(done, channel)


async def _channel(client: AsyncWebClient, actor: Actor, given: dict[str, Any]) -> ChannelId | None:
    """The channel that was chosen, if a channel is meant. Raises BadInput where Liaison cannot post there (UX-05)."""
    require(actor, Action.CIRCULATE)
    if given["guidance.where"]["selected_option"] == circular_blocks.EACH:
        return None
    channel = given["guidance.channel"].get("selected_conversation")
    if not channel:
        raise BadInput("A channel is needed.", "Choose one, or send it to each.", field="channel")
    trouble = await trouble_with(client, channel)
    if trouble == "is_archived":
        raise BadInput("That channel is archived.", "Choose another.", field="channel")
    if trouble:
        raise BadInput(
            "Liaison is not a member of that channel.",
            "Type /invite @Liaison there, then send this again.",
            field="channel",
        )
    return ChannelId(channel)
