"""How payloads reach an app: envelopes, turns, acknowledgements, retries, signatures."""

import contextlib
from collections.abc import Iterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import SILENCE, Heard, HttpApp, SocketApp

from liaison.sandbox.people import Person, Slack


@pytest.fixture
def hasty() -> Iterator[Slack]:
    """A Slack that waits for acknowledgements only briefly, so that a test of lateness is quick."""
    with Slack(MANIFEST, now=NOON, ack_seconds=0.1) as slack:
        yield slack


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


# Socket Mode


def test_the_first_frame_says_hello(slack: Slack) -> None:
    with SocketApp(slack) as first, SocketApp(slack) as second:
        assert first.frames[0]["type"] == "hello"
        assert first.frames[0]["connection_info"] == {"app_id": "A0SANDBOX"}
        assert first.frames[0]["debug_info"]["approximate_connection_time"] > 0
        assert (first.frames[0]["num_connections"], second.frames[0]["num_connections"]) == (1, 2)


def test_an_event(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:
        shaw.dm.says("Good morning")
        envelope = app.envelope()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    payload = envelope["payload"]
    assert payload["type"] == "event_callback"
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == "U0SANDBOX"
    event = payload["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "Good morning")
    assert (event["channel"], event["user"], event["event_ts"]) == (shaw.dm.id, shaw.id, event["ts"])


def test_a_command(slack: Slack, shaw: Person) -> None:
    general = shaw.slack.sandbox.look(lambda w: w.general.id)
    with SocketApp(slack, lambda _: {"text": "Here"}) as app:
        assert shaw.types("/echo to @Mrs L L Shaw in #general & <all>").text == "Here"
        envelope = app.envelope()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert "retry_attempt" not in envelope
    payload = envelope["payload"]
    assert payload["text"] == f"to <@{shaw.id}|mrs.l.l.shaw> in <#{general}|general> &amp; &lt;all&gt;"
    assert (payload["command"], payload["channel_name"], payload["user_id"]) == ("/echo", "general", shaw.id)
    assert payload["is_enterprise_install"] == "false"


def test_a_command_that_does_not_escape(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:
        shaw.types("/ask @Mrs L L Shaw & co")
        assert app.envelope()["payload"]["text"] == "@Mrs L L Shaw & co"


def test_connections_take_turns(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as first, SocketApp(slack) as second:
        for _ in range(4):
            shaw.types("/echo x")
        assert (len(first.envelopes), len(second.envelopes)) == (2, 2)


def test_an_eleventh_connection_is_turned_away(slack: Slack) -> None:
    with contextlib.ExitStack() as stack:
        apps = [stack.enter_context(SocketApp(slack)) for _ in range(11)]
        assert [app.frames[0]["type"] for app in apps] == ["hello"] * 10 + ["disconnect"]
        assert apps[-1].frames[0]["reason"] == "too_many_websockets"


def test_an_app_whose_manifest_has_socket_mode_off() -> None:
    url = {"request_url": "https://example.org/slack/events"}
    settings = {"interactivity": {"is_enabled": True, **url}, "socket_mode_enabled": False}
    with Slack(manifest(settings=settings, features={})) as slack, SocketApp(slack) as app:
        assert (app.frames[0]["type"], app.frames[0]["reason"]) == ("disconnect", "link_disabled")


def test_a_connection_url_works_once(slack: Slack) -> None:
    async def again(url: str) -> None:
        async with aiohttp.ClientSession() as session:
            await session.ws_connect(url)

    with SocketApp(slack) as app, pytest.raises(aiohttp.WSServerHandshakeError):
        slack.sandbox.run(again(app.url))


@pytest.mark.parametrize(
    ("frame", "code"),
    [("{", "invalid_frame"), ("[]", "invalid_frame"), ({"envelope_id": "x"}, "unknown_envelope")],
)
def test_frames_that_make_no_sense(slack: Slack, frame: str, code: str) -> None:
    with SocketApp(slack) as app:
        app.send(frame)
        slack.expect_violation(code)


def test_an_event_takes_no_payload(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack, lambda _: {"text": "Hello"}):
        shaw.dm.says("Good morning")
        slack.expect_violation("payload_not_accepted")


def test_a_late_acknowledgement(hasty: Slack) -> None:
    shaw = hasty.person("Mrs L L Shaw")
    with SocketApp(hasty, lambda _: SILENCE) as app:
        shaw.types("/echo x")
        shaw.sees("/echo failed with the error “operation_timeout”")
        hasty.expect_violation("not_acknowledged")
        app.send({"envelope_id": app.envelope()["envelope_id"]})
        hasty.expect_violation("late_ack")
    assert not hasty.violations


def test_nobody_is_there(slack: Slack, shaw: Person) -> None:
    shaw.types("/echo x")
    shaw.sees("/echo failed with the error “dispatch_failed”")
    assert not slack.violations


def test_an_app_that_goes_away_in_the_middle(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:

        def leave(_: object) -> object:
            slack.sandbox.delivery.start(app._close())
            return SILENCE

        app.answer = leave
        shaw.types("/echo x")
        shaw.sees("dispatch_failed")


def test_events_are_retried_three_times(hasty: Slack) -> None:
    shaw = hasty.person("Mrs L L Shaw")
    with SocketApp(hasty, lambda _: SILENCE) as app:
        shaw.dm.says("Good morning")
        first, second = app.envelope(0), app.envelope(1)
        hasty.settled()
        hasty.clock.advance(minutes=1)
        third = app.envelope(2)
        hasty.settled()
        hasty.clock.advance(minutes=5)
        fourth = app.envelope(3)
        hasty.settled()
        hasty.clock.advance(hours=1)
        hasty.settled()
        assert len(app.envelopes) == 4
    assert {e["payload"]["event_id"] for e in (first, second, third, fourth)} == {
        first["payload"]["event_id"]
    }
    assert [(e["retry_attempt"], e["retry_reason"]) for e in (second, third, fourth)] == [
        (1, "http_timeout"),
        (2, "http_timeout"),
        (3, "http_timeout"),
    ]


def test_an_event_waits_for_an_app_that_comes_back(slack: Slack, shaw: Person) -> None:
    shaw.dm.says("Is anybody there?")
    slack.settled()
    with SocketApp(slack) as app:
        slack.clock.advance(minutes=1)
        assert app.envelope()["retry_reason"] == "connection_failed"
    assert not slack.violations


def test_only_what_the_manifest_subscribes_to() -> None:
    with Slack(manifest(events=["message.channels"])) as slack, SocketApp(slack) as app:
        shaw = slack.person("Mrs L L Shaw")
        ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
        shaw.dm.says("Not this")
        shaw.opens_home()
        shaw.types("Not there either")
        shaw.types("This", in_=ppp)
        assert app.envelope()["payload"]["event"]["text"] == "This"
        slack.settled()
        assert len(app.envelopes) == 1


def test_its_own_messages_and_their_changes_come_back(slack: Slack, shaw: Person) -> None:
    api = Api(slack)
    with SocketApp(slack) as app:
        ts = api.call("chat.postMessage", channel=shaw.dm.id, text="Old")["ts"]
        api.call("chat.update", channel=shaw.dm.id, ts=ts, text="New")
        api.call("chat.delete", channel=shaw.dm.id, ts=ts)
        events = [app.envelope(n)["payload"]["event"] for n in range(3)]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert events[0]["bot_id"] == "B0SANDBOX"
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == ("New", "Old")
    assert events[2]["deleted_ts"] == ts


# HTTP


def test_requests_are_signed(slack: Slack, shaw: Person) -> None:
    verifier = SignatureVerifier(slack.signing_secret)
    with HttpApp(slack, lambda _: web.json_response({"text": "Here"})) as app:
        shaw.types("/echo x").sees("Here")
        heard = app.request()
    assert verifier.is_valid_request(heard.body, heard.headers)
    assert not verifier.is_valid_request(heard.body + "x", heard.headers)
    assert heard.payload["command"] == "/echo"


def test_a_plain_answer_to_a_command(slack: Slack, shaw: Person) -> None:
    with HttpApp(slack, lambda _: web.Response(text="Here")):
        shaw.types("/echo x").sees("Here")


def test_http_errors_are_retried_with_their_headers(slack: Slack, shaw: Person) -> None:
    def answer(heard: Heard) -> web.Response:
        return web.Response(status=200 if "X-Slack-Retry-Num" in heard.headers else 500)

    with HttpApp(slack, answer) as app:
        shaw.dm.says("Good morning")
        again = app.request(1)
        slack.settled()
    assert again.headers["X-Slack-Retry-Num"] == "1"
    assert again.headers["X-Slack-Retry-Reason"] == "http_error"
    assert again.payload["event_id"] == app.request(0).payload["event_id"]
    assert slack.expect_violation("not_acknowledged").where == "message"


def test_an_app_can_ask_not_to_be_tried_again(slack: Slack, shaw: Person) -> None:
    answer = web.Response
    with HttpApp(slack, lambda _: answer(status=500, headers={"X-Slack-No-Retry": "1"})) as app:
        shaw.dm.says("Good morning")
        app.request()
        slack.expect_violation("not_acknowledged")
        slack.settled()
        slack.clock.advance(hours=1)
        slack.settled()
        assert len(app.requests) == 1


def test_nobody_listens_there(slack: Slack, shaw: Person) -> None:
    with HttpApp(slack):
        pass
    shaw.types("/echo x")
    shaw.sees("dispatch_failed")
