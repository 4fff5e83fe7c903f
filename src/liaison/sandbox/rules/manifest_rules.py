"""What Slack takes for an app's manifest: its keys at every level, and the rules between them."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.scopes import BOT_SCOPES, USER_SCOPES
from liaison.sandbox.rules.shapes import (
    Check,
    Fault,
    Place,
    boolean,
    integer,
    listing,
    matching,
    one_of,
    shape,
    string,
    url,
)

_https = url(limits.BUTTON_URL, "https")
_redirect = url(limits.BUTTON_URL, r"(https|http(?=://(localhost|127\.0\.0\.1)([:/]|$)))")


def _range(value: Any, place: Place) -> list[Fault]:
    try:
        ip_network(value, strict=False)
    except (TypeError, ValueError):
        return place.fault("must be an IP address or a CIDR range")
    return []


def _scope(known: frozenset[str], whose: str) -> Check:
    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, str) or value not in known:
            return place.fault(f"Slack has no such {whose} scope: {value}")
        return []

    return check


def _mapping(of: Check) -> Check:
    """An object whose keys are names that the app chose."""

    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, dict):
            return place.fault("must be an object")
        return [fault for name, each in value.items() for fault in of(each, place.into(name))]

    return check


def _object(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape(required, optional, typed=False)


_bot_scope, _user_scope = _scope(BOT_SCOPES, "bot"), _scope(USER_SCOPES, "user")
_prompts = listing(
    _object({"title": string(limits.ID), "message": string(limits.TEXT)}), limits.AGENT_PROMPTS, 0
)
_DISPLAY = _object(
    {"name": string(limits.APP_NAME)},
    {
        "description": string(limits.APP_DESCRIPTION, 0),
        "long_description": string(limits.APP_LONG_DESCRIPTION[1], limits.APP_LONG_DESCRIPTION[0]),
        "background_color": matching(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", "a colour like #1d3557"),
    },
)
_COMMAND = _object(
    {
        "command": matching(rf"/\S{{1,{limits.COMMAND - 1}}}", "/ and a word, at most 32 characters"),
        "description": string(limits.COMMAND_DESCRIPTION),
    },
    {"usage_hint": string(limits.COMMAND_HINT, 0), "should_escape": boolean, "url": _https},
)
_SHORTCUT = _object(
    {
        "type": one_of("message", "global"),
        "name": string(limits.SHORTCUT_NAME),
        "callback_id": string(limits.ID),
        "description": string(limits.SHORTCUT_DESCRIPTION),
    }
)
_FEATURES = _object(
    {},
    {
        "app_home": _object(
            {},
            dict.fromkeys(
                ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), boolean
            ),
        ),
        "bot_user": _object({"display_name": string(limits.BOT_NAME)}, {"always_online": boolean}),
        "shortcuts": listing(_SHORTCUT, limits.SHORTCUTS, 0),
        "slash_commands": listing(_COMMAND, limits.COMMANDS, 0),
        "unfurl_domains": listing(
            matching(r"([\w-]+\.)+[A-Za-z]{2,}", "a domain like example.org"), limits.UNFURL_DOMAINS, 0
        ),
        "assistant_view": _object(
            {"assistant_description": string(limits.AGENT_DESCRIPTION)}, {"suggested_prompts": _prompts}
        ),
        "agent_view": _object(
            {"agent_description": string(limits.AGENT_DESCRIPTION)}, {"suggested_prompts": _prompts}
        ),
    },
)
_SCOPES = _object(
    {},
    {
        **dict.fromkeys(("bot", "bot_optional"), listing(_bot_scope, limits.BOT_SCOPES, 0)),
        **dict.fromkeys(("user", "user_optional"), listing(_user_scope, limits.BOT_SCOPES, 0)),
    },
)
_OAUTH = _object(
    {},
    {
        "redirect_urls": listing(_redirect, limits.REDIRECT_URLS, 0),
        "scopes": _SCOPES,
        "pkce_enabled": boolean,
        "token_management_enabled": boolean,
    },
)
_event = string(limits.ID)
_subscription = _object({"app_id": string(limits.ID), "event_type": string(limits.ID)})
_EVENTS = _object(
    {},
    {
        "request_url": _https,
        "bot_events": listing(_event, limits.BOT_EVENTS, 0),
        "user_events": listing(_event, limits.USER_EVENTS, 0),
        "metadata_subscriptions": listing(_subscription, limits.METADATA_SUBSCRIPTIONS, 0),
    },
)
_SETTINGS = _object(
    {},
    {
        "allowed_ip_address_ranges": listing(_range, limits.IP_RANGES, 0),
        "event_subscriptions": _EVENTS,
        "interactivity": _object(
            {"is_enabled": boolean}, {"request_url": _https, "message_menu_options_url": _https}
        ),
        "incoming_webhooks": _object({"incoming_webhooks_enabled": boolean}),
        "siws_links": _object({}, {"initiate_uri": _https}),
        "function_runtime": one_of("remote", "slack"),
        "hermes_app_type": one_of("remote", "slack"),
        **dict.fromkeys(
            ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_hosted"), boolean
        ),
    },
)
_PARAMETER = {
    "type": string(limits.ID),
    "title": string(limits.ID),
    "name": string(limits.ID),
    "description": string(limits.TEXT, 0),
    "hint": string(limits.TEXT, 0),
    "is_required": boolean,
}
_parameter = _object({"type": _PARAMETER["type"]}, _PARAMETER)


def _parameters(value: Any, place: Place) -> list[Fault]:
    """Version 1 lists the parameters directly, version 2 under `properties`, with those that are `required`."""
    if isinstance(as_object(value).get("properties"), dict):
        required = listing(string(limits.ID), limits.SELECT_OPTIONS, 0)
        return _object({"properties": _mapping(_parameter)}, {"required": required})(value, place)
    return _mapping(_parameter)(value, place)


_FUNCTION = _object(
    {"title": string(limits.ID), "input_parameters": _parameters, "output_parameters": _parameters},
    {"description": string(limits.TEXT, 0)},
)
_MANIFEST = _object(
    {"display_information": _DISPLAY},
    {
        "_metadata": _object({}, {"major_version": one_of(1, 2), "minor_version": integer(0, 100)}),
        "features": _FEATURES,
        "oauth_config": _OAUTH,
        "settings": _SETTINGS,
        "functions": _mapping(_FUNCTION),
        "outgoing_domains": listing(string(limits.ID), limits.SELECT_OPTIONS, 0),
    },
)


def check(data: Json, events: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Every fault of a manifest, as a sentence that begins with the key.

    `events` are those that the sandbox can send, and the scopes of which each needs one.
    """
    for fault in _MANIFEST(data, Place("")):
        yield f"{_key(fault.pointer)}: {fault.sentence}"
    yield from _needs(data)
    yield from _names(data)
    yield from _subscriptions(data, events)
    yield from _urls(data)


