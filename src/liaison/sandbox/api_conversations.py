"""conversations.*: opening, listing, reading, joining."""

from liaison.sandbox.api_chat import visible
from liaison.sandbox.jsons import Json
from liaison.sandbox.payloads import conversation_object, message_object
from liaison.sandbox.shapes import Fault
from liaison.sandbox.web_api import Call, Method, SlackError, method
from liaison.sandbox.workspace import BOT_USER_ID, Conversation

_READ = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
_HISTORY = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}
_TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_(call: Call) -> Json:
    call.need("im:write")
    workspace = call.workspace
    if channel := call.text("channel"):
        conversation = visible(call, channel)
    else:
        names = call.args.get("users")
        users = names if isinstance(names, list) else [u.strip() for u in str(names or "").split(",")]
        if not any(users):
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("missing_scope", needed="mpim:write", provided="im:write")
        user = workspace.users.get(users[0])
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        conversation = workspace.dm(user.id)
    if call.flag("return_im"):
        return {"channel": conversation_object(conversation)}
    return {"channel": {"id": conversation.id}}


def info(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    call.need(_READ[conversation.kind])
    found = conversation_object(conversation)
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
    return {"channels": [conversation_object(c) for c in page], "response_metadata": metadata}


def users_conversations(call: Call) -> Json:
    user = call.text("user") or BOT_USER_ID
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    found = [c for c in _seen_by_app(call, _wanted(call)) if user in c.members]
    page, metadata = call.page(found)
    return {"channels": [conversation_object(c) for c in page], "response_metadata": metadata}


def _readable(call: Call) -> Conversation:
    conversation = visible(call, call.required("channel"))
    call.need(_HISTORY[conversation.kind])
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _between(call: Call, ts: str) -> bool:
    """Whether a ts is within `oldest` and `latest`. Stamps compare as (seconds, microseconds), never as floats."""
    at, inclusive = _stamp(ts), call.flag("inclusive")
    oldest, latest = call.text("oldest"), call.text("latest")
    late = bool(oldest) and (at < _stamp(oldest) or (at == _stamp(oldest) and not inclusive))
    early = bool(latest) and (at > _stamp(latest) or (at == _stamp(latest) and not inclusive))
    return not late and not early


def _stamp(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    if not seconds.isdigit() or (micros and not micros.isdigit()):
        raise SlackError("invalid_ts_oldest")
    return int(seconds), int((micros or "0").ljust(6, "0")[:6])


def history(call: Call) -> Json:
    conversation = _readable(call)
    found = [
        m
        for m in reversed(conversation.messages)
        if m.ephemeral_to is None and m.thread_ts in (None, m.ts) and _between(call, m.ts)
    ]
    page, metadata = call.page(found)
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
    conversation = _readable(call)
    parent = conversation.find(call.required("ts"))
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    answers = conversation.replies(parent.ts)
    page, metadata = call.page([m for m in (parent, *answers) if _between(call, m.ts)])
    return {
        "messages": [
            message_object(
                m,
                metadata=call.flag("include_all_metadata"),
                replies=answers if m is parent else None,
            )
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
        found = {"warning": "already_in_channel"}
    else:
        call.events.join(conversation, BOT_USER_ID)
    return {"channel": conversation_object(conversation), **found}


def invite(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    private = conversation.kind == "private"
    call.need(
        *(
            ("groups:write", "groups:write.invites")
            if private
            else ("channels:manage", "channels:write.invites")
        )
    )
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")
    for name in call.required("users").split(","):
        user = call.workspace.users.get(name.strip())
        if user is None or user.deleted:
            raise SlackError("user_not_found")
        if user.id == BOT_USER_ID:
            raise SlackError("cant_invite_self")
        if user.id in conversation.members:
            raise SlackError("already_in_channel", [Fault("/users", user.id)])
        call.events.join(conversation, user.id, inviter=BOT_USER_ID)
    return {"channel": conversation_object(conversation)}


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
