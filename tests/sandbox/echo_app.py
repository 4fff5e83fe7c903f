"""A small Bolt app, as a stranger would write it: an echo, buttons, a form, a type-ahead menu, a Home tab."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import TracebackType
from typing import Any, Self

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from liaison.sandbox.language.people import Slack

PLACES = ["Barrow in Furness", "Carlisle", "Eden", "South Lakeland"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower().replace(" ", "-")}


def ask_view(**more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain("Ask"),
        "submit": plain("Send"),
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "agree",
                "label": plain("1. Do you agree?"),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "choice",
                    "options": [option("Yes"), option("No")],
                },
            },
            {
                "type": "input",
                "block_id": "why",
                "label": plain("2. Why"),
                "element": {"type": "plain_text_input", "action_id": "text", "min_length": 3},
            },
            {
                "type": "input",
                "block_id": "where",
                "label": plain("3. Where"),
                "optional": True,
                "element": {"type": "external_select", "action_id": "place", "min_query_length": 1},
            },
        ],
        **more,
    }


async def echo(ack: Any, command: dict[str, str], respond: Any) -> None:
    match command["text"]:
        case "":
            await ack()
            await respond(text="Nothing to say")
        case "buttons":
            button = {"type": "button", "action_id": "press", "text": plain("Press"), "value": "1"}
            await ack(text="Buttons", blocks=[{"type": "actions", "elements": [button]}])
        case text:
            await ack(f"You said {text}")


async def press(ack: Any, respond: Any, action: dict[str, str]) -> None:
    await ack()
    await respond(text=f"Pressed {action['value']}", replace_original=True)


async def ask(ack: Any, client: AsyncWebClient, command: dict[str, str]) -> None:
    await ack()
    await client.views_open(trigger_id=command["trigger_id"], view=ask_view())


async def places(ack: Any, payload: dict[str, str]) -> None:
    await ack(options=[option(p) for p in PLACES if payload["value"].lower() in p.lower()])


async def asked(ack: Any, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
    values = view["state"]["values"]
    why = values["why"]["text"]["value"]
    if why == "because":
        await ack(response_action="errors", errors={"why": "That is no reason."})
        return
    await ack()
    place = values["where"]["place"]["selected_option"]
    where = place["text"]["text"] if place else "nowhere"
    choice = values["agree"]["choice"]["selected_option"]["value"]
    await client.chat_postMessage(channel=body["user"]["id"], text=f"{choice}: {why}, {where}")


async def closed(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text="You closed it")


async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": plain("Welcome")}]
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


async def joined(event: dict[str, Any], say: Any, context: dict[str, Any]) -> None:
    if event["user"] == context["bot_user_id"]:
        await say("Thank you for having me")


async def mentioned(say: Any) -> None:
    await say("You called?")


async def heard(message: dict[str, Any], say: Any) -> None:
    if message["channel_type"] == "im":
        await say(f"I heard {message['text']}")


async def others() -> None:
    """Changes and deletions."""


def build(slack: Slack) -> AsyncApp:
    app = AsyncApp(
        client=AsyncWebClient(slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    app.command("/echo")(echo)
    app.command("/ask")(ask)
    app.action("press")(press)
    app.options("place")(places)
    app.view("ask")(asked)
    app.view_closed("ask")(closed)
    app.event("app_home_opened")(home)
    app.event("member_joined_channel")(joined)
    app.event("app_mention")(mentioned)
    app.message("")(heard)
    app.event("message")(others)
    return app


class InThread:
    """Runs an app on an event loop of its own, so that the test can be plain."""

    def __init__(self, serve: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        self._serve = serve
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="app")

    def _run(self) -> None:
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        await self._serve(self._stop)
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


@contextlib.contextmanager
def by_socket(slack: Slack) -> Iterator[None]:
    async def serve(stop: asyncio.Event) -> None:
        handler: Any = AsyncSocketModeHandler(build(slack), slack.app_token)  # Bolt leaves it untyped
        await handler.connect_async()
        await stop.wait()
        await handler.close_async()

    with InThread(serve):
        slack.connected()
        yield


@contextlib.contextmanager
def by_http(slack: Slack) -> Iterator[None]:
    listening = socket.create_server(("127.0.0.1", 0))
    slack.deliver_by_http(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events")

    async def serve(stop: asyncio.Event) -> None:
        handler = AsyncSlackRequestHandler(build(slack))
        web = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
        server = uvicorn.Server(uvicorn.Config(web, log_config=None, lifespan="off"))

        async def ends() -> None:
            await stop.wait()
            server.should_exit = True

        ending = asyncio.create_task(ends())
        await server.serve(sockets=[listening])
        await ending

    with InThread(serve):
        slack.connected()
        yield
