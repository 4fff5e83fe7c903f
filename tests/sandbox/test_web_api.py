"""The Web API takes what Slack takes, and refuses the rest with Slack's codes."""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from tests.sandbox.bad_blocks import section
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import manifest

from liaison.sandbox.api.methods import METHODS
from liaison.sandbox.language.people import Channel, Person, Slack


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw", role="Member", email="shaw@example.org")


@pytest.fixture
def ppp(slack: Slack, shaw: Person) -> str:
    return slack.channel("ppp-committee", members=[shaw], bot=True).id


# Who calls


def test_tokens(api: Api) -> None:
    assert api.call("api.test")["ok"]
    assert api.call("auth.test")["user_id"] == "U0SANDBOX"
    assert api.refused("auth.test", token="xoxb-other") == "invalid_auth"
    assert api.refused("auth.test", token="xapp-sandbox") == "not_allowed_token_type"
    assert api.refused("apps.connections.open") == "not_allowed_token_type"
    assert api.call("apps.connections.open", token="xapp-sandbox")["url"].startswith("ws://")


def test_unknown_methods(api: Api) -> None:
    assert api.refused("chat.shout") == "unknown_method"


def test_arguments_that_slack_does_not_know_are_noted(api: Api, slack: Slack, ppp: str) -> None:
    assert api.call("chat.postMessage", channel=ppp, text="x", colour="red")["warning"] == "unknown_argument"
    slack.expect_violation("unknown_argument")


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("chat.postMessage", "chat:write"),
        ("chat.update", "chat:write"),
        ("users.info", "users:read"),
        ("users.list", "users:read"),
        ("users.lookupByEmail", "users:read.email"),
        ("team.info", "team:read"),
        ("bots.info", "users:read"),
        ("conversations.open", "im:write"),
        ("conversations.list", "channels:read"),
        ("conversations.join", "channels:join"),
    ],
)
def test_a_scope_that_the_manifest_does_not_ask_for(method: str, needed: str) -> None:
    with Slack(manifest(scopes=["commands"], events=[])) as slack:
        answer = Api(slack).call(method)
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            needed,
            "commands",
        )


# Messages


def test_a_message_to_a_channel(api: Api, ppp: str, slack: Slack) -> None:
    metadata = {"event_type": "review_due", "event_payload": {"id": 7}}
    posted = api.call("chat.postMessage", channel=ppp, text="Review due", metadata=metadata)
    assert posted["message"]["bot_id"] == "B0SANDBOX"
    found = api.call("conversations.history", channel=ppp, include_all_metadata=True)["messages"]
    assert [(m["ts"], m["text"], m["metadata"]) for m in found] == [(posted["ts"], "Review due", metadata)]
    assert "metadata" not in api.call("conversations.history", channel=ppp)["messages"][0]
    assert not slack.violations


def test_forms_carry_json_as_text(api: Api, ppp: str) -> None:
    sent = {"channel": ppp, "text": "x", "blocks": '[{"type": "divider"}]', "unfurl_links": "false"}
    assert api.call("chat.postMessage", form=True, **sent)["message"]["blocks"][0]["type"] == "divider"
    assert (
        api.refused("chat.postMessage", form=True, channel=ppp, text="x", blocks="[")
        == "invalid_blocks_format"
    )


def test_a_message_to_a_person_goes_to_her_dm(api: Api, shaw: Person) -> None:
    channel = api.call("chat.postMessage", channel=shaw.id, text="Good morning")["channel"]
    assert channel == shaw.dm.id == api.call("conversations.open", users=shaw.id)["channel"]["id"]
    shaw.dm.sees("Good morning")


def test_a_name_finds_a_public_channel(api: Api, ppp: str) -> None:
    assert api.call("chat.postMessage", channel="#ppp-committee", text="x")["channel"] == ppp


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"text": "x", "channel": "C404"}, "channel_not_found"),
        ({"text": "x", "channel": "U404"}, "channel_not_found"),
        ({"text": "x", "channel": "U0SANDBOX"}, "cannot_dm_bot"),
        ({"text": "x", "channel": None}, "invalid_arguments"),
        ({}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": " \n"}, "no_text"),
        ({"text": "x", "blocks": [{"type": "card"}]}, "invalid_blocks"),
        (
            {"text": "x", "blocks": [section(text={"type": "mrkdwn", "text": "x" * 3000})] * 5},
            "msg_blocks_too_long",
        ),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "attachments": "x"}, "invalid_arguments"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"text": "x", "attachments": [{"blocks": [{}]}]}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "username": "The Chairman"}, "missing_scope"),
        ({"text": "x", "as_user": True}, "as_user_not_supported"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
    ],
)
def test_messages_that_are_refused(api: Api, ppp: str, args: dict[str, Any], code: str) -> None:
    assert api.refused("chat.postMessage", **{"channel": ppp, **args}) == code


