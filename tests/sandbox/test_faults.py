"""What can be made to go wrong, and that it then goes wrong as it does in Slack."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from typing import Any

import pytest
from tests.sandbox.conftest import Api
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.scripted import HttpApp, SocketApp

from liaison.sandbox.delivery.faults import LABELS, OF_CALLS, FaultKind, Faults
from liaison.sandbox.language.people import Channel, Person, Slack

Json = dict[str, Any]


@pytest.fixture
def shaw(slack: Slack) -> Person:
    person = slack.person("Mrs L L Shaw")
    assert person.dm.id
    return person


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> Channel:
    return slack.channel("ppp-committee", members=[shaw], bot=True)


@pytest.fixture
def app(slack: Slack) -> Iterator[SocketApp]:
    with SocketApp(slack) as found:
        yield found


def post(slack: Slack, channel: Channel, text: str = "Review due") -> Json:
    """chat.postMessage by hand, since the SDK hides what came back."""
    request = urllib.request.Request(
        f"{slack.api_url}chat.postMessage",
        json.dumps({"channel": channel.id, "text": text}).encode(),
        {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        found: Json = json.loads(answer.read())
        return found


def texts(app: SocketApp) -> list[str]:
    return [frame["payload"]["event"]["text"] for frame in app.envelopes if frame["type"] == "events_api"]


# Calls to Slack


def test_too_many_calls_three_times(slack: Slack, ppp: Channel) -> None:
    slack.faults.rate_limit("chat.postMessage", times=3, retry_after=30)
    for _ in range(3):
        with pytest.raises(urllib.error.HTTPError) as refused:
            post(slack, ppp)
        with refused.value as answer:
            assert (answer.code, answer.headers["Retry-After"]) == (429, "30")
            assert json.loads(answer.read()) == {"ok": False, "error": "ratelimited"}
        slack.clock.advance(seconds=30)  # or Slack would refuse it for coming too early
    assert ppp.messages == []
    assert post(slack, ppp)["ok"]
    assert slack.faults.armed == []
    assert slack.faults.struck == {(FaultKind.RATE_LIMIT, "chat.postMessage"): 3}
    assert slack.violations == []  # the app did nothing wrong


def test_slack_is_out_of_order(slack: Slack, ppp: Channel) -> None:
    slack.faults.server_error("chat.postMessage", status=503)
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(slack, ppp)
    with refused.value as answer:
        assert (answer.code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert ppp.messages == []


def test_slack_says_that_something_went_wrong(slack: Slack, api: Api, ppp: Channel) -> None:
    slack.faults.refusal("chat.postMessage", code="fatal_error")
    assert api.call("chat.postMessage", channel=ppp.id, text="x") == {"ok": False, "error": "fatal_error"}
    assert ppp.messages == []


def test_a_connection_that_is_cut_before(slack: Slack, ppp: Channel) -> None:
    slack.faults.cut_before("chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionResetError, urllib.error.URLError)):
        post(slack, ppp)
    assert ppp.messages == []


def test_a_connection_that_is_cut_after(slack: Slack, ppp: Channel) -> None:
    slack.faults.cut_after("chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionResetError, urllib.error.URLError)):
        post(slack, ppp)
    assert ppp.messages == ["Review due"]


def test_an_answer_that_is_late_by_the_sandboxs_clock(slack: Slack, ppp: Channel) -> None:
    slack.faults.late_answer("chat.postMessage", seconds=3600)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(post, slack, ppp)
        ppp.sees("Review due")  # it was done
        assert not answer.done()
        slack.clock.advance(hours=1)
        assert answer.result()["ok"]


def test_a_token_that_is_revoked_in_the_middle(slack: Slack, api: Api, ppp: Channel) -> None:
    slack.faults.token_revoked("chat.postMessage")
    assert api.call("auth.test")["ok"]
    assert api.refused("chat.postMessage", channel=ppp.id, text="x") == "token_revoked"
    assert api.refused("auth.test") == "token_revoked"


def test_a_fault_strikes_only_what_it_names(slack: Slack, api: Api, ppp: Channel) -> None:
    slack.faults.refusal("chat.update")
    assert post(slack, ppp)["ok"]
    slack.faults.refusal(times=2)
    assert not api.call("auth.test")["ok"]
    assert not api.call("users.list")["ok"]
    assert api.call("users.list")["ok"]
    assert [(fault.what, fault.left) for fault in slack.faults.armed] == [("chat.update", 1)]
    slack.faults.clear()
    assert slack.faults.armed == []


@pytest.mark.parametrize(("times", "seconds"), [(0, 1), (-1, 1), (1, -1), (1, 10**9)])
def test_a_fault_that_could_never_strike(slack: Slack, times: int, seconds: int) -> None:
    with pytest.raises(ValueError, match=r"A fault strikes|Seconds are"):
        slack.faults.rate_limit("chat.postMessage", times=times, retry_after=seconds)


@pytest.mark.parametrize(
    ("arm", "sentence"),
    [
        (lambda f: f.rate_limit("chat.postMesage"), "Slack has no method called chat.postMesage"),
        (lambda f: f.lost_ack("/ekko"), "The app is sent nothing called /ekko"),
        (lambda f: f.twice("/echo"), "Only events come twice or out of order, and /echo is none"),
        (lambda f: f.out_of_order("block_actions"), "Only events come twice"),
    ],
)
def test_a_fault_with_a_name_that_there_is_not(
    slack: Slack, arm: Callable[[Faults], None], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        arm(slack.faults)
    assert slack.faults.armed == []


def test_a_fault_that_did_not_strike_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="armed and did not strike"), Slack(MANIFEST) as slack:
        slack.faults.cut_after("chat.update")


def test_a_token_revoked_by_a_fault_is_good_again_when_the_faults_are_cleared(slack: Slack, api: Api) -> None:
    slack.faults.token_revoked("auth.test")
    assert api.refused("auth.test") == "token_revoked"
    slack.faults.clear()
    assert api.call("auth.test")["ok"]


def test_a_failure_names_the_faults_that_struck(slack: Slack, ppp: Channel, shaw: Person) -> None:
    slack.faults.refusal("chat.postMessage")
    Api(slack).call("chat.postMessage", channel=ppp.id, text="x")
    slack.patience = 0.01
    for sees in (ppp.sees, shaw.sees):
        with pytest.raises(AssertionError, match=r"Faults that struck:\n  chat.postMessage: .* \(1\)"):
            sees("Review due")


# Deliveries to the app


def test_an_acknowledgement_that_is_lost(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.lost_ack("message")
    shaw.dm.says("Good morning")
    assert (app.envelope()["retry_attempt"], app.envelope(1)["retry_attempt"]) == (0, 1)
    assert app.envelope(1)["retry_reason"] == "http_timeout"
    assert app.envelope()["payload"]["event_id"] == app.envelope(1)["payload"]["event_id"]
    slack.expect_violation("not_acknowledged")


def test_a_command_whose_acknowledgement_is_lost(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.lost_ack("/echo")
    shaw.types("/echo barrow")
    shaw.sees("/echo failed with the error “operation_timeout”")
    assert len(app.envelopes) == 1  # interactions are not brought again
    slack.expect_violation("not_acknowledged")


def test_a_connection_that_is_cut_before_the_app_has_it(slack: Slack, shaw: Person) -> None:
    slack.faults.lost_delivery("message")
    with SocketApp(slack) as lost:
        shaw.dm.says("Good morning")
        slack.disconnected()
        with SocketApp(slack) as app:
            slack.clock.advance(minutes=6)
            assert app.envelope()["payload"]["event"]["text"] == "Good morning"
            assert app.envelope()["retry_reason"] == "connection_failed"
        assert lost.envelopes == []


def test_a_connection_that_is_cut_after_the_app_has_it(slack: Slack, shaw: Person) -> None:
    slack.faults.lost_connection("message")
    with SocketApp(slack) as first, SocketApp(slack) as second:
        shaw.dm.says("Good morning")
        again = second.envelope()
        assert first.envelope()["payload"]["event_id"] == again["payload"]["event_id"]
        assert again["retry_attempt"] == 1


def test_an_event_that_comes_twice(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.twice("message")
    shaw.dm.says("Good morning")
    app.envelope(1)
    assert texts(app) == ["Good morning", "Good morning"]
    assert app.envelope()["payload"]["event_id"] == app.envelope(1)["payload"]["event_id"]


def test_events_out_of_order(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.out_of_order("message")
    shaw.dm.says("One")
    shaw.dm.says("Two")
    app.envelope(1)
    assert texts(app) == ["Two", "One"]


def test_an_event_that_nothing_follows_comes_after_all(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.out_of_order("message")
    shaw.dm.says("One")
    slack.clock.advance(minutes=1)
    app.envelope()
    assert texts(app) == ["One"]


def test_interactions_are_neither_doubled_nor_kept_back(slack: Slack, shaw: Person, app: SocketApp) -> None:
    slack.faults.twice()
    slack.faults.out_of_order()
    shaw.types("/echo barrow")
    assert len(app.envelopes) == 1
    assert len(slack.faults.armed) == 2
    slack.faults.clear()


def test_a_delivery_that_is_late_by_the_sandboxs_clock(
    slack: Slack, shaw: Person, api: Api, app: SocketApp
) -> None:
    slack.faults.late_delivery("/echo", seconds=10)
    shaw.types("/echo barrow")
    shaw.sees("/echo failed with the error “operation_timeout”")
    assert app.envelopes == []
    slack.clock.advance(seconds=10)
    trigger = app.envelope()["payload"]["trigger_id"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": []}
    assert api.refused("views.open", trigger_id=trigger, view=view) == "expired_trigger_id"


def test_a_delivery_that_is_a_little_late_is_in_time(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack, lambda _: {"text": "Here"}):
        slack.faults.late_delivery("/echo", seconds=0.01)
        assert shaw.types("/echo barrow").text == "Here"


def test_a_response_url_that_fails(slack: Slack, shaw: Person, app: SocketApp) -> None:
    shaw.types("/echo barrow")
    slack.faults.server_error("response_url")
    request = urllib.request.Request(app.envelope()["payload"]["response_url"], b'{"text": "Here"}')
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    urllib.request.urlopen(request).close()
    shaw.sees("Here")


def test_faults_of_deliveries_over_http(slack: Slack, shaw: Person) -> None:
    with HttpApp(slack) as app:
        slack.faults.lost_ack("message")
        shaw.dm.says("Good morning")
        assert app.request(1).headers["X-Slack-Retry-Num"] == "1"
        assert app.request(1).headers["X-Slack-Retry-Reason"] == "http_timeout"
    slack.expect_violation("not_acknowledged")


# From the page


def arm(slack: Slack, **body: Any) -> Json:
    request = urllib.request.Request(f"{slack.url}/page/api/faults", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        found: Json = json.loads(answer.read())
        return found


def on_the_page(slack: Slack) -> Json:
    with urllib.request.urlopen(f"{slack.url}/page/api/state") as answer:
        found: Json = json.loads(answer.read())["faults"]
        return found


def test_a_fault_is_armed_and_cleared_from_the_page(slack: Slack, ppp: Channel) -> None:
    assert arm(slack, kind="rate_limit", method="chat.postMessage", times=2, seconds=5) == {"ok": True}
    [armed] = on_the_page(slack)["armed"]
    assert armed["sentence"] == "chat.postMessage: Too many calls: 429, try again after 5 seconds"
    assert armed["left"] == 2
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(slack, ppp)
    refused.value.close()
    assert on_the_page(slack)["armed"][0]["left"] == 1
    assert arm(slack, clear=True) == {"ok": True}
    assert on_the_page(slack)["armed"] == []


def test_the_page_offers_every_fault(slack: Slack) -> None:
    kinds = on_the_page(slack)["kinds"]
    assert [kind["kind"] for kind in kinds] == [kind.value for kind in FaultKind] == [k.value for k in LABELS]
    assert [kind["kind"] for kind in kinds if kind["method"]] == [kind.value for kind in OF_CALLS]
    assert not any("{" in kind["label"] for kind in kinds)


@pytest.mark.parametrize(
    "body", [{}, {"kind": "flood"}, {"kind": "twice", "times": "often"}, {"kind": "twice", "times": -1}]
)
def test_the_page_cannot_arm_nonsense(slack: Slack, body: Json) -> None:
    assert arm(slack, **body)["ok"] is False
    assert slack.faults.armed == []
