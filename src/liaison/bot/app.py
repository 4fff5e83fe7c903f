"""Puts the storeys together, once, by plain constructor arguments."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TypeVar

import aiohttp
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from liaison.bot.clock import Clock, StoppedClock, open_clock
from liaison.bot.delivery import Deliverer
from liaison.bot.logs import log_trouble
from liaison.bot.oauth import oauth_flow
from liaison.bot.settings import Settings, manifest_path
from liaison.bot.tick import find_due
from liaison.domain.packs import Pack
from liaison.domain.report_back import asking
from liaison.domain.values import WorkspaceId
from liaison.handlers import channels, listeners, report_back
from liaison.handlers.desk import Desk
from liaison.storage.cipher import Cipher
from liaison.storage.database import open_engine
from liaison.storage.installations import Installations
from liaison.storage.packs import load_pack, pack_names
from liaison.storage.unit_of_work import Store
from liaison.storage.workbooks import Workbooks

R = TypeVar("R")
log = structlog.get_logger()
THREADS = 8
EVERY = 30  # seconds between two looks at what is due
PATIENCE_OF_PEOPLE = (
    2  # seconds that Slack has for an answer: what people do must be acknowledged within three
)
PATIENCE_OF_DELIVERY = 30
NOT_INSTALLED = "Liaison is no longer installed here. Ask your administrator to install it again; nothing that you filed is lost."
BETWEEN_CHANNEL_LOOKS, CHANNELS_AGAIN_AFTER = timedelta(days=1), timedelta(hours=1)
INTERRUPTED_AFTER = timedelta(seconds=10)  # a next question that has not gone out by then is asked again


def open_store(settings: Settings, *, for_lookups: bool = False) -> Store:
    """The database of these settings. Raises Problem where the key or the address is no good."""
    return Store(open_engine(settings.database_url), Cipher(settings.key), for_lookups=for_lookups)


def load_library() -> tuple[Pack, ...]:
    """Every pack that comes with the program."""
    return tuple(load_pack(name) for name in pack_names())


def open_client(settings: Settings, token: str | None, *, people: bool = False) -> AsyncWebClient:
    """A client of Slack that never sends anything twice: its own retries after a cut connection are switched off.

    One for `people` works while somebody waits: it does not wait long for Slack, and tries once more only where Slack
    asks for a moment. The delivery of notices has time, and keeps its waits in its rows.
    """
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=PATIENCE_OF_PEOPLE if people else PATIENCE_OF_DELIVERY,
        retry_handlers=[AfterAMoment(max_retry_count=1)] if people else [],
    )


class AfterAMoment(AsyncRateLimitErrorRetryHandler):
    """Tries again where Slack asks for one second: a press or a command is good for three."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(state=state, request=request, response=response, error=error)
        asked = response.headers.get("Retry-After") if response else None
        return limited and asked in ("1", ["1"])


