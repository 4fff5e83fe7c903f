"""Which events an app hears of, what they say, and when Slack stops sending them."""

from typing import Any

import pytest
from aiohttp import web
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import manifest
from tests.sandbox.scripted import HttpApp, SocketApp

from liaison.sandbox.language.people import Person, Refused, Slack
from liaison.sandbox.rules import limits

Patch = pytest.MonkeyPatch


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


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


def told(app: SocketApp, count: int) -> list[dict[str, Any]]:
    """The first events, when there are so many."""
    app.envelope(count - 1)
    app.slack.settled()
    return [envelope["payload"]["event"] for envelope in app.envelopes]


def test_a_person_changes_and_deletes_a_message(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:
        shaw.dm.says("Agreed the plan")
        shaw.dm.edits("Agreed", to="Agreed the winter plan")
        assert shaw.dm.messages == ["Agreed the winter plan"]
        shaw.dm.deletes("winter")
        assert shaw.dm.messages == []
        new, changed, deleted = told(app, 3)
    assert (changed["subtype"], changed["channel_type"]) == ("message_changed", "im")
    assert changed["message"]["text"] == "Agreed the winter plan"
    assert changed["message"]["edited"]["user"] == shaw.id
    assert changed["previous_message"]["text"] == "Agreed the plan"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", new["ts"])


def test_people_change_only_what_they_wrote(slack: Slack, shaw: Person) -> None:
    smith = slack.person("Mr W Smith")
    ppp = slack.channel("ppp-committee", members=[shaw, smith])
    shaw.types("Agreed", in_=ppp)
    with pytest.raises(Refused, match="wrote yourself"):
        smith.in_(ppp).edits("Agreed", to="Refused")
    with pytest.raises(Refused, match="wrote yourself"):
        smith.in_(ppp).deletes("Agreed")
    with pytest.raises(Refused, match="Write something"):
        shaw.in_(ppp).edits("Agreed", to=" ")


def test_a_mention_comes_twice_when_both_are_subscribed(slack: Slack, shaw: Person) -> None:
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    with SocketApp(slack) as app:
        shaw.types("@Echo hello", in_=ppp)
        events = told(app, 2)
    assert {event["type"] for event in events} == {"message", "app_mention"}
    assert len({event["ts"] for event in events}) == 1
    assert {event["text"] for event in events} == {"<@U0SANDBOX> hello"}
    ids = {envelope["payload"]["event_id"] for envelope in app.envelopes}
    assert len(ids) == 2, "they are two events, not one delivered twice"


def test_there_is_no_mention_in_a_direct_message(slack: Slack, shaw: Person) -> None:
    with SocketApp(slack) as app:
        shaw.dm.says("@Echo hello")
        assert [event["type"] for event in told(app, 1)] == ["message"]


def test_somebody_comes_changes_and_goes() -> None:
    names = ["member_joined_channel", "member_left_channel", "team_join", "user_change"]
    with Slack(manifest(events=names), now=NOON) as slack, SocketApp(slack) as app:
        shaw = slack.newcomer("Mrs L L Shaw", email="shaw@example.org")
        slack.change(shaw, tz="Europe/Lisbon")
        ppp = slack.channel("ppp-committee", bot=True)
        shaw.joins(ppp)
        shaw.types("/remove @Mrs L L Shaw", in_=ppp)
        slack.deactivate(shaw)
        events = {event["type"]: event for event in told(app, 5)[:-1]}
        last = app.envelope(4)["payload"]["event"]
    assert set(events) == set(names)
    assert events["team_join"]["user"]["profile"]["email"] == "shaw@example.org"
    assert events["user_change"]["user"]["tz"] == "Europe/Lisbon"
    assert (events["member_joined_channel"]["user"], events["member_left_channel"]["user"]) == (shaw.id,) * 2
    assert last["user"]["deleted"]


def test_a_persons_status_is_in_their_profile(slack: Slack, shaw: Person) -> None:
    slack.change(shaw, status_text="Vacationing", status_emoji=":palm_tree:", status_expiration=1_796_000_000)
    profile = Api(slack).call("users.info", user=shaw.id)["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"]) == ("Vacationing", ":palm_tree:")
    assert profile["status_expiration"] == 1_796_000_000


def test_an_account_has_only_what_it_has(slack: Slack, shaw: Person) -> None:
    with pytest.raises(TypeError, match="no 'shoe_size'"):
        slack.change(shaw, shoe_size="39")


def test_somebody_from_another_organisation(slack: Slack, shaw: Person) -> None:
    smith = slack.person("Mr W Smith", stranger=True)
    shared = slack.channel("shared", members=[shaw, smith], bot=True)
    with SocketApp(slack) as app:
        smith.types("Hello", in_=shared)
        shaw.types("Hello", in_=shared)
        shaw.dm.says("Hello")
        theirs, ours, _ = told(app, 3)
        shared_too = [envelope["payload"]["is_ext_shared_channel"] for envelope in app.envelopes]
    assert (theirs["team"], theirs["user_team"], theirs["source_team"]) == ("T0OTHER",) * 3
    assert ours["team"] == "T0SANDBOX"
    assert shared_too == [True, True, False]


# Too much


def test_above_the_limit_the_app_is_told_so_instead(slack: Slack, shaw: Person, monkeypatch: Patch) -> None:
    monkeypatch.setattr(limits, "EVENTS_AN_HOUR", 2)
    with SocketApp(slack) as app:
        for text in ("One", "Two", "Three", "Four"):
            shaw.dm.says(text)
        slack.settled()
        app.envelope(2)
        kinds = [envelope["payload"]["type"] for envelope in app.envelopes]
        limited = app.envelope(2)["payload"]
        slack.clock.advance(hours=1)
        shaw.dm.says("Five")
        assert app.envelope(3)["payload"]["event"]["text"] == "Five"
    assert kinds == ["event_callback", "event_callback", "app_rate_limited"]
    assert limited["minute_rate_limited"] % 60 == 0
    assert (limited["team_id"], limited["api_app_id"]) == ("T0SANDBOX", "A0SANDBOX")


def test_subscriptions_end_when_nearly_everything_fails(
    slack: Slack, shaw: Person, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(limits, "EVENT_FAILURES_COUNT", 4)
    with HttpApp(slack, lambda _: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})) as app:
        for number in range(4):
            shaw.dm.says("Hello")
            app.request(number)
        slack.expect_violation("subscriptions_disabled")
        slack.settled()
        shaw.dm.says("Is anybody there?")
        slack.settled()
        assert len(app.requests) == 4
        shaw.types("/echo x")
        assert app.request(4).payload["command"] == "/echo"


def test_subscriptions_go_on_while_some_events_are_acknowledged(
    slack: Slack, shaw: Person, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(limits, "EVENT_FAILURES_COUNT", 4)
    answers = iter([200, 500, 500, 500, 500, 200])
    no_retry = {"X-Slack-No-Retry": "1"}
    with HttpApp(slack, lambda _: web.Response(status=next(answers), headers=no_retry)) as app:
        for number in range(6):
            shaw.dm.says("Hello")
            app.request(number)
            slack.settled()
        assert slack.sandbox.delivery.subscribed
