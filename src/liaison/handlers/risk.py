"""`/risk`: the checklist as a form, page by page."""

import json
import re
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.risk import service
from liaison.domain.risk.advice import answer_advice
from liaison.domain.risk.models import ADVICE, TRIGGERS, Offer, Page
from liaison.domain.values import PartnershipId
from liaison.handlers.blocks import risk as blocks
from liaison.handlers.blocks.kit import Message, acted_at, unescape
from liaison.handlers.desk import Desk
from liaison.handlers.replies import ephemeral, in_time, replacing, respond_later


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/risk`, to the form's buttons, pages and closing."""

    @app.command("/risk")
    async def risk(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            text, trigger = unescape(command.get("text", "")), command["trigger_id"]
            message = await _command(desk, client, context["actor"], text, trigger)
            return ephemeral(message) if message else None

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^risk\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            await _pressed(desk, client, context["actor"], body, action)
            return replacing(blocks.adopted()) if action["action_id"] == blocks.START else None

        shown = await in_time(desk, context, respond, answer())
        await ack()
        if shown:
            respond_later(desk, respond, shown)

    @app.view(re.compile(r"^risk\."))
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack(response_action="update", view=await _submitted(desk, context["actor"], view))


async def _command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str
) -> Message | None:
    word, _, rest = text.strip().partition(" ")
    register = await desk.register(actor.workspace)
    match word.casefold():
        case "assess":
            found = await desk.run(
                actor.workspace, service.assess, actor, register, desk.library, rest, now=desk.now()
            )
            if isinstance(found, Offer):
                return blocks.offer(found)
            await client.views_open(trigger_id=trigger, view=blocks.page(found))
            return None
        case "status":
            standings = await desk.run(
                actor.workspace, service.status, actor, register, desk.library, rest, now=desk.now()
            )
            return blocks.standings(standings, register.timezone)
        case "" | "help":
            return blocks.usage()
        case _:
            raise BadInput(
                f'/risk does not know "{word[:40]}".', "Type /risk assess and a partnership, or /risk status."
            )


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> None:
    register = await desk.register(actor.workspace)
    if action["action_id"] == blocks.START:
        page = await desk.run(
            actor.workspace,
            service.adopt,
            actor,
            register,
            desk.library,
            PartnershipId(action["value"]),
            now=desk.now(),
        )
        await client.views_open(trigger_id=body["trigger_id"], view=blocks.page(page))
        return
    view = body["view"]
    if action["action_id"] == blocks.ANSWER:
        await _keep(desk, actor, view, action)
        return
    page = await _saved(desk, actor, view, go_to=action["value"])
    await client.views_update(view_id=view["id"], hash=view["hash"], view=blocks.page(page))


async def _submitted(desk: Desk, actor: Actor, view: dict[str, Any]) -> dict[str, Any]:
    if view["callback_id"] != blocks.CLOSING_VIEW:
        return blocks.page(await _saved(desk, actor, view))
    register = await desk.register(actor.workspace)
    state = view["state"]["values"]
    chosen = state.get("risk.proportion", {}).get(blocks.ANSWER, {}).get("selected_option") or {
        "value": "full"
    }
    done = await desk.run(
        actor.workspace,
        service.close,
        actor,
        register,
        desk.library,
        json.loads(view["private_metadata"])["assessment"],
        proportion=chosen["value"],
        reason=state.get("risk.reason", {}).get(blocks.ANSWER, {}).get("value"),
        now=desk.now(),
    )
    return blocks.page(done) if isinstance(done, Page) else blocks.closed(done)


async def _saved(
    desk: Desk,
    actor: Actor,
    view: dict[str, Any],
    *,
    go_to: str | None = None,
    typed_at: datetime | None = None,
) -> Page:
    """Keeps what stands in a page of the form, and says which page comes next."""
    register = await desk.register(actor.workspace)
    about = json.loads(view["private_metadata"])
    state = view["state"]["values"]
    if about["page"] == ADVICE:
        return await desk.run(
            actor.workspace,
            answer_advice,
            actor,
            register,
            desk.library,
            about["assessment"],
            blocks.advice(state),
            form=view["id"],
            typed_at=typed_at,
            go_to=go_to,
            now=desk.now(),
        )
    if about["page"] == TRIGGERS:
        return await desk.run(
            actor.workspace,
            service.answer_triggers,
            actor,
            register,
            desk.library,
            about["assessment"],
            blocks.triggers(state),
            form=view["id"],
            typed_at=typed_at,
            go_to=go_to,
            now=desk.now(),
        )
    return await desk.run(
        actor.workspace,
        service.answer_page,
        actor,
        register,
        desk.library,
        about["assessment"],
        about["page"],
        blocks.changed(blocks.values(state), about.get("was", {})),
        form=view["id"],
        typed_at=typed_at,
        go_to=go_to,
        now=desk.now(),
    )


async def _keep(desk: Desk, actor: Actor, view: dict[str, Any], action: dict[str, Any]) -> None:
    """Keeps what has been typed so far, pause by pause: a form closed by accident loses nothing (P-06).

    Only the input that was changed is kept: what a colleague has typed into another meanwhile stays.
    """
    about = json.loads(view["private_metadata"])
    block_id = action["block_id"]
    state = {"values": {block_id: view["state"]["values"][block_id]}}
    view = view | {"state": state, "private_metadata": json.dumps(about | {"was": {}})}

    async def nothing(_: Page) -> None:
        """The form stays as it is."""

    keep = partial(_saved, desk, actor, view, go_to=about["page"], typed_at=acted_at(action))
    await desk.in_turn(actor, keep, nothing)
