"""Channels through the Web API: made, named, archived, left, and by whom."""

from typing import Any

import pytest
from tests.sandbox.conftest import NOON, Api, told, untold
from tests.sandbox.manifest import manifest

from liaison.sandbox.language.people import Channel, Person, Slack


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
def general(slack: Slack) -> str:
    """The id of #general, with the app in it."""

    def enter(workspace: Any) -> str:
        workspace.general.members.append("U0SANDBOX")
        return str(workspace.general.id)

    return slack.sandbox.look(enter)


# Making and naming


def test_a_channel_that_the_app_makes_is_its_own(api: Api, slack: Slack) -> None:
    made = api.call("conversations.create", name="ced-committee")["channel"]
    assert (made["name"], made["creator"], made["is_member"], made["is_private"], made["num_members"]) == (
        "ced-committee",
        "U0SANDBOX",
        True,
        False,
        1,
    )
    assert told(slack, "channel_created")["channel"]["id"] == made["id"]


def test_nobody_is_told_of_a_new_private_channel(api: Api, slack: Slack) -> None:
    assert api.call("conversations.create", name="officers", is_private=True)["channel"]["is_private"]
    assert untold(slack, "channel_created")


@pytest.mark.parametrize("method", ["conversations.create", "conversations.rename"])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("  ", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("--_", "invalid_name_punctuation"),
        ("CED", "invalid_name_specials"),
        ("ced committee", "invalid_name_specials"),
        ("ced.committee", "invalid_name_specials"),
        ("#ced", "invalid_name_specials"),
        ("general", "name_taken"),
    ],
)
def test_names_that_a_channel_cannot_have(api: Api, method: str, name: str, code: str) -> None:
    own = api.call("conversations.create", name="own")["channel"]["id"]
    channel = {"channel": own} if method.endswith("rename") else {}
    answer = api.call(method, name=name, **channel)
    assert answer["error"] == code
    assert "[json-pointer:/name]" in answer["response_metadata"]["messages"][0]


def test_a_name_of_80_letters_in_any_alphabet_will_do(api: Api) -> None:
    assert api.call("conversations.create", name="à" * 80)["ok"]


def test_only_the_creator_renames_a_channel(api: Api, slack: Slack, ppp: Channel) -> None:
    assert api.refused("conversations.rename", channel=ppp.id, name="partnerships") == "not_authorized"
    own = api.call("conversations.create", name="ced")["channel"]["id"]
    renamed = api.call("conversations.rename", channel=own, name="ced-committee")["channel"]
    assert (renamed["name"], renamed["previous_names"]) == ("ced-committee", ["ced"])
    assert told(slack, "channel_rename")["channel"]["name"] == "ced-committee"


def test_what_the_owners_keep_to_themselves_is_a_restricted_action(api: Api, slack: Slack) -> None:
    slack.restrict("conversations.create")
    assert api.refused("conversations.create", name="ced") == "restricted_action"


# Archiving


def test_archiving_a_channel(api: Api, slack: Slack, ppp: Channel, shaw: Person) -> None:
    assert api.call("conversations.archive", channel=ppp.id)["ok"]
    assert told(slack, "channel_archive")["channel"] == ppp.id
    assert api.call("conversations.info", channel=ppp.id)["channel"]["is_archived"]
    assert api.refused("conversations.archive", channel=ppp.id) == "already_archived"
    assert api.refused("conversations.setTopic", channel=ppp.id, topic="x") == "is_archived"
    assert api.refused("conversations.leave", channel=ppp.id) == "is_archived"
    assert api.refused("conversations.join", channel=ppp.id) == "is_archived"
    assert api.refused("conversations.invite", channel=ppp.id, users=shaw.id) == "is_archived"


def test_what_happens_to_a_private_channel_is_told_by_other_names(
    api: Api, slack: Slack, shaw: Person
) -> None:
    own = api.call("conversations.create", name="officers", is_private=True)["channel"]["id"]
    api.call("conversations.rename", channel=own, name="officers-only")
    assert told(slack, "group_rename")["channel"]["name"] == "officers-only"
    slack.archive(Channel(slack, own, "officers-only"), by=shaw)
    assert told(slack, "group_archive")["channel"] == own
    slack.unarchive(Channel(slack, own, "officers-only"), by=shaw)
    assert told(slack, "group_unarchive")["channel"] == own


def test_general_stays(api: Api, shaw: Person, general: str) -> None:
    assert api.refused("conversations.archive", channel=general) == "cant_archive_general"
    assert api.refused("conversations.leave", channel=general) == "cant_leave_general"
    assert api.refused("conversations.kick", channel=general, user=shaw.id) == "cant_kick_from_general"


