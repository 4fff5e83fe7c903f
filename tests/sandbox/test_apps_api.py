"""Who may call what, what an app may ask about itself, and blocks.validate."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from tests.sandbox.bad_blocks import section
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import manifest, trusted

from liaison.sandbox.api.methods import METHODS
from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.workspace import APP_TOKEN

CLIENT: dict[str, Any] = {"client_id": "sandbox-client", "client_secret": "sandbox-client-secret"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Api]:
    """One workspace for calls that change nothing."""
    with Slack(trusted(), now=NOON) as slack:
        yield Api(slack)


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw", role="Member", email="shaw@example.org")


# Tokens, scopes, pages


@pytest.mark.parametrize("method", sorted(name for name, found in METHODS.items() if found.token))
def test_every_method_looks_at_the_token(shared: Api, method: str) -> None:
    wrong = shared.slack.bot_token if METHODS[method].token == APP_TOKEN else APP_TOKEN
    assert shared.refused(method, token=wrong) == "not_allowed_token_type"
    assert shared.refused(method, token="xoxb-of-nobody") == "invalid_auth"


@pytest.fixture(scope="module")
def powerless() -> Iterator[Api]:
    """An app that may do nothing but hear commands."""
    with Slack(manifest(scopes=["commands"], events=[]), now=NOON) as slack:
        yield Api(slack)


@pytest.mark.parametrize("method", sorted(name for name, found in METHODS.items() if found.scopes))
def test_every_method_looks_at_the_scopes(powerless: Api, method: str) -> None:
    answer = powerless.call(method)
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        METHODS[method].scopes[0],
        "commands",
    )


@pytest.mark.parametrize(
    "method",
    [
        "auth.teams.list",
        "chat.scheduledMessages.list",
        "conversations.list",
        "conversations.history",
        "conversations.members",
        "conversations.replies",
        "reactions.list",
        "users.conversations",
        "users.list",
    ],
)
def test_every_list_looks_at_cursor_and_limit(shared: Api, method: str) -> None:
    channel = shared.slack.sandbox.add_channel("paged", bot=True)
    ts = shared.call("chat.postMessage", channel=channel, text="x")["ts"]
    known = METHODS[method].args
    where: dict[str, Any] = {n: value for n, value in (("channel", channel), ("ts", ts)) if n in known}
    assert shared.refused(method, cursor="mine", **where) == "invalid_cursor"
    assert shared.refused(method, limit=1000, **where) == "invalid_limit"
    assert shared.refused(method, limit=0, **where) == "invalid_limit"
    assert shared.call(method, limit=999, **where)["response_metadata"]["next_cursor"] == ""


# The app about itself


def test_the_workspaces_of_a_token(api: Api) -> None:
    found = api.call("auth.teams.list", include_icon=True)["teams"]
    assert [(team["id"], team["name"]) for team in found] == [("T0SANDBOX", "Sandbox")]


def test_a_revoked_token_is_refused(api: Api) -> None:
    assert api.call("auth.revoke", test=True)["revoked"] is False
    assert api.call("auth.revoke")["revoked"] is True
    assert api.refused("auth.test") == "token_revoked"


def test_an_app_takes_itself_out(api: Api) -> None:
    assert api.refused("apps.uninstall") == "invalid_arguments"
    assert api.refused("apps.uninstall", **{**CLIENT, "client_id": "other"}) == "invalid_client_id"
    assert api.refused("apps.uninstall", **{**CLIENT, "client_secret": "other"}) == "bad_client_secret"
    assert api.call("apps.uninstall", **CLIENT)["ok"]
    assert api.refused("auth.test") == "account_inactive"


def test_who_else_may_see_an_event(api: Api, slack: Slack, shaw: Person) -> None:
    shaw.dm.says("Good morning")
    context = slack.sandbox.wait(lambda workspace: next(iter(workspace.event_contexts), None), 2)
    method = "apps.event.authorizations.list"
    found = api.call(method, token=APP_TOKEN, event_context=context)["authorizations"]
    assert [(each["team_id"], each["user_id"], each["is_bot"]) for each in found] == [
        ("T0SANDBOX", "U0SANDBOX", True)
    ]
    assert api.refused(method, token=APP_TOKEN, event_context="4-other") == "invalid_event_context"
    assert api.refused(method, token=APP_TOKEN) == "invalid_arguments"


# People


def test_a_profile(trusted_api: Api, trusted_slack: Slack) -> None:
    shaw = trusted_slack.person("Mrs L L Shaw", role="Member", email="shaw@example.org")
    profile = trusted_api.call("users.profile.get", user=shaw.id)["profile"]
    assert (profile["real_name"], profile["title"], profile["email"]) == (
        "Mrs L L Shaw",
        "Member",
        "shaw@example.org",
    )
    assert trusted_api.call("users.profile.get")["profile"]["bot_id"] == "B0SANDBOX"
    assert trusted_api.refused("users.profile.get", user="U404") == "user_not_found"


def test_presence(trusted_api: Api, trusted_slack: Slack) -> None:
    shaw, gone = trusted_slack.person("Mrs L L Shaw"), trusted_slack.person("Mr W Smith", deleted=True)
    assert trusted_api.call("users.getPresence", user=shaw.id)["presence"] == "active"
    assert trusted_api.call("users.getPresence", user=gone.id)["presence"] == "away"
    assert trusted_api.refused("users.setPresence", presence="asleep") == "invalid_presence"
    assert trusted_api.call("users.setPresence", presence="away")["ok"]
    found = trusted_api.call("users.getPresence")
    assert (found["presence"], found["manual_away"]) == ("away", True)


# Two small ways of writing


def test_a_me_message(api: Api, slack: Slack) -> None:
    ppp = slack.channel("ppp-committee", bot=True)
    ts = api.call("chat.meMessage", channel=ppp.id, text="looks it up")["ts"]
    message = api.call("conversations.history", channel=ppp.id)["messages"][0]
    assert (message["ts"], message["subtype"]) == (ts, "me_message")
    ppp.sees("looks it up")
    assert api.refused("chat.meMessage", channel=ppp.id) == "no_text"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"unfurls": None}, "missing_unfurls"),
        ({"ts": None}, "missing_ts"),
        ({"channel": None}, "missing_channel"),
        ({"unfurls": "x"}, "invalid_unfurls_format"),
        ({"unfurls": {}}, "missing_unfurls"),
        ({"unfurls": []}, "missing_unfurls"),
        ({"unfurls": ["https://example.org"]}, "invalid_unfurls_format"),
        ({}, "cannot_unfurl_url"),
    ],
)
def test_nothing_is_unfurled(shared: Api, args: dict[str, Any], code: str) -> None:
    good = {"channel": "C1", "ts": "1.000001", "unfurls": {"https://example.org/a": {"text": "A"}}}
    assert shared.refused("chat.unfurl", **{**good, **args}) == code


# blocks.validate

MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": [section()]}
INPUT = {
    "type": "input",
    "label": {"type": "plain_text", "text": "Mail"},
    "element": {"type": "email_text_input", "action_id": "mail"},
}


@pytest.mark.parametrize(
    "given",
    [
        {"blocks": [section()]},
        {"blocks": [INPUT]},
        {"message": {"text": "Good morning", "blocks": [section()]}},
        {"message": {"text": "Good morning"}},
        {"view": MODAL},
        {"view": {"type": "home", "blocks": [section()]}},
    ],
)
def test_what_is_valid(shared: Api, given: dict[str, Any]) -> None:
    assert shared.call("blocks.validate", **given) == {"ok": True}


@pytest.mark.parametrize(
    ("given", "code", "pointers"),
    [
        ({"blocks": [section(), {"type": "header"}, {"type": "x"}]}, "invalid_blocks", ["/1", "/2/type"]),
        ({"blocks": {}}, "invalid_blocks", ["/"]),
        ({"message": {"blocks": [{"type": "x"}]}}, "invalid_message", ["/blocks/0/type"]),
        ({"message": {"metadata": [], "text": "x"}}, "invalid_message", ["/metadata"]),
        ({"message": {}}, "invalid_message", ["/"]),
        ({"message": []}, "invalid_message", ["/"]),
        ({"view": {**MODAL, "blocks": [{"type": "x"}]}}, "invalid_view", ["/blocks/0/type"]),
        ({"view": {**MODAL, "blocks": [INPUT]}}, "invalid_view", ["/"]),
        ({"view": "[]"}, "invalid_view", ["/"]),
    ],
)
def test_each_fault_is_pointed_at(shared: Api, given: dict[str, Any], code: str, pointers: list[str]) -> None:
    answer = shared.call("blocks.validate", **given)
    assert (answer["ok"], answer["error"]) == (False, code)
    assert [error["pointer"] for error in answer["errors"]] == pointers
    assert all(error["message"] for error in answer["errors"])


@pytest.mark.parametrize("given", [{}, {"blocks": [section()], "view": MODAL}, {"blocks": "["}])
def test_one_thing_at_a_time_is_validated(shared: Api, given: dict[str, Any]) -> None:
    code = "invalid_blocks_format" if given == {"blocks": "["} else "invalid_arguments"
    assert shared.refused("blocks.validate", **given) == code


def test_validating_needs_no_token(slack: Slack) -> None:
    client = WebClient(base_url=slack.api_url)
    assert client.blocks_validate(blocks=[section()])["ok"]
