"""What the type-ahead menus of the register's forms offer while somebody types."""

from typing import Any

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import local_day
from liaison.domain.names import fold
from liaison.domain.register.choosing import in_use, search
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS
from liaison.handlers.blocks import register_inputs as inputs
from liaison.handlers.blocks.kit import unescape
from liaison.handlers.desk import Desk

MOST_OFFERED = 99  # of the 100 that Slack takes: one may clear the field
Json = dict[str, Any]


async def offered(desk: Desk, actor: Actor, payload: Json) -> list[Json]:
    """What a type-ahead menu offers for what has been typed so far."""
    if not actor.may(Action.EDIT_REGISTER):
        return []
    prefix, _, kind = str(payload["action_id"]).rpartition(".")
    typed = unescape(str(payload.get("value") or ""))
    register = await desk.register(actor.workspace)
    if prefix == inputs.OFFER:
        field = next(
            field.name for field in SORTS["partnerships"].fields if field.name == kind and field.offered
        )
        words = await desk.work(in_use, register, "partnerships", field, typed, most=MOST_OFFERED)
        return inputs.words(typed, words)
    if kind not in KINDS:
        return []  # a form of another time
    day = local_day(desk.now(), register.timezone)
    found = await desk.work(search, register, kind, typed, day=day, most=MOST_OFFERED)
    clears = prefix == inputs.PICK_OR_NOTHING and "not recorded".startswith(fold(typed))
    return inputs.options([(each.label, each.id) for each in found], clears=clears)
