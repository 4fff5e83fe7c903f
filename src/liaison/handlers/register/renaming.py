"""`/partnership rename`: what has a new name, and from which day, with all that was said of it filled in."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound, quoted
from liaison.domain.names import fold
from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Kind, Partnership
from liaison.domain.register.renaming import FROM, HOW, MISTAKE, RENAMED, Renamable
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks import register_rename as blocks
from liaison.handlers.blocks.kit import Message
from liaison.handlers.blocks.register import read_preset
from liaison.handlers.blocks.register_inputs import LONGEST_NAME
from liaison.handlers.blocks.register_overview import OVERVIEW
from liaison.handlers.desk import Desk
from liaison.handlers.register.naming import MOST_CHOICES, meant, meant_exactly
from liaison.handlers.register.opening import entry_of, known, open_form
from liaison.handlers.register.spoken import SpokenName, as_written, read_rename
from liaison.handlers.replies import in_time


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons that choose which of several has a new name."""

    @app.action(blocks.OPEN)
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        name, said = read_preset(action["value"])
        actor, kind = context["actor"], known(name)
        opened = _open(desk, client, actor, kind, said.pop("id", ""), said, body["trigger_id"])
        await in_time(desk, context, respond, opened)
        await ack()


async def rename(desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str) -> Message | None:
    """Opens the form of what has a new name, with the name and its day; a list where it may be several things.

    Raises NotFound where nothing is called so, and BadInput for a day that is none or still to come.
    """
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace)
    readings = read_rename(text, today=local_day(desk.now(), register.timezone))
    if not fold(readings[0].which):
        return blocks.which(register)
    spoken, found = _understood(desk, register, readings)
    if not found:
        raise NotFound(
            f"Nothing in the register is called {quoted(spoken.which)}.",
            "Type it like /partnership rename, the name that it has, to, and the new name.",
        )
    if len(found) > 1:
        choices = [(each, _given(register, each, spoken)) for each in found[:MOST_CHOICES]]
        return blocks.choose(spoken.which, choices)
    await _open(desk, client, actor, found[0].kind, found[0].id, _given(register, found[0], spoken), trigger)
    return None


def _understood(
    desk: Desk, register: Register, readings: tuple[SpokenName, ...]
) -> tuple[SpokenName, tuple[Choice, ...]]:
    """The reading that names something, and what it names: what is called just so comes before what is much like it."""
    exact = [each for each in readings if meant_exactly(register, each.which)]
    for spoken in (*exact, *readings[1:], readings[0]):
        if found := meant(register, RENAMED, spoken.which, desk):
            return spoken, found
    return readings[min(1, len(readings) - 1)], ()


def _given(register: Register, found: Choice, spoken: SpokenName) -> dict[str, str]:
    """What the form is filled in with."""
    entry = register.entry(found.kind, found.id)
    before = entry.name if isinstance(entry, Renamable) else ""
    if isinstance(entry, Partnership):
        before = f"{entry.title} {entry.short or ''} {entry.kind_short or ''}"
    given = {"name": as_written(spoken.name, before)[:LONGEST_NAME]} if spoken.name else {}
    if spoken.mistake:
        given[HOW.name] = MISTAKE
    return given | ({FROM.name: spoken.day.isoformat()} if spoken.day else {})


async def _open(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    kind: Kind,
    id_: str,
    given: Mapping[str, str],
    trigger: str,
) -> None:
    """Opens the form, or its part, in which the name stands."""
    entry_of(await desk.register(actor.workspace), kind, id_)
    part = SORTS[kind].field("name").part if kind in OVERVIEW else None
    await open_form(desk, client, trigger, actor, kind, id_, given, part=part)
