"""`/rep`: who represents us, and where."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from liaison.domain import lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.names import fold
from liaison.domain.register.models import Register
from liaison.domain.values import PartnershipId, SlackUserId
from liaison.handlers.blocks import lookup as blocks
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.desk import Desk
from liaison.handlers.replies import ephemeral, in_time, replacing, respond_later

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/rep` and to the buttons of its answers."""

    @app.command("/rep")
    async def rep(
        ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        async def answer() -> dict[str, Any]:
            return ephemeral(await _answer(desk, context["actor"], command.get("text", "")))

        await ack(await in_time(desk, context, respond, answer()) or "")

    @app.action(re.compile(r"^lookup\."))
    async def pressed(
        ack: AsyncAck, action: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        async def answer() -> dict[str, Any]:
            return replacing(await _pressed(desk, context["actor"], action["action_id"], action["value"]))

        found = await in_time(desk, context, respond, answer())
        await ack()
        if found:
            respond_later(desk, respond, found)


async def _answer(desk: Desk, actor: Actor, text: str) -> Message:
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    day = local_day(desk.now(), register.timezone)
    word = fold(text)
    if word in {"", "help"} and not text.strip().strip("?"):
        return blocks.usage(actor, register)
    match word:
        case "help":
            return blocks.usage(actor, register)
        case "me":
            return blocks.answer(lookup.about_person(register, actor.person, day=day))
        case "vacant" | "vacancies" | "vacancy":
            return blocks.vacancies(lookup.vacancies(register, day=day))
        case "matrix":
            return blocks.matrix(lookup.matrix(register, day=day))
    if mention := MENTION.search(text):
        return await _mentioned(desk, actor, register, SlackUserId(mention[1]))
    return blocks.answer(lookup.find(register, unescape(text), day=day))


async def _mentioned(desk: Desk, actor: Actor, register: Register, user: SlackUserId) -> Message:
    meant = await desk.run(actor.workspace, lambda uow: uow.links.actor(user))
    if meant is None:
        raise NotFound(
            "That person is not linked to the register.",
            "Type their surname instead, for example /rep watson.",
        )
    day = local_day(desk.now(), register.timezone)
    return blocks.answer(lookup.about_person(register, meant.person, day=day))


async def _pressed(desk: Desk, actor: Actor, action_id: str, value: str) -> Message:
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    day = local_day(desk.now(), register.timezone)
    if action_id.startswith(blocks.MATRIX):
        return blocks.matrix(lookup.matrix(register, day=day), max(0, int(value)))
    if action_id == blocks.MORE:
        page, _, query = value.partition(":")
        return blocks.answer(lookup.find(register, query, day=day), int(page))
    partnership = register.partnership.get(PartnershipId(value))
    if partnership is None:
        raise NotFound(
            "That partnership is no longer in the register.", "Type /rep matrix to see those that are."
        )
    return blocks.card(lookup.row(register, partnership, day), register, register.policy_edition)
