"""Sends what is owed: claim a batch, commit, send, record (design decision 4).

A message is never sent twice: each carries its notice's key as metadata, and where it is not known whether one was
sent (the process died, the connection was cut), the key is looked for in the conversation first.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.bot.calls import HISTORY, POST, UPDATE, Calls, Resting, TooMany, read
from liaison.bot.logs import log_trouble
from liaison.bot.rests import Rests
from liaison.domain.notices import clocks, gathering, mending, reaching, service
from liaison.domain.notices.gathering import Parcel
from liaison.domain.notices.models import Destination, Notice
from liaison.domain.notices.outcomes import LONGEST_RETRY
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, WorkspaceId
from liaison.handlers.blocks.kit import Message
from liaison.handlers.notices import rendering
from liaison.handlers.sent import NOTICE
from liaison.storage.unit_of_work import Store

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger()

BATCH = 20
LEAST_TIME = timedelta(
    seconds=40
)  # of a claim, with which a message may still be sent: longer than a call lasts
LOOKED_AGAIN = timedelta(hours=1)  # between two looks for what a clock that was wrong has put too far ahead
PAUSE_WITHOUT_TOKEN = timedelta(minutes=15)
UNCLEAR = {"unknown", "internal_error", "fatal_error"}  # Slack may have taken the message all the same
SERVER_ERROR = 500


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
        self._calls = Calls(self._rests, now)
        self._looked: dict[
            WorkspaceId, datetime
        ] = {}  # for what a clock that was wrong has put too far ahead
        self._without_token: set[WorkspaceId] = set()

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
        await self._look_again(workspace)
        while True:
            now = self._now()
            may_post = not self._rests.until(workspace, POST, now=now)
            may_update = not self._rests.until(workspace, UPDATE, now=now)
            may_look = not self._rests.until(workspace, HISTORY, now=now)
            batch = await self._run(
                workspace,
                service.claim,
                now=now,
                most=BATCH,
                new=may_post,
                unsure=may_post and may_look,
                sent=may_update,
            )
            if not batch:
                return
            queues: defaultdict[Destination, list[Notice]] = defaultdict(list)
            for notice in batch:
                queues[notice.destination].append(notice)
            for queue in queues.values():
                try:
                    await self._deliver_to(workspace, client, queue)
                except Exception as error:  # noqa: BLE001 - the other destinations must not wait for this one
                    log_trouble(error)  # once the claim is over, what may have been sent is looked for

    async def _look_again(self, workspace: WorkspaceId) -> None:
        """Makes due, at the start and each hour, what a clock that was wrong has put too far ahead."""
        looked, now = self._looked.get(workspace), self._now()
        if looked is None or not timedelta() <= now - looked < LOOKED_AGAIN:
            await self._run(workspace, clocks.look_again, now=now)
            self._looked[workspace] = now

    async def _deliver_to(
        self, workspace: WorkspaceId, client: AsyncWebClient, queue: Sequence[Notice]
    ) -> None:
        """Sends what goes to one destination, in its order, as far as Slack does not ask for a pause."""
        try:
            parcels = await self._parcels(workspace, client, queue)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this receiver, nobody else waits for them
            log_trouble(error)
            await self._fail(workspace, tuple(queue), type(error).__name__, wait=LONGEST_RETRY)
            return
        for parcel in parcels:
            now = self._now()
            register = await self._in_thread(partial(self._store.snapshots.of, workspace, at_once=True))
            chosen = service.channel_of(parcel[0], register)
            if any(self._rests.until(workspace, method, now=now) for method in _needed(parcel)):
                await self._run(workspace, service.release, parcel)
            # A slow Slack can outlast a claim; what another process has taken up meanwhile is left to it.
            # Where it goes is kept before it is sent, because staff may choose another channel then.
            elif renewed := await self._run(workspace, service.renew, parcel, now=now, channel=chosen):
                await self._send(workspace, client, renewed, register)

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
        profile = await self._calls.profile(workspace, client, user)
        return await self._run(
            workspace, gathering.prepare, queue, user, profile, usual=usual, zone=zone, now=now
        )

    async def _send(
        self, workspace: WorkspaceId, client: AsyncWebClient, parcel: Parcel, register: Register
    ) -> None:
        """Sends one message, and keeps what came of it; whatever goes wrong with it stops no other."""
        try:
            known = await self._looked_for(workspace, client, parcel, register)
            if known is None:
                return
            parcel, ts = known
            await self._try_to_send(workspace, client, parcel, register, ts)
            self._without_token.discard(workspace)
        except TooMany as rest:
            await self._fail(workspace, parcel, "ratelimited", until=rest.until)
        except Resting as rest:
            await self._wait(workspace, parcel, "ratelimited", until=rest.until)
        except SlackApiError as error:
            await self._refused(workspace, parcel, register, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await self._fail(workspace, parcel, type(error).__name__, unsure=True)
        except Exception as error:  # noqa: BLE001 - one that cannot be rendered must not hold up the rest
            log_trouble(error)
            await self._fail(workspace, parcel, type(error).__name__, wait=LONGEST_RETRY)

    async def _looked_for(
        self, workspace: WorkspaceId, client: AsyncWebClient, parcel: Parcel, register: Register
    ) -> tuple[Parcel, str | None] | None:
        """What is known by now, and the message's `ts` where it is there; None where it is not to be sent now."""
        channel = await self._channel(workspace, client, parcel[0], register)
        if channel is None or not any(notice.unsure and not notice.sent_ts for notice in parcel):
            return parcel, None
        ts = await self._find(workspace, client, parcel, channel, register)
        if ts is not None:
            return parcel, ts
        chosen = service.channel_of(parcel[0], register)
        sure = await self._run(workspace, service.record_not_there, parcel, now=self._now(), channel=chosen)
        return (sure, None) if sure else None

    async def _try_to_send(
        self,
        workspace: WorkspaceId,
        client: AsyncWebClient,
        parcel: Parcel,
        register: Register,
        ts: str | None,
    ) -> None:
        channel = await self._channel(workspace, client, parcel[0], register)
        if channel is None:
            await self._hold(workspace, parcel, register, mending.NO_CHANNEL)
            return
        if ts is None:
            # Read after the notices are: whatever changes later differs from them, and is told by an update.
            register = await self._in_thread(partial(self._store.snapshots.of, workspace, at_once=True))
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
            return await self._calls.direct(workspace, client, notice.to_user)
        if notice.unsure and notice.tried_channel:
            return notice.tried_channel
        return service.channel_of(notice, register)

    async def _find(
        self,
        workspace: WorkspaceId,
        client: AsyncWebClient,
        parcel: Parcel,
        channel: str,
        register: Register,
    ) -> str | None:
        """The message that may have been sent before; None where it is not there.

        A channel that Slack knows no more holds nothing, where staff have chosen another since.
        """

        async def searched(to: str) -> None:
            await self._run(workspace, service.record_searched, parcel, searched_to=to)

        try:
            return await self._calls.find(workspace, client, parcel, channel, searched)
        except SlackApiError as error:
            elsewhere = service.channel_of(parcel[0], register)
            if read(error).code == "channel_not_found" and elsewhere and elsewhere != channel:
                return None
            raise

    def _pack(self, register: Register) -> Pack:
        """The pack of the register's authority."""
        return next(pack for pack in self._library if pack.key == register.pack)

    def _rendered(self, uow: UnitOfWork, parcel: Parcel, register: Register) -> rendering.Rendered:
        """The message that the notices make."""
        forms = [pack.proforma for pack in self._library if pack.proforma]
        own = self._pack(register).proforma
        return rendering.render(uow, parcel, register, own or forms[0], now=self._now())

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
            await self._calls.call(
                workspace,
                client.chat_update,
                channel=channel,
                ts=first.sent_ts,
                text=message.safe_text,
                blocks=message.blocks,
            )
            return first.sent_ts
        if first.claimed_until and first.claimed_until - self._now() < LEAST_TIME:
            raise Resting(
                self._now()
            )  # rendering or looking took long: another process may take it up by now
        posted = await self._calls.call(
            workspace,
            client.chat_postMessage,
            channel=channel,
            text=message.safe_text,
            blocks=message.blocks,
            metadata={"event_type": NOTICE, "event_payload": {"key": first.mark}},
            unfurl_links=False,
        )
        return str(posted["ts"])

    async def _refused(
        self, workspace: WorkspaceId, parcel: Parcel, register: Register, error: SlackApiError
    ) -> None:
        """Slack said no: hold what a person must mend, try the rest again later."""
        code, status, _ = read(error)
        if code == "message_not_found" and parcel[0].sent_ts:
            await self._run(workspace, service.record_gone, parcel)
        elif code in reaching.STOPS:
            await self._hold(workspace, parcel, register, code)
        elif code in mending.WITHOUT_TOKEN:
            if workspace not in self._without_token:
                log.error(
                    "nothing can be sent in a workspace",
                    workspace=workspace,
                    trouble=code,
                    mend=mending.NEW_TOKEN,
                )
            self._without_token.add(workspace)
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
        until: datetime | None = None,
        unsure: bool = False,
    ) -> None:
        log.warning(
            "a notice was not sent", kind=parcel[0].kind, trouble=trouble, attempts=parcel[0].attempts
        )
        await self._wait(workspace, parcel, trouble, wait=wait, until=until, unsure=unsure)

    async def _wait(
        self,
        workspace: WorkspaceId,
        parcel: Parcel,
        trouble: str,
        *,
        wait: timedelta | None = None,
        until: datetime | None = None,
        unsure: bool = False,
    ) -> None:
        """Has it tried again later; by itself for a pause that Slack asked for, which the log has had once already.

        After such a pause it is due when that ends, and not the moment later at which this is kept: nobody would look then.
        """
        now = self._now()
        if until:
            wait = max(until - now, timedelta(microseconds=1))
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


def _needed(parcel: Parcel) -> tuple[str, ...]:
    """The methods without which a message cannot be sent, looked for or updated."""
    if parcel[0].sent_ts:
        return (UPDATE,)
    return (HISTORY, POST) if any(notice.unsure for notice in parcel) else (POST,)
