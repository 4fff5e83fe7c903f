"""Lists of the register for staff: entries to edit, what changed, what waits for somebody's word."""

from liaison.domain import lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.register import codes, people, telling
from liaison.domain.register.choosing import choice, fitting
from liaison.domain.register.models import Kind
from liaison.domain.register.watch import Line
from liaison.handlers.blocks import register as blocks
from liaison.handlers.blocks import register_codes, register_people
from liaison.handlers.blocks.kit import Message
from liaison.handlers.desk import Desk


async def listed(desk: Desk, actor: Actor, kind: Kind, wanted: str, page: int = 0) -> Message:
    """A page of the entries of a kind that fit some words. Raises NotAllowed."""
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace)
    day = local_day(desk.now(), register.timezone)
    wanted = wanted[: blocks.LONGEST_FILTER]
    found = list(await desk.work(fitting, register, kind, wanted))
    page = min(max(0, page), max(0, (len(found) - 1) // blocks.ROWS))
    shown = found[page * blocks.ROWS : (page + 1) * blocks.ROWS]
    rows = tuple(choice(register, kind, entry, day=day) for entry in shown)
    return blocks.listed(blocks.Listed(kind, wanted, rows, page, len(found)), register, day=day)


async def latest(desk: Desk, actor: Actor, skip: int = 0) -> Message:
    """The latest changes, with their way back. Raises NotAllowed."""
    register = await desk.register(actor.workspace, at_once=True)
    found, more = await desk.run(
        actor.workspace, telling.latest, actor, register, skip=max(0, skip), most=blocks.CHANGES
    )
    return blocks.changes(found, skip=max(0, skip), more=more)


async def to_confirm(desk: Desk, actor: Actor, page: int = 0) -> Message:
    """The seats whose office changed hands (B-21). Raises NotAllowed."""
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace, at_once=True)
    found = register.to_confirm(local_day(desk.now(), register.timezone))
    return blocks.to_confirm(register, found, page=max(0, page))


async def ends(desk: Desk, actor: Actor, page: int = 0, *, let: Line | None = None) -> Message:
    """The seats and terms that end soon or have ended, with nobody to follow (UK-12). Raises NotAllowed.

    `let` is what somebody has just let end.
    """
    register = await desk.register(actor.workspace, at_once=True)
    now = desk.now()
    found = await desk.run(actor.workspace, people.ends, actor, register, now=now)
    day = local_day(now, register.timezone)
    beside = lookup.ending_and_vacant(register, day)
    return register_people.ends(register, found, page=page, day=day, let=let, beside=beside)


async def missing_codes(desk: Desk, actor: Actor, wanted: str = "", page: int = 0) -> Message:
    """Who has not signed which code, of those whose name or code fits some words (B-05). Raises NotAllowed."""
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace, at_once=True)
    pack, day = desk.pack(register), local_day(desk.now(), register.timezone)
    titles = [code.title for code in codes.codes(pack)]
    gaps = codes.gaps(register, pack, day)
    wanted = wanted[: blocks.LONGEST_FILTER]
    found = codes.fitting(gaps, wanted)
    return register_codes.codes(found, titles, page=max(0, page), day=day, wanted=wanted, lacking=len(gaps))
