"""Socket Mode: connections that the app opens, envelopes that go to one of them, acknowledgements."""

import asyncio
import json
import secrets
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web

from liaison.sandbox.delivery.transport import Ack, Retry
from liaison.sandbox.jsons import Json, parse
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import APP_ID, Workspace

_GOODBYE = 0.5  # how long the other side may take to say goodbye, in seconds
RETURN = 3.0  # how long an app that was asked to connect anew is waited for at least, in real seconds


@dataclass(eq=False)
class Connection:
    """`due` is when it is to be renewed, by the sandbox's forward-going clock.

    It is `leaving` when it has been warned, and `replaced` when another was opened after that.
    """

    socket: web.WebSocketResponse
    due: float
    line: asyncio.Transport | None = None
    leaving: bool = False
    replaced: bool = False
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    answerable: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)


class Sockets:
    """The transport of Socket Mode. Connections take turns."""

    def __init__(self, workspace: Workspace, ack_seconds: float = limits.ACK_SECONDS) -> None:
        self._workspace = workspace
        self._ack_seconds = ack_seconds
        self._enabled = workspace.manifest.socket_mode
        self._tickets: dict[str, float] = {}
        self._connections: list[Connection] = []
        self._open: set[web.WebSocketResponse] = set()
        self._broken: set[str] = set()  # envelopes whose connection broke before they were acknowledged
        self._expected = 0.0  # until when (on the loop's own clock) a renewed connection is waited for

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    def new_ticket(self) -> str:
        """What apps.connections.open puts into its URL: it opens one connection, soon."""
        ticket = secrets.token_hex(16)
        self._tickets = {each: end for each, end in self._tickets.items() if end > time.monotonic()}
        # Real time: an app that is opening a connection while a test moves the clock has done nothing wrong.
        self._tickets[ticket] = time.monotonic() + limits.SOCKET_URL_SECONDS
        return ticket

    def refresh(self) -> None:
        """Asks the app to renew each of its connections, as Slack does every few hours."""
        for connection in self._connections:
            connection.due = self._workspace.clock.monotonic()
        self._workspace.changes.bump()

    async def disable(self) -> None:
        """Switches Socket Mode off: every connection is told so and closed, and new ones are turned away."""
        self._enabled = False
        for connection in list(self._connections):
            await self._part(connection.socket, "link_disabled")

    async def send(self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None) -> Ack:
        connection = await self._next()
        if connection is None:
            return Ack(ok=False, reason="connection_failed")
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "accepts_response_payload": answerable,
            "payload": payload,
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry.attempt if retry else 0
            envelope["retry_reason"] = retry.reason if retry else ""
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        if answerable:
            connection.answerable.add(envelope["envelope_id"])
        try:
            await connection.socket.send_str(json.dumps(envelope))
            async with asyncio.timeout(self._ack_seconds):
                return await future
        except TimeoutError:
            connection.late.add(envelope["envelope_id"])
            return Ack(ok=False, reason="http_timeout")
        except ConnectionError:
            return Ack(ok=False, reason="connection_failed")
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)

    def cut(self, *, last_used: bool) -> None:
        if self._connections and (line := self._connections[-1 if last_used else 0].line):
            line.abort()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The app's end of the line: lives as long as the connection."""
        if time.monotonic() > self._tickets.pop(request.query.get("ticket", ""), 0.0):
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        socket = web.WebSocketResponse(timeout=_GOODBYE)
        await socket.prepare(request)
        self._open.add(socket)
        try:
            if reason := self._unwelcome():
                await self._part(socket, reason)
                return socket
            await self._serve(socket, request.transport)
        finally:
            self._open.discard(socket)
        return socket

    async def close(self) -> None:
        sockets = list(self._open)
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY) for socket in sockets))

    def _unwelcome(self) -> str | None:
        if not self._enabled:
            return "link_disabled"
        return "too_many_websockets" if len(self._connections) >= limits.SOCKET_CONNECTIONS else None

    async def _serve(self, socket: web.WebSocketResponse, line: asyncio.Transport | None) -> None:
        connection = Connection(socket, self._workspace.clock.monotonic() + limits.SOCKET_LIVES, line)
        hello: Json = {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": int(limits.SOCKET_LIVES),
            },
            "connection_info": {"app_id": APP_ID},
        }
        await socket.send_json(hello)
        self._workspace.journal.record("out", "hello", f"hello connection {hello['num_connections']}", hello)
        if replaced := next((old for old in self._connections if old.leaving and not old.replaced), None):
            replaced.replaced = True
        self._connections.append(connection)
        self._expected = 0.0
        self._workspace.changes.bump()
        renewing = asyncio.create_task(self._renew(connection))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(connection, frame.data)
        finally:
            renewing.cancel()
            self._connections.remove(connection)
            self._broken |= connection.waiting.keys()
            for future in connection.waiting.values():
                if not future.done():
                    future.set_result(Ack(ok=False, reason="connection_failed"))
            self._workspace.changes.bump()

    async def _next(self) -> Connection | None:
        """The connection whose turn it is. One that was warned is used only if no other opens in its place."""
        loop, changes = asyncio.get_running_loop(), self._workspace.changes
        while (fresh := self._fresh()) is None and (left := self._expected - loop.time()) > 0:
            await changes.after(changes.version, left)
        chosen = fresh or next(iter(self._connections), None)
        if chosen is not None:
            self._connections.remove(chosen)
            self._connections.append(chosen)
        return chosen

    def _fresh(self) -> Connection | None:
        return next((connection for connection in self._connections if not connection.leaving), None)

    async def _renew(self, connection: Connection) -> None:
        """Warns a connection that has grown old, then closes it.

        Slack's own warning comes at any moment. Here it waits until nothing is unacknowledged on the connection, so
        that moving the clock loses no payload to an app that connects anew as it should.
        """
        clock, changes = self._workspace.clock, self._workspace.changes
        while (left := connection.due - clock.monotonic()) > 0 or connection.waiting:
            await changes.after(changes.version, max(left, 0.0) or None)
        connection.leaving = True
        self._expected = asyncio.get_running_loop().time() + RETURN
        await self._say_goodbye(connection.socket, "warning")
        end = clock.monotonic() + limits.SOCKET_WARNING

        def remaining() -> float:
            # Real time too: an app that is connecting anew while a test moves the clock has done nothing wrong.
            return max(end - clock.monotonic(), self._expected - asyncio.get_running_loop().time())

        while remaining() > 0 and (connection.waiting or not connection.replaced):
            await changes.after(changes.version, remaining())
        if connection.replaced:
            # Uncertain: when Slack closes a connection that was renewed. Some clients wait for that.
            await connection.socket.close()
        else:
            await self._part(connection.socket, "refresh_requested")

    async def _part(self, socket: web.WebSocketResponse, reason: str) -> None:
        await self._say_goodbye(socket, reason)
        await socket.close()

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        frame: Json = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        self._workspace.journal.record("out", "disconnect", f"disconnect {reason}", frame)
        with suppress(ConnectionError):
            await socket.send_json(frame)

    def _hear(self, connection: Connection, data: str) -> None:
        try:
            frame = parse(data)
            envelope_id = str(frame["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self._refuse("invalid_frame", "not a JSON object with an envelope_id")
            return
        payload = frame.get("payload")
        future = connection.waiting.get(envelope_id)
        if envelope_id in self._broken:
            return  # it comes over another connection, too late to count; the app could not know
        if future is None or future.done():
            late = envelope_id in connection.late
            self._refuse(
                *(("late_ack", "more than 3 seconds") if late else ("unknown_envelope", envelope_id))
            )
            return
        if payload and envelope_id not in connection.answerable:
            self._refuse("payload_not_accepted", "this envelope does not accept a response payload")
            payload = None
        connection.answerable.discard(envelope_id)
        future.set_result(Ack(ok=True, payload=payload))

    def _refuse(self, code: str, sentence: str) -> None:
        self._workspace.journal.refuse("socket", code, sentence)
        self._workspace.changes.bump()
