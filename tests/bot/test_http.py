"""The HTTP endpoints: whether the process is alive and ready, its metrics, and who may speak to it."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import urlencode

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import make_url, text
from tests.conftest import NOW
from tests.database import empty_database
from tests.flows.office import Office, open_office

from liaison.sandbox.workspace import TEAM_ID

FORM = "application/x-www-form-urlencoded"
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "a challenge"})


class Answer(NamedTuple):
    """What the process answered."""

    status: int
    kind: str
    text: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose bot listens over HTTP, for all tests here: asking changes nothing."""
    folder = tmp_path_factory.mktemp("http")
    with open_office(f"sqlite:///{folder}/liaison.db", NOW, delivery="http") as opened:
        yield opened


@contextmanager
def older(office: Office) -> Iterator[None]:
    """Puts an older schema's mark on the database, for a while."""

    def mark(version: str) -> str:
        with office.store.engine.begin() as connection:
            before = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
            connection.execute(
                text("UPDATE alembic_version SET version_num = :version"), {"version": version}
            )
        return before

    newest = mark("older")
    try:
        yield
    finally:
        mark(newest)


def asked(office: Office, path: str, body: str | None = None, **headers: str) -> Answer:
    """Asks the process for a path."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{office.settings.port}{path}",
        data=None if body is None else body.encode(),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return _read(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return _read(refused)


def _read(answer: HTTPResponse | urllib.error.HTTPError) -> Answer:
    return Answer(answer.status or 0, answer.headers.get("content-type", ""), answer.read().decode())


def signed(body: str, *, secret: str, age: int = 0, kind: str = "application/json") -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {
        "Content_Type": kind,
        "X_Slack_Request_Timestamp": stamp,
        "X_Slack_Signature": signature or "",
    }


def test_healthz_says_that_it_is_alive(office: Office) -> None:
    assert asked(office, "/healthz") == (200, "text/plain; charset=utf-8", "ok")


def test_readyz_says_that_it_is_ready(office: Office) -> None:
    assert asked(office, "/readyz").status == 200


def test_readyz_names_the_mend_of_an_old_database(office: Office) -> None:
    with older(office):
        answer = asked(office, "/readyz")
        assert answer.status == 503
        assert "liaison migrate" in answer.text
        assert asked(office, "/healthz").status == 200
    assert asked(office, "/readyz").status == 200


def test_readyz_names_the_mend_of_a_database_that_has_gone(postgres: str) -> None:
    with (
        empty_database(postgres) as url,
        open_office(url, NOW, delivery="http") as office,
    ):
        assert asked(office, "/readyz").status == 200
        with psycopg.connect(postgres, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')
        ready, alive = asked(office, "/readyz"), asked(office, "/healthz")
    assert ready.status == 503
    assert "DATABASE_URL" in ready.text
    assert alive.status == 200


def test_metrics_are_prometheus_and_carry_no_names(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/rep barrow").sees("Mrs L L Shaw")
    answer = asked(office, "/metrics")
    assert answer.status == 200
    assert answer.kind.startswith("text/plain")
    assert list(text_string_to_metric_families(answer.text))
    for private in ("Shaw", "barrow", shaw.id, TEAM_ID):
        assert private not in answer.text


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/more", "/favicon.ico"])
def test_there_is_nothing_else(office: Office, path: str) -> None:
    assert asked(office, path).status == 404


def test_events_takes_posts_only(office: Office) -> None:
    assert asked(office, "/slack/events").status == 405


def test_slack_is_let_in(office: Office) -> None:
    answer = asked(
        office, "/slack/events", CHALLENGE, **signed(CHALLENGE, secret=office.slack.signing_secret)
    )
    assert answer.status == 200
    assert "a challenge" in answer.text


@pytest.mark.parametrize("age", [6 * 60, 24 * 3600, -6 * 60])
def test_a_stale_signature_is_refused(office: Office, age: int) -> None:
    headers = signed(CHALLENGE, secret=office.slack.signing_secret, age=age)
    assert asked(office, "/slack/events", CHALLENGE, **headers).status == 401


def test_a_forged_signature_is_refused_and_does_nothing(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    command = {
        "command": "/rep",
        "text": "barrow",
        "user_id": shaw.id,
        "team_id": TEAM_ID,
        "channel_id": "C1",
        "trigger_id": "1.1.1",
        "response_url": f"{office.slack.url}/hooks/none",
    }
    body = urlencode(command)
    answer = asked(office, "/slack/events", body, **signed(body, secret="not the secret", kind=FORM))
    assert answer.status == 401
    assert "Shaw" not in answer.text
    right = signed(body, secret=office.slack.signing_secret, kind=FORM)
    assert "Shaw" in asked(office, "/slack/events", body, **right).text


def test_somebody_of_another_workspace_is_told_that_this_one_is_not_theirs(office: Office) -> None:
    """UX-13: a token serves one workspace, whoever else has found the address."""
    command = {
        "command": "/rep",
        "text": "barrow",
        "user_id": "U0OTHER",
        "team_id": "T0OTHER",
        "channel_id": "C1",
        "trigger_id": "1.1.1",
        "response_url": f"{office.slack.url}/hooks/none",
    }
    body = urlencode(command)
    headers = signed(body, secret=office.slack.signing_secret, kind=FORM)
    answer = asked(office, "/slack/events", body, **headers)
    assert answer.status == 200
    assert "This Liaison serves another workspace." in answer.text
    assert "reference" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Slack_Signature": "v0=00"},
        {"X_Slack_Request_Timestamp": "not a number", "X_Slack_Signature": "v0=00"},
    ],
)
def test_an_unsigned_request_is_refused(office: Office, headers: dict[str, str]) -> None:
    assert asked(office, "/slack/events", CHALLENGE, **headers).status == 401


def test_a_body_that_was_changed_on_the_way_is_refused(office: Office) -> None:
    headers = signed(CHALLENGE, secret=office.slack.signing_secret)
    assert asked(office, "/slack/events", CHALLENGE.replace("a ch", "b ch"), **headers).status == 401
