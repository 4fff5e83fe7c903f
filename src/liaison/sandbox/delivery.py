"""Getting payloads to the app and its acknowledgements back, over whichever transport the app uses."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from liaison.sandbox import limits
from liaison.sandbox.jsons import Json
from liaison.sandbox.payloads import event_callback
from liaison.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Retry:
    attempt: int
    reason: str


@dataclass(frozen=True)
class Ack:
    """What came back. `reason` is Slack's word for a failure: http_timeout, http_error, connection_failed."""

    ok: bool
    payload: Any = None
    reason: str = ""
    no_retry: bool = False


class Transport(Protocol):
    """`kind` is events_api, interactive or slash_commands."""

    @property
    def connected(self) -> bool: ...

    async def send(
        self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None
    ) -> Ack: ...

    async def close(self) -> None: ...


class Delivery:
    """Events are retried, interactions and commands are not."""

    def __init__(self, workspace: Workspace, transport: Transport) -> None:
        self.workspace = workspace
        self.transport = transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the app. An event that waits for a retry does not count."""
        return self._under_way > 0

    def tell(self, event: Json) -> None:
        """Delivers an event, in the background."""
        self.start(self._tell(event_callback(self.workspace, event)))

    async def ask(self, kind: str, payload: Json) -> Ack:
        """Delivers an interaction or a command, once, and gives back what the app answered."""
        name = str(payload.get("type") or payload.get("command"))
        self.workspace.journal.record("out", name, _summary(payload), payload)
        self.workspace.changes.bump()
        ack = await self._send(kind, payload, answerable=True)
        if ack.ok:
            if ack.payload:
                self.workspace.journal.record("in", f"{name} answer", f"answer to {name}", ack.payload)
        elif ack.reason != "connection_failed":  # with nobody there, the app did nothing wrong
            self.workspace.journal.refuse(name, "not_acknowledged", sentence(ack.reason))
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
            return await self.transport.send(kind, payload, answerable=answerable, retry=retry)
        finally:
            self._under_way -= 1
            self.workspace.changes.bump()

    async def _tell(self, payload: Json) -> None:
        journal, retry = self.workspace.journal, None
        kind = payload["event"]["type"]
        for wait in (*limits.EVENT_RETRY_AFTER, None):
            again = f" (retry {retry.attempt}: {retry.reason})" if retry else ""
            journal.record("out", kind, f"{_summary(payload)}{again}", payload)
            self.workspace.changes.bump()
            ack = await self._send("events_api", payload, answerable=False, retry=retry)
            if ack.ok:
                return
            if ack.reason != "connection_failed" or wait is None:
                journal.refuse(kind, "not_acknowledged", sentence(ack.reason))
            if ack.no_retry or wait is None:
                return
            retry = Retry(retry.attempt + 1 if retry else 1, ack.reason)
            await self._until(self.workspace.clock.monotonic() + wait)

    async def _until(self, due: float) -> None:
        """Waits by the sandbox's clock, so that moving it on brings the retry nearer."""
        while (left := due - self.workspace.clock.monotonic()) > 0:
            await self.workspace.changes.after(self.workspace.changes.version, left)


def sentence(reason: str) -> str:
    """Why an acknowledgement is missing, for people."""
    return {
        "http_timeout": "The app did not acknowledge within 3 seconds.",
        "connection_failed": "The app is not connected.",
        "http_error": "The app answered with an error.",
    }.get(reason, reason)


def _summary(payload: Json) -> str:
    event = payload.get("event")
    if isinstance(event, dict):
        return " ".join(filter(None, (str(event["type"]), str(event.get("text") or "")[:60])))
    if "command" in payload:
        return f"{payload['command']} {payload['text']}".strip()
    ids = [str(action.get("action_id")) for action in payload.get("actions", [])]
    view = payload.get("view") or {}
    return " ".join(filter(None, (str(payload["type"]), *ids, str(view.get("callback_id") or ""))))