def _key(pointer: str) -> str:
    """A pointer as people write it for YAML: features.shortcuts[0].name."""
    return re.sub(r"\.(\d+)", r"[\1]", pointer.removeprefix("/").replace("/", ".")) or "the manifest"


def _at(data: Json, *keys: str) -> Json:
    for key in keys:
        data = as_object(data.get(key))
    return data


def scopes_of(data: Json, whose: str) -> list[str]:
    """The scopes of the "bot", the "user", or those that they may go without ("bot_optional")."""
    return [str(scope) for scope in as_list(_at(data, "oauth_config", "scopes").get(whose))]


def events_of(data: Json, whose: str = "bot_events") -> list[str]:
    subscriptions = _at(data, "settings", "event_subscriptions")
    return [str(event) for event in as_list(subscriptions.get(whose))]


def _needs(data: Json) -> Iterator[str]:
    """What features need of scopes and of settings."""
    features, settings = _at(data, "features"), _at(data, "settings")
    scopes = scopes_of(data, "bot")
    for name in ("slash_commands", "shortcuts"):
        if features.get(name) and "commands" not in scopes:
            yield f"features.{name}: needs the scope commands"
    if features.get("shortcuts") and not _at(settings, "interactivity").get("is_enabled"):
        yield "features.shortcuts: needs settings.interactivity.is_enabled"
    for name in ("assistant_view", "agent_view"):
        if name in features and "assistant:write" not in scopes:
            yield f"features.{name}: needs the scope assistant:write"
    if "assistant_view" in features and "agent_view" in features:
        yield "features.assistant_view: not together with agent_view"
    if data.get("functions") and not settings.get("org_deploy_enabled"):
        yield "functions: needs settings.org_deploy_enabled"
    if (
        _at(settings, "event_subscriptions").get("metadata_subscriptions")
        and "metadata.message:read" not in scopes
    ):
        yield "settings.event_subscriptions.metadata_subscriptions: needs the scope metadata.message:read"
    home = _at(features, "app_home")
    if home.get("messages_tab_read_only_enabled") and home.get("messages_tab_enabled") is False:
        yield "features.app_home.messages_tab_read_only_enabled: needs messages_tab_enabled"


