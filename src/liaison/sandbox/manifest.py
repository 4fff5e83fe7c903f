"""The app's manifest: what it may do (scopes), what it hears (events), which commands it has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from liaison.sandbox import limits
from liaison.sandbox.jsons import Json, as_list, as_object

# Events and the scopes of which each needs one. No scope is needed for those with an empty tuple.
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": (),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
_TOP = {
    "_metadata",
    "display_information",
    "features",
    "oauth_config",
    "settings",
    "functions",
    "outgoing_domains",
}
_FEATURES = {
    "app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains", "assistant_view", "agent_view",
}  # fmt: skip
_SETTINGS = {
    "allowed_ip_address_ranges", "event_subscriptions", "interactivity", "org_deploy_enabled",
    "socket_mode_enabled", "token_rotation_enabled", "function_runtime", "hermes_app_type", "is_hosted",
}  # fmt: skip


class ManifestError(ValueError):
    """The manifest is not one that Slack would take; the message lists every fault."""


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Manifest:
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Command] = field(default_factory=dict)
    socket_mode: bool = True
    interactive: bool = True
    home_tab: bool = False
    messages_tab: bool = True
    messages_read_only: bool = False

    @classmethod
    def load(cls, source: Path | Json) -> "Manifest":
        """Reads and validates a manifest.

        Raises ManifestError when Slack would not take it, and OSError when the file cannot be read.
        """
        try:
            data = yaml.safe_load(source.read_text("utf-8")) if isinstance(source, Path) else source
        except yaml.YAMLError as error:
            raise ManifestError(f"The manifest is not YAML: {error}") from error
        if not isinstance(data, dict):
            raise ManifestError("The manifest is not a mapping.")
        faults = list(check(data))
        if faults:
            raise ManifestError("The manifest is not one that Slack would take:\n- " + "\n- ".join(faults))
        features, settings = as_object(data.get("features")), as_object(data.get("settings"))
        home = as_object(features.get("app_home"))
        name = as_object(features.get("bot_user")).get("display_name") or data["display_information"]["name"]
        commands = [
            Command(c["command"], c["description"], c.get("usage_hint", ""), bool(c.get("should_escape")))
            for c in as_list(features.get("slash_commands"))
        ]
        return cls(
            bot_name=name,
            scopes=frozenset(_scopes(data)),
            events=frozenset(_events(data)),
            commands={command.command: command for command in commands},
            socket_mode=bool(settings.get("socket_mode_enabled")),
            interactive=bool(as_object(settings.get("interactivity")).get("is_enabled")),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        )


def check(data: Json) -> Iterator[str]:
    """Every fault of a manifest, as a sentence that begins with the key."""
    yield from _unknown("", data, _TOP)
    yield from _display(as_object(data.get("display_information")))
    features, settings = as_object(data.get("features")), as_object(data.get("settings"))
    yield from _unknown("features.", features, _FEATURES)
    yield from _unknown("settings.", settings, _SETTINGS)
    yield from _length(
        "features.bot_user.display_name",
        as_object(features.get("bot_user")).get("display_name", "app"),
        1,
        limits.BOT_NAME,
    )
    yield from _commands(features, settings, _scopes(data))
    yield from _shortcuts(as_list(features.get("shortcuts")))
    yield from _subscriptions(data, settings)
    interactivity = as_object(settings.get("interactivity"))
    if (
        interactivity.get("is_enabled")
        and not settings.get("socket_mode_enabled")
        and not interactivity.get("request_url")
    ):
        yield "settings.interactivity.request_url: needed without Socket Mode"
    if len(set(_scopes(data))) != len(_scopes(data)):
        yield "oauth_config.scopes.bot: a scope is named twice"


def _display(display: Json) -> Iterator[str]:
    yield from _length("display_information.name", display.get("name"), 1, limits.APP_NAME)
    if "description" in display:
        yield from _length(
            "display_information.description", display["description"], 0, limits.APP_DESCRIPTION
        )
    if "long_description" in display:
        yield from _length(
            "display_information.long_description", display["long_description"], *limits.APP_LONG_DESCRIPTION
        )


def _commands(features: Json, settings: Json, scopes: list[str]) -> Iterator[str]:
    commands = as_list(features.get("slash_commands"))
    if len(commands) > limits.COMMANDS:
        yield f"features.slash_commands: more than {limits.COMMANDS}"
    if commands and "commands" not in scopes:
        yield "features.slash_commands: needs the scope commands"
    seen: set[Any] = set()
    for n, command in enumerate(map(as_object, commands)):
        at = f"features.slash_commands[{n}]"
        yield from _unknown(
            f"{at}.", command, {"command", "description", "usage_hint", "should_escape", "url"}
        )
        yield from _length(f"{at}.command", command.get("command"), 2, limits.COMMAND)
        yield from _length(f"{at}.description", command.get("description"), 1, limits.COMMAND_DESCRIPTION)
        yield from _length(f"{at}.usage_hint", command.get("usage_hint", ""), 0, limits.COMMAND_HINT)
        if not str(command.get("command")).startswith("/") or " " in str(command.get("command")):
            yield f"{at}.command: must begin with / and have no spaces"
        if command.get("command") in seen:
            yield f"{at}.command: named twice"
        seen.add(command.get("command"))
        if not settings.get("socket_mode_enabled") and not command.get("url"):
            yield f"{at}.url: needed without Socket Mode"


def _shortcuts(shortcuts: list[Any]) -> Iterator[str]:
    if len(shortcuts) > limits.SHORTCUTS:
        yield f"features.shortcuts: more than {limits.SHORTCUTS}"
    for n, shortcut in enumerate(map(as_object, shortcuts)):
        at = f"features.shortcuts[{n}]"
        if shortcut.get("type") not in ("message", "global"):
            yield f"{at}.type: must be message or global"
        yield from _length(f"{at}.name", shortcut.get("name"), 1, limits.SHORTCUT_NAME)
        yield from _length(f"{at}.callback_id", shortcut.get("callback_id"), 1, limits.ID)
        yield from _length(f"{at}.description", shortcut.get("description"), 1, limits.SHORTCUT_DESCRIPTION)


def _subscriptions(data: Json, settings: Json) -> Iterator[str]:
    events, scopes = _events(data), set(_scopes(data))
    if len(events) > limits.BOT_EVENTS:
        yield f"settings.event_subscriptions.bot_events: more than {limits.BOT_EVENTS}"
    for event in events:
        at = f"settings.event_subscriptions.bot_events: {event}"
        if event not in EVENT_SCOPES:
            yield f"{at}: the sandbox knows no such event"
        elif EVENT_SCOPES[event] and not scopes.intersection(EVENT_SCOPES[event]):
            yield f"{at}: needs the scope {' or '.join(EVENT_SCOPES[event])}"
    subscriptions = as_object(settings.get("event_subscriptions"))
    if events and not settings.get("socket_mode_enabled") and not subscriptions.get("request_url"):
        yield "settings.event_subscriptions.request_url: needed without Socket Mode"


def _scopes(data: Json) -> list[str]:
    scopes = as_object(as_object(data.get("oauth_config")).get("scopes"))
    return [str(scope) for scope in as_list(scopes.get("bot"))]


def _events(data: Json) -> list[str]:
    subscriptions = as_object(as_object(data.get("settings")).get("event_subscriptions"))
    return [str(event) for event in as_list(subscriptions.get("bot_events"))]


def _unknown(prefix: str, data: Json, known: set[str]) -> Iterator[str]:
    for key in data:
        if key not in known:
            yield f"{prefix}{key}: not a key of a manifest"


def _length(key: str, value: object, least: int, most: int) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{key}: must be a text"
    elif not least <= len(value) <= most:
        yield f"{key}: must have {least} to {most} characters, has {len(value)}"
