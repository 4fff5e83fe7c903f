"""`/committee`: committees and where Liaison posts for them; and joining a channel."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.errors import NotFound
from liaison.domain.names import fold
from liaison.domain.register import service
from liaison.domain.values import ChannelId, CommitteeId, WorkspaceId
from liaison.handlers.blocks import committees as blocks
from liaison.handlers.blocks.kit import Message
from liaison.handlers.desk import Desk
from liaison.handlers.replies import ephemeral, in_time


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/committee`, to the form that chooses a channel, and to the app's own joining of one."""

    @app.command("/committee")
    async def committee(ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack(ephemeral(await _command(desk, context["actor"], command.get("text", ""))))

    @app.action(re.compile(r"^committees\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await in_time(desk, context, respond, _choose(desk, client, context["actor"], body, action))
        await ack()

    @app.view(re.compile(r"^committees\."))
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        actor: Actor = context["actor"]
        committee_id = CommitteeId(json.loads(view["private_metadata"])["committee"])
        given = view["state"]["values"]["committees.channel"][blocks.INPUT]
        channel = ChannelId(given["selected_conversation"])
        await desk.run(actor.workspace, service.set_channel, actor, committee_id, channel, now=desk.now())
        await ack()

    @app.event("member_joined_channel")
    async def joined(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if event["user"] == context.bot_user_id:
            workspace, channel = WorkspaceId(context.team_id or event["team"]), ChannelId(event["channel"])
            await desk.run(workspace, service.channel_joined, channel, event["event_ts"], now=desk.now())


async def _command(desk: Desk, actor: Actor, text: str) -> Message:
    if fold(text) == "help":
        return blocks.usage()
    register, may_set = await desk.run(actor.workspace, service.committees, actor)
    return blocks.listed(register, may_set=may_set)


async def _choose(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> None:
    """Opens the form that chooses a committee's channel."""
    require(actor, Action.SET_CHANNEL)
    register = await desk.register(actor.workspace)
    chosen = register.committee.get(CommitteeId(action["value"]))
    if chosen is None:
        raise NotFound(
            "That committee is no longer in the register.", "Type /committee to see those that are."
        )
    await client.views_open(trigger_id=body["trigger_id"], view=blocks.choose_form(chosen))
