"""Forms that change the register: what is pressed in them, keeping what is typed, and taking what is submitted."""

import re
from datetime import date
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput
from liaison.domain.register import seats, taking
from liaison.domain.register.asking import ENDING
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Kind
from liaison.domain.register.renaming import RENAMED
from liaison.handlers.blocks import register as ids
from liaison.handlers.blocks import register_forms as blocks
from liaison.handlers.blocks import register_inputs as inputs
from liaison.handlers.blocks import register_notes
from liaison.handlers.blocks import register_overview as overviews
from liaison.handlers.blocks.kit import View, notice_view
from liaison.handlers.blocks.register_forms import About
from liaison.handlers.desk import Desk
from liaison.handlers.register import offering, opening
from liaison.handlers.replies import in_time, slack_code

OURS = re.compile(
    r"^register\.(edit|add|add_menu|part|succeed|end|nominate|new|remove|afresh|input|offer|pick\w*)(\.|$)"
)
CLOSED = "not_found"  # Slack's word for a form that is no longer open
Json = dict[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to what opens a form, to what is typed and chosen in it, and to its submission."""

    @app.action(OURS)
    async def pressed(
        ack: AsyncAck,
        body: Json,
        action: Json,
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await in_time(desk, context, respond, _pressed(desk, client, context["actor"], body, action))
        await ack()

    @app.options(re.compile(r"^register\.(pick|offer)"))
    async def offer(ack: AsyncAck, payload: Json, context: AsyncBoltContext) -> None:
        await ack(options=await offering.offered(desk, context["actor"], payload))

    @app.view(re.compile(r"^register\."))
    async def submitted(ack: AsyncAck, view: View, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        actor: Actor = context["actor"]
        change = await _submitted(desk, actor, view)
        if change is None:
            text = "The register says all of this already. Nothing more was changed."
            await ack(response_action="update", view=notice_view("Kept as it is", text))
            return
        await ack()
        about = About.of(view)
        if about.over and view.get("previous_view_id"):
            desk.later(_refresh(desk, client, actor, about.over, view["previous_view_id"]))


async def _pressed(desk: Desk, client: AsyncWebClient, actor: Actor, body: Json, action: Json) -> None:
    within: View | None = body.get("view")
    trigger, action_id = body["trigger_id"], action["action_id"]
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    name = action_id.split(".")[1]
    if name == "edit":
        kind, _, id_ = value.partition(":")
        await opening.open_form(desk, client, trigger, actor, opening.known(kind), id_, within=within)
    elif name in {"add", "add_menu"}:
        kind, preset = ids.read_preset(value)
        await opening.open_new(desk, client, trigger, actor, opening.known(kind), preset, within=within)
    elif name == "new":
        await opening.open_form(desk, client, trigger, actor, opening.known(value), within=within)
    elif name == "part":
        await opening.open_part(desk, client, trigger, actor, value, within)
    elif name in {"succeed", "end", "nominate"}:
        await opening.open_passing(desk, client, trigger, actor, name, value, within, blocks.carried(within))
    elif name == "remove" and within:
        await _remove(desk, client, actor, value, within)
    elif name == "afresh" and within:
        await _start_afresh(desk, client, actor, within)
    elif within and within["callback_id"] == blocks.FORM_VIEW:
        await _keep(desk, client, actor, within, action["block_id"])


async def _keep(desk: Desk, client: AsyncWebClient, actor: Actor, view: View, block_id: str) -> None:
    """Keeps what was typed or chosen, pause by pause: a form closed by accident loses nothing (P-06).

    Only the field that was changed is kept: what a colleague has saved in another meanwhile stays.
    """
    about, state = About.of(view), view["state"]["values"]
    if (
        about.part == ENDING
    ):  # two fields, filled in as they were typed: nothing of them is kept for another time
        if inputs.field_of(block_id) == "until":
            await _ask_anew(desk, client, actor, view)
        return
    typed = inputs.typed({block_id: state[block_id]}) if block_id in state else {}
    keep = partial(
        desk.run,
        actor.workspace,
        taking.keep,
        actor,
        about.name,
        typed,
        at=about.at,
        view=view["id"],
        now=desk.now(),
    )

    async def then(_: None) -> None:
        if inputs.field_of(block_id) == "name" and about.id and about.kind in RENAMED:
            await _tell_of_name(desk, client, actor, view, block_id)
        new_seat = about.kind == "appointments" and about.id is None
        if new_seat and inputs.field_of(block_id) in blocks.DECIDING:
            await _ask_anew(desk, client, actor, view)

    await desk.in_turn(actor, keep, then)


async def _tell_of_name(desk: Desk, client: AsyncWebClient, actor: Actor, view: View, block_id: str) -> None:
    """Shows below a name that was typed who or what goes by it already, and takes that away with another name."""
    about = About.of(view)
    register = await desk.register(actor.workspace, at_once=True)
    entry = register.entry(about.kind, about.id or "")
    if entry is None:
        return
    typed = inputs.typed({block_id: view["state"]["values"][block_id]})["name"]
    day = local_day(desk.now(), register.timezone)
    note = register_notes.of_new_name(register, about.kind, entry, typed, day=day)
    if note or any(block["block_id"] == register_notes.SAME_NAME for block in view["blocks"]):
        told = register_notes.with_note(view, block_id, note)
        await client.views_update(view_id=view["id"], view=told)


async def _start_afresh(desk: Desk, client: AsyncWebClient, actor: Actor, view: View) -> None:
    """Throws away what was typed and not saved."""
    about = About.of(view)
    await desk.run(actor.workspace, taking.start_afresh, actor, about.name)
    register = await desk.register(actor.workspace, at_once=True)
    about = about.model_copy(update={"afresh": about.afresh + 1, "at": register.version})
    day = local_day(desk.now(), register.timezone)
    form = blocks.form(
        about,
        register,
        day=day,
        roles=opening.roles_of(desk, register),
        codes=opening.codes_of(desk, register),
        level=opening.level_of(desk, register),
    )
    await client.views_update(view_id=view["id"], view=form)


async def _ask_anew(desk: Desk, client: AsyncWebClient, actor: Actor, view: View) -> None:
    """Shows what follows from what was chosen: what else is asked of an appointment, or what ends; what was typed stays."""
    register = await desk.register(actor.workspace, at_once=True)
    typed = inputs.typed(view["state"]["values"])
    day = local_day(desk.now(), register.timezone)
    await client.views_update(
        view_id=view["id"],
        view=blocks.form(
            About.of(view),
            register,
            day=day,
            typed_before=typed,
            level=opening.level_of(desk, register),
        ),
    )


async def _remove(desk: Desk, client: AsyncWebClient, actor: Actor, value: str, view: View) -> None:
    """Takes out an entry that should never have been there."""
    name, _, id_ = value.partition(":")
    kind = opening.known(name)
    try:
        change = await desk.run(
            actor.workspace, apply, actor, [Edit(kind, id_, None)], how="form", now=desk.now()
        )
    except BadInput:
        register = await desk.register(actor.workspace, at_once=True)
        kept = register_notes.not_removed(register, kind, opening.entry_of(register, kind, id_))
        if kept is None:
            raise
        await client.views_update(view_id=view["id"], view=kept)
        return
    text = (
        "It is removed. You get a message with a button that undoes it."
        if change
        else "Somebody has removed it already. Type `/partnership changes` to see who."
    )
    await client.views_update(view_id=view["id"], view=notice_view("Removed", text))
    about = About.of(view)
    if about.over and view.get("previous_view_id"):
        await _refresh(desk, client, actor, about.over, view["previous_view_id"])


async def _submitted(desk: Desk, actor: Actor, view: View) -> Change | None:
    about, typed = About.of(view), inputs.typed(view["state"]["values"])
    now = desk.now()
    if view["callback_id"] == blocks.END_VIEW:
        day = typed["until"]
        if not isinstance(day, date):
            raise BadInput("Say on which day.", "Choose a date.", field="until")
        kind = _passing(about.kind)
        vacant = typed.get("after") == blocks.LEFT_VACANT["value"]
        return await desk.run(
            actor.workspace,
            taking.take_end,
            actor,
            kind,
            about.id or "",
            day,
            vacant=vacant,
            opened_at=about.at,
            view=view["id"],
            now=now,
        )
    if about.successor:
        return await desk.run(
            actor.workspace,
            taking.take_successor,
            actor,
            _passing(about.kind),
            about.id or "",
            typed,
            opened_at=about.at,
            form=about.name,
            view=view["id"],
            now=now,
        )
    return await desk.run(
        actor.workspace,
        taking.take,
        actor,
        about.kind,
        about.id,
        typed,
        opened_at=about.at,
        form=about.name,
        view=view["id"],
        now=now,
    )


async def _refresh(desk: Desk, client: AsyncWebClient, actor: Actor, over: str, view_id: str) -> None:
    """Shows an overview as things stand after a form above it was kept."""
    kind, _, id_ = over.partition(":")
    register = await desk.register(actor.workspace, at_once=True)
    entry = register.entry(opening.known(kind), id_)
    if entry is None:
        return
    day = local_day(desk.now(), register.timezone)
    try:
        await client.views_update(
            view_id=view_id, view=overviews.overview(register, opening.known(kind), entry, day=day)
        )
    except SlackApiError as error:
        if slack_code(error) != CLOSED:  # the person may close it while we save
            raise


def _passing(kind: Kind) -> seats.Passing:
    return "terms" if kind == "terms" else "appointments"
