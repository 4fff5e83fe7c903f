"""Global and message shortcuts: what the app hears, what it may do then, and who has them."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from tests.sandbox.bad_blocks import modal
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import SILENCE, SocketApp
from tests.sandbox.test_interactions import heard, use

from liaison.sandbox.language.people import Person, Refused, Slack


def shortcut(kind: str, name: str, callback_id: str) -> dict[str, str]:
    return {"type": kind, "name": name, "callback_id": callback_id, "description": "For a test"}


FEATURES: dict[str, Any] = {
    **MANIFEST["features"],
    "shortcuts": [shortcut("global", "Report back", "report"), shortcut("message", "File as report", "file")],
}


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(manifest(features=FEATURES), now=NOON, ack_seconds=0.5) as found:
        yield found


@pytest.fixture
def app(slack: Slack) -> Iterator[SocketApp]:
    with SocketApp(slack) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def test_a_global_shortcut_happens_nowhere_and_can_open_a_form(
    slack: Slack, app: SocketApp, shaw: Person
) -> None:
    shaw.uses_shortcut("Report back")
    payload = heard(app, "shortcut")
    assert (payload["callback_id"], payload["user"]["id"]) == ("report", shaw.id)
    assert payload["user"]["team_id"] == payload["team"]["id"] == "T0SANDBOX"
    assert not {"channel", "response_url", "message"} & set(payload)
    assert Api(slack).call("views.open", trigger_id=payload["trigger_id"], view=modal())["ok"]
    assert shaw.has_form


def test_a_message_shortcut_brings_the_message_and_a_response_url(
    slack: Slack, app: SocketApp, shaw: Person
) -> None:
    ppp = slack.channel("ppp-committee", members=[shaw])
    shaw.types("We met on Monday.", in_=ppp)
    shaw.in_(ppp).shortcut("File as report", on="We met")
    payload = heard(app, "message_action")
    assert (payload["callback_id"], payload["message"]["text"]) == ("file", "We met on Monday.")
    assert payload["message_ts"] == payload["message"]["ts"]
    assert payload["channel"] == {"id": ppp.id, "name": "ppp-committee"}
    assert use(payload["response_url"], text="Filed") == (200, "ok")
    shaw.sees("Filed")
    assert ppp.messages == ["We met on Monday."], (
        "only she sees that it was filed, where the app is no member"
    )
    assert Api(slack).call("views.open", trigger_id=payload["trigger_id"], view=modal())["ok"]


def test_a_message_shortcut_on_what_the_app_wrote(slack: Slack, app: SocketApp, shaw: Person) -> None:
    shaw.looks_up()
    ts = Api(slack).call("chat.postMessage", channel=shaw.id, text="Reminder")["ts"]
    shaw.dm.next().shortcut("File as report")
    assert heard(app, "message_action")["message_ts"] == ts


def test_the_page_uses_shortcuts_by_their_callback_id(slack: Slack, app: SocketApp, shaw: Person) -> None:
    run, acts = slack.sandbox.run, slack.sandbox.acts
    ts = run(acts.say(shaw.id, shaw.dm.id, "Hello"))["ts"]
    run(acts.message_shortcut(shaw.id, shaw.dm.id, ts, "file"))
    assert heard(app, "message_action")["channel"]["name"] == "directmessage"
    for wrong in (acts.shortcut(shaw.id, "file"), acts.message_shortcut(shaw.id, shaw.dm.id, ts, "report")):
        with pytest.raises(Refused, match="no such shortcut"):
            run(wrong)


def test_an_ephemeral_message_has_no_shortcuts(app: SocketApp, shaw: Person) -> None:
    app.answer = lambda _: {"text": "Only for you"}
    reply = shaw.types("/echo x")
    with pytest.raises(Refused, match="no longer there"):
        reply.shortcut("File as report")


def test_people_without_the_shortcuts(slack: Slack, shaw: Person) -> None:
    stranger = slack.person("Mr W Smith", stranger=True)
    ppp = slack.channel("ppp-committee", members=[stranger])
    stranger.types("We met.", in_=ppp)
    with pytest.raises(Refused, match="no such shortcut"):
        stranger.in_(ppp).shortcut("File as report", on="We met")
    with pytest.raises(Refused, match="no such shortcut"):
        stranger.uses_shortcut("Report back")
    with pytest.raises(Refused, match="not in #ppp-committee"):
        shaw.in_(ppp).shortcut("File as report", on="We met")
    slack.deactivate(shaw)
    with pytest.raises(Refused, match="deactivated"):
        shaw.uses_shortcut("Report back")


def test_a_shortcut_that_the_manifest_does_not_have(shaw: Person) -> None:
    with pytest.raises(AssertionError, match="no global shortcut called 'File as report'"):
        shaw.uses_shortcut("File as report")


def test_an_app_that_does_not_acknowledge_a_shortcut(slack: Slack, app: SocketApp, shaw: Person) -> None:
    app.answer = lambda _: SILENCE
    shaw.uses_shortcut("Report back")
    shaw.sees("Echo is not responding. Try again later.")
    slack.expect_violation("not_acknowledged")


def test_the_page_does_what_the_language_does(slack: Slack, app: SocketApp, shaw: Person) -> None:
    def act(name: str, **more: str) -> Any:
        body = json.dumps({"act": name, "as": shaw.id, "channel": shaw.dm.id, **more}).encode()
        address = f"{slack.url}/page/api/act"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    ts = act("say", text="We met")["ts"]
    assert act("edit", ts=ts, text="We met on Monday")["ok"]
    assert shaw.dm.messages == ["We met on Monday"]
    assert act("shortcut", callback_id="report")["ok"]
    assert act("message_shortcut", ts=ts, callback_id="file")["ok"]
    assert act("delete", ts=ts)["ok"]
    assert act("message_shortcut", ts=ts, callback_id="file")["error"] == "That message is no longer there."
    kinds = [envelope["payload"]["type"] for envelope in app.envelopes if envelope["type"] == "interactive"]
    assert kinds == ["shortcut", "message_action"]
