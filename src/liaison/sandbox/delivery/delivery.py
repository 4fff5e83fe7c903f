"""Getting payloads to the app and its acknowledgements back, over whichever transport the app uses."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from liaison.sandbox.delivery.faulty_delivery import Carrier
from liaison.sandbox.delivery.payloads import app_rate_limited, event_callback
from liaison.sandbox.delivery.transport import Ack, Retry, Transport
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import Workspace


@dataclass
class Traffic:
    """When events were delivered in the last hour, and when that failed. Times are seconds that only go forward."""

    _sent: deque[float] = field(default_factory=deque)
    _failed: deque[float] = field(default_factory=deque)

    def note(self, now: float, *, failed: bool = False) -> None:
        (self._failed if failed else self._sent).append(now)

    def full(self, now: float) -> bool:
        """Whether Slack delivers nothing more for now."""
        self._forget(now)
        return len(self._sent) >= limits.EVENTS_AN_HOUR

    def failing(self, now: float) -> bool:
        """Whether so much failed that Slack gives up on the app."""
        self._forget(now)
        sent = len(self._sent)
        return sent >= limits.EVENT_FAILURES_COUNT and len(self._failed) > limits.EVENT_FAILURES * sent

    def _forget(self, now: float) -> None:
        for times in (self._sent, self._failed):
            while times and times[0] <= now - limits.HOUR:
                times.popleft()


UNAUTHORIZED = 401


class Delivery:
    """Events are retried, interactions and commands are not.

    `subscribed` turns false when nearly all events fail: Slack then delivers no more of them.
    """

    def __init__(self, workspace: Workspace, transport: Transport) -> None:
        self.workspace = workspace
        self.transport = transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._carrier = Carrier(workspace)
        self._under_way = 0
        self._traffic = Traffic()
        self._limited_at = 0  # the minute in which the app was last told of its limit
        self.subscribed = True

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the app. An event that waits for a retry does not count."""
        return self._under_way > 0

    def tell(self, event: Json) -> None:
        """Delivers an event, in the background."""
        self.start(self._tell(event_callback(self.workspace, event)))

    async def ask(self, kind: str, payload: Json) -> Ack:
        """Delivers an interaction or a command, once, and gives back what the app answered."""
        if not self.workspace.installed:
            return Ack(ok=False, reason="connection_failed")
        name = str(payload.get("type") or payload.get("command"))
        self.workspace.journal.record("out", name, _summary(payload), payload)
        self.workspace.changes.bump()
        answerable = kind == "slash_commands" or name in ("view_submission", "block_suggestion")
        ack = await self._send(kind, payload, answerable=answerable)
        if ack.payload and not answerable:
            self.workspace.journal.refuse(name, "payload_not_accepted", "its acknowledgement must be empty")
            ack = replace(ack, payload=None)
        if ack.ok:
            if ack.payload:
                self.workspace.journal.record("in", f"{name} answer", f"answer to {name}", ack.payload)
        elif ack.reason != "connection_failed":  # with nobody there, the app did nothing wrong
            self.workspace.journal.refuse(name, "not_acknowledged", sentence(ack))
        self.workspace.changes.bump()
        return ack

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something in the background, until the sandbox closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.transport.close()

    async def _send(self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None) -> Ack:
        self._under_way += 1
        try:
            return await self._carrier.bring(
                self.transport, kind, payload, answerable=answerable, retry=retry
            )
        except Exception as error:  # noqa: BLE001  # whatever it is, the delivery failed
            self.workspace.journal.refuse(kind, "internal_error", f"the sandbox itself failed: {error!r}")
            return Ack(ok=False, reason="http_error")
        finally:
            self._under_way -= 1
            self.workspace.changes.bump()

    async def _tell(self, payload: Json) -> None:
        journal, clock, retry = self.workspace.journal, self.workspace.clock, None
        kind = payload["event"]["type"]
        for wait in (*limits.EVENT_RETRY_AFTER, None):
            if not await self._allowed():
                return
            again = f" (retry {retry.attempt}: {retry.reason})" if retry else ""
            journal.record("out", kind, f"{_summary(payload)}{again}", payload)
            self.workspace.changes.bump()
            ack = await self._send("events_api", payload, answerable=False, retry=retry)
            if ack.ok:
                return
            self._failed()
            if ack.reason != "connection_failed" or wait is None:
                journal.refuse(kind, "not_acknowledged", sentence(ack))
            if ack.no_retry or wait is None:
                return
            retry = Retry(retry.attempt + 1 if retry else 1, ack.reason)
            await self.workspace.until(clock.monotonic() + wait)

    async def _allowed(self) -> bool:
        """Whether an event may be delivered now. Those above the limit are lost; the app is told once a minute."""
        if not self.subscribed:
            return False
        now = self.workspace.clock.monotonic()
        if not self._traffic.full(now):
            self._traffic.note(now)
            return True
        payload = app_rate_limited(self.workspace)
        if payload["minute_rate_limited"] != self._limited_at:
            self._limited_at = payload["minute_rate_limited"]
            self.workspace.journal.record("out", "app_rate_limited", _summary(payload), payload)
            await self._send("events_api", payload, answerable=False)
        return False

    def _failed(self) -> None:
        """Notes a failure. When nearly everything fails, Slack stops delivering events (and writes to the owner)."""
        now = self.workspace.clock.monotonic()
        self._traffic.note(now, failed=True)
        if self.subscribed and self._traffic.failing(now):
            self.subscribed = False
            sentence = "More than 95 % of the events failed within an hour: no more are delivered."
            self.workspace.journal.refuse("events", "subscriptions_disabled", sentence)


def sentence(ack: Ack) -> str:
    """Why an acknowledgement is missing, for people."""
    if ack.status == UNAUTHORIZED:
        return "The app answered 401: does it have the sandbox's signing secret?"
    return {
        "http_timeout": "The app did not acknowledge within 3 seconds.",
        "connection_failed": "The app is not connected.",
        "http_error": f"The app answered {ack.status}." if ack.status else "The app's answer cannot be read.",
        "ssl_error": "The app's certificate is not good.",
        "too_many_redirects": "The app sent the request on more than twice.",
    }.get(ack.reason, ack.reason)


def _summary(payload: Json) -> str:
    event = payload.get("event")
    if isinstance(event, dict):
        return " ".join(filter(None, (str(event["type"]), str(event.get("text") or "")[:60])))
    if "command" in payload:
        return f"{payload['command']} {payload['text']}".strip()
    ids = [str(action.get("action_id")) for action in payload.get("actions", [])]
    view = payload.get("view") or {}
    return " ".join(filter(None, (str(payload["type"]), *ids, str(view.get("callback_id") or ""))))
