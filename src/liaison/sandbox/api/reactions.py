"""reactions.*, and what people do with an emoji."""

import re

from liaison.sandbox.api.chat import visible
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.events import Events
from liaison.sandbox.delivery.payloads import message_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, Message, Workspace

# Slack also knows which names there are. The sandbox has no such list, and takes every name of the right form.
_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
_TIMESTAMP = re.compile(r"\d+\.\d{6}")


def put(
    workspace: Workspace, events: Events, conversation: Conversation, message: Message, user: str, name: str
) -> None:
    """Puts somebody's reaction to a message. Raises SlackError when Slack would not."""
    _check(conversation, message, name)
    users = message.reactions.get(name, [])
    if user in users:
        raise SlackError("already_reacted")
    if name not in message.reactions and len(message.reactions) >= limits.REACTIONS:
        raise SlackError("too_many_emoji")
    message.reactions[name] = [*users, user]
    workspace.touch(message)
    events.reaction("added", conversation, message, user, name)


def take(
    workspace: Workspace, events: Events, conversation: Conversation, message: Message, user: str, name: str
) -> None:
    """Takes somebody's reaction away. Raises SlackError when it is not there."""
    _check(conversation, message, name)
    if user not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    workspace.touch(message)
    events.reaction("removed", conversation, message, user, name)


def _check(conversation: Conversation, message: Message, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name", [Fault("/name", "must be an emoji's name, without colons")])
    if conversation.is_archived:
        raise SlackError("is_archived")
    if message.is_notice:
        raise SlackError("not_reactable")


def _item(call: Call) -> tuple[Conversation, Message]:
    if call.text("file") or call.text("file_comment"):
        raise SlackError("not_reactable")
    if not (call.text("channel") and call.text("timestamp")):
        raise SlackError("no_item_specified")
    if not _TIMESTAMP.fullmatch(call.text("timestamp")):
        raise SlackError("bad_timestamp", [Fault("/timestamp", "must be the ts of a message")])
    conversation = visible(call, call.text("channel"))
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    message = conversation.find(call.text("timestamp"))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    return conversation, message


def add(call: Call) -> Json:
    put(call.workspace, call.events, *_item(call), BOT_USER_ID, call.required("name"))
    return {}


def remove(call: Call) -> Json:
    take(call.workspace, call.events, *_item(call), BOT_USER_ID, call.required("name"))
    return {}


def get(call: Call) -> Json:
    conversation, message = _item(call)
    return {"type": "message", "channel": conversation.id, "message": message_object(message)}


def list_(call: Call) -> Json:
    """What somebody reacted to, newest first, where the app may look."""
    user = call.text("user") or BOT_USER_ID
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    found = [
        message
        for conversation in call.workspace.conversations.values()
        if BOT_USER_ID in conversation.members
        for message in conversation.messages
        if any(user in users for users in message.reactions.values())
    ]
    found.sort(key=lambda message: message.created, reverse=True)
    page, metadata = call.page(found)
    items = [{"type": "message", "channel": m.channel, "message": message_object(m)} for m in page]
    return {"items": items, "response_metadata": metadata}


_ITEM = "channel timestamp file file_comment"
METHODS: dict[str, Method] = {
    "reactions.add": method(add, f"{_ITEM} name", scope="reactions:write"),
    "reactions.remove": method(remove, f"{_ITEM} name", scope="reactions:write"),
    "reactions.get": method(get, f"{_ITEM} full", scope="reactions:read"),
    "reactions.list": method(list_, "user full count page cursor limit team_id", scope="reactions:read"),
}
