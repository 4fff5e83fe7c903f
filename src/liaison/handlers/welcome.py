"""Answers to being mentioned, and to whatever else has no other answer (UX-03)."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

USAGE = (
    "I answer commands. Add `help` to any of them.\n"
    "`/rep`: who sits where; in our direct message you can ask without a command\n"
    "`/partnership`: what the register says\n"
    "`/reportback`: report on a meeting\n"
    "`/diary`: your meetings\n"
    "`/risk`: risk checklist\n"
    "`/review`: reviews due\n"
    "`/guide`: what the policy says\n"
    "`/committee`: committees and their channels\n"
    "`/notices`: when I tell you things"
)


def register(app: AsyncApp) -> None:
    """Listens to mentions, and takes events that need no answer."""

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("user"):
            await client.chat_postEphemeral(channel=event["channel"], user=event["user"], text=USAGE)

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    async def gone() -> None:
        """With one workspace and a token of its own there is nothing to forget; otherwise Bolt has forgotten it."""

    @app.event("message")
    async def overheard(event: dict[str, Any]) -> None:
        """Edits, deletions and our own messages in direct messages need no answer."""
