"""Forms that change the register: opening them, what their menus offer, keeping what is typed, and taking them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import ROLES, Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.register import codes, seats, taking
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Appointment, Entry, Kind, Term
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks import register as ids
from liaison.handlers.blocks import register_forms as blocks
from liaison.handlers.blocks import register_notes
from liaison.handlers.blocks import register_overview as overviews
from liaison.handlers.blocks.kit import View, notice_view
from liaison.handlers.blocks.register_forms import About
from liaison.handlers.desk import Desk
from liaison.handlers.register import offering
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


async def open_form(
    desk: Desk,
    client: AsyncWebClient,
    trigger_id: str,
    actor: Actor,
    kind: Kind,
    id_: str | None = None,
    preset: Mapping[str, Cell] | None = None,
    *,
    within: View | None = None,
    part: str | None = None,
) -> None:
    """Opens the form of an entry, or of a new one, with some fields filled in: cells by the names of the fields.

    What has parts opens with an overview of them, or with one `part`. `within` is the form from which it was asked for, if it was.
    Raises NotAllowed, and NotFound where the entry has gone.
    """
    require(actor, Action.LINK_PEOPLE if kind == "links" else Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace, at_once=True)
    day = local_day(desk.now(), register.timezone)
    entry = _entry(register, kind, id_) if id_ else None
    if entry is not None and kind in overviews.OVERVIEW and within is None and part is None:
        await _show(client, trigger_id, overviews.overview(register, kind, entry, day=day), None)
        return
    given = {name: _given(cell) for name, cell in (preset or {}).items()}
    about = About(kind=kind, id=id_, at=0, given=given, part=part)
    await _open(desk, client, trigger_id, actor, register, about, within)


async def _open(
    desk: Desk,
    client: AsyncWebClient,
    trigger: str,
    actor: Actor,
    register: Register,
    about: About,
    within: View | None,
) -> None:
    """Opens a form with what the person typed into it before and did not save."""
    about = _placed(about.model_copy(update={"at": register.version}), within)
    kept = await desk.run(actor.workspace, taking.draft_of, actor, about.name, about.kind, about.id)
    # What somebody has changed since is shown beside it, so that it can be saved with open eyes.
    view = blocks.form(
        about,
        register,
        day=local_day(desk.now(), register.timezone),
        typed_before=kept.draft.typed if kept else None,
        kept_on=local_day(kept.draft.begun_at, register.timezone) if kept else None,
        changed=kept.changed if kept else (),
        roles=_roles(desk, register),
        codes=_codes(desk, register),
    )
    await _show(client, trigger, view, within)


def _roles(desk: Desk, register: Register) -> tuple[str, ...]:
    """The roles that can be given: the house's, and those that the pack adds."""
    added = (role.id.replace("_", "-") for role in desk.pack(register).staff_roles)
    return tuple(dict.fromkeys((*ROLES, *added)))


def _codes(desk: Desk, register: Register) -> tuple[str, ...]:
    """The codes that the authority's documents want signed."""
    return tuple(code.title for code in codes.codes(desk.pack(register)))


def _given(cell: Cell) -> str | None:
    return cell.isoformat() if isinstance(cell, date) else None if cell is None else str(cell)


async def _pressed(desk: Desk, client: AsyncWebClient, actor: Actor, body: Json, action: Json) -> None:
    within: View | None = body.get("view")
    trigger, action_id = body["trigger_id"], action["action_id"]
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    name = action_id.split(".")[1]
    if name == "edit":
        kind, _, id_ = value.partition(":")
        await open_form(desk, client, trigger, actor, known(kind), id_, within=within)
    elif name in {"add", "add_menu"}:
        kind, preset = ids.read_preset(value)
        there = "about" if kind == "about" else None
        await open_form(desk, client, trigger, actor, known(kind), there, preset, within=within)
    elif name == "new":
        await open_form(desk, client, trigger, actor, known(value), within=within)
    elif name == "part":
        await _open_part(desk, client, trigger, actor, value, within)
    elif name in {"succeed", "end", "nominate"}:
        await open_passing(desk, client, trigger, actor, name, value, within, blocks.carried(within))
    elif name == "remove" and within:
        await _remove(desk, client, actor, value, within)
    elif name == "afresh" and within:
        await _start_afresh(desk, client, actor, within)
    elif within and within["callback_id"] == blocks.FORM_VIEW:
        await _keep(desk, client, actor, within, action["block_id"])


async def _open_part(
    desk: Desk, client: AsyncWebClient, trigger: str, actor: Actor, value: str, within: View | None
) -> None:
    """Opens one part of an entry that has several."""
    require(actor, Action.EDIT_REGISTER)
    kind, _, rest = value.partition(":")
    id_, _, number = rest.rpartition(":")
    register = await desk.register(actor.workspace, at_once=True)
    _entry(register, known(kind), id_)
    part = SORTS[known(kind)].parts[int(number)]
    about = About(kind=known(kind), id=id_, at=register.version, part=part)
    await _open(desk, client, trigger, actor, register, about, within)


