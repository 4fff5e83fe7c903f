"""The sandbox itself: one workspace, one HTTP server, on an event loop in a thread of its own.

So it serves synchronous tests, and a demo in the same process as the bot.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from liaison.sandbox import installation
from liaison.sandbox.acting.acts import Acts
from liaison.sandbox.acting.modals import Modals
from liaison.sandbox.acting.replies import Replies
from liaison.sandbox.api.chat import one_name
from liaison.sandbox.api.file_routes import FileRoutes
from liaison.sandbox.api.guard import guard
from liaison.sandbox.api.methods import METHODS
from liaison.sandbox.api.oauth import OAuth, basic
from liaison.sandbox.api.web_api import (
    Call,
    Method,
    SlackError,
    admitted,
    answer,
    method,
    read_call,
)
from liaison.sandbox.changes import Changes
from liaison.sandbox.clock import Clock
from liaison.sandbox.delivery.delivery import Delivery
from liaison.sandbox.delivery.events import Events
from liaison.sandbox.delivery.faults import Faults
from liaison.sandbox.delivery.faulty_calls import pass_on, rate_limited
from liaison.sandbox.delivery.http_delivery import SIGNING_SECRET, HttpTransport
from liaison.sandbox.delivery.payloads import INTERACTIONS
from liaison.sandbox.delivery.sockets import Sockets
from liaison.sandbox.journal import Journal
from liaison.sandbox.jsons import Json, is_count, parse
from liaison.sandbox.manifest import EVENT_SCOPES, Manifest
from liaison.sandbox.page_api import Page
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.rates import Rates
from liaison.sandbox.workspace import APP_TOKEN, BOT_TOKEN, BOT_USER_ID, Token, Workspace

Result = TypeVar("Result")
_LONG_POLL = 25.0
_BODY = 8 * 1024 * 1024


class Sandbox:
    """A Slack workspace with one app in it. Use it as a context manager, or call `start` and `stop`.

    Its public methods may be called from any thread.
    """

    bot_token, app_token, signing_secret = BOT_TOKEN, APP_TOKEN, SIGNING_SECRET

    def __init__(
        self,
        manifest: Path | Json,
        now: datetime | None = None,
        port: int = 0,
        *,
        ack_seconds: float = limits.ACK_SECONDS,
    ) -> None:
        self.clock = Clock(now)
        self.changes = Changes()
        self.journal = Journal(self.clock)
        read = Manifest.load(manifest)
        self.faults = Faults(
            calls=frozenset(METHODS) | {"apps.connections.open", "oauth.v2.access", "response_url"},
            events=frozenset(event.partition(".")[0] for event in EVENT_SCOPES) | {"events_api"},
            interactions=frozenset(read.commands) | INTERACTIONS,
            on_change=self._moved,
            on_clear=self._restore,
        )
        self.rates = Rates()
        self.workspace = Workspace(read, self.clock, self.changes, self.journal, self.faults)
        self._revoked: list[Token] = []  # by a fault
        self._ack_seconds = ack_seconds
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._sockets = Sockets(self.workspace, ack_seconds)
        self._runner: web.AppRunner | None = None
        self._polls: dict[int, int] = {}
        self.listening = 0
        self._closing = False

    # Starting and stopping

    def start(self) -> Self:
        self._thread.start()
        try:
            self.run(self._open())
        except BaseException:
            self._end()
            raise
        self.clock.on_move.append(self._moved)
        return self

    def stop(self) -> None:
        """Closes every connection, then the loop. Quick, and quiet."""
        if not self._thread.is_alive():
            return
        self.clock.on_move.clear()
        self.run(self._close())
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def run(self, work: Awaitable[Result]) -> Result:
        """Does something on the sandbox's loop, and waits for it."""

        async def inside() -> Result:
            return await work

        return asyncio.run_coroutine_threadsafe(inside(), self._loop).result()

    def look(self, find: Callable[[Workspace], Result]) -> Result:
        """Reads or changes the workspace on the sandbox's loop."""

        async def inside() -> Result:
            return find(self.workspace)

        return self.run(inside())

    def wait(self, find: Callable[[Workspace], Result | None], seconds: float) -> Result | None:
        """Waits until `find` gives something else than None; None when the time is over."""
        return self.run(self.changes.until(lambda: find(self.workspace), seconds))

    # Addresses

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def clock_url(self) -> str:
        return f"{self.url}/sandbox/clock"

    # Setting the scene

    def add_user(
        self,
        real_name: str,
        *,
        role: str = "",
        guest: bool = False,
        one_channel: bool = False,
        email: str = "",
        stranger: bool = False,
        deleted: bool = False,
        tz: str = "Europe/London",
    ) -> str:
        """Adds a person; returns the user id."""
        more: dict[str, str | bool] = {
            "role": role,
            "is_restricted": guest or one_channel,
            "is_ultra_restricted": one_channel,
            "email": email,
            "is_stranger": stranger,
            "deleted": deleted,
            "tz": tz,
        }
        return self.look(lambda workspace: workspace.add_user(real_name, **more).id)

    def add_channel(
        self, name: str, members: list[str] | None = None, *, private: bool = False, bot: bool = False
    ) -> str:
        """Adds a channel; returns its id. The app hears nothing of it."""
        everybody = [*(members or []), *([BOT_USER_ID] if bot else [])]
        kind = "private" if private else "channel"
        return self.look(lambda workspace: workspace.add_conversation(name, everybody, kind).id)

    def deliver_by_http(self, url: str) -> None:
        """From now on everything goes to this URL, signed, and not over Socket Mode."""

        async def inside() -> None:
            old = self.delivery.transport
            self.delivery.transport = HttpTransport(url, self._ack_seconds)
            await old.close()

        self.run(inside())

    def refresh_connections(self) -> None:
        """Asks the app to renew its Socket Mode connections, as Slack does every few hours."""
        self.look(lambda _: self._sockets.refresh())

    def disable_socket_mode(self) -> None:
        """Switches Socket Mode off; the app's connections are told so and closed."""
        self.run(self._sockets.disable())

    def revoke_tokens(self) -> None:
        """Revokes the bot's tokens."""
        self.look(lambda _: self._revoke())

    def uninstall(self) -> None:
        """Takes the app out of the workspace."""
        self.look(lambda workspace: installation.uninstall(workspace, self.events))

    def install(self) -> str:
        """Installs the app with the scopes of its manifest; returns the bot's token."""
        return self.look(lambda workspace: installation.install(workspace, workspace.manifest.scopes))

    def connected(self, seconds: float) -> bool:
        """Waits until the app is there: its socket is open, or its URL echoes the challenge."""
        transport = self.look(lambda _: self.delivery.transport)
        if isinstance(transport, HttpTransport):
            return self.run(self._verified(transport, seconds))
        return self.wait(lambda _: transport.connected or None, seconds) is not None

    def disconnected(self, seconds: float) -> bool:
        """Waits until the app is gone: no socket is open, or its URL does not answer."""
        transport = self.look(lambda _: self.delivery.transport)
        if isinstance(transport, HttpTransport):
            return self.run(self._unreachable(transport, seconds))
        return self.wait(lambda _: not transport.connected or None, seconds) is not None

    async def _unreachable(self, transport: HttpTransport, seconds: float) -> bool:
        end = self._loop.time() + seconds
        while await transport.verify() and self._loop.time() < end:
            await self.changes.after(self.changes.version, 0.05)  # nobody tells when a port closes
        self.changes.bump()
        return not transport.connected

    async def _verified(self, transport: HttpTransport, seconds: float) -> bool:
        end = self._loop.time() + seconds
        while not await transport.verify() and self._loop.time() < end:
            await self.changes.after(self.changes.version, 0.05)  # nobody tells when a port opens
        self.changes.bump()
        return transport.connected

    def move_clock(self, move: Callable[[], datetime], seconds: float = 2.0) -> datetime:
        """Moves the clock, and waits until all who listen to it have come back to hear of its next move.

        They come back when they have taken the new time over, so that what follows happens at it.
        """
        listening = self.look(lambda _: self.listening)
        now = move()
        version = self.clock.version
        self.wait(lambda _: self._polls.get(version, 0) >= listening or None, seconds)
        return now

    # Inside

    async def _open(self) -> None:
        app = web.Application(client_max_size=_BODY, middlewares=[guard(self.journal)])
        app.router.add_get("/api/{method}", self._api, allow_head=False)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/link", self._sockets.handle)
        app.router.add_post("/hooks/{secret}", self._hook)
        app.router.add_get("/sandbox/clock", self._clock)
        oauth = OAuth(self.workspace)
        app.router.add_get("/oauth/v2/authorize", oauth.authorize)
        FileRoutes(self.workspace).add_to(app)
        page = Page(self)
        page.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.delivery = Delivery(self.workspace, self._sockets)
        self.events = Events(self.workspace, self.delivery)
        self.replies = Replies(self.workspace, self.events)
        self.acts = Acts(self.workspace, self.delivery, self.events, self.replies, self.url)
        self.modals = Modals(self.workspace, self.delivery, self.url)
        self._methods: dict[str, Method] = {
            **METHODS,
            **oauth.methods,
            "apps.connections.open": method(self._connections_open, token=APP_TOKEN),
        }

    async def _close(self) -> None:
        self._closing = True
        self.changes.bump()
        await self.delivery.close()
        await self._sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_asyncgens()

    @property
    def closing(self) -> bool:
        return self._closing

    def _revoke(self) -> None:
        """Also what a fault does to the app's token."""
        good = [token for token in self.workspace.tokens.values() if token.refusal is None]
        installation.revoke(self.workspace, self.events)
        self._revoked += [token for token in good if token.refusal]

    def _restore(self) -> None:
        """The faults have been cleared: what a fault revoked is good again."""
        for token in self._revoked:
            token.refusal = None
        self._revoked.clear()

    def _moved(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.changes.bump)

    def _connections_open(self, _: Call) -> Json:
        return {"url": f"ws://127.0.0.1:{self._port}/link?ticket={self._sockets.new_ticket()}"}

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if wait := self.rates.held(name, self.clock.monotonic()):
            sentence = f"called before Retry-After was over, {wait} seconds early"
            self.journal.refuse(name, "ratelimited", sentence)
            return rate_limited(wait)
        response = await pass_on(
            self.workspace, request, name, lambda: self._answer(name, request), self._revoke
        )
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.rates.hold(name, int(response.headers["Retry-After"]), self.clock.monotonic())
        return response

    async def _answer(self, name: str, request: web.Request) -> web.Response:
        try:
            args, token = await read_call(request)
        except SlackError as error:
            self.journal.refuse(name, error.code, "the body cannot be read")
            return web.json_response(error.answer())
        channel = one_name(self.workspace, str(args.get("channel")))
        counts = admitted(self.workspace, self._methods, name, token)
        now, sold = self.clock.monotonic(), self.workspace.sold
        if counts and (wait := self.rates.wait(name, channel, now, sold=sold)):
            self.journal.refuse(name, "ratelimited", f"too many calls: the next in {wait} seconds", args)
            return rate_limited(wait)
        args |= basic(request.headers.get("Authorization", ""))
        call = Call(self.workspace, self.events, args, self.url)
        scopes = ",".join(sorted(self.workspace.granted))
        found = answer(self._methods, name, token, call)
        return web.json_response(found, headers={"x-oauth-scopes": scopes})

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        return await pass_on(
            self.workspace, request, "response_url", lambda: self._use_hook(request), self._revoke
        )

    async def _use_hook(self, request: web.Request) -> web.Response:
        try:
            payload = parse(await request.text())
        except (ValueError, LookupError):
            payload = None
        try:
            self.replies.use(request.match_info["secret"], payload)
        except SlackError as error:
            gone = error.code in ("invalid_url", "expired_url", "used_url")
            return web.json_response(error.answer(), status=404 if gone else 400)
        return web.Response(text="ok")

    async def _clock(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "")
        if is_count(after):
            await self._wait_for_clock(int(after))
        return web.json_response({"now": self.clock.now().isoformat(), "version": self.clock.version})

    async def _wait_for_clock(self, version: int) -> None:
        self._polls[version] = self._polls.get(version, 0) + 1
        self.listening += 1
        self.changes.bump()
        end = self._loop.time() + _LONG_POLL
        try:
            while self.clock.version <= version and not self._closing:
                left = end - self._loop.time()
                if left <= 0:
                    break
                await self.changes.after(self.changes.version, left)
        finally:
            self.listening -= 1
