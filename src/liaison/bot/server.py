"""Serves Slack: over Socket Mode where there is an app token, otherwise over HTTP."""

import asyncio
import contextlib
import signal
from collections.abc import Generator

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from liaison.bot.app import Liaison
from liaison.bot.settings import Settings
from liaison.domain.errors import Problem
from liaison.storage.migrate import is_current

log = structlog.get_logger()
MOST_BYTES = 1_000_000
# A connection that breaks without a word is noticed by pinging only; until then nobody is answered.
PING_SECONDS = 2.0


async def serve(settings: Settings, *, stop: asyncio.Event | None = None) -> None:
    """Runs until told to stop (SIGINT, SIGTERM or the event). Raises Problem where a setting is missing."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise Problem(
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set.",
            "Copy one of them from your app's page, Basic Information, into .env.",
        )
    liaison = Liaison(settings)
    ended = stop or _stop_on_signals()
    async with liaison.working():
        if settings.slack_app_token:
            await _serve_socket_mode(liaison, settings.slack_app_token.get_secret_value(), ended)
        else:
            await _serve_http(liaison, ended)


async def _serve_socket_mode(liaison: Liaison, app_token: str, ended: asyncio.Event) -> None:
    handler = AsyncSocketModeHandler(liaison.bolt, app_token, ping_interval=PING_SECONDS)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt left its types out here
    log.info("connected to Slack over Socket Mode")
    try:
        await ended.wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # as above


async def _serve_http(liaison: Liaison, ended: asyncio.Event) -> None:
    config = uvicorn.Config(
        web_app(liaison),
        host="0.0.0.0",  # noqa: S104 - it serves the network
        port=liaison.settings.port,
        log_config=None,
        lifespan="off",
    )
    server = _QuietServer(config)
    running = asyncio.create_task(server.serve())
    log.info("listening for Slack over HTTP", port=liaison.settings.port)
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    waiting.cancel()
    await running


class _QuietServer(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def web_app(liaison: Liaison) -> Starlette:
    """The HTTP endpoints: Slack's, and those that say how the process is."""
    slack = AsyncSlackRequestHandler(liaison.bolt)
    secret = liaison.settings.slack_signing_secret
    verifier = SignatureVerifier(secret.get_secret_value() if secret else "")

    async def events(request: Request) -> Response:
        return await slack.handle(request)

    async def signed(request: Request) -> Response:
        length = request.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
            return PlainTextResponse("This is larger than anything that Slack sends.", status_code=413)
        # Looked at here, before anything in the body is read: what is not Slack's gets no further.
        try:
            genuine = verifier.is_valid_request(await request.body(), dict(request.headers))
        except ValueError:
            genuine = False
        if not genuine:
            return PlainTextResponse("This is no request of Slack's.", status_code=401)
        return await slack.handle(request)

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        try:
            current = await asyncio.to_thread(is_current, liaison.store.engine)
        except SQLAlchemyError:
            return PlainTextResponse("The database does not answer. Check DATABASE_URL.", status_code=503)
        if not current:
            return PlainTextResponse("The database is not up to date. Run: liaison migrate", status_code=503)
        return PlainTextResponse("ok")

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[
            Route("/slack/events", signed, methods=["POST"]),
            Route("/slack/install", events),
            Route("/slack/oauth_redirect", events),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", metrics),
        ]
    )


def _stop_on_signals() -> asyncio.Event:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))
    return ended
