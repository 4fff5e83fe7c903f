"""A small manifest for the sandbox's own tests."""

import copy
from typing import Any

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Echo"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Echo"},
        "slash_commands": [
            {
                "command": "/echo",
                "description": "Says it again",
                "usage_hint": "[text]",
                "should_escape": True,
            },
            {"command": "/ask", "description": "Opens a form"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "team:read",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def manifest(**changes: Any) -> dict[str, Any]:
    """The manifest, with some of it replaced: `scopes`, `events`, or a whole section by its name."""
    found = copy.deepcopy(MANIFEST)
    if (scopes := changes.pop("scopes", None)) is not None:
        found["oauth_config"]["scopes"]["bot"] = scopes
    if (events := changes.pop("events", None)) is not None:
        found["settings"]["event_subscriptions"]["bot_events"] = events
    return {**found, **changes}


def trusted() -> dict[str, Any]:
    """A manifest of an app that may do a great deal, and hears of what happens to channels."""
    scopes = """channels:manage groups:write reactions:read reactions:write usergroups:read usergroups:write
        users.profile:read users:write links:write"""
    events = """channel_archive channel_created channel_left channel_rename channel_unarchive group_archive
        group_left group_rename group_unarchive member_left_channel reaction_added reaction_removed
        subteam_created subteam_members_changed subteam_updated"""
    bot = MANIFEST["oauth_config"]["scopes"]["bot"]
    heard = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    return manifest(scopes=[*bot, *scopes.split()], events=[*heard, *events.split()])
