"""Small Bolt apps in the shape of the public examples; run as programs, as their readers run them.

    SLACK_BOT_TOKEN=... python example_apps.py sync socket

The one thing that is not as there is the client's `base_url`.
"""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

FRUIT = ["Apple", "Apricot", "Bilberry", "Damson", "Medlar"]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


HELLO_BLOCKS = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "Hello to you too"},
        "accessory": {"type": "button", "action_id": "wave", "text": plain("Wave"), "value": "wave"},
    }
]
FRUIT_FORM = {
    "type": "modal",
    "callback_id": "fruit_form",
    "title": plain("Fruit"),
    "submit": plain("Order"),
    "blocks": [
        {
            "type": "input",
            "block_id": "fruit",
            "label": plain("Which"),
            "element": {"type": "external_select", "action_id": "fruit", "min_query_length": 1},
        },
        {
            "type": "input",
            "block_id": "count",
            "label": plain("How many"),
            "element": {"type": "plain_text_input", "action_id": "count"},
        },
    ],
}


def matching(typed: str) -> list[dict[str, Any]]:
    return [{"text": plain(f), "value": f} for f in FRUIT if f.lower().startswith(typed.lower())]


def order(view: dict[str, Any]) -> tuple[str, str]:
    values = view["state"]["values"]
    return values["count"]["count"]["value"], values["fruit"]["fruit"]["selected_option"]["value"]


def sync_app() -> App:
    app = App(
        client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    )

    @app.middleware
    def log(logger: Any, body: Any, next: Callable[[], None]) -> None:  # noqa: A002  # Bolt's own name for it
        logger.debug(body)
        next()

    @app.message("hello")
    def hello(say: Any) -> None:
        say(text="Hello to you too", blocks=HELLO_BLOCKS)

    @app.message(re.compile(r"^repeat (.+)"))
    def repeat(say: Any, context: Any) -> None:
        say(context["matches"][0])

    @app.action("wave")
    def wave(ack: Any, say: Any, body: Any) -> None:
        ack()
        say(f"<@{body['user']['id']}> waves")

    @app.event("app_mention")
    def mention(event: Any, say: Any) -> None:
        say(f"Yes, <@{event['user']}>?")

    @app.command("/echo")
    def echo(ack: Any, respond: Any, command: Any) -> None:
        ack()
        respond(f"Echo: {command['text']}")

    @app.shortcut("order_fruit")
    def open_form(ack: Any, shortcut: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FRUIT_FORM)

    @app.options("fruit")
    def choices(ack: Any, payload: Any) -> None:
        ack(options=matching(payload["value"]))

    @app.view("fruit_form")
    def ordered(ack: Any, body: Any, client: WebClient, view: Any) -> None:
        count, fruit = order(view)
        if not count.isdigit():
            ack(response_action="errors", errors={"count": "A number, please."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"{count} x {fruit}")

    return app


def async_app() -> AsyncApp:
    app = AsyncApp(
        client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    )

    @app.middleware
    async def log(logger: Any, body: Any, next: Any) -> None:  # noqa: A002  # Bolt's own name for it
        logger.debug(body)
        await next()

    @app.message("hello")
    async def hello(say: Any) -> None:
        await say(text="Hello to you too", blocks=HELLO_BLOCKS)

    @app.message(re.compile(r"^repeat (.+)"))
    async def repeat(say: Any, context: Any) -> None:
        await say(context["matches"][0])

    @app.action("wave")
    async def wave(ack: Any, say: Any, body: Any) -> None:
        await ack()
        await say(f"<@{body['user']['id']}> waves")

    @app.event("app_mention")
    async def mention(event: Any, say: Any) -> None:
        await say(f"Yes, <@{event['user']}>?")

    @app.command("/echo")
    async def echo(ack: Any, respond: Any, command: Any) -> None:
        await ack()
        await respond(f"Echo: {command['text']}")

    @app.shortcut("order_fruit")
    async def open_form(ack: Any, shortcut: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FRUIT_FORM)

    @app.options("fruit")
    async def choices(ack: Any, payload: Any) -> None:
        await ack(options=matching(payload["value"]))

    @app.view("fruit_form")
    async def ordered(ack: Any, body: Any, client: AsyncWebClient, view: Any) -> None:
        count, fruit = order(view)
        if not count.isdigit():
            await ack(response_action="errors", errors={"count": "A number, please."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{count} x {fruit}")

    return app


async def start_async_socket() -> None:
    handler: Any = AsyncSocketModeHandler(
        async_app(), os.environ["SLACK_APP_TOKEN"]
    )  # Bolt leaves it untyped
    await handler.start_async()


def main(kind: str, way: str) -> None:
    port = int(os.environ.get("PORT", "3000"))
    match kind, way:
        case "sync", "socket":
            handler: Any = SocketModeHandler(sync_app(), os.environ["SLACK_APP_TOKEN"])
            handler.start()
        case "sync", "http":
            sync_app().start(port=port)
        case "async", "socket":
            asyncio.run(start_async_socket())
        case _:
            async_app().start(port=port)


if __name__ == "__main__":
    main(*sys.argv[1:])
