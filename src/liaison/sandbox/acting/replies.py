"""Messages that come back without a token: a command's acknowledgement, and response URLs."""

from typing import Any

from liaison.sandbox.api.chat import apply, checked_content, thread_of
from liaison.sandbox.api.web_api import Call, SlackError
from liaison.sandbox.delivery.events import Events
from liaison.sandbox.delivery.payloads import message_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, ResponseUrl, Workspace

_PROPERTIES = frozenset(
    (
        "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts",
        "metadata", "mrkdwn", "unfurl_links", "unfurl_media", "link_names", "parse",
    )
)  # fmt: skip


class Replies:
    def __init__(self, workspace: Workspace, events: Events) -> None:
        self._workspace = workspace
        self._events = events

    def answer_command(self, payload: Any, user: str, channel: str) -> None:
        """The message in a command's acknowledgement, if there is one. Raises SlackError if it is not a good one."""
        if isinstance(payload, dict) and any(payload.get(name) for name in ("text", "blocks", "attachments")):
            self._post("command answer", payload, user, channel, None)

    def use(self, secret: str, payload: Any) -> None:
        """One use of a response URL. Raises SlackError when it is spent, too old, or the message is not good."""
        try:
            self._use(self._live(secret), payload)
        except SlackError as error:
            sentence = "; ".join(map(str, error.faults)) or "refused"
            shown = payload if isinstance(payload, dict) else None
            self._workspace.journal.refuse("response_url", error.code, sentence, shown)
            self._workspace.changes.bump()
            raise
        self._workspace.journal.record(
            "in", "response_url", f"response_url {str(payload.get('text') or '')[:60]}".strip(), payload
        )

    def _live(self, secret: str) -> ResponseUrl:
        """The response URL, if it can still be used."""
        url = self._workspace.response_urls.get(secret)
        if url is None:
            raise SlackError("invalid_url")
        if self._workspace.clock.monotonic() - url.born > limits.RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        return url

    def _use(self, url: ResponseUrl, payload: Any) -> None:
        if not isinstance(payload, dict):
            raise SlackError("invalid_payload")
        url.uses += 1
        conversation = self._workspace.conversations[url.channel]
        original = conversation.find(url.message_ts) if url.message_ts else None
        if payload.get("delete_original") and original is not None:
            before = message_object(original)
            conversation.messages.remove(original)
            self._workspace.changes.bump()
            if original.ephemeral_to is None:
                self._events.message_deleted(conversation, before)
        elif payload.get("replace_original") in (True, "true") and original is not None:
            call = self._call(payload)
            found = checked_content(payload, call)
            found.setdefault("blocks", None)  # unlike chat.update, a replacement is a whole message
            self._warn("response_url", call)
            apply(call, conversation, original, found, message_object(original))
        elif not payload.get("delete_original"):
            self._post("response_url", payload, url.user, url.channel, url.thread_ts)

    def _post(self, where: str, payload: Json, user: str, channel: str, thread_ts: str | None) -> None:
        conversation = self._workspace.conversations[channel]
        response_type = payload.get("response_type", "ephemeral")
        if response_type not in ("ephemeral", "in_channel"):
            raise SlackError("invalid_response_type", [Fault("/response_type", "ephemeral or in_channel")])
        call = self._call(payload)
        found = checked_content(payload, call)
        self._warn(where, call)
        ephemeral = response_type == "ephemeral"
        if given := payload.get("thread_ts"):
            thread_ts = thread_of(conversation, str(given))
        if ephemeral:
            found.pop("metadata", None)
        message = self._workspace.post(
            conversation,
            BOT_USER_ID,
            thread_ts=thread_ts,
            ephemeral_to=user if ephemeral else None,
            **found,
        )
        if not ephemeral:
            self._events.message(conversation, message)

    def _call(self, payload: Json) -> Call:
        return Call(self._workspace, self._events, payload, "")

    def _warn(self, where: str, call: Call) -> None:
        unknown = sorted(set(call.args) - _PROPERTIES)
        faults = [Fault(f"/{name}", "Slack knows no such property", "unknown_argument") for name in unknown]
        for fault in (*call.warnings, *faults):
            self._workspace.journal.refuse(
                where, fault.code, f"{fault.sentence} ({fault.pointer})", call.args
            )
