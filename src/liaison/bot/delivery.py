"""Sends what is owed: claim a batch, commit, send, record (design decision 4).

A message is never sent twice: each carries its notice's key as metadata, and where it is not known whether one was
sent (the process died, the connection was cut), the key is looked for in the conversation first.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from liaison.bot.logs import log_trouble
from liaison.bot.rests import Rests
from liaison.domain.notices import gathering, mending, service
from liaison.domain.notices.gathering import Parcel, Profile
from liaison.domain.notices.models import LONGEST_RETRY, Destination, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, SlackUserId, WorkspaceId
from liaison.handlers.blocks.kit import Message
from liaison.handlers.notices import rendering
from liaison.handlers.profiles import profile_of
from liaison.handlers.sent import NOTICE, with_key
from liaison.storage.unit_of_work import Store

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger()

BATCH = 20
POST, UPDATE = "chat_postMessage", "chat_update"  # the methods of the client that send what is owed
LEAST_TIME = timedelta(
    seconds=40
)  # of a claim, with which a message may still be sent: longer than a call lasts
REMEMBERED = timedelta(hours=1)  # how long what Slack says of a person is taken as known
PAGE = 200  # messages; Slack gives a distributed app no more than 15
CLOCKS_DIFFER = timedelta(days=1)  # by less than this ours and Slack's differ, also where one is set anew
WITHOUT_TOKEN = {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
PAUSE_WITHOUT_TOKEN = timedelta(minutes=15)
UNCLEAR = {"unknown", "internal_error", "fatal_error"}  # Slack may have taken the message all the same
TOO_MANY, SERVER_ERROR = 429, 500
PAUSE_WHEN_TOO_MANY = 30  # seconds, where Slack names none


class _Resting(Exception):  # noqa: N818 - nothing is wrong: Slack has asked for a pause
    """A call that must not be made yet."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


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
        self._rests = Rests()
        self._profiles: dict[tuple[WorkspaceId, SlackUserId], tuple[datetime, Profile]] = {}
        self._direct: dict[tuple[WorkspaceId, SlackUserId], str] = {}  # the channels of direct messages

    async def deliver(self) -> None:
        """Sends everything that is due; returns when nothing is that may be sent now."""
        async with self._busy:
            for workspace in await self._in_thread(self._store.workspaces):
                try:
                    client = await self._in_thread(partial(self._client_for, workspace))
                    if client:
                        await self._deliver_in(workspace, client)
                except Exception as error:  # noqa: BLE001 - the other workspaces must not wait for this one
                    log_trouble(error)

    def seconds_of_rest(self) -> float | None:
        """Until the first pause that Slack has asked for is over; None where it has asked for none."""
        now = self._now()
        end = self._rests.next_end(now=now)
        return (end - now).total_seconds() if end else None

    async def _deliver_in(self, workspace: WorkspaceId, client: AsyncWebClient) -> None:
        """Sends what is due in one workspace, call after call: Slack's word of a pause reaches the next one in time."""
        while True:
            now = self._now()
            may_post = not self._rests.until(workspace, POST, now=now)
            may_update = not self._rests.until(workspace, UPDATE, now=now)
            batch = await self._run(
                workspace, service.claim, now=now, most=BATCH, new=may_post, sent=may_update
            )
            if not batch:
                return
            queues: defaultdict[Destination, list[Notice]] = defaultdict(list)
            for notice in batch:
                queues[notice.destination].append(notice)
            for queue in queues.values():
                await self._deliver_to(workspace, client, queue)

    async def _deliver_to(
        self, workspace: WorkspaceId, client: AsyncWebClient, queue: Sequence[Notice]
    ) -> None:
        """Sends what goes to one destination, in its order, as far as Slack does not ask for a pause."""
        for parcel in await self._parcels(workspace, client, queue):
            now = self._now()
            if self._rests.until(workspace, UPDATE if parcel[0].sent_ts else POST, now=now):
                await self._run(workspace, service.release, parcel)
            # A slow Slack can outlast a claim; what another process has taken up meanwhile is left to it.
            elif renewed := await self._run(workspace, service.renew, parcel, now=now):
                await self._send(workspace, client, renewed)

    async def _parcels(
        self, workspace: WorkspaceId, client: AsyncWebClient, queue: Sequence[Notice]
    ) -> tuple[Parcel, ...]:
        """What has been claimed for one destination, as the messages that go out now; the rest waits."""
        register = await self._in_thread(partial(self._store.snapshots.of, workspace))
        usual = self._pack(register).manners
        user, zone, now = queue[0].to_user, register.timezone, self._now()
        if user is None:
            return await self._run(
                workspace, gathering.prepare_for_channel, queue, usual=usual, zone=zone, now=now
            )
        profile = await self._profile(workspace, client, user)
        return await self._run(
            workspace, gathering.prepare, queue, user, profile, usual=usual, zone=zone, now=now
        )

    async def _profile(
        self, workspace: WorkspaceId, client: AsyncWebClient, user: SlackUserId
    ) -> Profile | None:
        """What Slack says of a person, remembered for a while; None where it does not answer."""
        asked, known = self._profiles.get((workspace, user), (None, None))
        if asked and timedelta() <= self._now() - asked < REMEMBERED:
            return known
        try:
            found = await self._call(workspace, client.users_info, user=user)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, _Resting):
            return None
        known = profile_of(found["user"], now=self._now())
        self._profiles[workspace, user] = (self._now(), known)
        return known

    async def _send(self, workspace: WorkspaceId, client: AsyncWebClient, parcel: Parcel) -> None:
        """Sends one message, and keeps what came of it; whatever goes wrong with it stops no other."""
        register = await self._in_thread(partial(self._store.snapshots.of, workspace, at_once=True))
        try:
            await self._try_to_send(workspace, client, parcel, register)
        except _Resting as rest:
            await self._wait(workspace, parcel, "ratelimited", wait=rest.until - self._now())
        except SlackApiError as error:
            await self._refused(workspace, parcel, register, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await self._fail(workspace, parcel, type(error).__name__, unsure=True)
        except Exception as error:  # noqa: BLE001 - one that cannot be rendered must not hold up the rest
            log_trouble(error)
            await self._fail(workspace, parcel, type(error).__name__, wait=LONGEST_RETRY)

    async def _try_to_send(
        self, workspace: WorkspaceId, client: AsyncWebClient, parcel: Parcel, register: Register
    ) -> None:
        channel = await self._channel(workspace, client, parcel[0], register)
        if channel is None:
            await self._hold(workspace, parcel, register, mending.NO_CHANNEL)
            return
        ts = None
        if any(notice.unsure and not notice.sent_ts for notice in parcel):
            ts = await self._find(workspace, client, parcel, channel)
            if ts is None:
                sure = await self._run(workspace, service.record_not_there, parcel, now=self._now())
                if sure is None:
                    return
                parcel = sure
        if ts is None:
            rendered = await self._run(workspace, self._rendered, parcel, register)
            await self._run(workspace, service.record_gone, rendered.gone)
            for notice, error in rendered.failed:
                log_trouble(error)
                await self._fail(workspace, (notice,), type(error).__name__, wait=LONGEST_RETRY)
            left = [notice.key for notice in (*rendered.gone, *(notice for notice, _ in rendered.failed))]
            parcel = tuple(notice for notice in parcel if notice.key not in left)
            if rendered.message is None:
                return
            ts = await self._post(workspace, client, parcel, channel, rendered.message)
        try:
            await self._run(
                workspace, service.record_sent, parcel, channel=ChannelId(channel), ts=ts, now=self._now()
            )
        except Exception as error:  # noqa: BLE001 - it is there, so nothing may be kept that says otherwise
            log_trouble(error)  # once the claim is over, it is looked for

    async def _channel(
        self, workspace: WorkspaceId, client: AsyncWebClient, notice: Notice, register: Register
    ) -> str | None:
        if notice.sent_channel:
            return notice.sent_channel
        if notice.to_user:
            known = self._direct.get((workspace, notice.to_user))
            if known is None:
                opened = await self._call(workspace, client.conversations_open, users=notice.to_user)
                known = self._direct[workspace, notice.to_user] = str(opened["channel"]["id"])
            return known
        committee = register.committee.get(notice.to_committee) if notice.to_committee else None
        return committee.channel if committee else None

    def _pack(self, register: Register) -> Pack:
        """The pack of the register's authority."""
        return next(pack for pack in self._library if pack.key == register.pack)

    def _rendered(self, uow: UnitOfWork, parcel: Parcel, register: Register) -> rendering.Rendered:
        """The message that the notices make."""
        forms = [pack.proforma for pack in self._library if pack.proforma]
        own = self._pack(register).proforma
        return rendering.render(uow, parcel, register, own or forms[0], now=self._now())

    async def _find(
        self, workspace: WorkspaceId, client: AsyncWebClient, parcel: Parcel, channel: str
    ) -> str | None:
        """The message that may have been sent before, the newest first; None where it is not there.

        How far it has looked is kept, because Slack may allow a page a minute, and the process may die again.
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
            page = await self._call(
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
                searched_to = str(page["messages"][-1]["ts"])
                await self._run(workspace, service.record_searched, parcel, searched_to=searched_to)

    async def _post(
        self,
        workspace: WorkspaceId,
        client: AsyncWebClient,
        parcel: Parcel,
        channel: str,
        message: Message,
    ) -> str:
        """Sends the message, or updates the one that is there; gives its `ts`."""
        first = parcel[0]
        if first.sent_ts:
            await self._call(
                workspace,
                client.chat_update,
                channel=channel,
                ts=first.sent_ts,
                text=message.safe_text,
                blocks=message.blocks,
            )
            return first.sent_ts
        if first.claimed_until and first.claimed_until - self._now() < LEAST_TIME:
            raise _Resting(
                self._now()
            )  # rendering or looking took long: another process may take it up by now
        posted = await self._call(
            workspace,
            client.chat_postMessage,
            channel=channel,
            text=message.safe_text,
            blocks=message.blocks,
            metadata={"event_type": NOTICE, "event_payload": {"key": first.mark}},
            unfurl_links=False,
        )
        return str(posted["ts"])

    async def _call(
        self,
        workspace: WorkspaceId,
        method: Callable[..., Awaitable[AsyncSlackResponse]],
        **arguments: Any,
    ) -> AsyncSlackResponse:
        """Calls Slack, unless it has asked for a pause there, and keeps what pause it asks for."""
        called = getattr(method, "__name__", "")
        if rest := self._rests.until(workspace, called, now=self._now()):
            raise _Resting(rest)
        try:
            return await method(**arguments)
        except SlackApiError as error:
            code, status, retry_after = _read(error)
            if code == "ratelimited" or status == TOO_MANY:
                self._rests.rest(workspace, called, until=self._now() + retry_after)
            raise

    async def _refused(
        self, workspace: WorkspaceId, parcel: Parcel, register: Register, error: SlackApiError
    ) -> None:
        """Slack said no: wait as long as it asks, hold what a person must mend, try the rest again later."""
        code, status, retry_after = _read(error)
        if code == "message_not_found" and parcel[0].sent_ts:
            await self._run(workspace, service.record_gone, parcel)
        elif code == "ratelimited" or status == TOO_MANY:
            await self._fail(workspace, parcel, "ratelimited", wait=retry_after)
        elif code in mending.MENDABLE or code in {"user_not_found", "user_disabled", "cannot_dm_bot"}:
            await self._hold(workspace, parcel, register, code)
        elif code in WITHOUT_TOKEN:
            self._rests.rest(workspace, until=self._now() + PAUSE_WITHOUT_TOKEN)
            await self._fail(workspace, parcel, code, wait=PAUSE_WITHOUT_TOKEN)
        elif code == "missing_scope":
            await self._fail(workspace, parcel, code, wait=PAUSE_WITHOUT_TOKEN)
        else:
            await self._fail(workspace, parcel, code, unsure=code in UNCLEAR or status >= SERVER_ERROR)

    async def _fail(
        self,
        workspace: WorkspaceId,
        parcel: Parcel,
        trouble: str,
        *,
        wait: timedelta | None = None,
        unsure: bool = False,
    ) -> None:
        log.warning(
            "a notice was not sent", kind=parcel[0].kind, trouble=trouble, attempts=parcel[0].attempts
        )
        await self._wait(workspace, parcel, trouble, wait=wait, unsure=unsure)

    async def _wait(
        self,
        workspace: WorkspaceId,
        parcel: Parcel,
        trouble: str,
        *,
        wait: timedelta | None = None,
        unsure: bool = False,
    ) -> None:
        """Has it tried again later; by itself for a pause that Slack asked for, which the log has had once already."""
        now = self._now()
        await self._run(
            workspace, service.record_failure, parcel, trouble=trouble, now=now, wait=wait, unsure=unsure
        )

    async def _hold(self, workspace: WorkspaceId, parcel: Parcel, register: Register, trouble: str) -> None:
        log.warning("a notice waits for somebody to mend its channel", kind=parcel[0].kind, trouble=trouble)
        await self._run(workspace, service.record_held, parcel, register, trouble=trouble, now=self._now())

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


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"
