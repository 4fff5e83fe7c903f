"""Whatever is sent to it, the sandbox answers as Slack does, and stays in order."""

import http.client
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from tests.sandbox.bad_blocks import actions, button, modal, plain, section
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.scripted import SILENCE, HttpApp, SocketApp

from liaison.sandbox.acting.targets import Refused
from liaison.sandbox.api.methods import METHODS
from liaison.sandbox.clock import Clock
from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.blocks import check_blocks
from liaison.sandbox.rules.rates import Rates
from liaison.sandbox.rules.shapes import Place

Patch = pytest.MonkeyPatch
DEEP = b"[" * 100_000
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> Channel:
    return slack.channel("ppp-committee", members=[shaw], bot=True)


def raw(
    slack: Slack, path: str, body: bytes = b"", kind: str = JSON, verb: str = "POST"
) -> tuple[int, bytes]:
    """The status and the body of an answer to exactly these bytes."""
    address = urlsplit(slack.url)
    line = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    try:
        line.request(verb, path, body, {"Content-Type": kind, "Authorization": f"Bearer {slack.bot_token}"})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


# Bodies that cannot be read


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"\xff", JSON, "invalid_json"),
        (b"{}", f"{JSON}; charset=nonsense", "invalid_charset"),
        (b"a=\xff", FORM, "invalid_form_data"),
        (b"a=1", f"{FORM}; charset=nonsense", "invalid_charset"),
        (b"a=1", "multipart/form-data", "invalid_form_data"),
        (b"a=1", "multipart/form-data; boundary=x", "invalid_form_data"),
        (DEEP, JSON, "invalid_json"),
        (b'{"blocks":' + b"[" * 450 + b"]" * 450 + b"}", JSON, "invalid_json"),
        (b'{"text": NaN}', JSON, "invalid_json"),
        (b'{"text": -Infinity}', JSON, "invalid_json"),
        (b'{"text": ' + b"9" * 5000 + b"}", JSON, "invalid_json"),
        (b"[]", JSON, "json_not_object"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(slack: Slack, body: bytes, kind: str, code: str) -> None:
    status, answer = raw(slack, "/api/chat.postMessage", body, kind)
    assert (status, json.loads(answer)["error"]) == (200, code)
    slack.expect_violation(code)


def test_blocks_that_nest_too_deep_in_a_form_are_refused(api: Api, ppp: Channel) -> None:
    refused = api.refused("chat.postMessage", form=True, channel=ppp.id, blocks="[" * 50_000)
    assert refused == "invalid_blocks_format"


@pytest.mark.parametrize("token", [{"a": 1}, [1], 7])
def test_a_token_that_is_no_text_is_refused(slack: Slack, token: Any) -> None:
    address = urlsplit(slack.url)
    line = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    line.request("POST", "/api/auth.test", json.dumps({"token": token}), {"Content-Type": JSON})
    assert json.loads(line.getresponse().read())["error"] == "invalid_auth"
    line.close()
    slack.expect_violation("invalid_auth")


@pytest.mark.parametrize(
    ("method", "args", "code"),
    [
        ("conversations.list", {"limit": "²"}, "invalid_limit"),
        ("conversations.list", {"limit": "9" * 5000}, "invalid_limit"),
        ("conversations.list", {"cursor": "next:²"}, "invalid_cursor"),
        ("conversations.list", {"cursor": "next:" + "9" * 5000}, "invalid_cursor"),
        ("chat.postMessage", {"text": {"a": 1}}, "invalid_arguments"),
        ("chat.postMessage", {"text": [1]}, "invalid_arguments"),
        ("chat.postMessage", {"text": True}, "invalid_arguments"),
        ("chat.postMessage", {"text": "x", "thread_ts": 1795348800.5}, "invalid_arguments"),
        ("chat.postMessage", {"text": "x", "channel": ["C1"]}, "invalid_arguments"),
        ("views.update", {"view_id": {"a": 1}, "view": {}}, "invalid_arguments"),
        ("chat.scheduleMessage", {"text": "x", "post_at": "9" * 5000}, "invalid_time"),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(
    trusted_slack: Slack, trusted_api: Api, method: str, args: dict[str, Any], code: str
) -> None:
    channel = trusted_slack.channel("ppp", bot=True).id
    known = {"channel": channel} if "channel" in METHODS[method].args else {}
    assert trusted_api.refused(method, **{**known, **args}) == code


@pytest.mark.parametrize(
    ("path", "verb", "body", "kind", "status"),
    [
        ("/sandbox/clock?after=%C2%B2", "GET", b"", JSON, 200),
        ("/sandbox/clock?after=" + "9" * 5000, "GET", b"", JSON, 200),
        ("/hooks/x", "POST", b"{}", f"{JSON}; charset=nonsense", 404),
        ("/hooks/x", "POST", DEEP, JSON, 404),
        ("/page/api/act", "POST", DEEP, JSON, 200),
        ("/page/api/act", "POST", b"{}", f"{JSON}; charset=nonsense", 200),
        ("/page/static/a%00b", "GET", b"", JSON, 404),
        ("/page/static/" + "a" * 3000, "GET", b"", JSON, 404),
    ],
)
def test_nothing_that_is_sent_breaks_it(
    slack: Slack, path: str, verb: str, body: bytes, kind: str, status: int
) -> None:
    assert raw(slack, path, body, kind, verb)[0] == status
    for each in slack.violations:
        slack.expect_violation(each.code)


@pytest.mark.parametrize("seconds", ["inf", "nan"])
def test_a_fault_of_no_real_length_is_not_armed(slack: Slack, api: Api, seconds: str) -> None:
    body = json.dumps({"kind": "rate_limit", "method": "api.test", "seconds": seconds}).encode()
    assert json.loads(raw(slack, "/page/api/faults", body)[1])["ok"] is False
    assert api.call("api.test")["ok"]


def test_a_mistake_of_the_sandboxs_own_is_answered_as_slack_answers_its_own(
    slack: Slack, api: Api, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(slack.sandbox, "_answer", None)
    assert api.refused("api.test") == "internal_error"


@pytest.mark.parametrize(("verb", "status"), [("GET", 200), ("POST", 200), ("PUT", 405), ("DELETE", 405)])
def test_methods_are_called_with_get_or_post(slack: Slack, verb: str, status: int) -> None:
    assert raw(slack, "/api/api.test", b"", JSON, verb)[0] == status


# Answers of the app that cannot be read


def _answers(body: bytes, kind: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": kind})


@pytest.mark.parametrize("answer", [(b"\xff\xfe", f"{JSON}; charset=utf-8"), (DEEP, JSON)])
def test_an_answer_that_cannot_be_read_is_a_failure_and_the_form_stays_usable(
    slack: Slack, shaw: Person, api: Api, answer: tuple[bytes, str]
) -> None:
    replies = [_answers(*answer), web.Response()]
    with HttpApp(slack, lambda _: replies.pop(0)):
        trigger = slack.sandbox.look(lambda workspace: workspace.new_trigger(shaw.id))
        view = api.call("views.open", trigger_id=trigger, view=modal(section(), submit=plain("Send")))[
            "view"
        ]["id"]
        submit = {"as": shaw.id, "act": "submit", "container": {"view_id": view}}
        for _ in range(2):
            assert json.loads(raw(slack, "/page/api/act", json.dumps(submit).encode())[1])["ok"]
        assert slack.sandbox.look(lambda workspace: workspace.stack(shaw.id)) == []
    slack.expect_violation("not_acknowledged")


def test_a_command_with_half_a_character_is_delivered_over_http(
    slack: Slack, shaw: Person, ppp: Channel
) -> None:
    with HttpApp(slack) as app:
        body = {"as": shaw.id, "act": "command", "channel": ppp.id, "text": "/echo \ud800"}
        assert json.loads(raw(slack, "/page/api/act", json.dumps(body).encode())[1])["ok"]
        assert app.request().payload["text"] == "?"


def test_a_frame_that_nests_too_deep_is_refused_and_the_connection_stays(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:
        app.send(DEEP.decode())
        assert slack.sandbox.wait(lambda w: w.journal.violations or None, 2)
        shaw.dm.says("Good morning")
        assert app.envelope()["type"] == "events_api"
    slack.expect_violation("invalid_frame")


def test_a_button_takes_no_payload_in_its_acknowledgement(
    slack: Slack, shaw: Person, ppp: Channel, api: Api
) -> None:
    api.call("chat.postMessage", channel=ppp.id, text="x", blocks=[actions(button())])
    answer = lambda frame: {"text": "hi"} if frame["type"] == "interactive" else None  # noqa: E731
    with SocketApp(slack, answer) as app:
        shaw.in_(ppp).button("Press").click()
        assert app.envelopes[-1]["accepts_response_payload"] is False
    slack.expect_violation("payload_not_accepted")


def test_a_button_takes_no_payload_over_http_either(
    slack: Slack, shaw: Person, ppp: Channel, api: Api
) -> None:
    def answer(heard: Any) -> web.Response:
        return web.json_response({"text": "hi"}) if heard.payload.get("actions") else web.Response()

    with HttpApp(slack, answer):
        api.call("chat.postMessage", channel=ppp.id, text="x", blocks=[actions(button())])
        shaw.in_(ppp).button("Press").click()
    slack.expect_violation("payload_not_accepted")


def test_each_event_out_of_order_waits_for_the_next_one_that_is_not(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack, lambda _: SILENCE) as app:
        shaw.dm.says("before")  # is still unacknowledged when the others come
        first = app.envelope()
        slack.faults.out_of_order("message", times=2)
        shaw.dm.says("kept")
        shaw.dm.says("kept too")
        app.answer = lambda _: None
        app.send({"envelope_id": first["envelope_id"]})
        slack.sandbox.wait(lambda _: app.envelopes[1:] or None, 0.05)
        shaw.dm.says("after")
        app.envelope(3)
        texts = [each["payload"]["event"]["text"] for each in app.envelopes]
        assert texts[:2] == ["before", "after"]
        assert sorted(texts[2:]) == ["kept", "kept too"]


# The clock


@pytest.mark.parametrize("days", [-100_000, 5_000_000, 10**8, -(10**8)])
def test_the_clock_does_not_move_out_of_its_bounds(days: int) -> None:
    clock = Clock(NOON)
    before, version = clock.monotonic(), clock.version
    with pytest.raises((ValueError, OverflowError)):
        clock.advance(days=days)
    assert (clock.now() - NOON).total_seconds() < 5
    assert clock.monotonic() - before < 5
    assert clock.version == version


@pytest.mark.parametrize(
    "body", [{"advance_seconds": 1e12}, {"advance_seconds": "nan"}, {"set": "0001-01-01T00:00:00+14:00"}]
)
def test_the_page_cannot_move_the_clock_out_of_its_bounds(slack: Slack, body: dict[str, Any]) -> None:
    assert json.loads(raw(slack, "/page/api/clock", json.dumps(body).encode())[1])["ok"] is False
    assert (slack.sandbox.clock.now() - NOON).total_seconds() < 60


def test_a_sandbox_that_begins_before_1970_does_not_begin() -> None:
    with pytest.raises(ValueError, match="1970"):
        Clock(datetime(1969, 12, 31, tzinfo=UTC))


# How often


def test_a_channel_is_one_channel_by_whichever_name(api: Api, ppp: Channel) -> None:
    names = [ppp.id, "ppp-committee", "#ppp-committee"]
    for n in range(limits.POST_BURST):
        assert api.call("chat.postMessage", channel=names[n % 3], text="x")["ok"]
    for name in names:
        assert api.refused("chat.postMessage", channel=name, text="x") == "ratelimited"


def test_calls_that_are_refused_for_their_name_or_token_do_not_count(slack: Slack, api: Api) -> None:
    for n in range(25):
        assert api.refused("users.list", token="xoxb-other") == "invalid_auth"
        assert api.refused(f"no.such{n}") == "unknown_method"
    assert api.call("users.list")["ok"]
    assert len(slack.sandbox.rates) == 1


def test_a_call_before_retry_after_is_over_is_refused_again(slack: Slack, api: Api) -> None:
    slack.faults.rate_limit("auth.test", retry_after=30)
    assert api.call("auth.test")["error"] == "ratelimited"
    assert not slack.violations
    assert api.call("auth.test")["error"] == "ratelimited"
    assert "before Retry-After was over" in slack.violations[-1].sentence
    slack.expect_violation("ratelimited")
    slack.clock.advance(seconds=31)
    assert api.call("auth.test")["ok"]


def test_a_method_that_is_held_back_is_free_again_in_time() -> None:
    rates = Rates()
    rates.hold("auth.test", 30, 100.0)
    assert (rates.held("auth.test", 129.5), rates.held("auth.test", 130.0)) == (1, 0)
    assert not rates.held("api.test", 101.0)


def test_what_is_used_up_or_old_is_forgotten(slack: Slack, shaw: Person) -> None:
    def many(_: Any) -> tuple[int, int]:
        workspace = slack.sandbox.workspace
        for _n in range(3):
            workspace.new_trigger(shaw.id)
            workspace.new_response_url(shaw.id, workspace.general.id)
        return len(workspace.triggers), len(workspace.response_urls)

    assert slack.sandbox.look(many) == (3, 3)
    slack.clock.advance(days=2)
    assert slack.sandbox.look(many) == (3, 3)


# Messages


def test_markdown_in_a_change_may_be_as_long_as_in_a_post(api: Api, ppp: Channel) -> None:
    ts = api.call("chat.postMessage", channel=ppp.id, text="x")["ts"]
    assert api.call("chat.update", channel=ppp.id, ts=ts, markdown_text="x" * 12_000)["ok"]
    assert api.refused("chat.update", channel=ppp.id, ts=ts, markdown_text="x" * 12_001) == "msg_too_long"
    assert api.refused("chat.update", channel=ppp.id, ts=ts, text="x" * 4_001) == "msg_too_long"


def test_a_change_of_the_text_alone_leaves_the_blocks_and_is_noted(
    slack: Slack, api: Api, ppp: Channel
) -> None:
    ts = api.call("chat.postMessage", channel=ppp.id, text="x", blocks=[section()])["ts"]
    changed = api.call("chat.update", channel=ppp.id, ts=ts, text="y")
    assert (changed["ok"], changed["message"]["blocks"][0]["text"]["text"]) == (True, "Text")
    slack.expect_violation("blocks_not_replaced")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/hosts", "data:text/html,x"])
def test_links_and_pictures_have_addresses_of_the_web(address: str) -> None:
    blocks: list[dict[str, Any]] = [
        actions({**button(), "url": address}),
        actions({"type": "overflow", "options": [{"text": plain("a"), "value": "1", "url": address}]}),
        {"type": "image", "image_url": address, "alt_text": "a"},
    ]
    for block in blocks:
        assert check_blocks([block], Place("message"))


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org/a?b", "mailto:x@y.z"])
def test_a_button_may_lead_to_the_web_or_to_an_address_for_post(address: str) -> None:
    assert not check_blocks([actions({**button(), "url": address})], Place("message"))


_TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
_LONG = {"blocks": [section(text=plain("x" * 3000))] * 4}
_MARKDOWN = {"blocks": [{"type": "markdown", "text": "x" * 7_000}]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"blocks": [section(block_id="a")], "attachments": [{"blocks": [section(block_id="a")]}]},
         "invalid_blocks"),
        ({"attachments": [_LONG, _LONG]}, "msg_blocks_too_long"),
        ({"attachments": [_MARKDOWN, _MARKDOWN]}, "invalid_blocks"),
        ({"attachments": [{"blocks": [_TABLE]}, {"blocks": [_TABLE]}]}, "only_one_table_allowed"),
        ({"blocks": [_TABLE], "attachments": [{"blocks": [_TABLE]}]}, "only_one_table_allowed"),
    ],
)  # fmt: skip
def test_a_messages_limits_hold_for_its_attachments_too(
    api: Api, ppp: Channel, content: dict[str, Any], code: str
) -> None:
    assert api.refused("chat.postMessage", channel=ppp.id, text="x", **content) == code


def test_a_person_writes_messages_of_at_most_12_000_characters(
    shaw: Person, ppp: Channel, slack: Slack
) -> None:
    acts, run = slack.sandbox.acts, slack.sandbox.run
    ts = run(acts.say(shaw.id, ppp.id, "x" * 12_000))["ts"]
    with pytest.raises(Refused, match="12,000 characters"):
        run(acts.say(shaw.id, ppp.id, "x" * 12_001))
    with pytest.raises(Refused, match="12,000 characters"):
        run(acts.edit(shaw.id, ppp.id, ts, "x" * 12_001))
