"""conversations.*: making, naming, archiving and leaving channels."""

from liaison.sandbox.api.chat import visible
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import conversation_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.records import Label
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, Conversation

_MANAGE = {"channel": "channels:manage", "private": "groups:write", "im": "im:write"}
_TOPIC = {"channel": "channels:write.topic", "private": "groups:write.topic"}
_NO_DM = "method_not_supported_for_channel_type"


def _channel(call: Call, *also: str) -> Conversation:
    """The channel of a call, if the app may manage it. `also` are kinds of conversation that will do too."""
    conversation = visible(call, call.required("channel"))
    call.need(_MANAGE[conversation.kind])
    if conversation.kind not in ("channel", "private", *also):
        raise SlackError(_NO_DM)
    return conversation


def _inside(conversation: Conversation) -> None:
    if BOT_USER_ID not in conversation.members:
        raise SlackError("not_in_channel")


def channel_name(call: Call) -> str:
    """A name for a channel, checked."""
    name = call.text("name")
    if not name.strip():
        raise SlackError("invalid_name_required", [Fault("/name", "must not be empty")])
    if len(name) > limits.CHANNEL_NAME:
        raise SlackError(
            "invalid_name_maxlength", [Fault("/name", f"more than {limits.CHANNEL_NAME} characters")]
        )
    if not any(c.isalnum() for c in name):
        raise SlackError("invalid_name_punctuation", [Fault("/name", "has only punctuation")])
    if any(not (c.isalnum() or c in "-_") or c != c.lower() for c in name):
        raise SlackError(
            "invalid_name_specials",
            [Fault("/name", "may have lower-case letters, digits, hyphens and underscores only")],
        )
    if any(c.name == name for c in call.workspace.conversations.values() if c.kind != "im"):
        raise SlackError("name_taken", [Fault("/name", name)])
    return name


def create(call: Call) -> Json:
    kind = "private" if call.flag("is_private") else "channel"
    call.need(_MANAGE[kind])
    conversation = call.workspace.add_conversation(channel_name(call), [BOT_USER_ID], kind)
    conversation.creator = BOT_USER_ID
    call.events.channel_created(conversation)
    return {"channel": conversation_object(call.workspace, conversation)}


def rename(call: Call) -> Json:
    conversation = _channel(call)
    _inside(conversation)
    if conversation.is_archived:
        raise SlackError("is_archived")
    if conversation.creator != BOT_USER_ID:  # only its creator and administrators may
        raise SlackError("not_authorized")
    name = channel_name(call)
    conversation.previous_names.insert(0, conversation.name)
    conversation.name = name
    told = {"id": conversation.id, "name": name, "name_normalized": name, "created": conversation.created}
    _say(call, conversation, "name", f"has renamed the channel to “{name}”")
    call.events.channel("rename", conversation, channel=told)
    return {"channel": conversation_object(call.workspace, conversation)}


def archive(call: Call) -> Json:
    conversation = _channel(call)
    if conversation.is_archived:
        raise SlackError("already_archived")
    if conversation is call.workspace.general:
        raise SlackError("cant_archive_general")
    _inside(conversation)
    conversation.is_archived = True
    call.workspace.changes.bump()
    call.events.channel("archive", conversation, user=BOT_USER_ID, is_moved=0)
    return {}


def unarchive(call: Call) -> Json:
    """Uncertain: Slack's own page warns that a bot's token cannot do it. So it is refused here, always."""
    conversation = _channel(call)
    if not conversation.is_archived:
        raise SlackError("not_archived")
    raise SlackError("not_in_channel", [Fault("/channel", "an app's own token cannot unarchive a channel")])


def leave(call: Call) -> Json:
    conversation = _channel(call)
    if conversation.is_archived:
        raise SlackError("is_archived")
    if BOT_USER_ID not in conversation.members:
        return {"not_in_channel": True}
    if conversation is call.workspace.general:
        raise SlackError("cant_leave_general")
    if conversation.kind == "private" and len(conversation.members) == 1:
        raise SlackError("last_member")
    call.events.leave(conversation, BOT_USER_ID)
    return {}


def kick(call: Call) -> Json:
    conversation = _channel(call)
    if not call.text("user"):
        raise SlackError("no_user", [Fault("/user", "missing required field: user")])
    user = call.workspace.users.get(call.text("user"))
    if user is None:
        raise SlackError("user_not_found", [Fault("/user", call.text("user"))])
    if user.id == BOT_USER_ID:
        raise SlackError("cant_kick_self")
    if conversation is call.workspace.general:
        raise SlackError("cant_kick_from_general")
    _inside(conversation)
    if user.id not in conversation.members:
        raise SlackError("not_in_channel", [Fault("/user", user.id)])
    call.events.leave(conversation, user.id)
    return {"errors": {}}


def set_topic(call: Call) -> Json:
    conversation, label = _label(call, "topic")
    conversation.topic = label
    return {"channel": conversation_object(call.workspace, conversation)}


def set_purpose(call: Call) -> Json:
    conversation, label = _label(call, "purpose")
    conversation.purpose = label
    return {"purpose": label.value, "channel": conversation_object(call.workspace, conversation)}


def _label(call: Call, what: str) -> tuple[Conversation, Label]:
    conversation = visible(call, call.required("channel"))
    call.need(_MANAGE[conversation.kind], *filter(None, (_TOPIC.get(conversation.kind),)))
    if conversation.kind == "im":
        raise SlackError(_NO_DM)
    _inside(conversation)
    if conversation.is_archived:
        raise SlackError("is_archived")
    if call.args.get(what) is None:
        raise SlackError("invalid_arguments", [Fault(f"/{what}", f"missing required field: {what}")])
    value = call.text(what)
    if len(value) > limits.TOPIC:
        raise SlackError("too_long", [Fault(f"/{what}", f"more than {limits.TOPIC} characters")])
    _say(call, conversation, what, f"set the channel {what}: {value}")
    return conversation, Label(value, BOT_USER_ID, int(call.workspace.clock.now().timestamp()))


def _say(call: Call, conversation: Conversation, what: str, text: str) -> None:
    """Slack's own line in a channel of which the app has changed something."""
    kind = "group" if conversation.kind == "private" else "channel"
    message = call.workspace.post(
        conversation, BOT_USER_ID, f"<@{BOT_USER_ID}> {text}", subtype=f"{kind}_{what}"
    )
    call.events.message(conversation, message)


def mark(call: Call) -> Json:
    conversation = _channel(call, "im")
    _inside(conversation)
    if conversation.find(call.required("ts")) is None:
        raise SlackError("invalid_timestamp", [Fault("/ts", "no message has it")])
    conversation.read[BOT_USER_ID] = call.text("ts")
    return {}


def close(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    call.need(_MANAGE[conversation.kind])
    if conversation.kind != "im":
        raise SlackError(_NO_DM)
    already = {"no_op": True, "already_closed": True} if conversation.is_closed else {}
    conversation.is_closed = True
    return already


METHODS: dict[str, Method] = {
    "conversations.create": method(create, "name is_private team_id"),
    "conversations.rename": method(rename, "channel name"),
    "conversations.archive": method(archive, "channel"),
    "conversations.unarchive": method(unarchive, "channel"),
    "conversations.leave": method(leave, "channel"),
    "conversations.kick": method(kick, "channel user"),
    "conversations.setTopic": method(set_topic, "channel topic"),
    "conversations.setPurpose": method(set_purpose, "channel purpose"),
    "conversations.mark": method(mark, "channel ts"),
    "conversations.close": method(close, "channel"),
}
