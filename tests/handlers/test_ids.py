"""Every id, command, method and scope has its other half: nothing that is shown goes unheard, nothing is asked in vain."""

import ast
import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from tests.flows.office import Office, open_office, settings_for
from tests.handlers.shown import Shown

import liaison
from liaison.bot.app import Liaison
from liaison.bot.settings import manifest_path
from liaison.sandbox.language.people import Slack
from liaison.sandbox.manifest import EVENT_SCOPES
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate

SOURCE = Path(liaison.__file__).parent
# The scopes that each method we call needs, by Slack's reference; for conversations.* one for each kind we use.
METHOD_SCOPES: dict[str, set[str]] = {
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "oauth_v2_access": set(),
    "users_info": {"users:read"},
    "users_list": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read", "users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}


@cache
def manifest() -> dict[str, Any]:
    """The app's manifest."""
    found: dict[str, Any] = yaml.safe_load(manifest_path().read_text())
    return found


def scopes() -> set[str]:
    """The scopes it asks for."""
    return set(manifest()["oauth_config"]["scopes"]["bot"])


def commands() -> list[str]:
    """The commands it names."""
    return [command["command"] for command in manifest()["features"]["slash_commands"]]


def events() -> list[str]:
    """The events it subscribes to."""
    found: list[str] = manifest()["settings"]["event_subscriptions"]["bot_events"]
    return found


def sources(*rooms: str) -> Iterator[ast.Module]:
    """Our modules, parsed; without the sandbox, which is no part of the app."""
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0]
        if room != "sandbox" and (not rooms or room in rooms):
            yield ast.parse(path.read_text("utf-8"))


# What listens


class Ear:
    """The app's listeners, asked whether one of them would hear a request."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    def hears(self, body: dict[str, Any], *, form: bool = True) -> bool:
        """Whether a listener's matchers take the body."""
        text = urlencode({"payload": json.dumps(body)}) if form else json.dumps(body)
        return self._any(AsyncBoltRequest(body=text, mode="http", headers=self._kind(form=form)))

    def hears_command(self, command: str) -> bool:
        """Whether a command has a listener."""
        text = urlencode({"command": command, "text": "help", "user_id": "U1", "team_id": TEAM_ID})
        return self._any(AsyncBoltRequest(body=text, mode="http", headers=self._kind(form=True)))

    def hears_event(self, name: str) -> bool:
        """Whether an event, by its name in the manifest, has a listener."""
        kind, _, place = name.partition(".")
        event = {"type": kind, "user": "U1", "channel": "C1", "text": "hello", "ts": "1.000001"}
        event |= {"channel_type": place} if place else {}
        return self.hears({"type": "event_callback", "team_id": TEAM_ID, "event": event}, form=False)

    def hears_action(self, element: dict[str, Any]) -> bool:
        """Whether the use of an element has a listener."""
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": "b", "value": "v"}
        return self.hears({"type": "block_actions", "user": {"id": "U1"}, "actions": [action]})

    def hears_submission(self, callback_id: str) -> bool:
        """Whether the submission of a view has a listener."""
        view = {"type": "modal", "callback_id": callback_id, "state": {"values": {}}}
        return self.hears({"type": "view_submission", "user": {"id": "U1"}, "view": view})

    def _kind(self, *, form: bool) -> dict[str, str | Sequence[str]]:
        return {"content-type": "application/x-www-form-urlencoded" if form else "application/json"}

    def _any(self, request: AsyncBoltRequest) -> bool:
        async def ask() -> bool:
            for listener in self._app._async_listeners:
                if await listener.async_matches(req=request, resp=BoltResponse(status=200)):
                    return True
            return False

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ear]:
    """The app as it is put together for work."""
    url = f"sqlite:///{tmp_path_factory.mktemp('ear')}/liaison.db"
    with Slack(manifest_path()) as slack:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()

        async def build() -> Liaison:
            return Liaison(settings_for(slack, url, "socket"))

        app = asyncio.run(build())
        yield Ear(app.bolt)
        asyncio.run(app.close())


def test_an_unknown_id_is_not_heard(ear: Ear) -> None:
    assert not ear.hears_action({"type": "button", "action_id": "nobody.listens"})
    assert not ear.hears_submission("nobody.listens")
    assert not ear.hears_command("/nobody")


def test_every_control_that_was_shown_is_heard(ear: Ear, shown: Shown) -> None:
    deaf = {
        element["action_id"]
        for block, element in shown.elements()
        if (block["type"] != "input" or block.get("dispatch_action")) and not ear.hears_action(element)
    }
    assert not deaf


def test_every_form_that_was_shown_is_heard(ear: Ear, shown: Shown) -> None:
    deaf = {
        view["callback_id"]
        for view in shown.views
        if view.get("submit") and not ear.hears_submission(view["callback_id"])
    }
    assert not deaf


