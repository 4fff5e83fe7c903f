"""Scheduled messages: Slack posts them when the clock arrives there."""

from typing import Any

import pytest
from tests.sandbox.conftest import NOON, Api, told

from liaison.sandbox.language.people import Channel, Person, Slack

START = int(NOON.timestamp())
HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> Channel:
    return slack.channel("ppp-committee", members=[shaw], bot=True)


def schedule(api: Api, channel: str, post_at: int, **args: Any) -> dict[str, Any]:
    return api.call("chat.scheduleMessage", channel=channel, post_at=post_at, **{"text": "Due", **args})


def test_a_message_is_posted_at_its_time(api: Api, slack: Slack, ppp: Channel) -> None:
    answer = schedule(api, ppp.id, START + HOUR)
    assert (answer["channel"], answer["post_at"]) == (ppp.id, START + HOUR)
    slack.clock.advance(minutes=59)
    ppp.does_not_see("Due")
    slack.clock.advance(minutes=1)
    ppp.sees("Due")
    assert told(slack, "message")["text"] == "Due"
    assert api.call("chat.scheduledMessages.list")["scheduled_messages"] == []
    assert not slack.violations


def test_a_message_to_a_person_is_scheduled_in_her_dm(api: Api, slack: Slack, shaw: Person) -> None:
    assert schedule(api, shaw.id, START + HOUR)["channel"] == shaw.dm.id
    slack.clock.advance(hours=1)
    shaw.dm.sees("Due")


def test_an_answer_is_scheduled_into_its_thread(api: Api, slack: Slack, ppp: Channel) -> None:
    parent = api.call("chat.postMessage", channel=ppp.id, text="Question")["ts"]
    schedule(api, ppp.id, START + HOUR, thread_ts=parent)
    slack.clock.advance(hours=1)
    ppp.sees("Due")
    thread = api.call("conversations.replies", channel=ppp.id, ts=parent)["messages"]
    assert [message["text"] for message in thread] == ["Question", "Due"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"post_at": None}, "invalid_arguments"),
        ({"post_at": "tomorrow"}, "invalid_time"),
        ({"post_at": START + 0.5}, "invalid_arguments"),
        ({"post_at": START - 1}, "time_in_past"),
        ({"post_at": START + 121 * DAY}, "time_too_far"),
        ({"text": ""}, "no_text"),
        ({"channel": "C404"}, "channel_not_found"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_messages_that_cannot_be_scheduled(api: Api, ppp: Channel, args: dict[str, Any], code: str) -> None:
    good = {"channel": ppp.id, "post_at": START + HOUR, "text": "Due"}
    assert api.refused("chat.scheduleMessage", **{**good, **args}) == code


def test_120_days_ahead_will_do(api: Api, ppp: Channel) -> None:
    assert schedule(api, ppp.id, START + 120 * DAY)["ok"]


def test_30_messages_for_five_minutes_of_a_channel(api: Api, slack: Slack, ppp: Channel) -> None:
    for n in range(30):
        assert schedule(api, ppp.id, START + HOUR + 9 * n)["ok"]
    crowded = {"channel": ppp.id, "text": "Due"}
    assert api.refused("chat.scheduleMessage", post_at=START + HOUR + 299, **crowded) == "restricted_too_many"
    assert schedule(api, ppp.id, START + HOUR + 300)["ok"]
    other = slack.channel("ced-committee", bot=True)
    assert schedule(api, other.id, START + HOUR)["ok"]


def test_what_waits_is_listed_in_pages(api: Api, slack: Slack, ppp: Channel) -> None:
    other = slack.channel("ced-committee", bot=True)
    late = schedule(api, ppp.id, START + 2 * HOUR)["scheduled_message_id"]
    early = schedule(api, other.id, START + HOUR)["scheduled_message_id"]
    first = api.call("chat.scheduledMessages.list", limit=1)
    assert [each["id"] for each in first["scheduled_messages"]] == [early]
    rest = api.call("chat.scheduledMessages.list", cursor=first["response_metadata"]["next_cursor"])
    assert [each["id"] for each in rest["scheduled_messages"]] == [late]

    def listed(**args: Any) -> list[str]:
        found = api.call("chat.scheduledMessages.list", **args)["scheduled_messages"]
        return [each["id"] for each in found]

    assert listed(channel=ppp.id) == listed(oldest=START + 5400) == [late]
    assert listed(latest=START + 5400) == [early]
    assert api.refused("chat.scheduledMessages.list", channel="C404") == "channel_not_found"


def test_a_scheduled_message_is_called_off(api: Api, slack: Slack, ppp: Channel) -> None:
    first = schedule(api, ppp.id, START + HOUR)["scheduled_message_id"]
    second = schedule(api, ppp.id, START + HOUR, text="Overdue")["scheduled_message_id"]
    other = slack.channel("ced-committee", bot=True)
    method, code = "chat.deleteScheduledMessage", "invalid_scheduled_message_id"
    assert api.refused(method, channel=other.id, scheduled_message_id=first) == code
    assert api.call(method, channel=ppp.id, scheduled_message_id=first)["ok"]
    assert api.refused(method, channel=ppp.id, scheduled_message_id=first) == code
    slack.clock.advance(minutes=59, seconds=30)
    assert api.refused(method, channel=ppp.id, scheduled_message_id=second) == code
    slack.clock.advance(minutes=1)
    ppp.sees("Overdue")
    assert ppp.messages == ["Overdue"]


def test_a_scheduled_message_with_metadata_never_comes(api: Api, slack: Slack, ppp: Channel) -> None:
    schedule(api, ppp.id, START + HOUR, metadata={"event_type": "due", "event_payload": {}})
    assert slack.expect_violation("never_posted").where == "chat.scheduleMessage"
    schedule(api, ppp.id, START + HOUR + 1, text="Overdue")
    slack.clock.advance(hours=2)
    ppp.sees("Overdue")
    assert ppp.messages == ["Overdue"]


def test_a_message_for_a_channel_that_was_archived_meanwhile_is_lost(
    api: Api, slack: Slack, ppp: Channel
) -> None:
    schedule(api, ppp.id, START + HOUR)
    slack.archive(ppp)
    slack.clock.advance(hours=2)
    slack.expect_violation("is_archived")
    ppp.does_not_see("Due")


def test_a_message_of_an_app_that_was_taken_out_is_lost(api: Api, slack: Slack, ppp: Channel) -> None:
    schedule(api, ppp.id, START + HOUR)
    slack.uninstall()
    slack.clock.advance(hours=2)
    assert slack.sandbox.wait(lambda workspace: not workspace.scheduled or None, 2)
    ppp.does_not_see("Due")
