"""User groups: made, changed, mentioned."""

import pytest
from tests.sandbox.conftest import Api, told

from liaison.sandbox.language.people import Person, Slack


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
def clerks(api: Api) -> str:
    """The id of a user group."""
    return str(api.call("usergroups.create", name="Committee clerks", handle="clerks")["usergroup"]["id"])


def test_a_group_is_made_and_listed(api: Api, slack: Slack, clerks: str) -> None:
    assert told(slack, "subteam_created")["subteam"]["id"] == clerks
    found = api.call("usergroups.list", include_count=True, include_users=True)["usergroups"]
    assert [(g["id"], g["handle"], g["user_count"], g["users"], g["date_delete"]) for g in found] == [
        (clerks, "clerks", 0, [], 0)
    ]
    assert "users" not in api.call("usergroups.list")["usergroups"][0]


def test_a_handle_is_made_from_the_name(api: Api) -> None:
    group = api.call("usergroups.create", name="Lead members")["usergroup"]
    assert group["handle"] == "lead-members"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({}, "invalid_arguments"),
        ({"name": " "}, "missing_subteam_name"),
        ({"name": "committee CLERKS"}, "name_already_exists"),
        ({"name": "x" * 256}, "name_too_long"),
        ({"name": "Others", "handle": "clerks"}, "handle_already_exists"),
        ({"name": "Others", "handle": "general"}, "handle_already_exists"),
        ({"name": "Others", "handle": "mrs.l.l.shaw"}, "handle_already_exists"),
        ({"name": "Others", "handle": "The Others"}, "bad_handle"),
        ({"name": "Others", "handle": "x" * 22}, "bad_handle"),
        ({"name": "Others", "description": "x" * 141}, "description_too_long"),
        ({"name": "Others", "channels": "C404"}, "invalid_channel_provided"),
    ],
)
def test_groups_that_are_refused(
    api: Api, shaw: Person, clerks: str, args: dict[str, str], code: str
) -> None:
    assert shaw.id != clerks
    assert api.refused("usergroups.create", **args) == code


def test_a_group_is_changed(api: Api, slack: Slack, clerks: str) -> None:
    group = api.call("usergroups.update", usergroup=clerks, name="Clerks", handle="clerks")["usergroup"]
    assert (group["name"], group["handle"]) == ("Clerks", "clerks")
    assert told(slack, "subteam_updated")["subteam"]["name"] == "Clerks"
    for method in ("usergroups.update", "usergroups.disable", "usergroups.enable", "usergroups.users.list"):
        assert api.refused(method, usergroup="S404") == "no_such_subteam"


def test_a_disabled_group_is_out_of_sight(api: Api, clerks: str) -> None:
    assert api.call("usergroups.disable", usergroup=clerks)["usergroup"]["date_delete"] > 0
    assert api.call("usergroups.list")["usergroups"] == []
    assert len(api.call("usergroups.list", include_disabled=True)["usergroups"]) == 1
    assert api.refused("usergroups.users.list", usergroup=clerks) == "no_such_subteam"
    assert api.call("usergroups.users.list", usergroup=clerks, include_disabled=True)["users"] == []
    assert api.call("usergroups.enable", usergroup=clerks)["usergroup"]["date_delete"] == 0


def test_the_people_of_a_group_are_replaced(api: Api, slack: Slack, shaw: Person, clerks: str) -> None:
    smith = slack.person("Mr W Smith")
    api.call("usergroups.users.update", usergroup=clerks, users=shaw.id)
    api.call("usergroups.users.update", usergroup=clerks, users=[smith.id])
    assert api.call("usergroups.users.list", usergroup=clerks)["users"] == [smith.id]

    def changed(added: list[str], removed: list[str]) -> bool:
        event = told(slack, "subteam_members_changed")
        return (event["added_users"], event["removed_users"]) == (added, removed)

    assert changed([smith.id], [shaw.id])


def test_only_full_members_can_be_in_a_group(api: Api, slack: Slack, clerks: str) -> None:
    nobody = [
        "U404",
        "U0SANDBOX",
        slack.person("A guest", guest=True).id,
        slack.person("Mr R Cole", stranger=True).id,
        slack.person("Mr J Nicholson", deleted=True).id,
    ]
    for each in nobody:
        assert api.refused("usergroups.users.update", usergroup=clerks, users=each) == "invalid_users"
    assert api.refused("usergroups.users.update", usergroup=clerks, users="") == "no_users_provided"


def test_a_group_is_mentioned(api: Api, slack: Slack, shaw: Person, clerks: str) -> None:
    leads = slack.usergroup("Lead members", members=[shaw])
    assert api.call("usergroups.users.list", usergroup=leads)["users"] == [shaw.id]
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    shaw.in_(ppp).says("@clerks and @lead-members, please see to it.")
    text = api.call("conversations.history", channel=ppp.id)["messages"][0]["text"]
    assert text == f"<!subteam^{clerks}> and <!subteam^{leads}>, please see to it."
    assert ppp.messages == ["@clerks and @lead-members, please see to it."]