class Liaison:
    """The running app: Bolt with all features, the clock, and the work that time brings."""

    def __init__(self, settings: Settings, *, at: datetime | None = None) -> None:
        self.settings = settings
        self.clock: Clock = StoppedClock(at) if at else open_clock(settings.liaison_clock_url)
        self.store = open_store(settings, for_lookups=True)
        self.library = load_library()
        self._installations = Installations(self.store.engine, self.store.cipher) if settings.shared else None
        token = None if settings.shared else settings.bot_token
        self.client = open_client(settings, token, people=True)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="use-case")
        self._due = asyncio.Event()
        self._channels_due: dict[WorkspaceId, datetime] = {}
        self.deliverer = Deliverer(self.store, self.library, self.client_for, self.clock.now, self._pool)
        self.desk = Desk(
            store=self.store,
            snapshots=self.store.snapshots,
            library=self.library,
            files=Workbooks(),
            now=self.clock.now,
            pool=self._pool,
            on_trouble=log_trouble,
            nudge=self._due.set,
        )

    @cached_property
    def bolt(self) -> AsyncApp:
        """Bolt with every feature; a pass that only delivers does without it."""
        bolt = self._open_bolt()
        listeners.register(bolt, self.desk)
        return bolt

    def client_for(self, workspace: WorkspaceId) -> AsyncWebClient | None:
        """A client that sends what is owed in a workspace; None where the app is not installed."""
        if self._installations is None:
            return open_client(self.settings, self.settings.bot_token)
        found = self._installations.find(workspace)
        return open_client(self.settings, found.token) if found else None

    def _open_bolt(self) -> AsyncApp:
        """Bolt, for the one workspace of SLACK_BOT_TOKEN or, with a client ID, for all that install the app."""
        secret = self.settings.slack_signing_secret
        signing_secret = secret.get_secret_value() if secret else None
        if self._installations is None:
            return AsyncApp(
                client=self.client,
                signing_secret=signing_secret,
                user_facing_authorize_error_message=NOT_INSTALLED,
                process_before_response=True,
            )
        unhurried = open_client(self.settings, None)
        flow = oauth_flow(self.settings, self._installations, self._pool, unhurried, manifest_path())
        bolt = AsyncApp(
            client=self.client,
            signing_secret=signing_secret,
            oauth_flow=flow,
            installation_store_bot_only=True,
            user_facing_authorize_error_message=NOT_INSTALLED,
            process_before_response=True,
        )
        bolt.enable_token_revocation_listeners()
        return bolt

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """While it lasts, what time makes due is found and sent, and interrupted conversations are taken up."""
        scheduler = AsyncIOScheduler()
        scheduler.add_job(self._look, "interval", seconds=EVERY, max_instances=1, coalesce=True)
        scheduler.start()
        tasks = [
            asyncio.create_task(self._deliver_when_due()),
            asyncio.create_task(self.clock.follow(self._look_soon)),
        ]
        self._look_soon()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.close()

    async def close(self) -> None:
        """Finishes what was put off and lets go of the threads and the database."""
        await self.desk.finish()
        self._pool.shutdown()
        self.store.close()

    def _look_soon(self) -> None:
        self.desk.later(self._look())

    async def _look(self) -> None:
        """Finds what is due, asks again what an interruption swallowed, and has it all sent."""
        await self._in_thread(partial(find_due, self.store, self.library, now=self.clock.now()))
        await self._take_up_conversations()
        await self._look_at_channels()
        self._due.set()

    async def _deliver_when_due(self) -> None:
        while True:
            with suppress(TimeoutError):  # a pause that Slack asked for is over
                await asyncio.wait_for(self._due.wait(), self.deliverer.seconds_of_rest())
            self._due.clear()
            try:
                await self.deliverer.deliver()
            except Exception as error:  # noqa: BLE001 - the next look tries again
                log_trouble(error)

    async def _take_up_conversations(self) -> None:
        now = self.clock.now()
        for workspace in await self._in_thread(self.store.workspaces):
            try:
                await self._take_up_in(workspace, now)
            except Exception as error:  # noqa: BLE001 - the other workspaces must not wait for this one
                log_trouble(error)

    async def _take_up_in(self, workspace: WorkspaceId, now: datetime) -> None:
        register = await self.desk.register(workspace)
        interrupted = await self.desk.run(
            workspace,
            asking.interrupted,
            register,
            self.desk.proforma(register),
            before=now - INTERRUPTED_AFTER,
            now=now,
        )
        client = await self._in_thread(partial(self.client_for, workspace)) if interrupted else None
        if client:
            for user, turn in interrupted:
                self.desk.later(report_back.take_up(self.desk, client, workspace, user, turn))

    async def _look_at_channels(self) -> None:
        """Looks once a day, and at the start, whether the channels that staff have chosen can be posted in (P-08)."""
        now = self.clock.now()
        for workspace in await self._in_thread(self.store.workspaces):
            due = self._channels_due.get(workspace)
            if due and now < due <= now + BETWEEN_CHANNEL_LOOKS:
                continue
            self._channels_due[workspace] = now + BETWEEN_CHANNEL_LOOKS
            try:
                client = await self._in_thread(partial(self.client_for, workspace))
                if client:
                    register = await self.desk.register(workspace)
                    await channels.look_at(self.desk, client, workspace, register.committees)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                # Slack rests, is not there, or the token is no good, of which delivery tells.
                log.info("the channels could not be looked at", trouble=type(error).__name__)
                self._channels_due[workspace] = now + CHANNELS_AGAIN_AFTER
            except Exception as error:  # noqa: BLE001 - the other workspaces must not wait for this one
                log_trouble(error)

    async def _in_thread(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)