def test_a_refusal_points_at_the_fault(api: Api, ppp: str) -> None:
    answer = api.call("chat.postMessage", channel=ppp, text="x", blocks=[section(block_id="")])
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/block_id]"
    ]


def test_where_the_app_may_not_post(api: Api, slack: Slack, shaw: Person) -> None:
    public = slack.channel("ced-committee", members=[shaw])
    private = slack.channel("officers", members=[shaw], private=True)
    old = slack.channel("old", members=[shaw], bot=True)
    slack.archive(old)
    gone = slack.person("Mr W Smith", deleted=True)
    assert api.refused("chat.postMessage", channel=public.id, text="x") == "not_in_channel"
    assert api.refused("chat.postMessage", channel=private.id, text="x") == "channel_not_found"
    assert api.refused("chat.postMessage", channel=old.id, text="x") == "is_archived"
    assert api.refused("chat.postMessage", channel=gone.id, text="x") == "user_disabled"


def test_chat_write_public_lets_the_app_post_anywhere_public() -> None:
    with Slack(manifest(scopes=["chat:write", "chat:write.public", "commands"], events=[])) as slack:
        channel = slack.channel("ced-committee")
        assert Api(slack).call("chat.postMessage", channel=channel.id, text="x")["ok"]


def test_blocks_without_text_are_noted(api: Api, slack: Slack, ppp: str) -> None:
    assert api.call("chat.postMessage", channel=ppp, blocks=[section()])["ok"]
    assert slack.expect_violation("missing_text_in_message").where == "chat.postMessage"


