"""Apps that do exactly what a test says, over a socket or over HTTP. They live on the sandbox's own loop."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from liaison.sandbox.language.people import Slack

Json = dict[str, Any]
SILENCE = object()  # no acknowledgement


class SocketApp:
    """One Socket Mode connection. `answer` gets each envelope, and gives back the payload of its ack, or SILENCE."""

    def __init__(self, slack: Slack, answer: Callable[[Json], Any] = lambda _: None) -> None:
        self.slack = slack
        self.answer = answer
        self.frames: list[Json] = []

    def __enter__(self) -> Self:
        self.slack.sandbox.run(self._connect())
        self.slack.sandbox.wait(lambda _: self.frames or None, 5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.slack.sandbox.run(self._close())

    @property
    def envelopes(self) -> list[Json]:
        return [frame for frame in self.frames if "envelope_id" in frame]

    def envelope(self, number: int = 0) -> Json:
        """Waits for the envelope with that number."""
        found = self.slack.sandbox.wait(lambda _: self.envelopes[number : number + 1] or None, 5)
        assert found, f"There are only {len(self.envelopes)} envelopes."
        return found[0]

    def send_soon(self, frame: Json) -> None:
        """Sends from inside the sandbox's own loop, where nothing can be waited for."""
        self.slack.sandbox.delivery.start(self._socket.send_str(json.dumps(frame)))

    def send(self, frame: Json | str) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self.slack.sandbox.run(self._socket.send_str(text))

    async def _connect(self) -> None:
        self._session = aiohttp.ClientSession()
        headers = {"Authorization": f"Bearer {self.slack.app_token}"}
        async with self._session.post(
            f"{self.slack.api_url}apps.connections.open", headers=headers
        ) as answer:
            self.url = (await answer.json())["url"]
        try:
            self._socket = await self._session.ws_connect(self.url)
        except aiohttp.WSServerHandshakeError:
            await self._session.close()
            raise
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            frame = json.loads(message.data)
            self.frames.append(frame)
            self.slack.sandbox.changes.bump()
            if "envelope_id" in frame:
                payload = self.answer(frame)
                if payload is not SILENCE:
                    more = {} if payload is None else {"payload": payload}
                    await self._socket.send_json({"envelope_id": frame["envelope_id"], **more})

    async def _close(self) -> None:
        await self._socket.close()
        await self._task
        await self._session.close()


@dataclass
class Heard:
    """One HTTP request."""

    body: str
    headers: dict[str, str]

    @property
    def payload(self) -> Json:
        if self.headers["Content-Type"] == "application/json":
            found: Json = json.loads(self.body)
            return found
        form = {name: values[0] for name, values in parse_qs(self.body, keep_blank_values=True).items()}
        return json.loads(form["payload"]) if "payload" in form else dict(form)


@dataclass
class HttpApp:
    """An HTTP server. `answer` gives back the response to each request, `challenged` the one to Slack's challenge."""

    slack: Slack
    answer: Callable[[Heard], web.Response] = lambda _: web.Response()
    requests: list[Heard] = field(default_factory=list)
    challenged: Callable[[Json], web.Response] = lambda heard: web.json_response(
        {"challenge": heard["challenge"]}
    )

    def __enter__(self) -> Self:
        self.slack.deliver_by_http(self.slack.sandbox.run(self._open()))
        self.slack.connected()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.slack.sandbox.run(self._runner.cleanup())

    def request(self, number: int = 0) -> Heard:
        """Waits for the request with that number."""
        found = self.slack.sandbox.wait(lambda _: self.requests[number : number + 1] or None, 5)
        assert found, f"There are only {len(self.requests)} requests."
        return found[0]

    async def _open(self) -> str:
        app = web.Application()
        app.router.add_post("/slack/events", self._hear)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def _hear(self, request: web.Request) -> web.Response:
        heard = Heard(await request.text(), dict(request.headers))
        if heard.payload.get("type") == "url_verification":
            return self.challenged(heard.payload)
        self.requests.append(heard)
        self.slack.sandbox.changes.bump()
        return self.answer(heard)
