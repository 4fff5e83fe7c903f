"""Socket Mode: connections that the app opens, envelopes that go to one of them, acknowledgements."""

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web

from liaison.sandbox import limits
from liaison.sandbox.delivery import Ack, Retry
from liaison.sandbox.jsons import Json
from liaison.sandbox.workspace import APP_ID, Workspace

_GOODBYE = 0.5  # how long the other side may take to say goodbye, in seconds
_HOURS = 18_060  # what Slack says a connection lasts, in seconds


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    answerable: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)


class Sockets:
    """The transport of Socket Mode. Connections take turns."""

    def __init__(self, workspace: Workspace, ack_seconds: float = limits.ACK_SECONDS) -> None:
        self._workspace = workspace
        self._ack_seconds = ack_seconds
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._open: set[web.WebSocketResponse] = set()

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    def new_ticket(self) -> str:
        """What apps.connections.open puts into its URL: it opens one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def send(self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None) -> Ack:
        if not self._connections:
            return Ack(ok=False, reason="connection_failed")
        connection = self._connections.pop(0)
        self._connections.append(connection)
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

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The app's end of the line: lives as long as the connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(timeout=_GOODBYE)
        await socket.prepare(request)
        self._open.add(socket)
        try:
            if reason := self._unwelcome():
                await socket.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
                )
                await socket.close()
                return socket
            await self._serve(socket)
        finally:
            self._open.discard(socket)
        return socket

    async def close(self) -> None:
        sockets = list(self._open)
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY) for socket in sockets))

    def _unwelcome(self) -> str | None:
        if not self._workspace.manifest.socket_mode:
            return "link_disabled"
        return "too_many_websockets" if len(self._connections) >= limits.SOCKET_CONNECTIONS else None

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        connection = Connection(socket)
        hello: Json = {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": _HOURS,
            },
            "connection_info": {"app_id": APP_ID},
        }
        await socket.send_json(hello)
        self._connections.append(connection)
        self._workspace.changes.bump()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(connection, frame.data)
        finally:
            self._connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_result(Ack(ok=False, reason="connection_failed"))
            self._workspace.changes.bump()

    def _hear(self, connection: Connection, data: str) -> None:
        try:
            frame = json.loads(data)
            envelope_id = str(frame["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self._refuse("invalid_frame", "not a JSON object with an envelope_id")
            return
        payload = frame.get("payload")
        future = connection.waiting.get(envelope_id)
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