def test_a_bots_token_cannot_unarchive_but_people_can(
    api: Api, slack: Slack, ppp: Channel, shaw: Person
) -> None:
    assert api.refused("conversations.unarchive", channel=ppp.id) == "not_archived"
    slack.archive(ppp, by=shaw)
    assert api.refused("conversations.unarchive", channel=ppp.id) == "not_in_channel"
    slack.unarchive(ppp, by=shaw)
    assert told(slack, "channel_unarchive")["user"] == shaw.id
    assert api.call("chat.postMessage", channel=ppp.id, text="We are back.")["ok"]


# Coming and going


def test_leaving(api: Api, slack: Slack, ppp: Channel) -> None:
    assert api.call("conversations.leave", channel=ppp.id)["ok"]
    assert told(slack, "channel_left")["channel"] == ppp.id
    assert api.call("conversations.leave", channel=ppp.id)["not_in_channel"]
    assert api.refused("chat.postMessage", channel=ppp.id, text="x") == "not_in_channel"


def test_a_private_channel_is_not_left_by_its_last_member(api: Api, slack: Slack, shaw: Person) -> None:
    alone = slack.channel("alone", bot=True, private=True)
    assert api.refused("conversations.leave", channel=alone.id) == "last_member"
    officers = slack.channel("officers", members=[shaw], bot=True, private=True)
    assert api.call("conversations.leave", channel=officers.id)["ok"]
    assert told(slack, "group_left")["channel"] == officers.id
    assert api.refused("conversations.info", channel=officers.id) == "channel_not_found"


def test_taking_somebody_out(api: Api, slack: Slack, ppp: Channel, shaw: Person) -> None:
    assert api.refused("conversations.kick", channel=ppp.id) == "no_user"
    assert api.refused("conversations.kick", channel=ppp.id, user="U404") == "user_not_found"
    assert api.refused("conversations.kick", channel=ppp.id, user="U0SANDBOX") == "cant_kick_self"
    assert api.call("conversations.kick", channel=ppp.id, user=shaw.id)["ok"]
    assert told(slack, "member_left_channel")["user"] == shaw.id
    assert api.refused("conversations.kick", channel=ppp.id, user=shaw.id) == "not_in_channel"


def test_nobody_is_invited_when_one_cannot_be(api: Api, slack: Slack, ppp: Channel, shaw: Person) -> None:
    smith = slack.person("Mr W Smith")
    outsider = slack.person("Mr R Cole", stranger=True)
    both = f"{smith.id},{outsider.id}"
    answer = api.call("conversations.invite", channel=ppp.id, users=both)
    code = "no_external_invite_permission"
    assert (answer["error"], answer["errors"]) == (code, [{"user": outsider.id, "ok": False, "error": code}])
    assert api.refused("conversations.invite", channel=ppp.id, users=f"{smith.id},{shaw.id}") == (
        "already_in_channel"
    )
    assert api.refused("conversations.invite", channel=ppp.id, users="") == "no_user"
    assert api.refused("conversations.invite", channel=ppp.id, users=["U"] * 101) == "invalid_arguments"
    assert smith.id not in api.call("conversations.members", channel=ppp.id)["members"]
    assert api.call("conversations.invite", channel=ppp.id, users=both, force=True)["ok"]
    assert api.call("conversations.members", channel=ppp.id)["members"][-1] == smith.id


def test_a_guest_of_one_channel_cannot_be_invited_to_another(api: Api, slack: Slack, ppp: Channel) -> None:
    guest = slack.person("Mr J Nicholson", one_channel=True)
    slack.channel("ced-committee", members=[guest])
    assert api.refused("conversations.invite", channel=ppp.id, users=guest.id) == "ura_max_channels"


@pytest.mark.parametrize(
    "method", ["archive", "rename", "kick", "leave", "setTopic", "setPurpose", "invite", "unarchive", "join"]
)
def test_direct_messages_are_no_channels(api: Api, shaw: Person, method: str) -> None:
    refused = api.refused(f"conversations.{method}", channel=shaw.dm.id, users=shaw.id)
    assert refused == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("archive", {}),
        ("kick", {"user": "shaw"}),
        ("rename", {"name": "other"}),
        ("setTopic", {"topic": "x"}),
        ("setPurpose", {"purpose": "x"}),
        ("mark", {"ts": "1.000001"}),
        ("invite", {"users": "U404"}),
    ],
)
def test_what_only_members_may_do(
    api: Api, slack: Slack, shaw: Person, method: str, args: dict[str, str]
) -> None:
    foreign = slack.channel("ced-committee", members=[shaw])
    if "user" in args:
        args = {"user": shaw.id}
    assert api.refused(f"conversations.{method}", channel=foreign.id, **args) == "not_in_channel"


