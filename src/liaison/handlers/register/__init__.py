"""`/partnership`: what the register says, and how staff change it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.handlers.desk import Desk
from liaison.handlers.register import changes, ending, files, forms, menus, people, renaming, signing
from liaison.handlers.replies import ephemeral, in_time


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/partnership`, and to all that its answers lead to."""

    @app.command("/partnership")
    async def partnership(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            text, trigger = command.get("text", ""), command["trigger_id"]
            message = await menus.command(
                desk, client, context["actor"], text, trigger, channel=command.get("channel_id", "")
            )
            return ephemeral(message) if message else None

        await ack(await in_time(desk, context, respond, answer()) or "")

    forms.register(app, desk)
    changes.register(app, desk)
    ending.register(app, desk)
    files.register(app, desk)
    people.register(app, desk)
    renaming.register(app, desk)
    signing.register(app, desk)
