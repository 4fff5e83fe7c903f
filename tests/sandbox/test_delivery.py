"""How payloads reach an app: envelopes, turns, acknowledgements, retries, signatures."""

import contextlib
from collections.abc import Iterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from tests.sandbox.conftest import NOON
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import SILENCE, Heard, HttpApp, Json, SocketApp

from liaison.sandbox.delivery import sockets
from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.rules import limits

Patch = pytest.MonkeyPatch


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
        debug = first.frames[0]["debug_info"]
        assert (debug["host"], debug["approximate_connection_time"]) == ("sandbox", 18_060)
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


def frame(app: SocketApp, reason: str) -> bool:
    """Waits for Slack's notice that it is about to part from a connection."""
    found = app.slack.sandbox.wait(
        lambda _: True if any(f.get("reason") == reason for f in app.frames) else None, 5
    )
    return bool(found)


def test_a_connection_that_grows_old_is_warned_and_ten_seconds_later_closed(
    slack: Slack, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(sockets, "RETURN", 0.1)
    with SocketApp(slack) as app:
        slack.clock.advance(hours=5)
        slack.clock.advance(minutes=2)
        assert frame(app, "warning")
        assert app.frames[-1] == {
            "type": "disconnect",
            "reason": "warning",
            "debug_info": {"host": "sandbox"},
        }
        slack.connected(0.01)
        slack.clock.advance(seconds=11)
        assert frame(app, "refresh_requested")
        slack.disconnected()


def test_a_clock_that_is_moved_on_does_not_hurry_an_app_that_is_connecting_anew(
    slack: Slack, shaw: Person
) -> None:
    with SocketApp(slack) as old:
        slack.refresh_connections()
        assert frame(old, "warning")
        slack.clock.advance(hours=24)
        with SocketApp(slack) as new:
            shaw.types("/echo x")
            assert (len(old.envelopes), len(new.envelopes)) == (0, 1)
            assert not [f for f in old.frames if f.get("reason") == "refresh_requested"]


def test_a_connection_is_renewed_on_demand_and_what_comes_next_goes_to_the_new_one(
    slack: Slack, shaw: Person
) -> None:
    with SocketApp(slack) as old:
        slack.refresh_connections()
        assert frame(old, "warning")
        with SocketApp(slack) as new:
            for _ in range(3):
                shaw.types("/echo x")
            assert (len(old.envelopes), len(new.envelopes)) == (0, 3)


def test_a_payload_waits_for_an_app_that_was_asked_to_come_back(slack: Slack, shaw: Person) -> None:
    with contextlib.ExitStack() as stack:
        with SocketApp(slack) as old:
            slack.refresh_connections()
            assert frame(old, "warning")
        slack.disconnected()
        shaw.dm.says("Good morning")
        new = stack.enter_context(SocketApp(slack))
        envelope = new.envelope()
        slack.settled()
    assert (envelope["payload"]["event"]["text"], envelope["retry_attempt"]) == ("Good morning", 0)


def test_socket_mode_is_switched_off(slack: Slack) -> None:
    with SocketApp(slack) as app:
        slack.disable_socket_mode()
        assert frame(app, "link_disabled")
        slack.disconnected()
        with SocketApp(slack) as again:
            assert again.frames[0]["reason"] == "link_disabled"


def test_a_connection_url_does_not_keep(slack: Slack, monkeypatch: Patch) -> None:
    monkeypatch.setattr(limits, "SOCKET_URL_SECONDS", -1.0)
    with pytest.raises(aiohttp.WSServerHandshakeError), SocketApp(slack):
        pass


def test_an_acknowledgement_counts_only_on_the_connection_that_brought_the_payload(hasty: Slack) -> None:
    shaw = hasty.person("Mrs L L Shaw")
    with SocketApp(hasty) as first, SocketApp(hasty) as second:

        def by_the_other(envelope: Json) -> object:
            second.send_soon({"envelope_id": envelope["envelope_id"]})
            return SILENCE

        first.answer = by_the_other
        shaw.types("/echo x")
        shaw.sees("operation_timeout")
        hasty.expect_violation("unknown_envelope")


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


# HTTP


def test_a_url_must_echo_the_challenge_before_anything_is_delivered(slack: Slack) -> None:
    with HttpApp(slack) as app:
        app.challenged = lambda _: web.json_response({"challenge": "another"})
        with pytest.raises(AssertionError, match="did not connect"):
            slack.connected(0.01)


def test_redirects_are_followed_twice_only(slack: Slack, shaw: Person) -> None:
    def round_in_circles(_: Heard) -> web.Response:
        return web.Response(status=307, headers={"Location": "/slack/events"})

    with HttpApp(slack, round_in_circles) as app:
        shaw.dm.says("Good morning")
        again = app.request(3)
        assert again.headers["X-Slack-Retry-Reason"] == "too_many_redirects"
        slack.settled()
    assert slack.expect_violation("not_acknowledged").where == "message"


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
