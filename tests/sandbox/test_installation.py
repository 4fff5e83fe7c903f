"""The app let in, let in again, and taken out: tokens, their refusals, and what the app hears of it."""

import base64
import contextlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import Json, SocketApp

from liaison.sandbox.api.oauth import CLIENT_ID, CLIENT_SECRET
from liaison.sandbox.language.people import Person, Slack

SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
BACK = "https://app.example.org/slack/oauth_redirect"


@pytest.fixture
def slack() -> Iterator[Slack]:
    farewells = [
        *MANIFEST["settings"]["event_subscriptions"]["bot_events"],
        "app_uninstalled",
        "tokens_revoked",
    ]
    oauth = {"scopes": {"bot": SCOPES}, "redirect_urls": [BACK]}
    with Slack(manifest(events=farewells, oauth_config=oauth), now=NOON) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def events(app: SocketApp) -> list[Json]:
    return [envelope["payload"]["event"] for envelope in app.envelopes if envelope["type"] == "events_api"]


# Out


def test_an_app_that_is_uninstalled_hears_of_it_and_can_do_nothing_more(slack: Slack, shaw: Person) -> None:
    api = Api(slack)
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    with SocketApp(slack) as app:
        slack.uninstall()
        app.envelope(1)
        shaw.types("@Echo hello", in_=ppp)
        shaw.types("/echo x", in_=ppp)
        shaw.sees("/echo is not a valid command.")
        slack.settled()
        told = {event["type"]: event for event in events(app)}
        assert len(app.envelopes) == 2, "the two come in no fixed order, and nothing after them"
    assert set(told) == {"app_uninstalled", "tokens_revoked"}
    assert told["tokens_revoked"]["tokens"] == {"oauth": [], "bot": ["U0SANDBOX"]}
    assert api.refused("chat.postMessage", channel=ppp.id, text="Still here?") == "account_inactive"
    assert "U0SANDBOX" not in slack.sandbox.look(lambda w: w.conversations[ppp.id].members)


def test_buttons_of_an_app_that_is_gone_do_nothing(slack: Slack, shaw: Person) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Press"}}
    blocks = [{"type": "actions", "elements": [button]}]
    Api(slack).call("chat.postMessage", channel=shaw.id, text="Text", blocks=blocks)
    with SocketApp(slack) as app:
        slack.uninstall()
        app.envelope(1)
        shaw.dm.button("Press").click()
        shaw.sees("Echo is not responding")
        assert len(app.envelopes) == 2


def test_an_app_whose_tokens_are_revoked_hears_of_it_once(slack: Slack, shaw: Person) -> None:
    api = Api(slack)
    with SocketApp(slack) as app:
        slack.revoke_tokens()
        assert app.envelope()["payload"]["event"]["type"] == "tokens_revoked"
        shaw.dm.says("Hello?")
        slack.settled()
        assert len(app.envelopes) == 1, "events need a token"
        shaw.types("/echo x")
        assert app.envelope(1)["type"] == "slash_commands", "commands belong to the app that is still there"
    assert api.refused("auth.test") == "token_revoked"


# Tokens


