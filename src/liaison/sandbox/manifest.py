"""The app's manifest: what it may do (scopes), what it hears (events), which commands it has."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules.manifest_rules import check, events_of, scopes_of

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
    "file_created": ("files:read",),
    "file_deleted": ("files:read",),
    "file_public": ("files:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}


class ManifestError(ValueError):
    """The manifest is not one that Slack would take; the message lists every fault."""


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """`type` is "global" or "message"."""

    type: str
    name: str
    callback_id: str
    description: str


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
    shortcuts: tuple[Shortcut, ...] = ()
    redirect_urls: tuple[str, ...] = ()
    token_rotation: bool = False
    user_scopes: frozenset[str] = frozenset()
    unfurl_domains: tuple[str, ...] = ()

    @classmethod
    def load(cls, source: Path | Json) -> "Manifest":
        """Reads and validates a manifest.

        Raises ManifestError when Slack would not take it, and OSError when the file cannot be read.
        """
        try:
            data = _read(source.read_text("utf-8")) if isinstance(source, Path) else source
        except yaml.YAMLError as error:
            raise ManifestError(f"The manifest is not YAML: {error}") from error
        if not isinstance(data, dict):
            raise ManifestError("The manifest is not a mapping.")
        faults = list(check(data, EVENT_SCOPES))
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
            scopes=frozenset(scopes_of(data, "bot")),
            events=frozenset(events_of(data)),
            commands={command.command: command for command in commands},
            socket_mode=bool(settings.get("socket_mode_enabled")),
            interactive=bool(as_object(settings.get("interactivity")).get("is_enabled")),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled", True)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
            shortcuts=tuple(
                Shortcut(s["type"], s["name"], s["callback_id"], s["description"])
                for s in as_list(features.get("shortcuts"))
            ),
            redirect_urls=tuple(as_list(as_object(data.get("oauth_config")).get("redirect_urls"))),
            token_rotation=bool(settings.get("token_rotation_enabled")),
            user_scopes=frozenset(scopes_of(data, "user")),
            unfurl_domains=tuple(as_list(features.get("unfurl_domains"))),
        )


def _read(text: str) -> object:
    """Reads YAML, by libyaml where PyYAML comes with it: the sandbox must start in a moment."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