def test_a_text_above_40000_is_cut(api: Api, slack: Slack, ppp: str) -> None:
    answer = api.call("chat.postMessage", channel=ppp, text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    slack.expect_violation("message_truncated")


def test_threads(api: Api, ppp: str) -> None:
    parent = api.call("chat.postMessage", channel=ppp, text="Question")["ts"]
    reply = api.call("chat.postMessage", channel=ppp, text="Answer", thread_ts=parent)["ts"]
    assert api.refused("chat.postMessage", channel=ppp, text="x", thread_ts=reply) == "invalid_thread_ts"
    thread = api.call("conversations.replies", channel=ppp, ts=parent)["messages"]
    assert [m["text"] for m in thread] == ["Question", "Answer"]
    history = api.call("conversations.history", channel=ppp)["messages"]
    assert [(m["text"], m["reply_count"]) for m in history] == [("Question", 1)]


def test_an_answer_for_everybody_is_in_the_channel_too(api: Api, ppp: str) -> None:
    parent = api.call("chat.postMessage", channel=ppp, text="Question")["ts"]
    answer: dict[str, Any] = {"channel": ppp, "text": "Answer", "thread_ts": parent, "reply_broadcast": True}
    assert api.call("chat.postMessage", **answer)["message"]["subtype"] == "thread_broadcast"
    history = api.call("conversations.history", channel=ppp)["messages"]
    assert [m["text"] for m in history] == ["Answer", "Question"]
    assert len(api.call("conversations.replies", channel=ppp, ts=parent)["messages"]) == 2


def test_updates(api: Api, ppp: str) -> None:
    ts = api.call("chat.postMessage", channel=ppp, text="Old", blocks=[section(block_id="a")])["ts"]
    kept = api.call("chat.update", channel=ppp, ts=ts, text="New")["message"]
    assert (kept["text"], kept["blocks"][0]["block_id"]) == ("New", "a")
    assert "blocks" not in api.call("chat.update", channel=ppp, ts=ts, text="New", blocks=[])["message"]
    assert api.refused("chat.update", channel=ppp, ts=ts, text="x" * 4001) == "msg_too_long"
    assert api.refused("chat.update", channel=ppp, ts="1.000001", text="x") == "message_not_found"
    assert api.refused("chat.update", channel="#ppp-committee", ts=ts, text="x") == "channel_not_found"
    assert api.refused("chat.update", channel=ppp, ts=ts) == "no_text"
    assert api.refused("chat.update", channel=ppp, ts=ts, text="") == "no_text"


def test_what_an_update_leaves_out_stays_and_what_is_empty_goes(api: Api, ppp: str) -> None:
    metadata = {"event_type": "review_due", "event_payload": {"id": 7}}
    ts = api.call("chat.postMessage", channel=ppp, text="Review due", metadata=metadata)["ts"]
    assert api.call("chat.update", channel=ppp, ts=ts, text="New")["message"]["metadata"] == metadata
    assert "metadata" not in api.call("chat.update", channel=ppp, ts=ts, metadata={})["message"]


def test_where_a_message_cannot_be_changed_or_answered(
    api: Api, slack: Slack, ppp: str, shaw: Person
) -> None:
    posted = api.call("chat.postMessage", channel=ppp, text="x")["ts"]
    smith = slack.person("Mr W Smith")
    shaw.types("/invite @mr.w.smith", in_=Channel(slack, ppp, "ppp-committee"))
    joined = api.call("conversations.history", channel=ppp)["messages"][0]
    assert (joined["subtype"], joined["user"]) == ("channel_join", smith.id)
    answer: dict[str, Any] = {"channel": ppp, "text": "x", "thread_ts": joined["ts"]}
    assert api.refused("chat.postMessage", **answer) == "cannot_reply_to_message"
    slack.archive(Channel(slack, ppp, "ppp-committee"))
    assert api.refused("chat.update", channel=ppp, ts=posted, text="y") == "is_inactive"
    assert api.refused("chat.postEphemeral", channel=ppp, user=shaw.id, text="y") == "is_archived"


def test_only_its_own_messages(api: Api, slack: Slack, ppp: str, shaw: Person) -> None:
    ts = slack.sandbox.run(slack.sandbox.acts.say(shaw.id, ppp, "Mine"))["ts"]
    assert api.refused("chat.update", channel=ppp, ts=ts, text="x") == "cant_update_message"
    assert api.refused("chat.delete", channel=ppp, ts=ts) == "cant_delete_message"


def test_ephemeral_messages(api: Api, slack: Slack, ppp: str, shaw: Person) -> None:
    smith = slack.person("Mr W Smith")
    ts = api.call("chat.postEphemeral", channel=ppp, user=shaw.id, text="For you")["message_ts"]
    shaw.dm.does_not_see("For you")
    assert api.refused("chat.postEphemeral", channel=ppp, user=smith.id, text="x") == "user_not_in_channel"
    assert api.refused("chat.update", channel=ppp, ts=ts, text="x") == "message_not_found"
    assert api.call("conversations.history", channel=ppp)["messages"] == []


def test_deleting_and_linking(api: Api, ppp: str) -> None:
    ts = api.call("chat.postMessage", channel=ppp, text="x")["ts"]
    link = api.call("chat.getPermalink", channel=ppp, message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{ppp}/p{ts.replace('.', '')}")
    assert api.call("chat.delete", channel=ppp, ts=ts)["ok"]
    assert api.refused("chat.delete", channel=ppp, ts=ts) == "message_not_found"
    assert api.refused("chat.getPermalink", channel=ppp, message_ts=ts) == "message_not_found"


# Lists


def test_histories_come_in_pages_and_windows(api: Api, ppp: str) -> None:
    stamps = [api.call("chat.postMessage", channel=ppp, text=str(n))["ts"] for n in range(5)]
    assert len(set(stamps)) == 5
    assert stamps == sorted(stamps)
    first = api.call("conversations.history", channel=ppp, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = api.call("conversations.history", channel=ppp, limit=2, cursor=cursor)
    assert [m["text"] for m in (*first["messages"], *second["messages"])] == ["4", "3", "2", "1"]
    assert first["has_more"]
    window = {"oldest": stamps[1], "latest": stamps[3]}
    assert [m["text"] for m in api.call("conversations.history", channel=ppp, **window)["messages"]] == ["2"]
    inclusive = api.call("conversations.history", channel=ppp, inclusive=True, **window)["messages"]
    assert [m["text"] for m in inclusive] == ["3", "2", "1"]
    assert api.refused("conversations.history", channel=ppp, cursor="mine") == "invalid_cursor"
    assert api.refused("conversations.history", channel=ppp, limit=1001) == "invalid_limit"
    assert api.refused("conversations.history", channel=ppp, oldest="now") == "invalid_ts_oldest"
    assert (
        api.refused("conversations.replies", channel=ppp, ts=stamps[0], latest="now") == "invalid_ts_latest"
    )


def test_conversations(api: Api, slack: Slack, ppp: str, shaw: Person) -> None:
    secret = slack.channel("officers", members=[shaw], private=True)
    names = [
        c["name"] for c in api.call("conversations.list", types="public_channel,private_channel")["channels"]
    ]
    assert names == ["general", "ppp-committee"]
    assert api.call("conversations.info", channel=ppp)["channel"]["is_member"]
    assert api.refused("conversations.info", channel=secret.id) == "channel_not_found"
    assert api.call("conversations.members", channel=ppp)["members"] == [shaw.id, "U0SANDBOX"]
    assert [c["id"] for c in api.call("users.conversations")["channels"]] == [ppp]
    assert api.refused("conversations.list", types="groups") == "invalid_types"


def test_joining(api: Api, slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw])
    assert api.refused("conversations.history", channel=ced.id) == "not_in_channel"
    assert api.call("conversations.join", channel=ced.id)["channel"]["is_member"]
    assert api.call("conversations.join", channel=ced.id)["warning"] == "already_in_channel"
    assert api.refused("conversations.join", channel=shaw.dm.id) == "method_not_supported_for_channel_type"
    assert api.refused("conversations.invite", channel=ced.id, users=shaw.id) == "missing_scope"


def test_opening_a_dm(api: Api, slack: Slack) -> None:
    gone = slack.person("Mr W Smith", deleted=True)
    assert api.refused("conversations.open", users="U404") == "user_not_found"
    assert api.refused("conversations.open", users=gone.id) == "user_disabled"
    assert api.refused("conversations.open") == "users_list_not_supplied"


def test_people(api: Api, slack: Slack, shaw: Person) -> None:
    guest = slack.person("A guest", guest=True)
    user = api.call("users.info", user=shaw.id)["user"]
    assert (user["real_name"], user["tz"], user["profile"]["email"]) == (
        "Mrs L L Shaw",
        "Europe/London",
        "shaw@example.org",
    )
    assert api.call("users.info", user=guest.id)["user"]["is_restricted"]
    everybody = [u["id"] for u in api.call("users.list")["members"]]
    assert everybody == ["USLACKBOT", "U0SANDBOX", shaw.id, guest.id]
    assert not api.call("users.info", user="USLACKBOT")["user"]["is_bot"]
    assert api.call("users.lookupByEmail", email="SHAW@example.org")["user"]["id"] == shaw.id
    assert api.refused("users.lookupByEmail", email="nobody@example.org") == "users_not_found"
    assert api.refused("users.info", user="U404") == "user_not_found"
    assert api.refused("users.info") == "invalid_arguments"
    assert api.call("users.info", user=shaw.id, include_locale=True)["user"]["locale"] == "en-GB"
    assert api.call("team.info")["team"]["id"] == api.call("auth.test")["team_id"]
    assert api.call("bots.info", bot="B0SANDBOX")["bot"]["user_id"] == "U0SANDBOX"
    assert api.refused("bots.info", bot="B404") == "bot_not_found"


def test_an_email_needs_its_own_scope() -> None:
    with Slack(manifest(scopes=["users:read", "commands"], events=[]), now=NOON) as slack:
        shaw = slack.person("Mrs L L Shaw", email="shaw@example.org")
        assert "email" not in Api(slack).call("users.info", user=shaw.id)["user"]["profile"]


@pytest.fixture
def silent() -> Iterator[Slack]:
    closed = {"app_home": {"home_tab_enabled": False, "messages_tab_enabled": False}}
    with Slack(manifest(features=closed, events=[])) as slack:
        yield slack


def test_tabs_that_are_switched_off(silent: Slack) -> None:
    shaw, api = silent.person("Mrs L L Shaw"), Api(silent)
    assert api.refused("chat.postMessage", channel=shaw.id, text="x") == "messages_tab_disabled"
    ephemeral: dict[str, Any] = {"channel": shaw.dm.id, "user": shaw.id, "text": "x"}
    assert api.refused("chat.postEphemeral", **ephemeral) == "messages_tab_disabled"
    home = {"type": "home", "blocks": []}
    assert api.refused("views.publish", user_id=shaw.id, view=home) == "not_enabled"


SDK_ONLY = {"self", "kwargs", "cls", "return"}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_argument_of_slacks_own_client_is_known(name: str) -> None:
    function = getattr(WebClient, name.replace(".", "_"), None)
    assert function is not None, name
    arguments = {argument.rstrip("_") for argument in inspect.signature(function).parameters} - SDK_ONLY
    assert arguments - METHODS[name].args <= {"team_id", "token", "error"}


def test_inviting_people() -> None:
    scopes = ["channels:manage", "channels:read", "commands"]
    with Slack(manifest(scopes=scopes, events=[])) as other:
        api, smith = Api(other), other.person("Mr W Smith")
        ced = other.channel("ced-committee", bot=True)
        assert api.call("conversations.invite", channel=ced.id, users=smith.id)["ok"]
        assert api.refused("conversations.invite", channel=ced.id, users=smith.id) == "already_in_channel"
        assert api.refused("conversations.invite", channel=ced.id, users="U404") == "user_not_found"
        assert api.refused("conversations.invite", channel=ced.id, users="U0SANDBOX") == "cant_invite_self"


def test_time_zones_and_strangers(api: Api, slack: Slack) -> None:
    smith = slack.person("Mr W Smith", tz="Europe/London")
    stranger = slack.person("A stranger", stranger=True)
    winter = api.call("users.info", user=smith.id)["user"]
    slack.clock.set(datetime(2027, 7, 1, tzinfo=UTC))
    summer = api.call("users.info", user=smith.id)["user"]
    assert (winter["tz_offset"], summer["tz_offset"]) == (0, 3600)
    found = api.call("users.info", user=stranger.id)["user"]
    assert found["is_stranger"]
    assert found["team_id"] != winter["team_id"]