@pytest.mark.parametrize(
    ("method", "token", "code"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-of-somebody-else", "invalid_auth"),
        ("auth.test", "xapp-sandbox", "not_allowed_token_type"),
        ("apps.connections.open", "xoxb-sandbox", "not_allowed_token_type"),
    ],
)
def test_tokens_that_slack_does_not_take(slack: Slack, method: str, token: str, code: str) -> None:
    request = urllib.request.Request(f"{slack.api_url}{method}", b"", {"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read())["error"] == code
    slack.expect_violation(code)


def test_a_scope_that_was_not_given_is_named(slack: Slack) -> None:
    answer = Api(slack).call("usergroups.list")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "usergroups:read")
    assert answer["provided"].split(",") == sorted(SCOPES)


# In


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def consent(slack: Slack, **query: str) -> str:
    """Opens Slack's page of consent: where it leads, or what it says if it leads nowhere."""
    query = {"client_id": CLIENT_ID, "scope": ",".join(SCOPES), "state": "s&t", **query}
    address = f"{slack.url}/oauth/v2/authorize?{urlencode(query)}"
    try:
        with urllib.request.build_opener(Stay).open(address):
            raise AssertionError("Slack's page of consent stayed.")
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers.get("Location") or answer.read().decode()


def code_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["code"][0]


def access(slack: Slack, client: str = CLIENT_ID, secret: str = CLIENT_SECRET, **form: str) -> Json:
    """Calls oauth.v2.access."""
    basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
    request = urllib.request.Request(
        f"{slack.api_url}oauth.v2.access", urlencode(form).encode(), {"Authorization": f"Basic {basic}"}
    )
    with urllib.request.urlopen(request) as answer:
        found: Json = json.loads(answer.read())
        return found


def works(slack: Slack, token: str) -> Any:
    """True, or the code that a token is refused with."""
    answer = Api(slack).call("auth.test", token=token)
    return answer.get("error", True)


def test_a_consent_leads_back_with_the_state_and_a_code_that_works_once(slack: Slack, shaw: Person) -> None:
    address = consent(slack)
    assert address.startswith(f"{BACK}?")
    assert parse_qs(urlsplit(address).query)["state"] == ["s&t"]
    code = code_of(address)
    answer = access(slack, code=code)
    assert (answer["ok"], answer["authed_user"]["id"]) == (True, shaw.id)
    assert answer["scope"].split(",") == sorted(SCOPES)
    assert works(slack, answer["access_token"]) is True
    assert "refresh_token" not in answer
    assert access(slack, code=code)["error"] == "invalid_code"


def test_a_code_lives_ten_minutes(slack: Slack) -> None:
    code = code_of(consent(slack))
    slack.clock.advance(minutes=11)
    assert access(slack, code=code)["error"] == "invalid_code"


def test_consents_that_slack_does_not_ask_for(slack: Slack) -> None:
    assert consent(slack, client_id="other") == "invalid_client_id"
    assert consent(slack, scope="chat:write,admin") == "invalid_scope"
    assert consent(slack, redirect_uri="https://app.example.org.evil.example/") == "bad_redirect_uri"
    assert consent(slack, redirect_uri=f"{BACK}/uk").startswith(f"{BACK}/uk?code=")


def test_accesses_that_slack_refuses(slack: Slack) -> None:
    def code(**query: str) -> str:
        return code_of(consent(slack, **query))

    assert access(slack, client="other", code=code())["error"] == "invalid_client_id"
    assert access(slack, secret="wrong", code=code())["error"] == "bad_client_secret"
    assert access(slack, code=code(), redirect_uri=f"{BACK}/uk")["error"] == "bad_redirect_uri"
    assert access(slack, code=code(redirect_uri=BACK))["error"] == "bad_redirect_uri"
    assert access(slack, code=code(), grant_type="password")["error"] == "invalid_grant_type"
    assert access(slack, code=code(redirect_uri=BACK), redirect_uri=BACK)["ok"]


def test_a_header_that_makes_no_sense_is_no_client(slack: Slack) -> None:
    request = urllib.request.Request(f"{slack.api_url}oauth.v2.access", b"", {"Authorization": "Basic %%%"})
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read())["error"] == "invalid_client_id"


def test_an_app_that_was_taken_out_gets_a_new_token_and_only_the_scopes_it_asks_for(
    slack: Slack, shaw: Person
) -> None:
    slack.uninstall()
    answer = access(slack, code=code_of(consent(slack, scope="chat:write,im:write")))
    assert answer["scope"] == "chat:write,im:write"
    token = answer["access_token"]
    assert token != slack.bot_token
    assert works(slack, slack.bot_token) == "account_inactive"
    api = Api(slack)
    assert api.call("chat.postMessage", token=token, channel=shaw.id, text="Back again")["ok"]
    assert api.call("users.info", token=token, user=shaw.id)["error"] == "missing_scope"
    answer = access(slack, code=code_of(consent(slack, scope="users:read")))
    assert answer["scope"] == "chat:write,im:write,users:read", "scopes are added to those granted"
    assert answer["access_token"] == token


@contextlib.contextmanager
def rotating() -> Iterator[tuple[Slack, Json]]:
    """An app whose tokens expire, with its first ones."""
    settings = {**MANIFEST["settings"], "token_rotation_enabled": True}
    oauth = {"scopes": {"bot": SCOPES}, "redirect_urls": [BACK]}
    with Slack(manifest(settings=settings, oauth_config=oauth), now=NOON) as slack:
        yield slack, access(slack, code=code_of(consent(slack)))


def refresh(slack: Slack, refresh_token: str) -> Json:
    return access(slack, grant_type="refresh_token", refresh_token=refresh_token)


def test_rotated_tokens_live_twelve_hours_and_each_refresh_token_works_once() -> None:
    with rotating() as (slack, first):
        assert first["expires_in"] == 12 * 60 * 60
        slack.clock.advance(hours=11)
        assert works(slack, first["access_token"]) is True
        second = refresh(slack, first["refresh_token"])
        assert refresh(slack, first["refresh_token"])["error"] == "invalid_refresh_token"
        slack.clock.advance(hours=2)
        assert works(slack, first["access_token"]) == "token_expired"
        assert works(slack, second["access_token"]) is True
        slack.uninstall()
        assert refresh(slack, second["refresh_token"])["error"] == "invalid_refresh_token"


def test_the_sdk_rotates_tokens_by_itself() -> None:
    with rotating() as (slack, first):
        client = WebClient(base_url=slack.api_url)
        rotator = TokenRotator(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client=client)
        bot = Bot(
            bot_token=first["access_token"],
            bot_refresh_token=first["refresh_token"],
            bot_token_expires_at=int(time.time()) + 60,
            bot_id="B0SANDBOX",
            bot_user_id=first["bot_user_id"],
            installed_at=time.time(),
        )
        rotated = rotator.perform_bot_token_rotation(bot=bot)
        assert rotated is not None
        assert works(slack, rotated.bot_token) is True
        assert rotated.bot_refresh_token != first["refresh_token"]
