"""What the page in the browser is given, and what it can do."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from tests.sandbox.bad_blocks import TEXT_INPUT, actions, button, field, modal, plain, section
from tests.sandbox.conftest import Api
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import SocketApp

from liaison.sandbox.language.people import Person, Slack

Json = dict[str, Any]


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw", role="Member")


def get(slack: Slack, path: str) -> Any:
    with urllib.request.urlopen(slack.url + path) as answer:
        return json.loads(answer.read())


def post(slack: Slack, path: str, body: Any) -> Json:
    request = urllib.request.Request(slack.url + path, json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        found: Json = json.loads(answer.read())
        return found


def act(slack: Slack, person: Person, name: str, /, **more: Any) -> Json:
    return post(slack, "/page/api/act", {"as": person.id, "act": name, **more})


def state(slack: Slack, person: Person) -> Json:
    found: Json = get(slack, f"/page/api/state?as={person.id}")
    return found


def place(slack: Slack, person: Person, channel: str) -> Json:
    return next(c for c in state(slack, person)["conversations"] if c["id"] == channel)


def test_the_state_of_a_new_workspace(slack: Slack, shaw: Person) -> None:
    found = state(slack, shaw)
    assert found["now"].startswith("2026-11-22T12:")
    assert found["team"] == {"id": "T0SANDBOX", "name": "Sandbox"}
    assert found["app"] == {"name": "Echo", "user_id": "U0SANDBOX", "connected": False, "home_tab": True}
    assert found["me"] == {
        "id": shaw.id,
        "name": "mrs.l.l.shaw",
        "tz": "Europe/London",
        "real_name": "Mrs L L Shaw",
        "role": "Member",
        "is_bot": False,
        "is_guest": False,
        "deleted": False,
    }
    assert [user["real_name"] for user in found["users"]] == ["Echo", "Mrs L L Shaw"]
    assert found["commands"][0] == {
        "command": "/echo",
        "usage_hint": "[text]",
        "description": "Says it again",
    }
    assert (found["view"], found["home"], found["notice"], found["inspector"]) == (None, None, None, [])
    assert get(slack, "/page/api/state")["me"]["id"] == shaw.id


def test_conversations_and_unread_marks(slack: Slack, shaw: Person) -> None:
    smith = slack.person("Mr W Smith")
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    secret = slack.channel("officers", members=[smith], private=True)
    api = Api(slack)
    parent = api.call("chat.postMessage", channel=ppp.id, text="Review due", blocks=[section()])["ts"]
    api.call("chat.postMessage", channel=ppp.id, text="Detail", thread_ts=parent)
    api.call("chat.postEphemeral", channel=ppp.id, user=shaw.id, text="For you")
    found = place(slack, shaw, ppp.id)
    assert (found["kind"], found["member"], found["unread"]) == ("channel", True, 3)
    assert [(m["text"], m["ephemeral"], m["reply_count"], m["is_app"]) for m in found["messages"]] == [
        ("Review due", False, 1, True),
        ("Detail", False, 0, True),
        ("For you", True, 0, True),
    ]
    assert found["messages"][1]["thread_ts"] == parent
    assert act(slack, shaw, "read", channel=ppp.id) == {"ok": True}
    assert place(slack, shaw, ppp.id)["unread"] == 0
    other = place(slack, smith, ppp.id)
    assert (other["member"], other["unread"], len(other["messages"])) == (False, 0, 2)
    assert secret.id not in [c["id"] for c in state(slack, shaw)["conversations"]]
    guest = slack.person("A guest", guest=True)
    assert [place["kind"] for place in state(slack, guest)["conversations"]] == ["im"]


def test_saying_and_commanding(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack, lambda e: {"text": "Here"} if e["type"] == "slash_commands" else None):
        assert act(slack, shaw, "say", channel=shaw.dm.id, text="Good morning")["ok"]
        assert act(slack, shaw, "say", channel=shaw.dm.id, text="/echo x") == {"ok": True}
        found = place(slack, shaw, shaw.dm.id)
        assert (found["name"], found["kind"], found["with"]) == ("Echo", "im", "U0SANDBOX")
        assert [m["text"] for m in found["messages"]] == ["Good morning", "Here"]
        assert state(slack, shaw)["app"]["connected"]
        kinds = [(e["direction"], e["kind"]) for e in state(slack, shaw)["inspector"]]
        assert ("out", "/echo") in kinds
        assert ("in", "/echo answer") in kinds


def test_a_message_goes_with_its_files(slack: Slack, shaw: Person) -> None:
    address = f"{slack.url}/page/api/files?as={shaw.id}&name=register.csv"
    with urllib.request.urlopen(urllib.request.Request(address, b"Name")) as answer:
        file = json.loads(answer.read())["file"]["id"]
    assert act(slack, shaw, "say", channel=shaw.dm.id, text="", files=[file])["ok"]
    (said,) = place(slack, shaw, shaw.dm.id)["messages"]
    assert [each["name"] for each in said["files"]] == ["register.csv"]
    assert not act(slack, shaw, "say", channel=shaw.dm.id, text="x", files=["F0"])["ok"]


def test_slackbots_notice_goes_with_the_next_act_that_goes_well(slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee")
    act(slack, shaw, "say", channel=shaw.dm.id, text="/foo")
    assert not act(slack, shaw, "say", channel=ced.id, text="x")["ok"]
    assert state(slack, shaw)["notice"] == "/foo is not a valid command.", "nothing has gone well since"
    act(slack, shaw, "say", channel=shaw.dm.id, text="/bar")
    assert state(slack, shaw)["notice"] == "/bar is not a valid command."
    assert act(slack, shaw, "say", channel=shaw.dm.id, text="Good morning")["ok"]
    assert state(slack, shaw)["notice"] is None


def test_notices_and_refusals(slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee")
    act(slack, shaw, "say", channel=shaw.dm.id, text="/foo")
    assert state(slack, shaw)["notice"] == "/foo is not a valid command."
    act(slack, shaw, "dismiss")
    assert state(slack, shaw)["notice"] is None
    assert act(slack, shaw, "say", channel=ced.id, text="x") == {
        "ok": False,
        "error": "You are not in #ced-committee.",
    }
    assert act(slack, shaw, "join", channel=ced.id) == {"ok": True}
    assert act(slack, shaw, "dance") == {"ok": False, "error": "The sandbox knows no such act."}
    assert post(slack, "/page/api/act", ["x"])["ok"] is False


def test_a_form_survives_a_reload(slack: Slack, shaw: Person) -> None:
    spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(shaw.id))
    block = field({**TEXT_INPUT, "action_id": "text"}, block_id="why", label=plain("1. Why?"))
    view = modal(block, actions(button(action_id="go")), submit=plain("Send"))
    Api(slack).call("views.open", trigger_id=spark, view=view)
    shown = state(slack, shaw)["view"]
    assert (shown["depth"], shown["busy"], shown["trouble"], shown["errors"]) == (1, False, None, {})
    assert shown["view"]["blocks"][0] == block
    container = {"type": "view", "view_id": shown["id"]}
    assert act(slack, shaw, "submit", container=container)["errors"] == {
        "why": "Please complete this required field."
    }
    assert state(slack, shaw)["view"]["errors"]["why"]
    act(slack, shaw, "fill", container=container, block_id="why", action_id="text", value="Because")
    after = state(slack, shaw)["view"]
    assert after["values"]["why"]["text"]["value"] == "Because"
    assert after["errors"] == {}
    with SocketApp(slack) as app:
        assert act(slack, shaw, "press", container=container, block_id="why", action_id="text")["ok"]
        assert act(slack, shaw, "submit", container=container)["errors"]
        act(slack, shaw, "fill", container=container, block_id="why", action_id="text", value="Because")
        assert act(slack, shaw, "submit", container=container) == {"ok": True}
        assert app.envelope()["payload"]["type"] == "view_submission"
    assert state(slack, shaw)["view"] is None
    assert act(slack, shaw, "close", container=container)["error"] == "That form is no longer open."


def test_type_ahead_and_home(slack: Slack, shaw: Person) -> None:
    menu = {"type": "external_select", "action_id": "a", "min_query_length": 2}
    home = {
        "type": "home",
        "blocks": [{"type": "section", "block_id": "b", "text": plain(), "accessory": menu}],
    }
    Api(slack).call("views.publish", user_id=shaw.id, view=home)
    assert state(slack, shaw)["home"]["blocks"][0]["block_id"] == "b"
    options = [{"text": plain("Barrow"), "value": "1"}]
    where = {"container": {"type": "home"}, "block_id": "b", "action_id": "a"}
    with SocketApp(
        slack, lambda e: {"options": options} if e["payload"]["type"] == "block_suggestion" else None
    ):
        assert act(slack, shaw, "suggest", **where, query="b") == {
            "ok": True,
            "options": [],
            "min_query_length": 2,
        }
        assert act(slack, shaw, "suggest", **where, query="ba") == {"ok": True, "options": options}
        assert act(slack, shaw, "press", **where, value="1") == {"ok": True}
        assert act(slack, shaw, "press", **where, value="2")["error"] == "There is no such choice: 2"
        assert act(slack, shaw, "open_home") == {"ok": True}
    assert state(slack, shaw)["home"]["values"]["b"]["a"]["selected_option"] == options[0]


def test_the_clock(slack: Slack) -> None:
    assert post(slack, "/page/api/clock", {"advance_seconds": 86400})["now"].startswith("2026-11-23T12:")
    assert post(slack, "/page/api/clock", {"set": "2027-01-01T00:00:00Z"})["now"].startswith(
        "2027-01-01T00:00"
    )
    for bad in ({}, {"set": "soon"}, {"advance_seconds": "many"}, {"advance_seconds": 1e300}):
        assert post(slack, "/page/api/clock", bad)["ok"] is False
    clock = get(slack, "/sandbox/clock")
    assert (clock["now"][:4], clock["version"]) == ("2027", 3)


def test_violations_stand_out_in_the_inspector(slack: Slack, shaw: Person) -> None:
    Api(slack).call("poems.write")
    entry = state(slack, shaw)["inspector"][-1]
    assert (entry["n"], entry["direction"], entry["kind"]) == (1, "in", "poems.write")
    assert entry["violation"].startswith("unknown_method")


def test_events_tell_of_changes(slack: Slack, shaw: Person) -> None:
    with urllib.request.urlopen(f"{slack.url}/page/api/events?as={shaw.id}") as stream:
        first = json.loads(stream.readline().removeprefix(b"data: "))
        stream.readline()
        shaw.types("Good morning")
        second = json.loads(stream.readline().removeprefix(b"data: "))
    assert second["version"] > first["version"]


def test_files_of_the_page_and_no_others(slack: Slack) -> None:
    for path in ("/page/static/../server.py", "/page/static/%2e%2e/server.py", "/page/static/none.js"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(slack.url + path)
        with refused.value as error:
            assert error.code == 404


def test_what_people_do_with_messages(slack: Slack, shaw: Person) -> None:
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    ts = act(slack, shaw, "say", channel=ppp.id, text="Review due")["ts"]
    assert act(slack, shaw, "react", channel=ppp.id, ts=ts, name="eyes") == {"ok": True}
    assert act(slack, shaw, "edit", channel=ppp.id, ts=ts, text="Review done") == {"ok": True}
    message = place(slack, shaw, ppp.id)["messages"][0]
    assert (message["text"], message["edited"]) == ("Review done", True)
    assert message["reactions"] == [{"name": "eyes", "users": [shaw.id]}]
    assert act(slack, shaw, "delete", channel=ppp.id, ts=ts) == {"ok": True}
    assert place(slack, shaw, ppp.id)["messages"] == []
    assert act(slack, shaw, "delete", channel=ppp.id, ts=ts)["ok"] is False


def test_attachments_and_whom_menus_offer(slack: Slack, shaw: Person) -> None:
    stranger = slack.person("Mr R Cole", stranger=True)
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    Api(slack).call(
        "chat.postMessage", channel=ppp.id, text="x", attachments=[{"text": "Due", "color": "good"}]
    )
    found = place(slack, shaw, ppp.id)
    assert found["messages"][0]["attachments"][0]["text"] == "Due"
    assert (found["archived"], found["ext_shared"]) == (False, False)
    assert stranger.id not in state(slack, shaw)["offered_users"]
    assert shaw.id in state(slack, shaw)["offered_users"]


def test_a_button_in_an_attachment_tells_where_it_stands(slack: Slack, shaw: Person) -> None:
    attached = [{"fallback": "x", "blocks": [{**actions(button(action_id="go")), "block_id": "b"}]}]
    ts = Api(slack).call("chat.postMessage", channel=shaw.dm.id, text="x", attachments=attached)["ts"]
    where = {"type": "message_attachment", "channel": shaw.dm.id, "ts": ts}
    pressed = {"block_id": "b", "action_id": "go", "value": "go"}
    with SocketApp(slack) as app:
        assert act(slack, shaw, "press", container={**where, "attachment_id": 1}, **pressed) == {"ok": True}
        found = app.envelope()["payload"]["container"]
        assert (found["type"], found["attachment_id"]) == ("message_attachment", 1)
        refused = act(slack, shaw, "press", container={**where, "attachment_id": 2}, **pressed)
        assert refused["error"] == "That control is no longer there."


def test_shortcuts_are_offered_and_used() -> None:
    every = [
        {"type": kind, "name": f"Do {kind}", "callback_id": kind, "description": "Does it"}
        for kind in ("global", "message")
    ]
    features = {**MANIFEST["features"], "shortcuts": every}
    with Slack(manifest(features=features)) as slack, SocketApp(slack) as app:
        shaw = slack.person("Mrs L L Shaw")
        assert state(slack, shaw)["shortcuts"] == every
        assert act(slack, shaw, "shortcut", callback_id="global") == {"ok": True}
        assert app.envelope()["payload"]["callback_id"] == "global"
        ts = act(slack, shaw, "say", channel=shaw.dm.id, text="File me")["ts"]
        assert act(slack, shaw, "message_shortcut", channel=shaw.dm.id, ts=ts, callback_id="message") == {
            "ok": True
        }
        assert act(slack, shaw, "shortcut", callback_id="other")["error"] == "There is no such shortcut."


def test_faults_are_armed_and_cleared(slack: Slack, shaw: Person) -> None:
    armed = {"kind": "rate_limit", "method": "chat.postMessage", "times": 3, "seconds": 30}
    assert post(slack, "/page/api/faults", armed) == {"ok": True}
    found = state(slack, shaw)["faults"]
    assert [(each["left"], each["sentence"].partition(":")[0]) for each in found["armed"]] == [
        (3, "chat.postMessage")
    ]
    assert {"kind": "rate_limit", "method": True, "seconds": True, "times": True}.items() <= found["kinds"][
        0
    ].items()
    for bad in ({}, {"kind": "flood"}, {**armed, "times": -1}, {**armed, "times": "many"}):
        assert post(slack, "/page/api/faults", bad)["ok"] is False
    assert post(slack, "/page/api/faults", {"clear": True}) == {"ok": True}
    assert state(slack, shaw)["faults"]["armed"] == []
