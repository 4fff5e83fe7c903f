"""A small Bolt app that shows every kind of block and element, and says what it was told."""

import asyncio
import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from tests.browser import every_element
from tests.browser.every_element import PLACES
from tests.sandbox.echo_app import InThread, option, plain
from tests.sandbox.manifest import MANIFEST as SMALL
from tests.sandbox.manifest import manifest

from liaison.sandbox.language.people import Slack

Json = dict[str, Any]
MANIFEST = manifest(
    display_information={"name": "Desk"},
    features={
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Desk"},
        "slash_commands": [
            {"command": "/rep", "description": "Who represents us", "usage_hint": "[partnership or person]"},
            {"command": "/reportback", "description": "Report on a meeting", "usage_hint": "[partnership]"},
            {"command": "/review", "description": "What is due for review"},
            {"command": "/elements", "description": "Every element in a message"},
            {"command": "/wrong", "description": "Breaks a rule"},
            {"command": "/fields", "description": "A form with every field"},
            {"command": "/newer", "description": "Newer blocks, attachments and a file"},
        ],
        "unfurl_domains": ["example.org"],
        "shortcuts": [
            {
                "type": "global",
                "name": "Report back",
                "callback_id": "report_back",
                "description": "Begin a report on a meeting",
            },
            {
                "type": "message",
                "name": "File as a report",
                "callback_id": "file_report",
                "description": "Keep this message with the reports",
            },
        ],
    },
    scopes=[*SMALL["oauth_config"]["scopes"]["bot"], "files:read", "files:write", "links.embed:write"],
)


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def menu(kind: str, action_id: str, **more: Any) -> Json:
    return {"type": kind, "action_id": action_id, **more}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": block_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def actions(block_id: str, *elements: Json) -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id, **more}


