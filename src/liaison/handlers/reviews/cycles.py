"""Cycles: the list, and the forms in which staff add, change and stop them."""

import json
import re
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.reviews import keeping
from liaison.domain.reviews import lists as domain
from liaison.domain.reviews.keeping import CycleForm
from liaison.domain.values import CommitteeId, new_id
from liaison.handlers.blocks.kit import Message, View
from liaison.handlers.blocks.reviews import cycles as blocks
from liaison.handlers.blocks.reviews import lists as list_blocks
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside_message, in_time, replacing, respond_later

ASKED = blocks.ASKED


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons and the forms of cycles."""

    @app.action(re.compile(r"^reviews\.cycle\."))
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

    @app.view(re.compile(r"^reviews\.cycle\."))
    async def submitted(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        shown = await _submitted(desk, context["actor"], view)
        await ack(response_action="update", view=shown)


async def shown(desk: Desk, actor: Actor, page: int) -> Message:
    """One page of the cycles."""
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    found = await desk.run(actor.workspace, domain.cycles, actor, register, pack, page=page, now=desk.now())
    return blocks.listed(found)


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> dict[str, Any] | None:
    what, value = action["action_id"], action.get("value", "")
    if what == list_blocks.CYCLES:
        return beside_message(await shown(desk, actor, 0))
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    if what in {blocks.STOP, blocks.AGAIN}:
        await desk.run(
            actor.workspace,
            keeping.stop,
            actor,
            register,
            pack,
            value,
            stopped=what == blocks.STOP,
            now=desk.now(),
        )
        return replacing(await shown(desk, actor, 0))
    await client.views_open(trigger_id=body["trigger_id"], view=await _form(desk, actor, what, value))
    return None


async def _form(desk: Desk, actor: Actor, what: str, value: str) -> View:
    register = await desk.register(actor.workspace)
    if what == blocks.MEETINGS:
        require(actor, Action.KEEP_CYCLES)
        known = await desk.run(actor.workspace, keeping.meetings, actor, register)
        return blocks.meetings_form(register, known)
    if what == blocks.ADD:
        require(actor, Action.KEEP_CYCLES)
        return blocks.form(register, new_id(), None)
    kept = await desk.run(
        actor.workspace, keeping.open_form, actor, register, desk.pack(register), value, now=desk.now()
    )
    if what == blocks.OWN_DATE:
        return blocks.own_date_form(kept.cycle)
    return blocks.form(register, value, kept)


async def _submitted(desk: Desk, actor: Actor, view: dict[str, Any]) -> View:
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    given = {
        block_id.rpartition(".")[2]: inputs[blocks.INPUT]
        for block_id, inputs in view["state"]["values"].items()
    }
    if view["callback_id"] == blocks.MEETINGS_FORM:
        committee = CommitteeId(_chosen(given, "committee") or "")
        text = _text(given, "days") or ""
        days = await desk.run(
            actor.workspace,
            keeping.save_meetings,
            actor,
            register,
            pack,
            committee,
            text,
            now=desk.now(),
        )
        return blocks.meetings_saved(register.committee[committee].name, days)
    cycle_id = json.loads(view["private_metadata"])["cycle"]
    first = given["first"].get("selected_date")
    day = date.fromisoformat(first) if first else None
    if view["callback_id"] == blocks.OWN_DATE_FORM:
        kept = await desk.run(
            actor.workspace,
            keeping.set_own_date,
            actor,
            register,
            pack,
            cycle_id,
            partnership=_text(given, "partnership") or "",
            first=day,
            now=desk.now(),
        )
        return blocks.saved(kept)
    form = CycleForm(
        subject=_text(given, "subject") or "",
        committee=CommitteeId(chosen) if (chosen := _chosen(given, "committee")) else None,
        owner=_chosen(given, "owner"),
        person=given["person"].get("selected_user"),
        scope=_chosen(given, "scope") or "",
        partnership=_text(given, "partnership"),
        often=_chosen(given, "often") or "",
        first=day,
        rule=_text(given, "rule"),
        at_meeting=_chosen(given, "meeting") == blocks.AT_MEETING[0],
    )
    kept = await desk.run(
        actor.workspace, keeping.save, actor, register, pack, cycle_id, form, now=desk.now()
    )
    return blocks.saved(kept)


def _chosen(given: dict[str, Any], name: str) -> str | None:
    chosen = given.get(name, {}).get("selected_option")
    return str(chosen["value"]) if chosen else None


def _text(given: dict[str, Any], name: str) -> str | None:
    found = given.get(name, {}).get("value")
    return str(found) if found else None
