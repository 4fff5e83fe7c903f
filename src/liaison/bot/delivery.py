"""Sends what is owed: claim a batch, commit, send, record (design decision 4).

A message is never sent twice: each carries its notice's key as metadata, and where it is not known whether one was
sent (the process died, the connection was cut), the key is looked for in the conversation first.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.bot.logs import log_trouble
from liaison.domain.notices import service
from liaison.domain.notices.models import LONGEST_RETRY, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, WorkspaceId
from liaison.handlers import notices as renderers
from liaison.handlers.blocks.kit import Message
from liaison.handlers.sent import NOTICE, find_sent
from liaison.storage.unit_of_work import Store

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger()

BATCH = 20
LOOKED_BACK = timedelta(hours=1)  # a send of unknown outcome lies at most this long before its claim
NOBODY_CAN_HELP = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_authed",
    "token_expired",
    "token_revoked",
}
PAUSE_WITHOUT_TOKEN = timedelta(minutes=15)
UNCLEAR = {"unknown", "internal_error", "fatal_error"}  # Slack may have taken the message all the same
TOO_MANY, SERVER_ERROR = 429, 500
PAUSE_WHEN_TOO_MANY = 30  # seconds, where Slack names none


class Deliverer:
    """Delivers the notices of every workspace."""

    def __init__(
        self,
        store: Store,
        library: Sequence[Pack],
        client_for: Callable[[WorkspaceId], AsyncWebClient | None],
        now: Callable[[], datetime],
        pool: Executor,
    ) -> None:
        self._store = store
        self._library = library
        self._client_for = client_for
        self._now = now
        self._pool = pool
        self._busy = asyncio.Lock()
        self._rests: dict[WorkspaceId, datetime] = {}  # until when Slack has asked for silence

    async def deliver(self) -> None:
        """Sends everything that is due; returns when nothing is."""
        async with self._busy:
            for workspace in await self._in_thread(self._store.workspaces):
                try:
                    client = await self._in_thread(partial(self._client_for, workspace))
                    if client:
                        await self._deliver_in(workspace, client)
                except Exception as error:  # noqa: BLE001 - the other workspaces must not wait for this one
                    log_trouble(error)

    async def _deliver_in(self, workspace: WorkspaceId, client: AsyncWebClient) -> None:
        while batch := await self._run(workspace, service.claim, now=self._now(), most=BATCH):
            for notice in batch:
                # A slow Slack can outlast a claim; what another process has taken up meanwhile is left to it.
                renewed = await self._run(workspace, service.renew, notice, now=self._now())
                if renewed and (rest := self._rests.get(workspace, self._now()) - self._now()) > timedelta():
                    await self._fail(workspace, renewed, "ratelimited", wait=rest)
                elif renewed:
                    await self._send(workspace, client, renewed)

    async def _send(self, workspace: WorkspaceId, client: AsyncWebClient, notice: Notice) -> None:
        """Sends one notice, and keeps what came of it; whatever goes wrong with it stops no other."""
        register = await self._in_thread(partial(self._store.snapshots.of, workspace, at_once=True))
        try:
            await self._try_to_send(workspace, client, notice, register)
        except SlackApiError as error:
            await self._refused(workspace, notice, register, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await self._fail(workspace, notice, type(error).__name__, unsure=True)
        except Exception as error:  # noqa: BLE001 - one that cannot be rendered must not hold up the rest
            log_trouble(error)
            await self._fail(workspace, notice, type(error).__name__, wait=LONGEST_RETRY)

    async def _try_to_send(
        self, workspace: WorkspaceId, client: AsyncWebClient, notice: Notice, register: Register
    ) -> None:
        channel = await self._channel(client, notice, register)
        if channel is None:
            await self._hold(workspace, notice, register, service.NO_CHANNEL)
            return
        message = await self._run(workspace, self._rendered, notice, register)
        ts = await self._post(client, notice, channel, message) if message else None
        if ts is None:
            await self._run(workspace, service.record_gone, notice)
            return
        await self._run(
            workspace, service.record_sent, notice, channel=ChannelId(channel), ts=ts, now=self._now()
        )

    async def _channel(self, client: AsyncWebClient, notice: Notice, register: Register) -> str | None:
        if notice.sent_channel:
            return notice.sent_channel
        if notice.to_user:
            return str((await client.conversations_open(users=notice.to_user))["channel"]["id"])
        committee = register.committee.get(notice.to_committee) if notice.to_committee else None
        return committee.channel if committee else None

    def _rendered(self, uow: UnitOfWork, notice: Notice, register: Register) -> Message | None:
        forms = [pack.proforma for pack in self._library if pack.proforma]
        own = next((pack.proforma for pack in self._library if pack.key == register.pack), None)
        return renderers.render(uow, notice, register, own or forms[0], now=self._now())

    async def _post(
        self, client: AsyncWebClient, notice: Notice, channel: str, message: Message
    ) -> str | None:
        """Sends or updates the message, or finds the one that was sent; None where it has ended unsent."""
        if notice.sent_ts:
            await client.chat_update(
                channel=channel, ts=notice.sent_ts, text=message.safe_text, blocks=message.blocks
            )
            return notice.sent_ts
        if notice.unsure:
            since = (notice.first_tried or notice.due) - LOOKED_BACK
            if found := await find_sent(client, channel, NOTICE, notice.key, since=since):
                return found
        if notice.stale:
            return None
        posted = await client.chat_postMessage(
            channel=channel,
            text=message.safe_text,
            blocks=message.blocks,
            metadata={"event_type": NOTICE, "event_payload": {"key": notice.key}},
            unfurl_links=False,
        )
        return str(posted["ts"])

    async def _refused(
        self, workspace: WorkspaceId, notice: Notice, register: Register, error: SlackApiError
    ) -> None:
        """Slack said no: wait as long as it asks, hold what a person must mend, try the rest again later."""
        code, status, retry_after = _read(error)
        if code == "message_not_found" and notice.sent_ts:
            await self._run(workspace, service.record_gone, notice)
        elif code == "ratelimited" or status == TOO_MANY:
            self._rests[workspace] = self._now() + retry_after
            await self._fail(workspace, notice, "ratelimited", wait=retry_after)
        elif code in service.MENDABLE or code in {"user_not_found", "user_disabled", "cannot_dm_bot"}:
            await self._hold(workspace, notice, register, code)
        elif code in NOBODY_CAN_HELP:
            await self._fail(workspace, notice, code, wait=PAUSE_WITHOUT_TOKEN)
        else:
            await self._fail(workspace, notice, code, unsure=code in UNCLEAR or status >= SERVER_ERROR)

    async def _fail(
        self,
        workspace: WorkspaceId,
        notice: Notice,
        trouble: str,
        *,
        wait: timedelta | None = None,
        unsure: bool = False,
    ) -> None:
        log.warning("a notice was not sent", kind=notice.kind, trouble=trouble, attempts=notice.attempts)
        await self._run(
            workspace,
            service.record_failure,
            notice,
            trouble=trouble,
            now=self._now(),
            wait=wait,
            unsure=unsure or notice.unsure,
        )

    async def _hold(self, workspace: WorkspaceId, notice: Notice, register: Register, trouble: str) -> None:
        log.warning("a notice waits for somebody to mend its channel", kind=notice.kind, trouble=trouble)
        await self._run(workspace, service.record_held, notice, register, trouble=trouble, now=self._now())

    async def _run(
        self,
        workspace: WorkspaceId,
        use_case: Callable[Concatenate[UnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        return await self._in_thread(partial(self._store.run, workspace, use_case, *args, **kwargs))

    async def _in_thread(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def _read(error: SlackApiError) -> tuple[str, int, timedelta]:
    """Slack's word for what went wrong, the HTTP status, and how long to wait; the answer may not be Slack's own."""
    response = error.response
    data = getattr(response, "data", response)
    code = str(data.get("error") or "unknown") if isinstance(data, dict) else "unknown"
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    asked = str((getattr(response, "headers", None) or {}).get("Retry-After", ""))
    return code, int(status), timedelta(seconds=int(asked) if asked.isdigit() else PAUSE_WHEN_TOO_MANY)
