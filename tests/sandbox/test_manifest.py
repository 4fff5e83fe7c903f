"""The manifest is read, and refused as Slack would refuse it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.sandbox.manifest import MANIFEST, manifest

from liaison.sandbox.manifest import Manifest, ManifestError, Shortcut


def test_a_manifest_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "app_manifest.yml"
    file.write_text(yaml.safe_dump(MANIFEST), "utf-8")
    found = Manifest.load(file)
    assert found == Manifest.load(MANIFEST)
    assert (found.bot_name, found.socket_mode, found.home_tab) == ("Echo", True, True)
    assert found.commands["/echo"].should_escape
    assert not found.commands["/ask"].should_escape
    assert "chat:write" in found.scopes
    assert "message.im" in found.events


def commands(*found: dict[str, Any]) -> dict[str, Any]:
    return manifest(features={"slash_commands": list(found)})


ASK = {"command": "/ask", "description": "Asks"}
SUBSCRIPTIONS = {"event_subscriptions": {"bot_events": ["app_home_opened"]}}

SHORTCUT = {"type": "global", "name": "Report back", "callback_id": "report", "description": "Asks"}
SOCKETS = {"socket_mode_enabled": True}


def shortcuts(*found: dict[str, Any], **settings: Any) -> dict[str, Any]:
    interactive = {"interactivity": {"is_enabled": True}, **SOCKETS}
    return manifest(features={"shortcuts": list(found)}, settings=interactive | settings)


def display(**more: Any) -> dict[str, Any]:
    return manifest(display_information={"name": "Echo", **more})


def features(**found: Any) -> dict[str, Any]:
    return manifest(features=found)


def oauth(**found: Any) -> dict[str, Any]:
    return manifest(events=[], oauth_config={"scopes": {"bot": ["commands"]}, **found})


def asking(**scopes: list[str]) -> dict[str, Any]:
    return oauth(scopes={"bot": ["commands"], **scopes})


def settings(**found: Any) -> dict[str, Any]:
    return manifest(settings={**SOCKETS, **found})


def subscribing(**found: Any) -> dict[str, Any]:
    return settings(event_subscriptions=found)


PROMPT = {"title": "Help", "message": "What can you do?"}
AGENT = {"agent_description": "Helps", "suggested_prompts": [PROMPT]}
FUNCTION = {"title": "Sum", "input_parameters": {"a": {"type": "number"}}, "output_parameters": {}}

BAD: list[tuple[Any, str]] = [
    (manifest(colour="red"), "the manifest: no more properties allowed: colour"),
    (manifest(_metadata={"major_version": 3}), "_metadata.major_version: must be one of 1, 2"),
    (manifest(_metadata={"version": 1}), "_metadata: no more properties allowed: version"),
    (manifest(display_information={}), "display_information: missing required field: name"),
    (display(name="x" * 36), "display_information.name: must be less than 36"),
    (display(description="x" * 141), "display_information.description: must be less than 141"),
    (display(long_description="x" * 174), "display_information.long_description: must be more than 174"),
    (display(long_description="x" * 4001), "display_information.long_description: must be less than 4001"),
    (display(background_color="navy"), "display_information.background_color: must be a colour"),
    (display(icon="a.png"), "display_information: no more properties allowed: icon"),
    (features(bot_user={"display_name": "x" * 81}), "features.bot_user.display_name: must be less than 81"),
    (features(bot_user={}), "features.bot_user: missing required field: display_name"),
    (
        features(bot_user={"display_name": "x", "always_online": 1}),
        "features.bot_user.always_online: must be a",
    ),
    (features(workflow_steps=[]), "features: no more properties allowed: workflow_steps"),
    (features(app_home={"home": True}), "features.app_home: no more properties allowed: home"),
    (features(app_home={"home_tab_enabled": "yes"}), "features.app_home.home_tab_enabled: must be a boolean"),
    (
        features(app_home={"messages_tab_enabled": False, "messages_tab_read_only_enabled": True}),
        "messages_tab_read_only_enabled: needs messages_tab_enabled",
    ),
    (
        features(app_home={"messages_tab_enabled": False, "home_tab_enabled": False}),
        "app_home_opened: needs a tab",
    ),
    (features(unfurl_domains=["https://example.org"]), "features.unfurl_domains[0]: must be a domain"),
    (features(unfurl_domains=["example.org"] * 6), "features.unfurl_domains: no more than 5"),
    (features(agent_view=AGENT), "features.agent_view: needs the scope assistant:write"),
    (features(assistant_view={"assistant_description": "x"}), "features.assistant_view: needs the scope"),
    (features(agent_view={}), "features.agent_view: missing required field: agent_description"),
    (
        features(agent_view={**AGENT, "suggested_prompts": [PROMPT] * 5}),
        "features.agent_view.suggested_prompts: no more than 4",
    ),
    (
        features(agent_view=AGENT, assistant_view={"assistant_description": "x"}),
        "features.assistant_view: not together with agent_view",
    ),
    (commands({**ASK, "command": "ask"}), "slash_commands[0].command: must be / and a word"),
    (commands({**ASK, "command": "/a b"}), "slash_commands[0].command: must be / and a word"),
    (commands({**ASK, "command": "/" + "x" * 32}), "slash_commands[0].command: must be / and a word"),
    (commands({"command": "/ask"}), "slash_commands[0]: missing required field: description"),
    (commands({**ASK, "description": "x" * 2001}), "slash_commands[0].description: must be less than 2001"),
    (commands({**ASK, "usage_hint": "x" * 1001}), "slash_commands[0].usage_hint: must be less than 1001"),
    (commands({**ASK, "colour": "red"}), "slash_commands[0]: no more properties allowed: colour"),
    (commands({**ASK, "url": "http://example.org"}), "slash_commands[0].url: must be a URL"),
    (commands(ASK, ASK), "slash_commands[1].command: named twice"),
    (commands(*({**ASK, "command": f"/ask{n}"} for n in range(51))), "slash_commands: no more than 50"),
    (manifest(scopes=["chat:write"], events=[]), "features.slash_commands: needs the scope commands"),
    (shortcuts({**SHORTCUT, "type": "odd"}), "shortcuts[0].type: must be one of message, global"),
    (shortcuts({**SHORTCUT, "name": "x" * 25}), "shortcuts[0].name: must be less than 25"),
    (shortcuts({**SHORTCUT, "description": "x" * 151}), "shortcuts[0].description: must be less than 151"),
    (shortcuts({**SHORTCUT, "callback_id": "x" * 256}), "shortcuts[0].callback_id: must be less than 256"),
    (shortcuts({}), "shortcuts[0]: missing required field: type"),
    (shortcuts(SHORTCUT, SHORTCUT), "shortcuts[1].callback_id: named twice"),
    (
        shortcuts(*({**SHORTCUT, "callback_id": str(n)} for n in range(11))),
        "features.shortcuts: no more than 10",
    ),
    (
        {**shortcuts(SHORTCUT), "oauth_config": {"scopes": {"bot": ["chat:write"]}}},
        "features.shortcuts: needs the scope commands",
    ),
    (shortcuts(SHORTCUT, interactivity={"is_enabled": False}), "features.shortcuts: needs settings.inter"),
    (manifest(scopes=["commands", "commands"], events=[]), "scopes.bot: a scope is named twice"),
    (asking(bot=["commands", "chat:shout"]), "scopes.bot[1]: Slack has no such bot scope: chat:shout"),
    (asking(bot=["commands", "admin"]), "scopes.bot[1]: Slack has no such bot scope: admin"),
    (asking(user=["chat:write.public"]), "scopes.user[0]: Slack has no such user scope"),
    (asking(bot_optional=["chat:write"]), "scopes.bot_optional: chat:write is not among the bot scopes"),
    (
        asking(user=["chat:write"], user_optional=["email"]),
        "user_optional: email is not among the user scopes",
    ),
    (asking(app=["connections:write"]), "oauth_config.scopes: no more properties allowed: app"),
    (oauth(redirect_urls=["http://example.org"]), "oauth_config.redirect_urls[0]: must be a URL"),
    (oauth(redirect_urls=["http://localhost.example.org"]), "oauth_config.redirect_urls[0]: must be a URL"),
    (oauth(redirect_urls=["https://example.org"] * 1001), "redirect_urls: no more than 1000"),
    (oauth(pkce_enabled="yes"), "oauth_config.pkce_enabled: must be a boolean"),
    (oauth(scope=["commands"]), "oauth_config: no more properties allowed: scope"),
    (settings(colour="red"), "settings: no more properties allowed: colour"),
    (settings(token_rotation_enabled="yes"), "settings.token_rotation_enabled: must be a boolean"),
    (settings(function_runtime="mine"), "settings.function_runtime: must be one of remote, slack"),
    (settings(allowed_ip_address_ranges=["300.1.1.1"]), "allowed_ip_address_ranges[0]: must be an IP"),
    (settings(allowed_ip_address_ranges=["10.0.0.0/8"] * 51), "allowed_ip_address_ranges: no more than 50"),
    (settings(interactivity={}), "settings.interactivity: missing required field: is_enabled"),
    (
        settings(interactivity={"is_enabled": True, "message_menu_options_url": "http://example.org"}),
        "settings.interactivity.message_menu_options_url: must be a URL",
    ),
    (manifest(events=["message.im", "rtm"]), "rtm: the sandbox knows no such event"),
    (manifest(events=["message.im", "message.im"]), "bot_events: an event is named twice"),
    (manifest(scopes=["commands"], events=["message.im"]), "message.im: needs the scope im:history"),
    (subscribing(user_events=["message.im"]), "user_events: message.im: needs the scope im:history"),
    (subscribing(bot_events=["tokens_revoked"] * 101), "bot_events: no more than 100"),
    (subscribing(events=[]), "settings.event_subscriptions: no more properties allowed: events"),
    (subscribing(request_url="http://example.org"), "event_subscriptions.request_url: must be a URL"),
    (
        subscribing(metadata_subscriptions=[{"app_id": "*"}]),
        "metadata_subscriptions[0]: missing required field: event_type",
    ),
    (
        subscribing(metadata_subscriptions=[{"app_id": "*", "event_type": "x"}]),
        "metadata_subscriptions: needs the scope metadata.message:read",
    ),
    (
        subscribing(metadata_subscriptions=[{"app_id": "*", "event_type": "x"}] * 21),
        "metadata_subscriptions: no more than 20",
    ),
    (
        manifest(functions={"sum": {"title": "Sum"}}),
        "functions.sum: missing required field: input_parameters",
    ),
    (manifest(functions={"sum": FUNCTION}), "functions: needs settings.org_deploy_enabled"),
    (manifest(features={}, settings=SUBSCRIPTIONS), "event_subscriptions.request_url: needed"),
    (
        manifest(features={}, settings={"interactivity": {"is_enabled": True}}),
        "interactivity.request_url: needed",
    ),
    (
        manifest(features={"slash_commands": [ASK]}, settings={}),
        "slash_commands[0].url: needed without Socket",
    ),
]

FULL: dict[str, Any] = {
    "_metadata": {"major_version": 2, "minor_version": 1},
    "display_information": {
        "name": "x" * 35,
        "description": "x" * 140,
        "long_description": "x" * 4000,
        "background_color": "#1d3557",
    },
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "x" * 80, "always_online": True},
        "shortcuts": [{**SHORTCUT, "callback_id": str(n)} for n in range(10)],
        "slash_commands": [{**ASK, "command": f"/ask{n}", "url": "https://example.org"} for n in range(50)],
        "unfurl_domains": ["example.org", "maps.example.org"],
        "agent_view": AGENT,
    },
    "oauth_config": {
        "redirect_urls": ["https://example.org/back", "http://localhost:3000/back"],
        "scopes": {
            "bot": ["commands", "assistant:write", "metadata.message:read", "links.embed:write"],
            "user": ["chat:write"],
            "bot_optional": ["links.embed:write"],
        },
        "pkce_enabled": True,
    },
    "settings": {
        "allowed_ip_address_ranges": ["10.0.0.1", "10.0.0.0/8", "2001:db8::/32"],
        "event_subscriptions": {
            "request_url": "https://example.org",
            "bot_events": ["app_home_opened"],
            "metadata_subscriptions": [{"app_id": "*", "event_type": "task_added"}],
        },
        "interactivity": {"is_enabled": True, "request_url": "https://example.org"},
        "org_deploy_enabled": True,
        "token_rotation_enabled": True,
        "function_runtime": "remote",
    },
    "functions": {
        "sum": FUNCTION,
        "add": {
            **FUNCTION,
            "input_parameters": {"properties": {"a": {"type": "number"}}, "required": ["a"]},
        },
    },
}


def test_a_manifest_with_everything_in_it() -> None:
    found = Manifest.load(FULL)
    assert found.shortcuts[0] == Shortcut("global", "Report back", "0", "Asks")
    assert found.redirect_urls == ("https://example.org/back", "http://localhost:3000/back")
    assert found.unfurl_domains == ("example.org", "maps.example.org")
    assert found.user_scopes == {"chat:write"}
    assert found.token_rotation


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ManifestError) as refused:
        Manifest.load(manifest(scopes=["chat:shout"], events=["message.im"], settings={"colour": "red"}))
    assert str(refused.value).count("\n- ") == 5


@pytest.mark.parametrize(("data", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_bad_manifests_name_the_key(data: Any, sentence: str) -> None:
    with pytest.raises(ManifestError) as refused:
        Manifest.load(data)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("text", ["[", "- a list", ""])
def test_files_that_hold_no_manifest(tmp_path: Path, text: str) -> None:
    file = tmp_path / "app_manifest.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(ManifestError):
        Manifest.load(file)
