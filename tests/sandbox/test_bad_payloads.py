"""What Slack takes at its limits and refuses beyond them, through every door an app has.

The doors are the Web API, response URLs and acknowledgements.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.bad_blocks import TEXT_INPUT, TITLE, actions, button, modal, plain, section
from tests.sandbox.bad_blocks import field as an_input
from tests.sandbox.bad_payloads import CALLS, COMMANDS, REPLIES, SUBMISSIONS, SUGGESTIONS, Bad
from tests.sandbox.conftest import Api
from tests.sandbox.good_payloads import FIELDS, MESSAGES, VIEWS
from tests.sandbox.manifest import manifest
from tests.sandbox.newer_blocks import (
    GOOD_NEWER,
    alert,
    card,
    carousel,
    container,
    context_actions,
    feedback,
    icon,
    video,
)
from tests.sandbox.scripted import Json, SocketApp

from liaison.sandbox.language.people import Person, Refused, Slack
from liaison.sandbox.rules.rates import Rates
from liaison.sandbox.workspace import Workspace

SEARCH = {"type": "external_select", "action_id": "search", "min_query_length": 0}
FILES = an_input({"type": "file_input"})
FORM = modal(
    {**section(), "block_id": "text"},
    an_input({**TEXT_INPUT, "action_id": "reason"}, block_id="reason", label=plain("Why?")),
    submit=TITLE,
)


class World:
    """One workspace for all the wrong payloads; none of them leaves anything behind."""

    app: SocketApp

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.api = Api(slack)
        self.answer: Any = None
        self.shaw = slack.person("Mrs L L Shaw")
        smith = slack.person("Mr W Smith")
        channel = slack.channel("ppp-committee", members=[self.shaw], bot=True)
        archived = slack.channel("old", members=[self.shaw], bot=True)
        slack.archive(archived)
        ts = self.api.call("chat.postMessage", channel=channel.id, text="Question")["ts"]
        reply = self.api.call("chat.postMessage", channel=channel.id, text="Answer", thread_ts=ts)["ts"]
        self.names = {
            "$channel": channel.id,
            "$archived": archived.id,
            "$elsewhere": slack.channel("ced-committee", members=[self.shaw]).id,
            "$private": slack.channel("officers", members=[self.shaw], private=True).id,
            "$user": self.shaw.id,
            "$outsider": smith.id,
            "$gone": slack.person("Mr R Cole", deleted=True).id,
            "$ts": ts,
            "$reply": reply,
            "$hers": slack.sandbox.run(slack.sandbox.acts.say(self.shaw.id, channel.id, "Mine"))["ts"],
        }
        self.names |= {"$used": self.trigger(smith)}
        self.api.call("views.open", trigger_id=self.names["$used"], view=modal(section()))
        view = self.api.call("views.open", trigger_id=self.trigger(smith), view=modal(section()))["view"]
        self.names["$view"] = view["id"]

    def trigger(self, person: Person) -> str:
        return self.slack.sandbox.look(lambda workspace: workspace.new_trigger(person.id))

    def call(self, method: str, args: Json) -> Json:
        """The call, with what its arguments stand for. How often an app calls is not what these tests are about."""
        self.slack.sandbox.rates = Rates()
        names = self.names | ({"$trigger": self.trigger(self.shaw)} if "$trigger" in args.values() else {})
        given = {
            name: names.get(each, each) if isinstance(each, str) else each for name, each in args.items()
        }
        return self.api.call(method, **given)

    def violation(self, code: str) -> set[str]:
        """The pointers of what was refused with that code, which must be all that was refused."""
        found = self.slack.expect_violation(code)
        assert not self.slack.violations
        return set(re.findall(r"\[json-pointer:(.*?)\]", found.sentence))

    def clear(self) -> None:
        self.slack.sandbox.look(lambda workspace: workspace.journal.violations.clear())
        self.slack.sandbox.look(lambda workspace: workspace.stacks.pop(self.shaw.id, None))


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    scopes = [*manifest()["oauth_config"]["scopes"]["bot"], "links.embed:write", "files:read"]
    features = manifest()["features"] | {"unfurl_domains": ["example.org"]}
    with Slack(manifest(scopes=scopes, features=features)) as slack:
        world = World(slack)
        with SocketApp(
            slack, lambda frame: world.answer if frame["accepts_response_payload"] else None
        ) as app:
            world.app = app
            yield world


@pytest.fixture
def world(shared: World) -> World:
    shared.clear()
    return shared


def ids(rows: list[Bad]) -> list[str]:
    return [f"{row.method or 'answer'}: {row.what}" for row in rows]


def pointers(answer: Json) -> set[str]:
    messages = answer.get("response_metadata", {}).get("messages", [])
    return {found for each in messages for found in re.findall(r"\[json-pointer:(.*?)\]", each)}


@pytest.mark.parametrize("row", CALLS, ids=ids(CALLS))
def test_a_wrong_call_is_refused_with_slacks_code_at_the_fault(world: World, row: Bad) -> None:
    answer = world.call(row.method, row.args)
    assert (answer["ok"], answer["error"]) == (False, row.code), answer
    assert pointers(answer) == ({row.pointer} if row.pointer else set())
    assert [violation.code for violation in world.slack.violations] == [row.code]


@pytest.mark.parametrize("row", REPLIES, ids=ids(REPLIES))
def test_a_wrong_body_for_a_response_url_is_refused(world: World, row: Bad) -> None:
    spark = world.slack.sandbox.look(
        lambda workspace: workspace.new_response_url(world.shaw.id, world.names["$channel"])
    )
    body = json.dumps(row.args).encode()
    hook = f"{world.slack.sandbox.url}/hooks/{spark.secret}"
    request = urllib.request.Request(hook, body, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    answer = json.loads(refused.value.read())
    assert (refused.value.code, answer["error"]) == (400, row.code)
    assert pointers(answer) == ({row.pointer} if row.pointer else set())
    assert world.slack.expect_violation(row.code).where == "response_url"


@pytest.mark.parametrize("row", COMMANDS, ids=ids(COMMANDS))
def test_a_wrong_answer_to_a_command_is_refused(world: World, row: Bad) -> None:
    world.answer = row.args
    world.shaw.types("/ask")
    assert world.violation(row.code) == ({row.pointer} if row.pointer else set())


@pytest.mark.parametrize("row", SUBMISSIONS, ids=ids(SUBMISSIONS))
def test_a_wrong_answer_to_a_submission_is_refused_and_the_form_stays(world: World, row: Bad) -> None:
    assert world.call("views.open", {"trigger_id": "$trigger", "view": FORM})["ok"]
    form = world.shaw.form()
    form.field("Why?").fill("Because")
    world.answer = row.args
    form.submit()
    assert world.violation(row.code) == {row.pointer}
    form.sees("We had some trouble connecting.")


@pytest.mark.parametrize("row", SUGGESTIONS, ids=ids(SUGGESTIONS))
def test_a_wrong_answer_to_a_search_is_refused(world: World, row: Bad) -> None:
    blocks = [{**actions(SEARCH), "block_id": "search"}]
    ts = world.call("chat.postMessage", {"channel": "$user", "text": "x", "blocks": blocks})["ts"]
    world.answer = row.args
    container = {"type": "message", "channel": world.shaw.dm.id, "ts": ts}
    with pytest.raises(Refused, match="could not be loaded"):
        world.slack.sandbox.run(
            world.slack.sandbox.acts.suggest(world.shaw.id, container, "search", "search", "bar")
        )
    found = world.slack.expect_violation("invalid_options")
    assert re.findall(r"\[json-pointer:(.*?)\]", found.sentence) == [row.pointer or "/"]


@pytest.mark.parametrize(("what", "block"), GOOD_NEWER, ids=[what for what, _ in GOOD_NEWER])
def test_newer_blocks_are_taken_up_to_their_limits(world: World, what: str, block: Json) -> None:
    answer = world.call("chat.postMessage", {"channel": "$channel", "text": what, "blocks": [block]})
    assert answer["ok"], answer
    assert not world.slack.violations


@pytest.mark.parametrize(("what", "args"), MESSAGES, ids=[what for what, _ in MESSAGES])
def test_messages_are_taken_up_to_their_limits(world: World, what: str, args: Json) -> None:
    text = {} if "markdown_text" in args else {"text": what}
    answer = world.call("chat.postMessage", {"channel": "$channel", **text, **args})
    assert answer["ok"], answer
    assert not world.slack.violations


@pytest.mark.parametrize("element", FIELDS, ids=[element["type"] for element in FIELDS])
def test_every_kind_of_field_is_taken_at_its_limits(world: World, element: Json) -> None:
    view = modal(an_input(element), submit=TITLE)
    answer = world.call("views.open", {"trigger_id": "$trigger", "view": view})
    assert answer["ok"], answer
    assert not world.slack.violations


@pytest.mark.parametrize(("what", "view"), VIEWS, ids=[what for what, _ in VIEWS])
def test_views_are_taken_up_to_their_limits(world: World, what: str, view: Json) -> None:
    assert world.call("views.open", {"trigger_id": "$trigger", "view": view})["ok"], what
    assert not world.slack.violations


def test_an_alert_is_taken_in_a_modal(world: World) -> None:
    view = modal(alert(text=plain("x" * 200), level="warning"))
    assert world.call("views.open", {"trigger_id": "$trigger", "view": view})["ok"]


def test_there_are_enough_of_them() -> None:
    assert len(CALLS) + len(REPLIES) + len(COMMANDS) + len(SUBMISSIONS) + len(SUGGESTIONS) >= 300


@pytest.mark.parametrize(
    ("method", "args", "needed", "pointer"),
    [
        ("chat.postMessage", {"channel": "$channel", "text": "x", "blocks": [section(), video()]}, "links.embed:write", "/blocks/1"),
        ("chat.postMessage", {"channel": "$channel", "attachments": [{"blocks": [video()]}]}, "links.embed:write", "/attachments/0/blocks/0"),
        ("chat.postMessage", {"channel": "$channel", "text": "x", "blocks": [container(video())]}, "links.embed:write", "/blocks/0/child_blocks/0"),
        ("views.open", {"trigger_id": "$trigger", "view": modal(video())}, "links.embed:write", "/view/blocks/0"),
        ("views.open", {"trigger_id": "$trigger", "view": modal(section(), FILES, submit=TITLE)}, "files:read", "/view/blocks/1"),
    ],
)  # fmt: skip
def test_blocks_that_need_a_scope_of_their_own(
    world: World, method: str, args: Json, needed: str, pointer: str
) -> None:
    def change(workspace: Workspace) -> None:
        workspace.granted ^= {needed}

    world.slack.sandbox.look(change)
    try:
        answer = world.call(method, args)
    finally:
        world.slack.sandbox.look(change)
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert pointers(answer) == {pointer}
    assert world.call(method, args)["ok"]


PRESS = button(action_id="press", value="pressed")
GOOD, ICON = feedback(action_id="press"), icon(action_id="press", value="pressed")
HOLDERS: list[tuple[str, Json, str]] = [  # what, the block, and the value that is told of
    ("a card", card(block_id="b", actions=[PRESS]), "pressed"),
    ("a card in a carousel", carousel(card(), card(block_id="b", actions=[PRESS])), "pressed"),
    ("a row in a container", container({**actions(PRESS), "block_id": "b"}), "pressed"),
    ("a text in a container", container(section(block_id="b", accessory=PRESS)), "pressed"),
    ("an icon", {**context_actions(ICON), "block_id": "b"}, "pressed"),
    ("an opinion", {**context_actions(GOOD), "block_id": "b"}, "good"),
]


@pytest.mark.parametrize(("what", "block", "value"), HOLDERS, ids=[what for what, _, _ in HOLDERS])
def test_what_the_newer_blocks_hold_can_be_pressed(world: World, what: str, block: Json, value: str) -> None:
    world.answer = None
    ts = world.call("chat.postMessage", {"channel": "$user", "text": what, "blocks": [block]})["ts"]
    message = {"type": "message", "channel": world.shaw.dm.id, "ts": ts}
    before = len(world.app.envelopes)
    world.slack.sandbox.run(world.slack.sandbox.acts.press(world.shaw.id, message, "b", "press", value))
    told = [frame["payload"] for frame in world.app.envelopes[before:]]
    pressed = next(payload["actions"] for payload in told if payload["type"] == "block_actions")
    assert [(a["block_id"], a["action_id"], a["value"]) for a in pressed] == [("b", "press", value)]
