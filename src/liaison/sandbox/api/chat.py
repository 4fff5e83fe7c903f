"""chat.*: posting, changing and deleting messages."""

from typing import Any

from liaison.sandbox.api.permissions import permitted
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import message_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.attachments import check_attachments, check_metadata
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.rules.surfaces import check_message_blocks, check_together
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, Message, Workspace, with_ids


def visible(call: Call, channel: str, *, by_name: bool = False) -> Conversation:
    """The conversation, if the app may know of it."""
    found = call.workspace.conversations.get(channel)
    if found is None and by_name:
        name = channel.removeprefix("#")
        found = next(
            (c for c in call.workspace.conversations.values() if c.name == name and c.kind != "im"), None
        )
    if found is None or (found.kind != "channel" and BOT_USER_ID not in found.members):
        raise SlackError("channel_not_found")
    return found


def postable(call: Call, channel: str) -> Conversation:
    """The conversation, if the app may post there. A user's id stands for the app's DM with that user."""
    workspace = call.workspace
    if channel[:1] in "UW" and channel[1:].isalnum() and channel.upper() == channel:
        user = workspace.users.get(channel)
        if user is None or (user.is_stranger and not workspace.shares_channel(user)):
            raise SlackError("channel_not_found")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        if user.deleted:
            raise SlackError("user_disabled")
        conversation = workspace.dm(channel)
    else:
        conversation = visible(call, channel, by_name=True)
    may_post(workspace, conversation)
    return conversation


def one_name(workspace: Workspace, channel: str) -> str:
    """The id of the conversation that an id, a name or a person's id stands for; empty if there is none."""
    if channel in workspace.users:
        place = workspace.find_dm(channel)
        return place.id if place else channel
    if channel in workspace.conversations:
        return channel
    name = channel.removeprefix("#")
    places = workspace.conversations.values()
    return next((place.id for place in places if place.name == name and place.kind != "im"), "")


def may_post(workspace: Workspace, conversation: Conversation) -> None:
    """Refuses a conversation in which the app may not write."""
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.kind == "im":
        person = next(workspace.users[m] for m in conversation.members if m != BOT_USER_ID)
        if person.deleted:
            raise SlackError("user_disabled")
        if not workspace.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        conversation.is_closed = False
    elif BOT_USER_ID not in conversation.members and not (
        conversation.kind == "channel" and "chat:write.public" in workspace.granted
    ):
        raise SlackError("not_in_channel")


def content(call: Call, *, update: bool = False) -> Json:
    """The checked text, blocks, attachments and metadata of a message; only what the call gave."""
    found: Json = {}
    text = call.args.get("text")
    if call.args.get("markdown_text") is not None:
        if text or call.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        if len(call.text("markdown_text")) > limits.MARKDOWN_TEXT:
            raise SlackError("msg_too_long")
        found["text"] = call.text("markdown_text")
    elif text is not None:
        found["text"] = _text(call, call.text("text"), update=update)
    if (blocks := call.data("blocks")) is not None:
        _refuse(check_message_blocks(blocks))
        permitted(call.workspace, blocks, "/blocks")
        found["blocks"] = with_ids(blocks)
    if (attachments := call.data("attachments")) is not None:
        _refuse(check_attachments(attachments))
        for n, each in enumerate(attachments):
            permitted(call.workspace, each.get("blocks", []), f"/attachments/{n}/blocks")
        found["attachments"] = [_with_ids(each) for each in attachments] or None
    _refuse(check_together(found.get("blocks") or [], found.get("attachments") or []))
    if (metadata := call.data("metadata")) is not None:
        if metadata or not update:  # an update with an empty object takes the metadata away
            _refuse(check_metadata(metadata))
        found["metadata"] = metadata or None
    if found.get("blocks") and not found.get("text"):
        call.warnings.append(
            Fault(
                "/text",
                "blocks without text: notifications and screen readers get nothing",
                "missing_text_in_message",
            )
        )
    return found


def _with_ids(attachment: Json) -> Json:
    blocks = with_ids(attachment.get("blocks"))
    return {**attachment, "blocks": blocks} if blocks else attachment


def _text(call: Call, text: str, *, update: bool) -> str:
    if update and len(text) > limits.UPDATE_TEXT:
        raise SlackError("msg_too_long", [Fault("/text", f"more than {limits.UPDATE_TEXT} characters")])
    if len(text) > limits.MESSAGE_TEXT:
        call.warnings.append(
            Fault("/text", f"cut off at {limits.MESSAGE_TEXT} characters", "message_truncated")
        )
    return text[: limits.MESSAGE_TEXT]


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise SlackError(faults[0].code, faults)


def something(found: Json) -> None:
    if not (str(found.get("text") or "").strip() or found.get("blocks") or found.get("attachments")):
        raise SlackError("no_text")


def thread_of(conversation: Conversation, thread_ts: str) -> str | None:
    """The thread to answer in: its parent must be there, and must not be an answer itself."""
    if not thread_ts:
        return None
    parent = conversation.find(thread_ts)
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    if parent.is_notice:
        raise SlackError("cannot_reply_to_message", [Fault("/thread_ts", "is a line of Slack's own")])
    # Uncertain: Slack advises against an answer's ts, and publishes no code. It may take it as its parent's.
    if parent.thread_ts and parent.thread_ts != parent.ts:
        raise SlackError("invalid_thread_ts", [Fault("/thread_ts", "must be the ts of the thread's parent")])
    return thread_ts


