"""Cycles: the list, and the forms in which staff add, change and stop them."""

import re
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.reviews import keeping
from liaison.domain.reviews import lists as domain
from liaison.domain.reviews.keeping import CycleForm, KeptCycle
from liaison.domain.values import CommitteeId, SlackUserId, new_id
from liaison.handlers.blocks.kit import Message, View
from liaison.handlers.blocks.reviews import cycles as blocks
from liaison.handlers.blocks.reviews import form
from liaison.handlers.blocks.reviews import lists as list_blocks
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside_message, in_time, replacing, respond_later
from liaison.handlers.reviews import drafts
from liaison.handlers.reviews.shown import Answer, Press, Submission

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
        work = _pressed(Press(desk, client, context["actor"], body, action))
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)

    @app.view(re.compile(r"^reviews\.cycle\."))
    async def submitted(
        ack: AsyncAck, body: dict[str, Any], view: View, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        sent = Submission(desk, client, context["actor"], body, view)
        await ack(response_action="update", view=await drafts.taken(sent, _submitted))


async def shown(desk: Desk, actor: Actor, page: int) -> Message:
    """One page of the cycles."""
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    found = await desk.run(actor.workspace, domain.cycles, actor, register, pack, page=page, now=desk.now())
    return blocks.listed(found)


async def _pressed(press: Press) -> Answer:
    desk, actor, what = press.desk, press.actor, press.action["action_id"]
    if what == list_blocks.CYCLES:
        return beside_message(await shown(desk, actor, 0))
    if what in FORMS:
        await drafts.show_form(press, what, FORMS[what])
        return None
    register = await desk.register(actor.workspace)
    stopped = what == blocks.STOP
    pack = desk.pack(register)
    await desk.run(
        actor.workspace, keeping.stop, actor, register, pack, press.value, stopped=stopped, now=desk.now()
    )
    found = await desk.run(
        actor.workspace, domain.cycles, actor, register, pack, with_=press.value, now=desk.now()
    )
    return replacing(blocks.listed(found, done=blocks.STOPPED if stopped else blocks.STARTED))


async def _add(desk: Desk, actor: Actor, _: str) -> View:
    require(actor, Action.KEEP_CYCLES)
    return blocks.form(await desk.register(actor.workspace), new_id(), None)


async def _change(desk: Desk, actor: Actor, cycle_id: str) -> View:
    return blocks.form(await desk.register(actor.workspace), cycle_id, await _kept(desk, actor, cycle_id))


async def _own_date(desk: Desk, actor: Actor, cycle_id: str) -> View:
    return blocks.own_date_form((await _kept(desk, actor, cycle_id)).cycle)


async def _meetings(desk: Desk, actor: Actor, _: str) -> View:
    require(actor, Action.KEEP_CYCLES)
    register = await desk.register(actor.workspace)
    known = await desk.run(actor.workspace, keeping.meetings, actor, register)
    return blocks.meetings_form(register, known)


async def _kept(desk: Desk, actor: Actor, cycle_id: str) -> KeptCycle:
    register = await desk.register(actor.workspace)
    pack = desk.pack(register)
    return await desk.run(actor.workspace, keeping.open_form, actor, register, pack, cycle_id, now=desk.now())


FORMS: dict[str, drafts.Build] = {
    blocks.ADD: _add,
    blocks.CHANGE: _change,
    blocks.OWN_DATE: _own_date,
    blocks.MEETINGS: _meetings,
}


async def _submitted(sent: Submission) -> View:
    desk, view = sent.desk, sent.view
    register = await desk.register(sent.actor.workspace)
    pack, now = desk.pack(register), desk.now()
    given = {name: said or None for name, said in form.given(view).answers.items()}
    if view["callback_id"] == blocks.MEETINGS_FORM:
        committee = CommitteeId(given["committee"] or "")
        days = await drafts.save(
            sent, keeping.save_meetings, register, pack, committee, given["days"] or "", now=now
        )
        return blocks.meetings_saved(register.committee[committee].name, days)
    cycle_id = form.about(view)["cycle"]
    first = date.fromisoformat(given["first"]) if given["first"] else None
    if view["callback_id"] == blocks.OWN_DATE_FORM:
        kept = await drafts.save(
            sent,
            keeping.set_own_date,
            register,
            pack,
            cycle_id,
            partnership=given["partnership"] or "",
            first=first,
            now=now,
        )
        return blocks.saved(kept)
    asked = CycleForm(
        subject=given["subject"] or "",
        committee=CommitteeId(chosen) if (chosen := given.get("committee")) else None,
        owner=given["owner"],
        person=SlackUserId(chosen) if (chosen := given["person"]) else None,
        scope=given["scope"] or "",
        partnership=given["partnership"],
        often=given["often"] or "",
        first=first,
        rule=given["rule"],
        at_meeting=given["meeting"] == blocks.AT_MEETING[0],
    )
    kept = await drafts.save(sent, keeping.save, register, pack, cycle_id, asked, now=now)
    return blocks.saved(kept)
