"""A process that delivers, whose clock goes on while it works; calls that stop on their way, or take their time.

async with room.line.open() as url, Sender(room, url) as sender:
    room.line.next("users.info", takes(sender, seconds=81))
    await sender.delivers()
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Self

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from tests.bot.post_room import LIBRARY, Fault, Line, PassOn, PostRoom

from liaison.bot.app import open_client, open_store
from liaison.bot.delivery import Deliverer
from liaison.domain.values import WorkspaceId


class Sender:
    """One process among several: it has its own database connections, clock, and memory of what Slack asked for."""

    def __init__(
        self,
        room: PostRoom,
        url: str,
        *,
        others: Mapping[WorkspaceId, str] = MappingProxyType({}),
        **later: float,
    ) -> None:
        """Takes the address of the room's Slack, and those of the Slacks of `others`."""
        self.at = room.at + timedelta(**later)
        self.tick = timedelta()  # by which its clock goes on whenever it is read
        self._room = room
        self._others = others
        self._settings = room.office.settings.model_copy(update={"slack_api_url": url})

    async def __aenter__(self) -> Self:
        self._store = open_store(self._settings)
        self._pool = ThreadPoolExecutor(4)
        self._deliverer = Deliverer(self._store, LIBRARY, self._client, self._now, self._pool)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._pool.shutdown()
        self._store.close()

    def _now(self) -> datetime:
        self.at += self.tick
        return self.at

    def rests(self) -> float:
        """For how many seconds it is to do nothing because Slack asked for a pause."""
        return self._deliverer.seconds_of_rest() or 0

    def _client(self, workspace: WorkspaceId) -> AsyncWebClient:
        url = self._others.get(workspace, self._settings.slack_api_url)
        settings = self._settings.model_copy(update={"slack_api_url": url})
        return open_client(settings, settings.bot_token)

    async def delivers(self, **later: float) -> list[str]:
        """A look at what is due, some time after the last; the calls to Slack that anybody makes while it lasts."""
        self.goes_on(**later)
        self._room.at = max(self._room.at, self.at)
        self._room.slack.clock.set(self._room.at)
        self._room.line.calls.clear()
        await self._deliverer.deliver()
        return list(self._room.line.calls)

    def goes_on(self, **later: float) -> None:
        """Its clock goes on."""
        self.at += timedelta(**later)


class Stop:
    """A call that stops on its way until the test lets it go on; Slack has done what it was asked, or has not."""

    def __init__(self, *, done: bool = False) -> None:
        self._done = done
        self._reached, self._goes_on = asyncio.Event(), asyncio.Event()

    async def __call__(self, _: Line, __: web.Request, pass_on: PassOn) -> web.StreamResponse:
        """Strikes a call."""
        answer = await pass_on() if self._done else None
        self._reached.set()
        await self._goes_on.wait()
        return answer or await pass_on()

    async def reached(self) -> None:
        """Waits until a call stops here."""
        async with asyncio.timeout(20):
            await self._reached.wait()

    def lets_go(self) -> None:
        """The call goes on."""
        self._goes_on.set()


def takes(sender: Sender, seconds: float) -> Fault:
    """A call that takes so long, by the clock of who makes it."""

    async def fault(_: Line, __: web.Request, pass_on: PassOn) -> web.StreamResponse:
        answer = await pass_on()
        sender.goes_on(seconds=seconds)
        return answer

    return fault
