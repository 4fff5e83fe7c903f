"""What Slack says about things: users, conversations, messages, views, and the envelopes of its deliveries."""

import copy
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from liaison.sandbox.acting.typed import message_rich_text
from liaison.sandbox.files import file_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.workspace import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    Conversation,
    Message,
    User,
    View,
    Workspace,
)

# What Slack sends besides events and commands, and the kinds of delivery.
INTERACTIONS = frozenset(
    (
        "block_actions",
        "view_submission",
        "view_closed",
        "block_suggestion",
        "shortcut",
        "message_action",
        "interactive",
        "slash_commands",
    )
)
VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105  # Slack's old, public token
DOMAIN = "sandbox"


def user_object(workspace: Workspace, user: User) -> Json:
    """A user as users.info gives it.

    The e-mail address comes only with its own scope, and that of an outsider never. Outsiders have no time zone
    either: both may be missing in Slack, so an app must do without. `is_stranger` is not said of an outsider who
    shares a channel with the app: only the team tells them apart from members.
    """
    profile = profile_object(workspace, user)
    outsider = user.is_stranger
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        **({} if outsider else _time_zone(user, workspace.clock.now())),
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_email_confirmed": bool(user.email),
        "is_stranger": outsider and not workspace.shares_channel(user),
        "updated": 0,
    }


def _time_zone(user: User, now: datetime) -> Json:
    there = now.astimezone(ZoneInfo(user.tz))
    return {
        "tz": user.tz,
        "tz_label": there.tzname(),
        "tz_offset": int((there.utcoffset() or timedelta(0)).total_seconds()),
    }


def profile_object(workspace: Workspace, user: User) -> Json:
    """A user's profile."""
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "title": user.role,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "team": user.team_id,
    }
    if user.email and not user.is_stranger and "users:read.email" in workspace.granted:
        profile["email"] = user.email
    if user.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return profile


def conversation_object(workspace: Workspace, conversation: Conversation) -> Json:
    """A conversation as conversations.info gives it. It is shared as soon as an outsider is in it."""
    shared = workspace.is_ext_shared(conversation)
    if conversation.kind == "im":
        person = next(member for member in conversation.members if member != BOT_USER_ID)
        return {
            "id": conversation.id,
            "created": conversation.created,
            "is_im": True,
            "is_archived": conversation.is_archived,
            "is_org_shared": False,
            "is_ext_shared": shared,
            "user": person,
            "is_user_deleted": workspace.users[person].deleted,
            "is_open": not conversation.is_closed,
        }
    private = conversation.kind == "private"
    return {
        "id": conversation.id,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "created": conversation.created,
        "is_archived": conversation.is_archived,
        "creator": conversation.creator or "USLACKBOT",
        "is_general": conversation is workspace.general,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_member": BOT_USER_ID in conversation.members,
        "topic": asdict(conversation.topic),
        "purpose": asdict(conversation.purpose),
        "previous_names": list(conversation.previous_names),
        "num_members": len(conversation.members),
    }


def message_object(message: Message, *, metadata: bool = False, replies: list[Message] | None = None) -> Json:
    """A message as chat.postMessage, histories, events and interactions give it."""
    found: Json = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "team": TEAM_ID,
    }
    if message.subtype:
        found["subtype"] = message.subtype
    if message.by_app and not message.is_notice:
        found |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks:
        found["blocks"] = copy.deepcopy(message.blocks)
    elif message.text and not message.by_app and not message.subtype:
        found["blocks"] = [{**message_rich_text(message.text), "block_id": message.ts[-5:]}]
    if message.files:
        found |= {"files": [file_object(file) for file in message.files], "upload": False}
    if message.attachments:
        found["attachments"] = copy.deepcopy(message.attachments)
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.edited_ts:
        found["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.reactions:
        found["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.metadata and metadata:
        found["metadata"] = copy.deepcopy(message.metadata)
    if replies:
        people = list(dict.fromkeys(reply.user for reply in replies))
        found |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
        }
    return found


def view_object(view: View) -> Json:
    """A view as views.* answers and interactions give it."""
    body = view.body
    found: Json = {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": body["type"],
        "blocks": copy.deepcopy(body["blocks"]),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": copy.deepcopy(view.values)},
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    if "submit_disabled" in body:
        found["submit_disabled"] = body["submit_disabled"]
    return found


def _who(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def interaction(workspace: Workspace, kind: str, user: str, trigger: str | None) -> Json:
    """What every interaction carries."""
    found: Json = {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": DOMAIN},
        "user": _who(workspace.users[user]),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        found["trigger_id"] = trigger
    return found


def place_of(conversation: Conversation) -> Json:
    """The channel of an interaction: direct messages and private channels go by Slack's stock names."""
    stock = {"im": "directmessage", "private": "privategroup"}
    return {"id": conversation.id, "name": stock.get(conversation.kind, conversation.name)}


def authorizations() -> list[Json]:
    """The installations of the app that may see an event: the one in this workspace."""
    return [
        {
            "enterprise_id": None,
            "team_id": TEAM_ID,
            "user_id": BOT_USER_ID,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def app_rate_limited(workspace: Workspace) -> Json:
    """What comes, once a minute, instead of the events above the limit."""
    now = int(workspace.clock.now().timestamp())
    return {
        "token": VERIFICATION_TOKEN,
        "type": "app_rate_limited",
        "team_id": TEAM_ID,
        "minute_rate_limited": now - now % 60,
        "api_app_id": APP_ID,
    }


def shortcut(workspace: Workspace, user: str, callback_id: str, trigger: str) -> Json:
    """A global shortcut's payload: it happened nowhere, so it has no channel and no response URL."""
    found = interaction(workspace, "shortcut", user, trigger)
    del found["api_app_id"]  # as in Slack's own examples
    return found | {"callback_id": callback_id, "action_ts": workspace.next_ts(workspace.general)}


def message_action(
    workspace: Workspace, user: str, conversation: Conversation, message: Message, callback_id: str, url: str
) -> Json:
    """A message shortcut's payload, with the message it was used on."""
    found = shortcut(workspace, user, callback_id, workspace.new_trigger(user, channel=conversation.id))
    return found | {
        "type": "message_action",
        "channel": place_of(conversation),
        "message": message_object(message),
        "message_ts": message.ts,
        "response_url": url,
    }


def event_callback(workspace: Workspace, event: Json) -> Json:
    now = int(workspace.clock.now().timestamp())
    where = event.get("channel")  # an event about a channel itself has an object there
    place = workspace.conversations.get(where) if isinstance(where, str) else None
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": now,
        "authorizations": authorizations(),
        "is_ext_shared_channel": place is not None and workspace.is_ext_shared(place),
        "event_context": workspace.new_event_context(),
    }


def command(
    workspace: Workspace, user: str, conversation: Conversation, name: str, text: str, response_url: str
) -> Json:
    """A slash command's payload: the fields that Slack sends, as text."""
    place = place_of(conversation)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": DOMAIN,
        "channel_id": place["id"],
        "channel_name": place["name"],
        "user_id": user,
        "user_name": workspace.users[user].name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": workspace.new_trigger(user, channel=conversation.id),
    }