async def open_passing(
    desk: Desk,
    client: AsyncWebClient,
    trigger: str,
    actor: Actor,
    name: str,
    value: str,
    within: View | None,
    given: Mapping[str, str] | None = None,
) -> None:
    """Opens what ends an appointment or a term, says who comes next, or takes a nomination.

    `value` is kind:id, and kind:id@day where the day of an end is known.
    """
    require(actor, Action.EDIT_REGISTER)
    kind, _, rest = value.partition(":")
    id_, on = ids.read_dated(rest)
    register = await desk.register(actor.workspace, at_once=True)
    today = local_day(desk.now(), register.timezone)
    entry = _entry(register, known(kind), id_)
    instead = within is not None and within["callback_id"] == blocks.FORM_VIEW
    about = About(kind=known(kind), id=id_, at=register.version, instead=instead)
    if name == "end":
        about = _placed(about, within)
        stands = entry.until if isinstance(entry, Appointment | Term) else None
        form = blocks.end_form(about, register, entry, today=on or stands or today)
        await _show(client, trigger, form, within)
        return
    day = today.isoformat()
    if name == "succeed" and isinstance(entry, Appointment | Term):
        day = seats.next_day(register, entry, today).isoformat()
    if name == "nominate":
        nominated: dict[str, str | None] = {"nominated_on": day, "since": day}
        about = about.model_copy(update={"given": nominated})
    else:
        about = about.model_copy(update={"given": {"since": day, **(given or {})}, "successor": True})
    await _open(desk, client, trigger, actor, register, about, within)


async def _keep(desk: Desk, client: AsyncWebClient, actor: Actor, view: View, block_id: str) -> None:
    """Keeps what was typed or chosen, pause by pause: a form closed by accident loses nothing (P-06).

    Only the field that was changed is kept: what a colleague has saved in another meanwhile stays.
    """
    about, state = About.of(view), view["state"]["values"]
    typed = blocks.typed({block_id: state[block_id]}) if block_id in state else {}
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
        new_seat = about.kind == "appointments" and about.id is None
        if new_seat and blocks.field_of(block_id) in blocks.DECIDING:
            await _ask_anew(desk, client, actor, view)

    await desk.in_turn(actor, keep, then)


async def _start_afresh(desk: Desk, client: AsyncWebClient, actor: Actor, view: View) -> None:
    """Throws away what was typed and not saved."""
    about = About.of(view)
    await desk.run(actor.workspace, taking.start_afresh, actor, about.name)
    register = await desk.register(actor.workspace, at_once=True)
    about = about.model_copy(update={"afresh": about.afresh + 1, "at": register.version})
    day = local_day(desk.now(), register.timezone)
    form = blocks.form(about, register, day=day, roles=_roles(desk, register), codes=_codes(desk, register))
    await client.views_update(view_id=view["id"], view=form)


async def _ask_anew(desk: Desk, client: AsyncWebClient, actor: Actor, view: View) -> None:
    """Shows what else is asked of an appointment once its role and partnership are chosen; what was typed stays."""
    register = await desk.register(actor.workspace, at_once=True)
    typed = blocks.typed(view["state"]["values"])
    day = local_day(desk.now(), register.timezone)
    await client.views_update(
        view_id=view["id"], view=blocks.form(About.of(view), register, day=day, typed_before=typed)
    )


async def _remove(desk: Desk, client: AsyncWebClient, actor: Actor, value: str, view: View) -> None:
    """Takes out an entry that should never have been there."""
    name, _, id_ = value.partition(":")
    kind = known(name)
    try:
        change = await desk.run(
            actor.workspace, apply, actor, [Edit(kind, id_, None)], how="form", now=desk.now()
        )
    except BadInput:
        register = await desk.register(actor.workspace, at_once=True)
        kept = register_notes.not_removed(register, kind, _entry(register, kind, id_))
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
    about, typed = About.of(view), blocks.typed(view["state"]["values"])
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
    entry = register.entry(known(kind), id_)
    if entry is None:
        return
    day = local_day(desk.now(), register.timezone)
    try:
        await client.views_update(
            view_id=view_id, view=overviews.overview(register, known(kind), entry, day=day)
        )
    except SlackApiError as error:
        if slack_code(error) != CLOSED:  # the person may close it while we save
            raise


async def _show(client: AsyncWebClient, trigger: str, view: View, within: View | None) -> None:
    if within is None:
        await client.views_open(trigger_id=trigger, view=view)
    elif About.of(view).instead:
        await client.views_update(view_id=within["id"], view=view)
    else:
        await client.views_push(trigger_id=trigger, view=view)


def known(kind: str) -> Kind:
    """A kind of entry that a button names. Raises NotFound where the button is of another time."""
    if kind not in KINDS:
        raise NotFound("That button is out of date.", "Type /partnership help to see what you can do.")
    return kind


def _passing(kind: Kind) -> seats.Passing:
    return "terms" if kind == "terms" else "appointments"


def _entry(register: Register, kind: Kind, id_: str) -> Entry:
    found = register.entry(kind, id_)
    if found is None:
        raise NotFound(
            f"This {SORTS[kind].one} is no longer in the register.",
            "Type /partnership changes to see what changed.",
        )
    return found


def _placed(about: About, within: View | None) -> About:
    """Tells a form that is opened from another how deep it lies, and which overview lies under it."""
    if within is None or not within["callback_id"].startswith("register."):
        return about.model_copy(update={"deep": 1 if within is None else 2})
    below = About.of(within)
    if about.instead:
        same = {"deep": below.deep, "over": below.over, "afresh": below.afresh + 1}
        return about.model_copy(update=same)
    over = f"{below.kind}:{below.id}" if within["callback_id"] == overviews.VIEW else None
    return about.model_copy(update={"deep": below.deep + 1, "over": over})
