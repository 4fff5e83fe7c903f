"""`/notices`, and the controls with which every notice comes."""

import json
import re
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import local_day
from liaison.domain.names import fold
from liaison.domain.notices import choosing, trying
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks import notices as blocks
from liaison.handlers.blocks.kit import Message, notice_view
from liaison.handlers.desk import Desk
from liaison.handlers.notices import naming
from liaison.handlers.replies import beside, ephemeral, in_time, replacing, respond_later

WEEK = timedelta(days=7)
Json = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/notices`, to the controls of notices, and to their forms."""

    @app.command("/notices")
    async def notices(ack: AsyncAck, command: Json, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        async def answer() -> Json:
            return ephemeral(await _command(desk, context["actor"], command.get("text", "")))

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^notices\."))
    async def pressed(
        ack: AsyncAck,
        body: Json,
        action: Json,
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        work = _pressed(desk, client, context["actor"], body["trigger_id"], action)
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)

    @app.view(re.compile(r"^notices\."))
    async def submitted(ack: AsyncAck, view: Json, context: AsyncBoltContext) -> None:
        said = await _submitted(desk, context["actor"], view)
        if said:
            await ack(response_action="update", view=said)
        else:
            await ack()


async def _command(desk: Desk, actor: Actor, text: str) -> Message:
    match fold(text):
        case "" | "away" | "off" | "stop" | "pause" | "hours":
            return await _choices(desk, actor)  # all that these ask for is behind its Choose
        case "owed":
            return await _owed(desk, actor, 0)
        case "sent":
            return await _sent(desk, actor, 0)
        case _:
            return blocks.usage(may_see_all=actor.may(Action.SEE_NOTICES))


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, trigger: str, action: Json
) -> Json | None:
    register = await desk.register(actor.workspace)
    pressed = ".".join(action["action_id"].split(".")[:2])
    match pressed:
        case blocks.WHY:
            notice = await desk.run(actor.workspace, choosing.own, actor, action["value"])
            return beside(blocks.why(notice))
        case blocks.OPEN:
            await desk.run(actor.workspace, choosing.open_alone, actor, action["value"], now=desk.now())
            return None
        case blocks.LATER:
            return await _later(desk, client, actor, register, trigger, action)
        case blocks.WAKE:
            await desk.run(actor.workspace, choosing.wake, actor, action["value"])
            return None
        case blocks.CHOOSE:
            standing = await _standing(desk, actor, register)
            await client.views_open(trigger_id=trigger, view=blocks.choices_form(standing))
            return None
        case blocks.SEND_NOW:
            sent = await desk.run(actor.workspace, choosing.send_now, actor, now=desk.now())
            return replacing(await _choices(desk, actor, on_their_way=sent))
        case blocks.OWED:
            return replacing(await _owed(desk, actor, int(action["value"])))
        case blocks.SENT:
            return replacing(await _sent(desk, actor, int(action["value"])))
        case blocks.RETRY | blocks.CANCEL:
            act = _tried if pressed == blocks.RETRY else _cancelled
            done = await act(desk, actor, register, action["value"])
            return replacing(await _owed(desk, actor, 0, done=done))
    return replacing(await _owed(desk, actor, 0))


async def _submitted(desk: Desk, actor: Actor, view: Json) -> Json | None:
    """Takes a form; gives what is said of it where nothing else shows that it was taken."""
    register = await desk.register(actor.workspace)
    usual, zone, now = desk.pack(register).manners, register.timezone, desk.now()
    given = {
        block_id.removeprefix("notices."): inputs[blocks.INPUT]
        for block_id, inputs in view["state"]["values"].items()
    }
    if view["callback_id"] == blocks.DAY_VIEW:
        key, until = (
            json.loads(view["private_metadata"])["key"],
            date.fromisoformat(given["until"]["selected_date"]),
        )
        due = await desk.run(
            actor.workspace, choosing.snooze, actor, key, until, usual=usual, zone=zone, now=now
        )
        comes = local_day(due, zone)
        return None if comes == until else notice_view("Remind me later", blocks.put_off(comes, until))
    chosen: dict[str, object] = {
        "from_hour": int(given["from_hour"]["selected_option"]["value"]),
        "to_hour": int(given["to_hour"]["selected_option"]["value"]),
        "days_off": given["days_off"]["selected_option"]["value"] == "yes",
        "most_a_day": int(given["most_a_day"]["selected_option"]["value"]),
        **{name: _day(given[name].get("selected_date")) for name in ("away_from", "away_until")},
    }
    await desk.run(actor.workspace, choosing.choose, actor, chosen, usual=usual, zone=zone, now=now)
    return notice_view("When I tell you things", (await _choices(desk, actor)).text)


async def _later(
    desk: Desk, client: AsyncWebClient, actor: Actor, register: Register, trigger: str, action: Json
) -> Json | None:
    key, when = action["block_id"].removeprefix(blocks.TAIL), action["selected_option"]["value"]
    usual, zone, now = desk.pack(register).manners, register.timezone, desk.now()
    tomorrow = local_day(now, zone) + timedelta(days=1)
    if when == blocks.A_DAY:
        await client.views_open(trigger_id=trigger, view=blocks.day_form(key, tomorrow))
        return None
    day = tomorrow if when == blocks.TOMORROW else tomorrow - timedelta(days=1) + WEEK
    due = await desk.run(actor.workspace, choosing.snooze, actor, key, day, usual=usual, zone=zone, now=now)
    return beside(blocks.put_off(local_day(due, zone), day))


async def _standing(desk: Desk, actor: Actor, register: Register) -> choosing.Standing:
    usual, zone, now = desk.pack(register).manners, register.timezone, desk.now()
    return await desk.run(actor.workspace, choosing.standing, actor, usual=usual, zone=zone, now=now)


async def _choices(desk: Desk, actor: Actor, *, on_their_way: int = 0) -> Message:
    register = await desk.register(actor.workspace)
    standing = await _standing(desk, actor, register)
    may_see_all = actor.may(Action.SEE_NOTICES)
    return blocks.choices(standing, register.timezone, may_see_all=may_see_all, on_their_way=on_their_way)


async def _tried(desk: Desk, actor: Actor, register: Register, key: str) -> str:
    """Tries a notice again; gives when it goes out."""
    usual, now = desk.pack(register).manners, desk.now()
    result = await desk.run(actor.workspace, trying.try_again, actor, register, key, usual=usual, now=now)
    about = await desk.run(actor.workspace, naming.about, actor, [result.notice], register)
    named = blocks.name(result.notice, register, about)
    return f"{named}. {blocks.tried(result, register)}"


async def _cancelled(desk: Desk, actor: Actor, register: Register, key: str) -> str:
    """Cancels a notice; gives which it was."""
    gone = await desk.run(actor.workspace, choosing.cancel, actor, key, now=desk.now())
    about = await desk.run(actor.workspace, naming.about, actor, [gone], register)
    return f"Cancelled: {blocks.name(gone, register, about)}."


async def _owed(desk: Desk, actor: Actor, page: int, *, done: str | None = None) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, choosing.outbox, actor)
    about = await desk.run(actor.workspace, naming.about, actor, found, register)
    return blocks.owed(found, register, desk.now(), page=page, about=about, done=done)


async def _sent(desk: Desk, actor: Actor, page: int) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, choosing.latest, actor)
    about = await desk.run(actor.workspace, naming.about, actor, found, register)
    return blocks.sent(found, register, desk.now(), page=page, about=about)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
