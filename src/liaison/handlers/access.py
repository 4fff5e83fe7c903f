"""Who asks: every command, click, form and direct message is tied to a person of the register before it is handled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access import service
from liaison.domain.errors import Stranger
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.handlers.desk import Desk
from liaison.handlers.register.people import account_changed
from liaison.handlers.replies import ANSWER_WITHIN, slack_code

NOT_HERE = {"user_not_found", "user_not_visible", "users_not_found"}  # Slack knows nobody by that ID here
REMEMBERED = timedelta(minutes=10)  # how long a person's standing in Slack is taken as known
TIME_TO_ANSWER = (
    0.5  # seconds before the acknowledgement is due that are left when Slack has said who somebody is
)


class Standing:
    """Whether Slack users are full members of the workspace, asked of Slack and remembered for a while."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[tuple[str, str], tuple[datetime, bool]] = {}

    async def is_full_member(self, client: AsyncWebClient, workspace: str, user: str) -> bool:
        """Whether the user belongs to this workspace and is no guest (UX-13)."""
        key = (workspace, user)
        known = self._known.get(key)
        if known and timedelta() <= self._now() - known[0] < REMEMBERED:
            return known[1]
        try:
            found = (await client.users_info(user=user))["user"]
        except SlackApiError as error:
            if slack_code(error) in NOT_HERE:
                return False
            raise
        guest = any(
            found.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
        )
        full = not guest and found.get("team_id", workspace) == workspace
        self._known[key] = (self._now(), full)
        return full

    def forget(self, workspace: str, user: str) -> None:
        """Slack is asked anew: the user's account has changed."""
        self._known.pop((workspace, user), None)


def register(app: AsyncApp, desk: Desk) -> None:
    """Puts the person, as `actor`, into the context of everything that somebody did."""
    standing = Standing(desk.now)

    @app.middleware
    async def identify(
        context: AsyncBoltContext,
        body: dict[str, Any],
        client: AsyncWebClient,
        next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt passes it under this name
    ) -> None:
        context["verified"] = True  # Bolt has checked the signature before it comes here
        if context.user_id and context.team_id and _somebody_acts(body):
            workspace, user = WorkspaceId(context.team_id), SlackUserId(context.user_id)
            if "event" in body:
                # Here, before anything is waited for, what people type still stands in the order in which they typed it.
                context["turn"] = await desk.queue(workspace, user)
            context["deadline"] = asyncio.get_running_loop().time() + ANSWER_WITHIN
            _check_workspace(context)
            async with asyncio.timeout_at(context["deadline"] - TIME_TO_ANSWER):
                is_full_member = await standing.is_full_member(client, workspace, user)
            if not is_full_member:
                raise Stranger(
                    "Liaison is for the authority's own members and staff, and you are a guest here.",
                    "Ask whoever invited you to this workspace what you need.",
                )
            known = service.actor_in(await desk.register(workspace), workspace, user)
            # Nobody is turned away for what is up to a second old.
            context["actor"] = known or service.who_is(
                await desk.register(workspace, at_once=True), workspace, user
            )
        await next()

    @app.event("user_change")
    async def changed(event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if context.team_id:
            standing.forget(context.team_id, event["user"]["id"])
            user = SlackUserId(event["user"]["id"])
            await account_changed(desk, client, WorkspaceId(context.team_id), user)


def _check_workspace(context: AsyncBoltContext) -> None:
    """Raises Stranger for somebody in a workspace that this token is not for: it knows nobody there."""
    authorized = context.authorize_result
    served = authorized.team_id if authorized and not context.is_enterprise_install else None
    if served and served != context.team_id:
        raise Stranger(
            "This Liaison serves another workspace.",
            "Ask your administrator whether there is one for yours.",
        )


def _somebody_acts(body: dict[str, Any]) -> bool:
    """Whether this is a person's doing, and not news from Slack or a message of our own."""
    event = body.get("event")
    if event is None:
        return True
    return (
        event.get("type") == "message"
        and event.get("channel_type") == "im"
        and not event.get("bot_id")
        and event.get("subtype") in {None, "file_share"}
    )
