"""`/committee`: committees and where Liaison posts for them; and joining a channel."""

import json
import re
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.names import fold
from liaison.domain.register import committees, service
from liaison.domain.register.models import Committee
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.handlers import channels
from liaison.handlers.blocks import committees as blocks
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.desk import Desk
from liaison.handlers.replies import ephemeral, in_time, replacing, respond_later


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/committee`, to the form that chooses a channel, and to the app's own joining of one."""

    @app.command("/committee")
    async def committee(
        ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        async def answer() -> dict[str, Any]:
            return ephemeral(await _command(desk, context["actor"], unescape(command.get("text", ""))))

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^committees\."))
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

    @app.view(re.compile(r"^committees\."))
    async def submitted(
        ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        actor: Actor = context["actor"]
        committee_id = CommitteeId(json.loads(view["private_metadata"])["committee"])
        given = view["state"]["values"]["committees.channel"][blocks.INPUT]
        channel = ChannelId(given["selected_conversation"])
        chosen = await desk.run(
            actor.workspace, service.set_channel, actor, committee_id, channel, now=desk.now()
        )
        await ack()
        look = channels.look_at(desk, client, actor.workspace, [chosen], chosen_by=actor.slack_user)
        desk.later(look)

    @app.event("member_joined_channel")
    async def joined(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if event["user"] == context.bot_user_id:
            workspace, channel = WorkspaceId(context.team_id or event["team"]), ChannelId(event["channel"])
            inviter = SlackUserId(event["inviter"]) if event.get("inviter") else None
            await desk.run(
                workspace, service.channel_joined, channel, event["event_ts"], inviter=inviter, now=desk.now()
            )


async def _command(desk: Desk, actor: Actor, text: str) -> Message:
    if fold(text) == "help":
        return blocks.usage()
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    if not fold(text):
        return _list(register, actor, today, 0)
    found = committees.find(register, text, today=today)
    return blocks.card(found.card, register, may_set=_may_set(actor)) if found.card else blocks.several(found)


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> dict[str, Any] | None:
    if action["action_id"] == blocks.CHANNEL:
        await _choose(desk, client, actor, body, action)
        return None
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    if action["action_id"] == blocks.CARD:
        committee = _known(register, action["value"])
        card = committees.card(register, committee.id, today, today=today)
        return replacing(blocks.card(card, register, may_set=_may_set(actor)))
    about, _, page = action["value"].rpartition(" ")
    if about == "list":
        return replacing(_list(register, actor, today, int(page)))
    id_, _, on = about.removeprefix("card ").rpartition(" ")
    committee, day = _known(register, id_), date.fromisoformat(on)
    card = committees.card(register, committee.id, day, today=today, page=int(page))
    return replacing(blocks.card(card, register, may_set=_may_set(actor)))


def _list(register: Register, actor: Actor, today: date, page: int) -> Message:
    shown = committees.standing(register, today)
    return blocks.listed(shown, register, may_set=_may_set(actor), page=page)


def _may_set(actor: Actor) -> bool:
    return actor.may(Action.SET_CHANNEL)


def _known(register: Register, committee: str) -> Committee:
    found = register.committee.get(CommitteeId(committee))
    if found is None:
        raise NotFound(
            "That committee is no longer in the register.", "Type /committee to see those that are."
        )
    return found


async def _choose(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> None:
    """Opens the form that chooses a committee's channel."""
    require(actor, Action.SET_CHANNEL)
    register = await desk.register(actor.workspace)
    chosen = _known(register, action["value"])
    await client.views_open(trigger_id=body["trigger_id"], view=blocks.choose_form(chosen))
