"""Reactions: the app's and people's, and what is said of them."""

import json
import urllib.request

import pytest
from tests.sandbox.conftest import Api, told, untold

from liaison.sandbox.language.people import Channel, Person, Refused, Slack


@pytest.fixture
def slack(trusted_slack: Slack) -> Slack:
    return trusted_slack


@pytest.fixture
def api(slack: Slack) -> Api:
    return Api(slack)


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> Channel:
    return slack.channel("ppp-committee", members=[shaw], bot=True)


@pytest.fixture
def ts(api: Api, ppp: Channel) -> str:
    return str(api.call("chat.postMessage", channel=ppp.id, text="Agreed?")["ts"])


def test_the_app_reacts(api: Api, slack: Slack, ppp: Channel, ts: str) -> None:
    assert api.call("reactions.add", channel=ppp.id, timestamp=ts, name="eyes")["ok"]
    event = told(slack, "reaction_added")
    assert (event["user"], event["reaction"], event["item"]["ts"]) == ("U0SANDBOX", "eyes", ts)
    assert api.refused("reactions.add", channel=ppp.id, timestamp=ts, name="eyes") == "already_reacted"
    assert api.call("reactions.remove", channel=ppp.id, timestamp=ts, name="eyes")["ok"]
    assert told(slack, "reaction_removed")["item_user"] == "U0SANDBOX"
    assert api.refused("reactions.remove", channel=ppp.id, timestamp=ts, name="eyes") == "no_reaction"


def test_a_person_reacts_and_takes_it_back(
    api: Api, slack: Slack, ppp: Channel, shaw: Person, ts: str
) -> None:
    shaw.in_(ppp).reacts("+1", to="Agreed?")
    api.call("reactions.add", channel=ppp.id, timestamp=ts, name="+1")
    told(slack, "reaction_added")
    expected = [{"name": "+1", "users": [shaw.id, "U0SANDBOX"], "count": 2}]
    assert api.call("reactions.get", channel=ppp.id, timestamp=ts)["message"]["reactions"] == expected
    assert api.call("conversations.history", channel=ppp.id)["messages"][0]["reactions"] == expected
    shaw.in_(ppp).reacts("+1", to="Agreed?")
    assert told(slack, "reaction_removed")["user"] == shaw.id
    assert api.call("reactions.list", user=shaw.id)["items"] == []


def test_a_person_reacts_on_the_page(slack: Slack, ppp: Channel, shaw: Person, ts: str) -> None:
    body = {"as": shaw.id, "act": "react", "channel": ppp.id, "ts": ts, "name": "eyes"}
    request = urllib.request.Request(f"{slack.url}/page/api/act", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read()) == {"ok": True}
    assert told(slack, "reaction_added")["user"] == shaw.id


def test_a_person_cannot_use_an_emoji_that_there_is_not(ppp: Channel, shaw: Person, ts: str) -> None:
    assert ts
    with pytest.raises(Refused, match="no such emoji"):
        shaw.in_(ppp).reacts("Thumbs up!", to="Agreed?")


def test_reactions_come_in_pages_newest_first(api: Api, ppp: Channel) -> None:
    stamps = [api.call("chat.postMessage", channel=ppp.id, text=str(n))["ts"] for n in range(3)]
    for ts in stamps:
        api.call("reactions.add", channel=ppp.id, timestamp=ts, name="eyes")
    first = api.call("reactions.list", limit=2)
    assert [item["message"]["ts"] for item in first["items"]] == [stamps[2], stamps[1]]
    rest = api.call("reactions.list", limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [item["message"]["ts"] for item in rest["items"]] == [stamps[0]]
    assert api.refused("reactions.list", user="U404") == "user_not_found"


def test_23_different_emoji_and_no_more(api: Api, ppp: Channel, ts: str) -> None:
    for n in range(23):
        assert api.call("reactions.add", channel=ppp.id, timestamp=ts, name=f"emoji_{n}")["ok"]
    assert api.refused("reactions.add", channel=ppp.id, timestamp=ts, name="eyes") == "too_many_emoji"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"name": ":eyes:"}, "invalid_name"),
        ({"name": "Eyes"}, "invalid_name"),
        ({"name": "wave::skin-tone-7"}, "invalid_name"),
        ({"timestamp": "yesterday"}, "bad_timestamp"),
        ({"timestamp": "1.000001"}, "message_not_found"),
        ({"timestamp": None}, "no_item_specified"),
        ({"channel": None}, "no_item_specified"),
        ({"channel": "C404"}, "channel_not_found"),
        ({"file": "F1"}, "not_reactable"),
    ],
)
@pytest.mark.parametrize("method", ["reactions.add", "reactions.remove"])
def test_reactions_that_are_refused(
    api: Api, ppp: Channel, ts: str, method: str, args: dict[str, str], code: str
) -> None:
    assert api.refused(method, **{"channel": ppp.id, "timestamp": ts, "name": "eyes", **args}) == code


def test_the_app_reacts_only_where_it_is(api: Api, slack: Slack, shaw: Person) -> None:
    foreign = slack.channel("ced-committee", members=[shaw])
    shaw.in_(foreign).says("Anybody there?")
    ts = shaw.in_(foreign).ts_of("Anybody there?")
    assert api.refused("reactions.add", channel=foreign.id, timestamp=ts, name="eyes") == "not_in_channel"
    shaw.in_(foreign).reacts("eyes", to="Anybody there?")
    assert untold(slack, "reaction_added")


def test_nobody_reacts_to_what_only_one_person_sees(api: Api, ppp: Channel, shaw: Person) -> None:
    ts = api.call("chat.postEphemeral", channel=ppp.id, user=shaw.id, text="For you")["message_ts"]
    assert api.refused("reactions.add", channel=ppp.id, timestamp=ts, name="eyes") == "message_not_found"


def test_an_archived_channel_takes_no_reactions(api: Api, slack: Slack, ppp: Channel, ts: str) -> None:
    slack.archive(ppp)
    assert api.refused("reactions.add", channel=ppp.id, timestamp=ts, name="eyes") == "is_archived"
