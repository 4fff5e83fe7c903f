"""Opening a form of the register: which one, what it begins with, and how it lies over another."""

from collections.abc import Mapping
from datetime import date

from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import ROLES, Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.register import codes, seats, taking
from liaison.domain.register.asking import ENDING
from liaison.domain.register.cells import Cell
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Appointment, Entry, Kind, Term
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks import register as ids
from liaison.handlers.blocks import register_forms as blocks
from liaison.handlers.blocks import register_overview as overviews
from liaison.handlers.blocks.kit import View
from liaison.handlers.blocks.register_forms import About
from liaison.handlers.desk import Desk


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
    entry = entry_of(register, kind, id_) if id_ else None
    if entry is not None and kind in overviews.OVERVIEW and within is None and part is None:
        await _show(client, trigger_id, overviews.overview(register, kind, entry, day=day), None)
        return
    given = {name: _given(cell) for name, cell in (preset or {}).items()}
    if part == ENDING and not given.get("until"):
        given["until"] = (getattr(entry, "until", None) or day).isoformat()
    about = About(kind=kind, id=id_, at=0, given=given, part=part)
    await _open(desk, client, trigger_id, actor, register, about, within)


async def open_new(
    desk: Desk,
    client: AsyncWebClient,
    trigger: str,
    actor: Actor,
    kind: Kind,
    preset: Mapping[str, str],
    *,
    within: View | None = None,
) -> None:
    """Opens the form of a new entry as a button means it: of whoever comes next, where it names whom they come after."""
    if after := preset.get(ids.AFTER):
        given = {name: said for name, said in preset.items() if name != ids.AFTER}
        await open_passing(desk, client, trigger, actor, "succeed", f"{kind}:{after}", within, given)
        return
    there = "about" if kind == "about" else None
    await open_form(desk, client, trigger, actor, kind, there, preset, within=within)


async def open_part(
    desk: Desk, client: AsyncWebClient, trigger: str, actor: Actor, value: str, within: View | None
) -> None:
    """Opens one part of an entry that has several. Raises NotAllowed, and NotFound where the entry has gone."""
    require(actor, Action.EDIT_REGISTER)
    kind, _, rest = value.partition(":")
    id_, _, number = rest.rpartition(":")
    register = await desk.register(actor.workspace, at_once=True)
    entry_of(register, known(kind), id_)
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
    """Opens what ends an appointment, a term or a partnership, says who comes next, or takes a nomination.

    `value` is kind:id, and kind:id@day where the day of an end is known.
    """
    require(actor, Action.EDIT_REGISTER)
    kind, _, rest = value.partition(":")
    id_, on = ids.read_dated(rest)
    if kind == "partnerships":
        given_day = {"until": on} if on else {}
        await open_form(desk, client, trigger, actor, known(kind), id_, given_day, within=within, part=ENDING)
        return
    register = await desk.register(actor.workspace, at_once=True)
    today = local_day(desk.now(), register.timezone)
    entry = entry_of(register, known(kind), id_)
    instead = within is not None and within["callback_id"] == blocks.FORM_VIEW
    about = About(kind=known(kind), id=id_, at=register.version, instead=instead)
    if name == "end":
        about = _placed(about, within)
        stands = entry.until if isinstance(entry, Appointment | Term) else None
        form = blocks.end_form(about, register, entry, day=on or stands or today, today=today)
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
    kept = None
    if about.part != ENDING:
        kept = await desk.run(actor.workspace, taking.draft_of, actor, about.name, about.kind, about.id)
    # What somebody has changed since is shown beside it, so that it can be saved with open eyes.
    view = blocks.form(
        about,
        register,
        day=local_day(desk.now(), register.timezone),
        typed_before=kept.draft.typed if kept else None,
        kept_on=local_day(kept.draft.begun_at, register.timezone) if kept else None,
        changed=kept.changed if kept else (),
        roles=roles_of(desk, register),
        codes=codes_of(desk, register),
        level=level_of(desk, register),
    )
    await _show(client, trigger, view, within)


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


async def _show(client: AsyncWebClient, trigger: str, view: View, within: View | None) -> None:
    if within is None:
        await client.views_open(trigger_id=trigger, view=view)
    elif About.of(view).instead:
        await client.views_update(view_id=within["id"], view=view)
    else:
        await client.views_push(trigger_id=trigger, view=view)


def roles_of(desk: Desk, register: Register) -> tuple[str, ...]:
    """The roles that can be given: the house's, and those that the pack adds."""
    added = (role.id.replace("_", "-") for role in desk.pack(register).staff_roles)
    return tuple(dict.fromkeys((*ROLES, *added)))


def codes_of(desk: Desk, register: Register) -> tuple[str, ...]:
    """The codes that the authority's documents want signed."""
    return tuple(code.title for code in codes.codes(desk.pack(register)))


def level_of(desk: Desk, register: Register) -> str | None:
    """The level at which the policy wants whoever represents the authority; None where it says nothing of it (B-17)."""
    roles = desk.pack(register).staff_roles
    return next((role.level for role in roles if role.id == "representative"), None)


def _given(cell: Cell) -> str | None:
    return cell.isoformat() if isinstance(cell, date) else None if cell is None else str(cell)


def known(kind: str) -> Kind:
    """A kind of entry that a button names. Raises NotFound where the button is of another time."""
    if kind not in KINDS:
        raise NotFound("That button is out of date.", "Type /partnership help to see what you can do.")
    return kind


def entry_of(register: Register, kind: Kind, id_: str) -> Entry:
    """An entry that a button names. Raises NotFound where it has gone."""
    found = register.entry(kind, id_)
    if found is None:
        raise NotFound(
            f"This {SORTS[kind].one} is no longer in the register.",
            "Type /partnership changes to see what changed.",
        )
    return found
