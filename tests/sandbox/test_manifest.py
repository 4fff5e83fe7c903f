"""The manifest is read, and refused as Slack would refuse it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.sandbox.manifest import MANIFEST, manifest

from liaison.sandbox.manifest import Manifest, ManifestError


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

BAD: list[tuple[Any, str]] = [
    (manifest(colour="red"), "colour: not a key"),
    (manifest(display_information={}), "display_information.name: must be a text"),
    (manifest(display_information={"name": "x" * 36}), "display_information.name: must have 1 to 35"),
    (
        manifest(display_information={"name": "x", "description": "x" * 141}),
        "description: must have 0 to 140",
    ),
    (
        manifest(display_information={"name": "x", "long_description": "x" * 174}),
        "long_description: must have 175",
    ),
    (manifest(features={"bot_user": {"display_name": "x" * 81}}), "display_name: must have 1 to 80"),
    (manifest(features={"workflow_steps": []}), "features.workflow_steps: not a key"),
    (manifest(settings={"colour": "red"}), "settings.colour: not a key"),
    (commands({**ASK, "command": "ask"}), "must begin with /"),
    (commands({**ASK, "command": "/a b"}), "must begin with / and have no spaces"),
    (commands({**ASK, "command": "/" + "x" * 32}), "command: must have 2 to 32"),
    (commands({"command": "/ask"}), "description: must be a text"),
    (commands({**ASK, "usage_hint": "x" * 1001}), "usage_hint: must have 0 to 1000"),
    (commands({**ASK, "colour": "red"}), "colour: not a key"),
    (commands(ASK, ASK), "named twice"),
    (commands(*({**ASK, "command": f"/ask{n}"} for n in range(51))), "more than 50"),
    (manifest(scopes=["chat:write"], events=[]), "needs the scope commands"),
    (manifest(scopes=["commands", "commands"], events=[]), "a scope is named twice"),
    (manifest(events=["message.im", "rtm"]), "rtm: the sandbox knows no such event"),
    (manifest(scopes=["commands"], events=["message.im"]), "message.im: needs the scope im:history"),
    (
        manifest(features={"shortcuts": [{"type": "odd", "name": "x" * 25}]}),
        "type: must be message or global",
    ),
    (manifest(features={"shortcuts": [{}] * 11}), "features.shortcuts: more than 10"),
    (manifest(features={}, settings=SUBSCRIPTIONS), "event_subscriptions.request_url: needed"),
    (
        manifest(features={}, settings={"interactivity": {"is_enabled": True}}),
        "interactivity.request_url: needed",
    ),
    (manifest(features={"slash_commands": [ASK]}, settings={}), "url: needed without Socket Mode"),
]


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
