"""A payload's way to the app, with what is armed to go wrong on it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from liaison.sandbox.delivery.faults import FaultKind
from liaison.sandbox.delivery.transport import Ack, Retry, Transport
from liaison.sandbox.jsons import Json, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import Workspace

_NEXT_ONE = (
    60.0  # an event that is kept back comes after so many seconds at the latest, by the sandbox's clock
)


class Carrier:
    """Brings payloads to the app. One for a workspace, since it keeps events back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._begun = 0  # events so far that are not kept back
        self._brought = 0  # the last of them that the app has
        self._tasks: set[asyncio.Task[None]] = set()

    async def bring(
        self, transport: Transport, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None
    ) -> Ack:
        """Delivers it, unless a fault strikes; gives what Slack believes to be the app's answer."""
        name = _name(payload)
        fault = self._workspace.faults.strike_delivery(kind, name)

        kept = fault is not None and fault.kind is FaultKind.OUT_OF_ORDER
        counts = kind == "events_api" and not kept
        self._begun += counts
        number = self._begun

        async def send() -> Ack:
            ack = await transport.send(kind, payload, answerable=answerable, retry=retry)
            if counts:
                self._brought = max(self._brought, number)
                self._workspace.changes.bump()
            return ack

        if fault is None:
            return await send()
        self._workspace.journal.fault(name, fault.sentence)
        self._workspace.changes.bump()
        match fault.kind:
            case FaultKind.LOST_DELIVERY:
                transport.cut(last_used=False)
                return Ack(ok=False, reason="connection_failed")
            case FaultKind.LOST_CONNECTION:
                await send()
                transport.cut(last_used=True)
                return Ack(ok=False, reason="connection_failed")
            case FaultKind.LOST_ACK:
                await send()
                return Ack(ok=False, reason="http_timeout")
            case FaultKind.TWICE:
                first, _ = await asyncio.gather(send(), send())
                return first
            case FaultKind.OUT_OF_ORDER:
                await self._another_brought(number)
            case _:  # late
                due = self._workspace.clock.monotonic() + fault.seconds
                if fault.seconds < limits.ACK_SECONDS:
                    await self._workspace.until(due)
                else:
                    self._later(self._late(due, send))
                    return Ack(ok=False, reason="http_timeout")
        return await send()

    async def _late(self, due: float, send: Callable[[], Awaitable[Ack]]) -> None:
        """Brings what Slack has given up: nobody waits for the answer any more."""
        await self._workspace.until(due)
        await send()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _another_brought(self, before: int) -> None:
        """Waits until the app has an event that began after the one with that number, and was not kept back."""
        clock, changes = self._workspace.clock, self._workspace.changes
        end = clock.monotonic() + _NEXT_ONE
        while self._brought <= before and (left := end - clock.monotonic()) > 0:
            await changes.after(changes.version, left)


def _name(payload: Json) -> str:
    """An event's type, a command's name, or an interaction's kind."""
    event = as_object(payload.get("event"))
    return str(event.get("type") or payload.get("command") or payload.get("type"))
