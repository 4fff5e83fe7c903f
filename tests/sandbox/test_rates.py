"""How often an app may call, by tier, and what Slack answers to more."""

import json
import urllib.error
import urllib.request

import pytest
from tests.sandbox.conftest import Api

from liaison.sandbox.language.people import Slack
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.rates import Rates
from liaison.sandbox.workspace import Workspace


@pytest.mark.parametrize(
    ("method", "calls"),
    [
        ("users.list", 20),
        ("conversations.list", 20),
        ("conversations.history", 50),
        ("chat.update", 50),
        ("chat.postEphemeral", 100),
        ("views.open", 100),
        ("auth.test", 300),
    ],
)
def test_a_tier_allows_so_many_calls_a_minute(method: str, calls: int) -> None:
    rates = Rates()
    assert [rates.wait(method, "", n / 10) for n in range(calls)] == [0] * calls
    assert rates.wait(method, "", calls / 10) == round(60 - calls / 10)
    assert rates.wait(method, "", 59.9) == 1
    assert rates.wait(method, "", 60.0) == 0


def test_one_method_does_not_use_up_another() -> None:
    rates = Rates()
    for _ in range(20):
        rates.wait("users.list", "", 0)
    assert rates.wait("users.list", "", 1)
    assert not rates.wait("conversations.list", "", 1)


def test_a_channel_takes_one_message_a_second_and_short_bursts() -> None:
    rates = Rates()
    burst = limits.POST_BURST
    assert [rates.wait("chat.postMessage", "C1", 0) for _ in range(burst)] == [0] * burst
    assert rates.wait("chat.postMessage", "C1", 1) == limits.POST_BURST_SECONDS - 1
    assert rates.wait("chat.postMessage", "C2", 1) == 0
    assert rates.wait("chat.postMessage", "C1", limits.POST_BURST_SECONDS) == 0


def test_a_minute_of_the_sandboxs_clock_is_enough(slack: Slack, api: Api) -> None:
    for _ in range(20):
        assert api.call("users.list")["ok"]
    request = urllib.request.Request(
        f"{slack.api_url}users.list", headers={"Authorization": f"Bearer {slack.bot_token}"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    with refused.value as answer:
        assert answer.code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        assert json.loads(answer.read()) == {"ok": False, "error": "ratelimited"}
    slack.expect_violation("ratelimited")
    slack.clock.advance(minutes=1)
    assert api.call("users.list")["ok"]


def sell(workspace: Workspace) -> None:
    """The app is sold, and is not in Slack's Marketplace."""
    workspace.sold = True


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_an_app_that_is_sold_outside_the_marketplace_reads_15_messages_a_minute(
    slack: Slack, api: Api, method: str
) -> None:
    place = slack.channel("ppp", bot=True)
    first = api.call("chat.postMessage", channel=place.id, text="Talk 0")["ts"]
    beneath = {"thread_ts": first} if method == "conversations.replies" else {}
    for number in range(1, 20):
        assert api.call("chat.postMessage", channel=place.id, text=f"Talk {number}", **beneath)["ok"]
    of_thread = {"ts": first} if beneath else {}
    page = {"channel": place.id, "limit": 200, **of_thread}
    assert len(api.call(method, **page)["messages"]) >= 20, "one that is not sold reads on"
    slack.sandbox.look(sell)
    slack.clock.advance(minutes=1)
    found = api.call(method, **page)
    assert len(found["messages"]) == limits.SOLD_HISTORY_PAGE
    page["cursor"] = found["response_metadata"]["next_cursor"]
    assert api.refused(method, **page) == "ratelimited"
    slack.clock.advance(minutes=1)
    assert len(api.call(method, **page)["messages"]) >= 5
