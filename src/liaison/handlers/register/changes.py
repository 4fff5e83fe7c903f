"""The buttons of lists, and of messages that confirm a change: pages, undoing, and confirming a seat."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from liaison.domain.access.rules import Actor
from liaison.domain.register import seats
from liaison.domain.register.editing import undo
from liaison.domain.values import AppointmentId
from liaison.handlers.desk import Desk
from liaison.handlers.register import lists
from liaison.handlers.register.opening import known
from liaison.handlers.replies import beside, in_time, replacing, respond_later

OURS = re.compile(r"^register\.(undo|older|confirm|confirm_page|page|codes)(\.|$)")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons of lists and of messages that confirm a change."""

    @app.action(OURS)
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        respond: AsyncRespond,
    ) -> None:
        listed = bool((body.get("container") or {}).get("is_ephemeral"))

        async def answer() -> dict[str, Any] | None:
            return await _pressed(desk, context["actor"], action["action_id"], action["value"], listed=listed)

        shown = await in_time(desk, context, respond, answer())
        await ack()
        if shown:
            respond_later(desk, respond, shown)


async def _pressed(
    desk: Desk, actor: Actor, action_id: str, value: str, *, listed: bool
) -> dict[str, Any] | None:
    """The answer to a button; `listed` tells that it stands in a list, which is then shown anew."""
    name = action_id.split(".")[1]
    if name == "undo":
        await desk.run(actor.workspace, undo, actor, int(value), now=desk.now())
        # The message that confirmed the change says so by itself; a list is shown anew.
        return replacing(await lists.latest(desk, actor)) if listed else None
    if name == "confirm":
        change = await desk.run(actor.workspace, seats.confirm, actor, AppointmentId(value), now=desk.now())
        if listed:
            return replacing(await lists.to_confirm(desk, actor))
        return None if change else beside("This seat has been confirmed already.")
    if name == "older":
        return replacing(await lists.latest(desk, actor, int(value)))
    if name == "confirm_page":
        return replacing(await lists.to_confirm(desk, actor, int(value)))
    if name == "codes":
        number, _, wanted = value.partition(":")
        return replacing(await lists.missing_codes(desk, actor, wanted, int(number)))
    kind, _, rest = value.partition(":")
    page, _, wanted = rest.partition(":")
    return replacing(await lists.listed(desk, actor, known(kind), wanted, int(page)))