def blocks_ids() -> set[str]:
    """The ids that the blocks modules name as constants, such as `reviews.start`."""
    found = set()
    for path in sorted((SOURCE / "handlers" / "blocks").rglob("*.py")):
        prefix = path.stem if path.parent.name == "blocks" else path.parent.name
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                value = node.value.value
                if isinstance(value, str) and re.fullmatch(rf"{prefix}\.[a-z_.]+", value):
                    found.add(value)
    return found


def test_every_id_that_a_blocks_module_names_is_heard_or_only_shown(ear: Ear, shown: Shown) -> None:
    only_shown = {view["callback_id"] for view in shown.views if not view.get("submit")}
    deaf = {
        name
        for name in blocks_ids() - only_shown
        if not ear.hears_action({"type": "button", "action_id": name}) and not ear.hears_submission(name)
    }
    assert blocks_ids()
    assert not deaf


def test_ids_begin_with_their_features_name(shown: Shown) -> None:
    features = {path.stem for path in (SOURCE / "handlers" / "blocks").iterdir()} - {"kit", "__init__"}
    strange = {
        element["action_id"]
        for _, element in shown.elements()
        if element["action_id"].partition(".")[0] not in features
    }
    assert not strange


# Commands


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_manifest_is_heard(ear: Ear, command: str) -> None:
    assert ear.hears_command(command)


def test_every_command_that_is_heard_is_in_the_manifest() -> None:
    registered = {
        call.args[0].value
        for module in sources("handlers")
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "command"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert registered == set(commands())


def test_every_command_answers_help(tmp_path: Path, now: datetime) -> None:
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now) as office:
        for person in (office.member("Mrs L L Shaw"), office.staff("committee-services-officer")):
            for command in commands():
                for word in ("help", "Help", " help "):
                    reply = person.types(f"{command} {word}")
                    reply.sees(command)
                    assert answered_to_one(office), "only the asker sees it"


def answered_to_one(office: Office) -> bool:
    """Whether the newest message in #general is for one person alone."""
    newest = office.slack.sandbox.look(lambda workspace: workspace.general.messages[-1])
    return newest.ephemeral_to is not None


def test_every_command_that_a_text_names_is_there(shown: Shown) -> None:
    known = {*commands(), "/invite"}
    named = {
        name
        for text in [*(part["text"] for part in shown.texts()), *(m.get("text", "") for m in shown.messages)]
        for name in re.findall(r"(?<![\w/:.])/[a-z]+\b(?!/)", text)
    }
    assert named
    assert named <= known


def test_commands_say_what_they_do() -> None:
    for command in manifest()["features"]["slash_commands"]:
        assert command["description"][0].isupper()
        assert command["usage_hint"], command["command"]


# Events


@pytest.mark.parametrize("event", events())
def test_every_event_of_the_manifest_is_heard(ear: Ear, event: str) -> None:
    assert ear.hears_event(event)


# Methods and scopes


@cache
def methods_called() -> set[str]:
    """The Web API methods that the code calls on a client."""
    return {
        call.func.attr
        for module in sources()
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and "_" in call.func.attr
        and not call.func.attr.startswith("_")
        and hasattr(AsyncWebClient, call.func.attr)
        and ast.unparse(call.func.value).endswith("client")
    }


def test_the_scopes_of_every_method_are_known() -> None:
    assert methods_called() <= METHOD_SCOPES.keys(), (
        "add what it needs, by Slack's reference, to METHOD_SCOPES"
    )


def test_every_method_that_was_called_is_one_that_the_code_names(shown: Shown) -> None:
    called = {kind for kind in shown.calls if re.fullmatch(r"[a-z]+\.[a-zA-Z.]+", kind)}
    by_libraries = {
        "apps.connections.open",
        "auth.test",
        "files.getUploadURLExternal",  # with the next one, what files_upload_v2 consists of
        "files.completeUploadExternal",
    }
    assert {kind.replace(".", "_") for kind in called - by_libraries} <= methods_called()


def test_every_method_has_its_scopes() -> None:
    assert not {method for method in methods_called() if not METHOD_SCOPES[method] <= scopes()}


def test_no_scope_is_asked_for_in_vain() -> None:
    used = {scope for method in methods_called() for scope in METHOD_SCOPES[method]}
    used |= {scope for event in events() for scope in EVENT_SCOPES[event]}
    used |= {"commands"}
    assert scopes() <= used


def test_every_scope_says_what_it_is_for() -> None:
    lines = manifest_path().read_text("utf-8").splitlines()
    for scope in scopes():
        line = next(line for line in lines if line.strip().startswith(f"- {scope}"))
        assert re.search(r"# \w+", line), scope