def post_message(call: Call) -> Json:
    conversation = postable(call, call.required("channel"))
    if any(call.args.get(name) for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")
    if call.args.get("as_user") is not None:
        raise SlackError("as_user_not_supported")
    found = content(call)
    something(found)
    found.setdefault("text", "")
    thread_ts = thread_of(conversation, call.text("thread_ts"))
    if thread_ts and call.flag("reply_broadcast"):
        found["subtype"] = "thread_broadcast"
    message = call.workspace.post(conversation, BOT_USER_ID, thread_ts=thread_ts, **found)
    call.events.message(conversation, message)
    return {
        "channel": conversation.id,
        "ts": message.ts,
        "message": message_object(message, metadata=True),
    }


def post_ephemeral(call: Call) -> Json:
    conversation = visible(call, call.required("channel"), by_name=True)
    if conversation.is_archived:
        raise SlackError("is_archived")
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    user = call.workspace.users.get(call.required("user"))
    if user is None or user.deleted or user.id not in conversation.members:
        raise SlackError("user_not_in_channel", [Fault("/user", call.text("user"))])
    may_post(call.workspace, conversation)
    found = content(call)
    something(found)
    found.pop("metadata", None)
    found.setdefault("text", "")
    thread_ts = thread_of(conversation, call.text("thread_ts"))
    message = call.workspace.post(
        conversation, BOT_USER_ID, thread_ts=thread_ts, ephemeral_to=user.id, **found
    )
    return {"message_ts": message.ts}


def _own(call: Call, conversation: Conversation, refusal: str) -> Message:
    message = conversation.find(call.required("ts"))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if not message.by_app or message.is_notice:
        raise SlackError(refusal)
    return message


def update(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    message = _own(call, conversation, "cant_update_message")
    if conversation.is_archived:
        raise SlackError("is_inactive")
    if call.args.get("as_user") is not None:
        raise SlackError("as_user_not_supported")
    given = {"text", "blocks", "attachments", "markdown_text", "metadata"}
    if not any(call.args.get(name) is not None for name in given):
        raise SlackError("no_text")
    found = content(call, update=True)
    if found.get("text") and message.blocks and "blocks" not in found:
        # Uncertain: Slack keeps the blocks, which are what people see. It publishes no warning for that.
        sentence = "the text changed, the blocks that people see did not"
        call.warnings.append(Fault("/blocks", sentence, "blocks_not_replaced"))
    something({"text": message.text, "blocks": message.blocks, "attachments": message.attachments, **found})
    apply(call, conversation, message, found, message_object(message, metadata=True))
    return {
        "channel": conversation.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_object(message, metadata=True),
    }


def apply(call: Call, conversation: Conversation, message: Message, found: Json, before: Json) -> None:
    """Overwrites what is given; what is left out stays."""
    if "blocks" in found:
        message.values.clear()
    for name, value in found.items():
        setattr(message, name, value)
    message.edited_ts = call.workspace.next_ts(conversation)
    call.workspace.touch(message)
    call.events.message_changed(conversation, message, before)


def delete(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    message = _own(call, conversation, "cant_delete_message")
    before = message_object(message)
    conversation.messages.remove(message)
    call.workspace.changes.bump()
    call.events.message_deleted(conversation, before)
    return {"channel": conversation.id, "ts": message.ts}


def me_message(call: Call) -> Json:
    conversation = postable(call, call.required("channel"))
    text = _text(call, call.text("text"), update=False)
    something({"text": text})
    message = call.workspace.post(conversation, BOT_USER_ID, text, subtype="me_message")
    call.events.message(conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def unfurl(call: Call) -> Json:
    """Refused, always: Slack unfurls what a link_shared event told the app of, and the sandbox sends none."""
    for name in ("unfurls",) if call.text("unfurl_id") else ("channel", "ts", "unfurls"):
        if not call.args.get(name):
            raise SlackError(f"missing_{name}", [Fault(f"/{name}", f"missing required field: {name}")])
    unfurls = call.data("unfurls")
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("invalid_unfurls_format", [Fault("/unfurls", "must be an object with URLs as keys")])
    raise SlackError("cannot_unfurl_url", [Fault("/unfurls", url) for url in unfurls])


def permalink(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    message = conversation.find(call.required("message_ts"))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    where = f"{call.base_url}/archives/{conversation.id}/p{message.ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": where}


_CONTENT = "channel text blocks attachments metadata markdown_text as_user parse link_names mrkdwn "
METHODS: dict[str, Method] = {
    "chat.postMessage": method(
        post_message,
        _CONTENT
        + "thread_ts reply_broadcast unfurl_links unfurl_media username icon_emoji icon_url container_id file_annotation",
        scope="chat:write",
    ),
    "chat.postEphemeral": method(
        post_ephemeral, _CONTENT + "user thread_ts username icon_emoji icon_url", scope="chat:write"
    ),
    "chat.update": method(update, _CONTENT + "ts reply_broadcast file_ids", scope="chat:write"),
    "chat.delete": method(delete, "channel ts as_user", scope="chat:write"),
    "chat.getPermalink": method(permalink, "channel message_ts"),
    "chat.meMessage": method(me_message, "channel text", scope="chat:write"),
    "chat.unfurl": method(
        unfurl,
        "channel ts unfurls source unfurl_id metadata user_auth_blocks user_auth_message user_auth_required "
        "user_auth_url",
        scope="links:write",
    ),
}


def checked_content(args: dict[str, Any], call: Call) -> Json:
    """The content of a message that came some other way than a method: an ack or a response URL."""
    call.args = args
    found = content(call)
    something(found)
    found.setdefault("text", "")
    return found
