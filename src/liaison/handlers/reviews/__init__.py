"""`/review`: what is due, what comes up again and again, and how it is worked."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.names import fold
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.blocks.reviews import usage
from liaison.handlers.desk import Desk
from liaison.handlers.replies import ephemeral, in_time
from liaison.handlers.reviews import cycles, lists, working
from liaison.handlers.reviews.shown import Asked


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/review`, to the buttons of reminders and lists, and to their forms."""

    @app.command("/review")
    async def review(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            text, trigger = unescape(command.get("text", "")), command["trigger_id"]
            message = await _command(desk, client, context["actor"], text, trigger)
            return ephemeral(message) if message else None

        await ack(await in_time(desk, context, respond, answer()) or "")

    lists.register(app, desk)
    cycles.register(app, desk)
    working.register(app, desk)


async def _command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str
) -> Message | None:
    """What is answered to a text; None where a form was opened."""
    word, _, rest = text.strip().partition(" ")
    match fold(text):
        case "help":
            require(actor, Action.SEE_REVIEWS)
            days = desk.pack(await desk.register(actor.workspace)).reminders.days_ahead
            adds = (working.HELP_FOR_STAFF,) if actor.may(Action.KEEP_ACTIONS) else ()
            more = (*working.HELP, *adds)
            return usage.usage(days_ahead=days, can_keep=actor.may(Action.KEEP_CYCLES), more=more)
        case "cycles":
            return await cycles.shown(desk, actor, 0)
    if worked := working.COMMANDS.get(fold(word)):
        return await worked(Asked(desk, client, actor, rest.strip(), trigger))
    return await lists.asked(desk, actor, text)
