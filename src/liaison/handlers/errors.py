"""Shows what went wrong where the person is: beside a form's field, over a form, or in a message to them alone."""

import json
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.errors import Problem
from liaison.handlers.blocks.kit import escape, line, notice_view
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside, respond_later, sentence
from liaison.handlers.sent import tell


def register(app: AsyncApp, desk: Desk) -> None:
    """One handler for everything that listeners raise."""

    @app.error
    async def show(
        error: Exception,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> BoltResponse:
        if turn := context.get("turn"):
            turn.give_back()
        if not context.get("verified"):
            # It failed before it was known to be Slack's: nothing in it is to be trusted, and nobody is answered.
            desk.on_trouble(error)
            return BoltResponse(status=401, body="")
        text = sentence(error, desk)
        kind = body.get("type")
        if kind == "view_submission":
            return _answer(_over_the_form(body, error, text))
        if kind == "block_actions" and body.get("view"):
            # After the acknowledgement, like all that follows: a Slack that hangs must not hold that up as well.
            desk.later(_push(client, body["trigger_id"], text))
        elif kind == "block_actions":
            respond_later(desk, respond, beside(escape(text)))
        elif "command" in body:
            return _answer({"response_type": "ephemeral", "text": escape(text)})
        elif context.user_id and (body.get("event") or {}).get("channel_type") == "im":
            desk.later(tell(desk, client, body["event"]["channel"], line(text)))
        return _answer(None)


async def _push(client: AsyncWebClient, trigger: str, text: str) -> None:
    await client.views_push(trigger_id=trigger, view=notice_view("Please note", text))


def _over_the_form(body: dict[str, Any], error: Exception, text: str) -> dict[str, Any]:
    """The answer to a form: at the field that the problem names, at the first field, or a page on top."""
    inputs = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
    wanted = error.field if isinstance(error, Problem) else None
    at = next(
        (block_id for block_id in inputs if block_id.rpartition(".")[2] == wanted), next(iter(inputs), None)
    )
    if at:
        return {"response_action": "errors", "errors": {at: text}}
    return {"response_action": "push", "view": notice_view("Please note", text)}


def _answer(payload: dict[str, Any] | None) -> BoltResponse:
    if payload is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=200, body=json.dumps(payload), headers={"content-type": ["application/json"]})
