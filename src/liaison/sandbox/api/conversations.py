"""conversations.*: opening, listing, reading, joining."""

import re
from collections.abc import Callable

from liaison.sandbox.api.chat import visible
from liaison.sandbox.api.users import SLACKBOT
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import conversation_object, message_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, Message

_READ = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
_INVITE = {
    "channel": ("channels:manage", "channels:write.invites"),
    "private": ("groups:write", "groups:write.invites"),
}
_HISTORY = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}
_TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_(call: Call) -> Json:
    call.need("im:write")
    workspace = call.workspace
    if channel := call.text("channel"):
        conversation = visible(call, channel)
        if conversation.kind != "im":
            raise SlackError("method_not_supported_for_channel_type")
        already = not conversation.is_closed
    else:
        user = _partner(call)
        found = workspace.find_dm(user)
        if found is None and call.flag("prevent_creation"):
            raise SlackError("channel_not_found", [Fault("/users", "there is no such conversation yet")])
        conversation = found or workspace.dm(user)
        already = found is not None and not found.is_closed
    conversation.is_closed = False
    told = conversation_object(workspace, conversation) if call.flag("return_im") else {"id": conversation.id}
    return {"channel": told, **({"no_op": True, "already_open": True} if already else {})}


def _partner(call: Call) -> str:
    """The one person with whom to open direct messages."""
    users = call.names("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > limits.GROUP_MESSAGE:
        raise SlackError("too_many_users", [Fault("/users", f"more than {limits.GROUP_MESSAGE}")])
    if len(users) > 1:
        call.need("mpim:write")
        # Slack would open a group message; the sandbox has none.
        raise SlackError("method_not_supported_for_channel_type", [Fault("/users", "more than one person")])
    if users[0] == SLACKBOT.id:
        raise SlackError("cannot_dm_bot")
    user = call.workspace.users.get(users[0])
    if user is None:
        raise SlackError("user_not_found", [Fault("/users", users[0])])
    if user.is_stranger and not call.workspace.shares_channel(user):
        raise SlackError("invalid_user_combination", [Fault("/users", "is from elsewhere: share a channel")])
    if user.deleted:
        raise SlackError("user_disabled", [Fault("/users", user.id)])
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    return user.id


def info(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    call.need(_READ[conversation.kind])
    found = conversation_object(call.workspace, conversation)
    if not call.flag("include_num_members"):
        found.pop("num_members", None)
    return {"channel": found}


def _wanted(call: Call) -> list[str]:
    kinds = []
    for name in (call.text("types") or "public_channel").split(","):
        kind = _TYPES.get(name.strip())
        if kind is None:
            raise SlackError("invalid_types")
        call.need(_READ.get(kind, "mpim:read"))
        kinds.append(kind)
    return kinds


def _seen_by_app(call: Call, kinds: list[str]) -> list[Conversation]:
    return [
        c
        for c in call.workspace.conversations.values()
        if c.kind in kinds
        and (c.kind == "channel" or BOT_USER_ID in c.members)
        and not (call.flag("exclude_archived") and c.is_archived)
    ]


def list_(call: Call) -> Json:
    page, metadata = call.page(_seen_by_app(call, _wanted(call)))
    return {"channels": [conversation_object(call.workspace, c) for c in page], "response_metadata": metadata}


def users_conversations(call: Call) -> Json:
    user = call.text("user") or BOT_USER_ID
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    found = [c for c in _seen_by_app(call, _wanted(call)) if user in c.members]
    page, metadata = call.page(found)
    return {"channels": [conversation_object(call.workspace, c) for c in page], "response_metadata": metadata}


def _readable(call: Call) -> Conversation:
    conversation = visible(call, call.required("channel"))
    call.need(_HISTORY[conversation.kind])
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _window(call: Call) -> Callable[[str], bool]:
    """Tells whether a ts is within `oldest` and `latest`. Stamps compare as whole numbers, never as floats."""
    inclusive = call.flag("inclusive")
    oldest, latest = _bound(call, "oldest"), _bound(call, "latest")

    def inside(ts: str) -> bool:
        at = stamp(ts)
        if at in (oldest, latest):
            return inclusive
        return (oldest is None or at > oldest) and (latest is None or at < latest)

    return inside


def _bound(call: Call, name: str) -> tuple[int, int] | None:
    text = call.text(name)
    if text and not re.fullmatch(r"\d+(\.\d*)?", text, re.ASCII):
        raise SlackError(f"invalid_ts_{name}", [Fault(f"/{name}", "must be the ts of a message, or seconds")])
    return stamp(text) if text else None


def stamp(ts: str) -> tuple[int, int]:
    """A ts as seconds and microseconds."""
    seconds, _, micros = ts.partition(".")
    return int(seconds), int((micros or "0").ljust(6, "0")[:6])


def _in_channel(message: Message) -> bool:
    """Whether a message stands in the channel itself, and not in a thread alone."""
    return message.thread_ts in (None, message.ts) or message.subtype == "thread_broadcast"


def _most(call: Call) -> int:
    """How many messages the app may have on one page."""
    return limits.SOLD_HISTORY_PAGE if call.workspace.sold else limits.PAGE_MOST


def history(call: Call) -> Json:
    conversation, inside = _readable(call), _window(call)
    found = [
        m
        for m in reversed(conversation.messages)
        if m.ephemeral_to is None and _in_channel(m) and inside(m.ts)
    ]
    page, metadata = call.page(found, most=_most(call))
    return {
        "messages": [
            message_object(m, metadata=call.flag("include_all_metadata"), replies=conversation.replies(m.ts))
            for m in page
        ],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def replies(call: Call) -> Json:
    conversation, inside = _readable(call), _window(call)
    parent = conversation.find(call.required("ts"))
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    answers = conversation.replies(parent.ts)
    page, metadata = call.page([m for m in (parent, *answers) if inside(m.ts)], most=_most(call))
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [
            message_object(m, metadata=with_metadata, replies=answers)
            if m is parent
            else {**message_object(m, metadata=with_metadata), "parent_user_id": parent.user}
            for m in page
        ],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def members(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    call.need(_READ[conversation.kind])
    page, metadata = call.page(conversation.members)
    return {"members": page, "response_metadata": metadata}


def join(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    if conversation.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.is_archived:
        raise SlackError("is_archived")
    found: Json = {}
    if BOT_USER_ID in conversation.members:
        warning = "already_in_channel"
        found = {"warning": warning, "response_metadata": {"warnings": [warning]}}
    else:
        call.events.join(conversation, BOT_USER_ID)
    return {"channel": conversation_object(call.workspace, conversation), **found}


def invite(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    if conversation.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    call.need(*_INVITE[conversation.kind])
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.is_archived:
        raise SlackError("is_archived")
    users = call.names("users")
    if not users:
        raise SlackError("no_user", [Fault("/users", "missing required field: users")])
    if len(users) > limits.INVITED:
        raise SlackError("invalid_arguments", [Fault("/users", f"more than {limits.INVITED}")])
    refusals = [(each, code) for each in users if (code := _not_invited(call, conversation, each))]
    if refusals and (not call.flag("force") or len(refusals) == len(users)):
        raise InviteError(refusals)
    refused = {each for each, _ in refusals}
    for each in dict.fromkeys(users):
        if each not in refused:
            call.events.join(conversation, each, inviter=BOT_USER_ID)
    return {"channel": conversation_object(call.workspace, conversation)}


class InviteError(SlackError):
    """Refuses an invitation, and says of each person why."""

    def __init__(self, refusals: list[tuple[str, str]]) -> None:
        super().__init__(refusals[0][1], [Fault("/users", f"{user}: {code}") for user, code in refusals])
        self.refusals = refusals

    def answer(self) -> Json:
        errors = [{"user": user, "ok": False, "error": code} for user, code in self.refusals]
        return {**super().answer(), "errors": errors}


def _not_invited(call: Call, conversation: Conversation, name: str) -> str | None:
    """Why somebody cannot be invited: Slack's code, or None."""
    user = call.workspace.users.get(name)
    if user is None or user.deleted:
        return "user_not_found"
    if user.id == BOT_USER_ID:
        return "cant_invite_self"
    if user.id in conversation.members:
        return "already_in_channel"
    if user.is_stranger:  # outsiders come by conversations.inviteShared
        return "no_external_invite_permission"
    places = call.workspace.conversations.values()
    if user.is_ultra_restricted and any(user.id in p.members for p in places if p.kind != "im"):
        return "ura_max_channels"
    return None


_WINDOW = "channel cursor limit oldest latest inclusive include_all_metadata"
METHODS: dict[str, Method] = {
    "conversations.open": method(open_, "channel users return_im prevent_creation"),
    "conversations.info": method(info, "channel include_num_members include_locale"),
    "conversations.list": method(list_, "types exclude_archived cursor limit team_id"),
    "conversations.history": method(history, _WINDOW),
    "conversations.replies": method(replies, _WINDOW + " ts"),
    "conversations.members": method(members, "channel cursor limit"),
    "conversations.join": method(join, "channel", scope="channels:join"),
    "conversations.invite": method(invite, "channel users force"),
    "users.conversations": method(users_conversations, "user types exclude_archived cursor limit team_id"),
}
