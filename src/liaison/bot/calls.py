"""What delivery asks of Slack, as far as Slack does not ask for a pause: who somebody is, their channel, what is there."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from liaison.bot.rests import Rests
from liaison.domain.notices.gathering import Parcel, Profile
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.handlers.profiles import profile_of
from liaison.handlers.sent import NOTICE, with_key

POST, UPDATE = "chat_postMessage", "chat_update"  # the methods of the client that send what is owed
HISTORY = "conversations_history"  # and the one by which it is looked for
REMEMBERED = timedelta(hours=1)  # how long what Slack says of a person is taken as known
PAGE = 200  # messages; Slack gives a distributed app no more than 15
CLOCKS_DIFFER = timedelta(days=1)  # by less than this ours and Slack's differ, also where one is set anew
TOO_MANY = 429
PAUSE_WHEN_TOO_MANY = 30  # seconds, where Slack names none


class Resting(Exception):  # noqa: N818 - nothing is wrong: Slack has asked for a pause
    """A call that must not be made yet."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class TooMany(Resting):
    """A call by which Slack has asked for a pause."""


class Refusal(NamedTuple):
    """Slack's word for what went wrong, the HTTP status, and how long to wait."""

    code: str
    status: int
    retry_after: timedelta


class Calls:
    """The calls of one process. Each raises Resting where Slack has asked for a pause, and what the client raises."""

    def __init__(self, rests: Rests, now: Callable[[], datetime]) -> None:
        self._rests = rests
        self._now = now
        self._profiles: dict[tuple[WorkspaceId, SlackUserId], tuple[datetime, Profile]] = {}
        self._direct: dict[tuple[WorkspaceId, SlackUserId], str] = {}  # the channels of direct messages

    async def call(
        self,
        workspace: WorkspaceId,
        method: Callable[..., Awaitable[AsyncSlackResponse]],
        **arguments: Any,
    ) -> AsyncSlackResponse:
        """Calls Slack, unless it has asked for a pause there. Raises TooMany where it asks for one, which is kept."""
        called = getattr(method, "__name__", "")
        if rest := self._rests.until(workspace, called, now=self._now()):
            raise Resting(rest)
        try:
            return await method(**arguments)
        except SlackApiError as error:
            code, status, retry_after = read(error)
            if code == "ratelimited" or status == TOO_MANY:
                until = self._now() + retry_after
                self._rests.rest(workspace, called, until=until)
                raise TooMany(until) from error
            raise

    async def profile(
        self, workspace: WorkspaceId, client: AsyncWebClient, user: SlackUserId
    ) -> Profile | None:
        """What Slack says of a person, remembered for a while; None where it does not answer."""
        asked, known = self._profiles.get((workspace, user), (None, None))
        if asked and timedelta() <= self._now() - asked < REMEMBERED:
            return known
        try:
            found = await self.call(workspace, client.users_info, user=user)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, Resting):
            return None
        known = profile_of(found.get("user"), now=self._now())
        self._profiles[workspace, user] = (self._now(), known)
        return known

    async def direct(self, workspace: WorkspaceId, client: AsyncWebClient, user: SlackUserId) -> str:
        """The channel of the app's direct messages with somebody."""
        known = self._direct.get((workspace, user))
        if known is None:
            opened = await self.call(workspace, client.conversations_open, users=user)
            known = self._direct[workspace, user] = str(opened["channel"]["id"])
        return known

    async def find(
        self,
        workspace: WorkspaceId,
        client: AsyncWebClient,
        parcel: Parcel,
        channel: str,
        searched: Callable[[str], Awaitable[None]],
    ) -> str | None:
        """The message that may have been sent before, the newest first; None where it is not there.

        How far it has looked is kept by `searched`, because Slack may allow a page a minute, and the process may die
        again.
        """
        first = parcel[0]
        tried = [notice.first_tried or notice.due for notice in parcel]
        ended = [notice.last_tried or self._now() for notice in parcel]
        window = {
            "oldest": _ts(min(tried) - CLOCKS_DIFFER),
            "latest": first.searched_to or _ts(max(ended) + CLOCKS_DIFFER),
        }
        cursor = None
        while True:
            page = await self.call(
                workspace,
                client.conversations_history,
                channel=channel,
                limit=PAGE,
                include_all_metadata=True,
                cursor=cursor,
                **window,
            )
            if found := with_key(page["messages"], NOTICE, first.mark):
                return found
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            if page["messages"]:
                await searched(str(page["messages"][-1]["ts"]))


def read(error: SlackApiError) -> Refusal:
    """What Slack says in refusing; the answer may not be Slack's own."""
    response = error.response
    data = getattr(response, "data", response)
    code = str(data.get("error") or "unknown") if isinstance(data, dict) else "unknown"
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    asked = str((getattr(response, "headers", None) or {}).get("Retry-After", ""))
    pause = timedelta(seconds=int(asked) if asked.isdigit() else PAUSE_WHEN_TOO_MANY)
    return Refusal(code, int(status), pause)


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"
