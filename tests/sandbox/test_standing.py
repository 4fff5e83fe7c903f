"""Who somebody is decides what an app may do with them: deactivated people, guests, outsiders, bots, Slackbot."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.sandbox.conftest import Api

from liaison.sandbox.language.people import Channel, Person, Slack

Add = Callable[[Slack], Person]


@pytest.fixture
def ppp(slack: Slack) -> Channel:
    return slack.channel("ppp-committee", bot=True)


def gone(slack: Slack) -> Person:
    return slack.person("Mr W Smith", deleted=True)


def guest(slack: Slack) -> Person:
    return slack.person("A guest", guest=True)


def outsider(slack: Slack) -> Person:
    return slack.person("Mr R Cole", stranger=True)


@pytest.mark.parametrize(
    ("method", "args", "code"),
    [
        ("chat.postMessage", {"channel": "{id}", "text": "x"}, "user_disabled"),
        ("chat.scheduleMessage", {"channel": "{id}", "text": "x", "post_at": 1795500000}, "user_disabled"),
        ("conversations.open", {"channel": None, "users": "{id}"}, "user_disabled"),
        ("chat.postEphemeral", {"user": "{id}", "text": "x"}, "user_not_in_channel"),
    ],
)
def test_nothing_is_written_to_a_deactivated_person(
    api: Api, slack: Slack, ppp: Channel, method: str, args: dict[str, Any], code: str
) -> None:
    person = gone(slack).id
    filled = {name: person if value == "{id}" else value for name, value in args.items()}
    assert api.refused(method, **{"channel": ppp.id, **filled}) == code


def test_an_open_conversation_with_somebody_who_left_is_dead(api: Api, slack: Slack) -> None:
    smith = slack.person("Mr W Smith")
    dm = api.call("conversations.open", users=smith.id)["channel"]["id"]
    slack.deactivate(smith)
    assert api.refused("chat.postMessage", channel=dm, text="x") == "user_disabled"
    assert api.call("conversations.info", channel=dm)["channel"]["is_user_deleted"]


@pytest.mark.parametrize("add", [guest, outsider])
def test_guests_and_outsiders_see_only_the_channels_they_are_in(
    api: Api, slack: Slack, ppp: Channel, add: Add
) -> None:
    person = add(slack)
    assert api.call("users.conversations", user=person.id)["channels"] == []
    ephemeral: dict[str, Any] = {"channel": ppp.id, "user": person.id, "text": "x"}
    assert api.refused("chat.postEphemeral", **ephemeral) == "user_not_in_channel"
    slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.append(person.id))
    assert [c["id"] for c in api.call("users.conversations", user=person.id)["channels"]] == [ppp.id]
    assert api.call("chat.postEphemeral", **ephemeral)["ok"]


@pytest.mark.parametrize("somebody", ["U0SANDBOX", "USLACKBOT"])
def test_an_app_has_no_conversation_with_bots(api: Api, somebody: str) -> None:
    assert api.refused("conversations.open", users=somebody) == "cannot_dm_bot"


def test_an_app_that_left_a_private_channel_cannot_find_it(api: Api, slack: Slack) -> None:
    shaw = slack.person("Mrs L L Shaw")
    officers = slack.channel("officers", members=[shaw], bot=True, private=True)
    ts = api.call("chat.postMessage", channel=officers.id, text="x")["ts"]
    shaw.types("/remove @echo", in_=officers)
    for method in ("chat.update", "chat.delete", "conversations.history", "conversations.members"):
        args = {"channel": officers.id, "ts": ts, "text": "x"}
        assert api.refused(method, **args) == "channel_not_found"


def test_private_channels_are_listed_for_those_who_share_them(api: Api, slack: Slack) -> None:
    shaw = slack.person("Mrs L L Shaw")
    slack.channel("secret", members=[shaw], private=True)
    shared = slack.channel("officers", members=[shaw], bot=True, private=True)
    found = api.call("users.conversations", user=shaw.id, types="private_channel")["channels"]
    assert [c["id"] for c in found] == [shared.id]


def test_answers_say_whose_thread_they_are_in(api: Api, slack: Slack, ppp: Channel) -> None:
    shaw = slack.person("Mrs L L Shaw")
    slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.append(shaw.id))
    shaw.in_(ppp).says("Question")
    parent = shaw.in_(ppp).ts_of("Question")
    api.call("chat.postMessage", channel=ppp.id, text="Answer", thread_ts=parent)
    thread = api.call("conversations.replies", channel=ppp.id, ts=parent)["messages"]
    assert [message.get("parent_user_id") for message in thread] == [None, shaw.id]