def _names(data: Json) -> Iterator[str]:
    """What may be named only once, and optional scopes that nobody asked for."""
    for whose in ("bot", "user"):
        scopes, optional = scopes_of(data, whose), scopes_of(data, f"{whose}_optional")
        if len(set(scopes)) != len(scopes):
            yield f"oauth_config.scopes.{whose}: a scope is named twice"
        for scope in optional:
            if scope not in scopes:
                yield f"oauth_config.scopes.{whose}_optional: {scope} is not among the {whose} scopes"
    for name, key in (("slash_commands", "command"), ("shortcuts", "callback_id")):
        seen: set[str] = set()
        for n, each in enumerate(as_list(_at(data, "features").get(name))):
            found = str(as_object(each).get(key))
            if found in seen:
                yield f"features.{name}[{n}].{key}: named twice"
            seen.add(found)


def _subscriptions(data: Json, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for whose in ("bot", "user"):
        events, scopes = events_of(data, f"{whose}_events"), set(scopes_of(data, whose))
        if len(set(events)) != len(events):
            yield f"settings.event_subscriptions.{whose}_events: an event is named twice"
        for event in events:
            at = f"settings.event_subscriptions.{whose}_events: {event}"
            if event not in known:
                yield f"{at}: the sandbox knows no such event"
            elif known[event] and not scopes.intersection(known[event]):
                yield f"{at}: needs the scope {' or '.join(known[event])}"
    home = _at(data, "features", "app_home")
    shut = home.get("home_tab_enabled") is False and home.get("messages_tab_enabled") is False
    if "app_home_opened" in events_of(data) and shut:
        yield "settings.event_subscriptions.bot_events: app_home_opened: needs a tab in features.app_home"


def _urls(data: Json) -> Iterator[str]:
    """Without Socket Mode, each way in needs its own URL."""
    settings = _at(data, "settings")
    if settings.get("socket_mode_enabled"):
        return
    subscriptions, interactivity = _at(settings, "event_subscriptions"), _at(settings, "interactivity")
    if (events_of(data) or events_of(data, "user_events")) and not subscriptions.get("request_url"):
        yield "settings.event_subscriptions.request_url: needed without Socket Mode"
    if interactivity.get("is_enabled") and not interactivity.get("request_url"):
        yield "settings.interactivity.request_url: needed without Socket Mode"
    for n, command in enumerate(as_list(_at(data, "features").get("slash_commands"))):
        if not as_object(command).get("url"):
            yield f"features.slash_commands[{n}].url: needed without Socket Mode"