@pytest.mark.parametrize(
    "method",
    ["archive", "unarchive", "rename", "kick", "leave", "setTopic", "setPurpose", "mark", "close", "invite"],
)
def test_a_private_channel_of_others_cannot_be_found(api: Api, slack: Slack, method: str) -> None:
    secret = slack.channel("officers", private=True)
    assert api.refused(f"conversations.{method}", channel=secret.id) == "channel_not_found"


@pytest.mark.parametrize("method", ["create", "archive", "rename", "kick", "leave", "setTopic", "mark"])
@pytest.mark.parametrize(("private", "needed"), [(False, "channels:manage"), (True, "groups:write")])
def test_managing_channels_needs_a_scope_for_their_kind(private: bool, needed: str, method: str) -> None:
    with Slack(manifest(events=[]), now=NOON) as slack:
        channel = slack.channel("ced-committee", bot=True, private=private).id
        answer = Api(slack).call(f"conversations.{method}", channel=channel, is_private=private, name="x")
        assert (answer["error"], answer["needed"]) == ("missing_scope", needed)


# Topics, marks, closing


def test_topics_and_purposes(api: Api, ppp: Channel) -> None:
    topic = api.call("conversations.setTopic", channel=ppp.id, topic="Partnerships")["channel"]["topic"]
    assert (topic["value"], topic["creator"], topic["last_set"]) == (
        "Partnerships",
        "U0SANDBOX",
        int(NOON.timestamp()),
    )
    assert api.call("conversations.setPurpose", channel=ppp.id, purpose="Work")["purpose"] == "Work"
    assert api.call("conversations.setTopic", channel=ppp.id, topic="")["channel"]["topic"]["value"] == ""
    assert api.refused("conversations.setTopic", channel=ppp.id, topic="x" * 251) == "too_long"
    assert api.refused("conversations.setPurpose", channel=ppp.id, purpose="x" * 251) == "too_long"
    assert api.refused("conversations.setTopic", channel=ppp.id) == "invalid_arguments"
    last = api.call("conversations.history", channel=ppp.id)["messages"][0]
    assert last["subtype"] == "channel_topic"


def test_marking_what_was_read(api: Api, slack: Slack, ppp: Channel) -> None:
    ts = api.call("chat.postMessage", channel=ppp.id, text="x")["ts"]
    assert api.call("conversations.mark", channel=ppp.id, ts=ts)["ok"]
    read = slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].read["U0SANDBOX"])
    assert read == ts
    assert api.refused("conversations.mark", channel=ppp.id, ts="1.000001") == "invalid_timestamp"


def test_closing_direct_messages(api: Api, shaw: Person, ppp: Channel) -> None:
    dm = api.call("conversations.open", users=shaw.id)["channel"]["id"]
    assert api.call("conversations.open", users=shaw.id)["already_open"]
    assert "already_closed" not in api.call("conversations.close", channel=dm)
    assert api.call("conversations.close", channel=dm)["already_closed"]
    assert not api.call("conversations.info", channel=dm)["channel"]["is_open"]
    assert "already_open" not in api.call("conversations.open", channel=dm)
    assert api.refused("conversations.close", channel=ppp.id) == "method_not_supported_for_channel_type"


# Slack Connect


def test_a_channel_with_an_outsider_is_shared(api: Api, slack: Slack, shaw: Person) -> None:
    outsider = slack.person("Mr R Cole", stranger=True, email="cole@example.net")
    assert api.call("users.info", user=outsider.id)["user"]["is_stranger"]
    assert api.refused("conversations.open", users=outsider.id) == "invalid_user_combination"
    assert api.refused("chat.postMessage", channel=outsider.id, text="x") == "channel_not_found"
    shared = slack.channel("joint-board", members=[shaw, outsider], bot=True)
    assert api.call("conversations.info", channel=shared.id)["channel"]["is_ext_shared"]
    user = api.call("users.info", user=outsider.id)["user"]
    assert (user["is_stranger"], user["team_id"]) == (False, "T0OTHER")
    assert not {"email", "tz"} & {*user, *user["profile"]}
    assert api.call("conversations.open", users=outsider.id)["ok"]
    assert api.refused("users.lookupByEmail", email="cole@example.net") == "users_not_found"
    assert outsider.id not in {each["id"] for each in api.call("users.list")["members"]}


def test_a_channel_of_the_workspace_alone_is_not_shared(api: Api, ppp: Channel) -> None:
    found = api.call("conversations.info", channel=ppp.id)["channel"]
    assert not found["is_ext_shared"]
    assert not found["is_shared"]
