"""chat.scheduleMessage and what belongs to it. Slack posts when the sandbox's clock arrives there."""

from liaison.sandbox.api.chat import content, may_post, postable, something, thread_of, visible
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.events import Events
from liaison.sandbox.jsons import Json, is_count
from liaison.sandbox.records import Scheduled
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, Workspace

_DAY = 24 * 60 * 60


def schedule(call: Call) -> Json:
    conversation = postable(call, call.required("channel"))
    post_at, now = _post_at(call), int(call.workspace.clock.now().timestamp())
    found = content(call)
    something(found)
    found.setdefault("text", "")
    found["thread_ts"] = thread_of(conversation, call.text("thread_ts"))
    if found["thread_ts"] and call.flag("reply_broadcast"):
        found["subtype"] = "thread_broadcast"
    _room(call, conversation.id, post_at)
    scheduled = Scheduled(call.workspace.new_id("Q"), conversation.id, post_at, now, found)
    call.workspace.scheduled[scheduled.id] = scheduled
    if found.get("metadata"):
        _note(call.workspace, "never_posted", "a scheduled message with metadata is never posted")
    call.events.start(_post(call.workspace, call.events, scheduled))
    message = {key: value for key, value in found.items() if value is not None and key != "metadata"}
    return {
        "channel": conversation.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": {**message, "type": "delayed_message", "subtype": "bot_message"},
    }


def _post_at(call: Call) -> int:
    """When to post, in seconds: a whole number, later than now and not too late."""
    text, now = call.required("post_at"), call.workspace.clock.now().timestamp()
    if not is_count(text):
        raise SlackError("invalid_time", [Fault("/post_at", "must be a time in whole seconds")])
    if int(text) <= now:
        raise SlackError("time_in_past", [Fault("/post_at", text)])
    if int(text) > now + limits.SCHEDULE_DAYS * _DAY:
        raise SlackError("time_too_far", [Fault("/post_at", f"more than {limits.SCHEDULE_DAYS} days ahead")])
    return int(text)


def _room(call: Call, channel: str, post_at: int) -> None:
    """Refuses one message more than Slack takes for any five minutes of a channel."""
    waiting = [each.post_at for each in call.workspace.scheduled.values() if each.channel == channel]
    times = sorted([*waiting, post_at])
    crowds = zip(times, times[limits.SCHEDULED :], strict=False)
    if any(last - first < limits.SCHEDULED_WITHIN for first, last in crowds):
        raise SlackError(
            "restricted_too_many",
            [Fault("/post_at", f"{limits.SCHEDULED} are waiting for these five minutes")],
        )


async def _post(workspace: Workspace, events: Events, scheduled: Scheduled) -> None:
    """Waits for its time, and posts it if that may still be done."""
    while (left := scheduled.post_at - workspace.clock.now().timestamp()) > 0:
        await workspace.changes.after(workspace.changes.version, left)
        if scheduled.id not in workspace.scheduled:
            return
    if scheduled.content.get("metadata"):
        return  # a known fault of Slack: it stays on the list, and nothing comes
    del workspace.scheduled[scheduled.id]
    conversation = workspace.conversations[scheduled.channel]
    if not workspace.authorized:
        return
    try:
        may_post(workspace, conversation)
    except SlackError as error:
        _note(workspace, error.code, f"the message for {conversation.id} could not be posted at its time")
        return
    events.message(conversation, workspace.post(conversation, BOT_USER_ID, **scheduled.content))


def _note(workspace: Workspace, code: str, sentence: str) -> None:
    workspace.journal.refuse("chat.scheduleMessage", code, sentence)
    workspace.changes.bump()


def unschedule(call: Call) -> Json:
    conversation = visible(call, call.required("channel"))
    found = call.workspace.scheduled.get(call.required("scheduled_message_id"))
    now = call.workspace.clock.now().timestamp()
    gone = found is None or found.channel != conversation.id
    if found is None or gone or found.post_at - now < limits.UNSCHEDULE_SECONDS:
        raise SlackError(
            "invalid_scheduled_message_id",
            [Fault("/scheduled_message_id", "not there" if gone else "posted in less than a minute")],
        )
    del call.workspace.scheduled[found.id]
    return {}


def list_(call: Call) -> Json:
    channel = call.text("channel")
    if channel:
        visible(call, channel)
    found = [each for each in call.workspace.scheduled.values() if channel in ("", each.channel)]
    found = [each for each in found if _limit(call, "oldest", 0) <= each.post_at]
    found = [each for each in found if each.post_at <= _limit(call, "latest", each.post_at)]
    page, metadata = call.page(sorted(found, key=lambda each: (each.post_at, each.id)))
    items = [
        {
            "id": each.id,
            "channel_id": each.channel,
            "post_at": each.post_at,
            "date_created": each.created,
            "text": each.content["text"],
        }
        for each in page
    ]
    return {"scheduled_messages": items, "response_metadata": metadata}


def _limit(call: Call, name: str, default: int) -> int:
    seconds = call.text(name).partition(".")[0] or str(default)
    if not is_count(seconds):
        raise SlackError(f"invalid_{name}", [Fault(f"/{name}", "must be a time in seconds")])
    return int(seconds)


_CONTENT = "channel post_at text blocks attachments metadata markdown_text as_user parse link_names "
METHODS: dict[str, Method] = {
    "chat.scheduleMessage": method(
        schedule, _CONTENT + "reply_broadcast thread_ts unfurl_links unfurl_media", scope="chat:write"
    ),
    "chat.deleteScheduledMessage": method(
        unschedule, "channel scheduled_message_id as_user", scope="chat:write"
    ),
    # It needs no scope of its own.
    "chat.scheduledMessages.list": method(list_, "channel cursor latest limit oldest team_id"),
}
