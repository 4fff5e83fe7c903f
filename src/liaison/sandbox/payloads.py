"""What Slack says about things: users, conversations, messages, views, and the envelopes of its deliveries."""

import copy
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105  # Slack's old, public token
DOMAIN = "sandbox"


def user_object(user: User, now: datetime, *, email: bool) -> Json:
    """A user as users.info gives it; the e-mail address only with its own scope."""
    there = now.astimezone(ZoneInfo(user.tz))
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "title": user.role,
        "team": user.team_id,
    }
    if email and user.email:
        profile["email"] = user.email
    if user.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": there.tzname(),
        "tz_offset": int((there.utcoffset() or timedelta(0)).total_seconds()),
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_email_confirmed": bool(user.email),
        "is_stranger": user.is_stranger,
        "updated": 0,
    }


def conversation_object(conversation: Conversation) -> Json:
    if conversation.kind == "im":
        person = next(member for member in conversation.members if member != BOT_USER_ID)
        return {
            "id": conversation.id,
            "created": conversation.created,
            "is_im": True,
            "is_archived": conversation.is_archived,
            "is_org_shared": False,
            "user": person,
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
        "is_general": conversation.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": BOT_USER_ID in conversation.members,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
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
    if message.by_app and not message.subtype:
        found |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks:
        found["blocks"] = copy.deepcopy(message.blocks)
    if message.attachments:
        found["attachments"] = copy.deepcopy(message.attachments)
    if message.thread_ts:
        found["thread_ts"] = message.thread_ts
    if message.edited_ts:
        found["edited"] = {"user": message.user, "ts": message.edited_ts}
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


def event_callback(workspace: Workspace, event: Json) -> Json:
    now = int(workspace.clock.now().timestamp())
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
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(12)}",
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
        "trigger_id": workspace.new_trigger(user),
    }