CHOICES = [option(place) for place in PLACES]
SURE = {
    "title": plain("Delete the draft?"),
    "text": mrkdwn("The draft of *12 November* goes."),
    "confirm": plain("Delete it"),
    "deny": plain("Keep it"),
    "style": "danger",
}
ELEMENTS: list[Json] = [
    {"type": "header", "text": plain("Every element")},
    {
        "type": "section",
        "block_id": "words",
        "text": mrkdwn(
            "*bold* _slanted_ ~gone~ `code` &lt;b&gt; <https://example.org/a|the list>\n> quoted\n```fixed *width*```"
        ),
        "accessory": button("card", "CDRP card"),
    },
    {"type": "section", "fields": [mrkdwn("*Risk*\nHigh"), mrkdwn("*Owner*\nMrs C Egan")]},
    {"type": "divider"},
    {
        "type": "section",
        "block_id": "several",
        "text": mrkdwn("Areas"),
        "accessory": menu("multi_static_select", "areas", placeholder=plain("Choose"), options=CHOICES),
    },
    {"type": "image", "image_url": "https://example.org/chart.png", "alt_text": "Reports by month"},
    actions(
        "menus",
        button("delete", "Delete", style="danger", confirm=SURE),
        menu("static_select", "committee", placeholder=plain("Committee"), options=CHOICES),
        menu("external_select", "place", placeholder=plain("Find a place"), min_query_length=2),
        menu("users_select", "person", placeholder=plain("Person")),
        menu("channels_select", "channel", placeholder=plain("Channel")),
        menu("conversations_select", "conversation", placeholder=plain("Conversation")),
        menu("overflow", "more", options=[option("Postpone"), option("Remove")]),
    ),
    actions(
        "picks",
        menu("datepicker", "day", initial_date="2026-11-12"),
        menu("timepicker", "hour"),
        menu("radio_buttons", "attendance", options=[option("I attended"), option("Nobody attended")]),
        menu("checkboxes", "apologies", options=[option("Mr W Smith"), option("Mr R Cole")]),
    ),
    {"type": "context", "elements": [mrkdwn("List of 2008/09")]},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich text"}]}],
    },
    {"type": "markdown", "text": "**Strong** words\n\n- one\n- two"},
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Partnership"}, {"type": "raw_text", "text": "Reports"}],
            [{"type": "raw_text", "text": "Barrow CDRP"}, {"type": "raw_text", "text": "12"}],
        ],
    },
]
REPORT: Json = {
    "type": "modal",
    "callback_id": "report",
    "title": plain("Report-back"),
    "submit": plain("Submit"),
    "close": plain("Save for later"),
    "notify_on_close": True,
    "blocks": [
        field("name", "1. Name of partnership", {"type": "plain_text_input", "max_length": 30}),
        field("day", "2. Date of meeting", {"type": "datepicker"}, hint=plain("The date on the agenda")),
        field(
            "attendance",
            "3. Attendance",
            {"type": "radio_buttons", "options": [option("I attended"), option("Nobody attended")]},
        ),
        field(
            "apologies",
            "4. Apologies",
            {"type": "checkboxes", "options": [option("Mr W Smith"), option("Mr R Cole")]},
            optional=True,
        ),
        field("outcomes", "5. Outcomes", {"type": "plain_text_input", "multiline": True}),
        field("areas", "6. Areas", {"type": "multi_static_select", "options": CHOICES}, optional=True),
        field("place", "7. Place", {"type": "external_select", "min_query_length": 1}, optional=True),
        field("cost", "8. Cost", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
        field("email", "9. E-mail", {"type": "email_text_input"}, optional=True),
        field("web", "10. Web page", {"type": "url_text_input"}, optional=True),
        field("starts", "11. Starts at", {"type": "timepicker"}, optional=True),
        field("members", "12. Members", {"type": "multi_users_select"}, optional=True),
        field("next", "13. Next meeting", {"type": "datetimepicker"}, optional=True),
        field("find", "14. Search", {"type": "plain_text_input"}, optional=True, dispatch_action=True),
        actions("further", button("another", "Another form")),
    ],
}
ANOTHER: Json = {
    "type": "modal",
    "callback_id": "another",
    "title": plain("Another form"),
    "blocks": [{"type": "section", "text": plain("On top of the first")}],
}


def chosen(action: Json) -> str:
    """What an action says was chosen, in a few words."""
    kept = next((value for key, value in action.items() if key.startswith("selected_")), action.get("value"))
    options = kept if isinstance(kept, list) else [kept]
    return ", ".join(each["value"] if isinstance(each, dict) else str(each) for each in options)


def entered(view: Json) -> str:
    """What a submission says was entered, field by field."""
    values = {block: next(iter(held.values())) for block, held in view["state"]["values"].items()}
    held = {block: {k: v for k, v in value.items() if k != "type"} for block, value in values.items()}
    return json.dumps({block: chosen(value) for block, value in held.items()})


class Desk:
    """The app, with its listeners."""

    def __init__(self, slack: Slack) -> None:
        self.app = AsyncApp(
            client=AsyncWebClient(slack.bot_token, base_url=slack.api_url),
            signing_secret=slack.signing_secret,
            process_before_response=True,
        )
        app = self.app
        app.command("/rep")(self.rep)
        app.command("/reportback")(self.report_back)
        app.command("/review")(self.review)
        app.command("/elements")(self.elements)
        app.command("/wrong")(self.wrong)
        app.command("/fields")(self.fields)
        app.command("/newer")(self.newer)
        app.shortcut("report_back")(self.report_back)
        app.shortcut("file_report")(self.file_report)
        app.action("start")(self.start)
        app.action("another")(self.another)
        app.action(re.compile(".*"))(self.pressed)
        app.options(re.compile("^places?$"))(self.places)
        app.view("fields")(self.filled)
        app.view("report")(self.submitted)
        app.view_closed("report")(self.closed)
        app.event("app_home_opened")(self.home)
        app.event("message")(self.heard)

    async def rep(self, ack: Any, command: Json) -> None:
        await ack(f"Who represents us in *{command['text']}*: Mrs L L Shaw")

    async def report_back(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=REPORT)

    async def file_report(self, ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(f"Filed: {body['message']['text']}")

    async def fields(self, ack: Any, command: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=every_element.FIELDS)

    async def filled(self, ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        await ack()
        told = json.dumps(every_element.entered(view))
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Filed {told}")

    async def newer(self, ack: Any, command: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(
            channel=command["channel_id"],
            text="Newer",
            blocks=every_element.NEWER,
            attachments=every_element.ATTACHMENTS,
        )
        await client.files_upload_v2(
            channel=command["channel_id"], filename="minutes.txt", title="Minutes", content="All agreed."
        )

    async def review(self, ack: Any, command: Json, client: AsyncWebClient) -> None:
        await ack()
        blocks = [actions("review", button("start", "Start the review", style="primary"))]
        await client.chat_postMessage(channel=command["channel_id"], text="Review due", blocks=blocks)

    async def elements(self, ack: Any, command: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=command["channel_id"], text="Elements", blocks=ELEMENTS)

    async def wrong(self, ack: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.api_call("chat.shout")

    async def start(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        where = body["container"]
        await client.chat_update(
            channel=where["channel_id"], ts=where["message_ts"], text="Reviewed", blocks=[]
        )

    async def another(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=ANOTHER)

    async def pressed(self, ack: Any, body: Json, action: Json, client: AsyncWebClient) -> None:
        await ack()
        text = f"{action['action_id']}: {chosen(action)}"
        await client.chat_postMessage(channel=body["user"]["id"], text=text)

    async def places(self, ack: Any, payload: Json) -> None:
        await ack(options=[option(p) for p in PLACES if payload["value"].lower() in p.lower()])

    async def submitted(self, ack: Any, view: Json, body: Json, client: AsyncWebClient) -> None:
        if view["state"]["values"]["outcomes"]["outcomes"]["value"] == "it was fine":
            await ack(response_action="errors", errors={"outcomes": "Say what was decided."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Filed {entered(view)}")

    async def closed(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="Saved as a draft")

    async def home(self, event: Json, client: AsyncWebClient) -> None:
        if event["tab"] != "home":
            return
        blocks = [
            {"type": "header", "text": plain("Your partnerships")},
            actions("home", button("refresh", "Refresh")),
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def heard(self) -> None:
        """What people say to each other is not for the app."""


@contextlib.contextmanager
def running(slack: Slack) -> Iterator[None]:
    """The app, connected by Socket Mode for as long as the block lasts."""

    async def serve(stop: asyncio.Event) -> None:
        handler: Any = AsyncSocketModeHandler(Desk(slack).app, slack.app_token)  # Bolt leaves it untyped
        await handler.connect_async()
        await stop.wait()
        await handler.close_async()

    with InThread(serve):
        slack.connected()
        yield
