"""Apps written for Slack itself, with the SDK's own defaults, run unchanged but for the base URL."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sandbox.conftest import NOON
from tests.sandbox.manifest import MANIFEST, manifest

from liaison.sandbox.language.people import Person, Slack

APPS = Path(__file__).with_name("example_apps.py")
SHORTCUT = {"type": "global", "name": "Order fruit", "callback_id": "order_fruit", "description": "A form"}
FEATURES = {**MANIFEST["features"], "shortcuts": [SHORTCUT]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def running(kind: str, way: str) -> Iterator[Slack]:
    """The sandbox with one of the apps, as a process of its own."""
    # Of what no listener matches Bolt sends no acknowledgement over Socket Mode: only what the apps listen to is asked for.
    with Slack(manifest(features=FEATURES, events=["app_mention", "message.im"]), now=NOON) as slack:
        port = free_port()
        environment = {
            **os.environ,
            "SLACK_API_URL": slack.api_url,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "PORT": str(port),
        }
        with subprocess.Popen(
            [sys.executable, str(APPS), kind, way],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as app:
            try:
                if way == "http":
                    slack.deliver_by_http(f"http://127.0.0.1:{port}/slack/events")
                slack.connected(30)
                yield slack
            finally:
                app.kill()


SOCKET = [("sync", "socket"), ("async", "socket")]


@pytest.fixture(scope="module", params=[*SOCKET, ("sync", "http"), ("async", "http")], ids=" ".join)
def shared(request: pytest.FixtureRequest) -> Iterator[Slack]:
    with running(*request.param) as slack:
        yield slack


@pytest.fixture
def slack(shared: Slack) -> Iterator[Slack]:
    yield shared
    shared.settled()
    assert not shared.violations


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def test_an_echo_bot(shaw: Person) -> None:
    shaw.dm.says("repeat Good morning")
    assert shaw.dm.next().text == "Good morning"


def test_a_greeting_with_a_button(shaw: Person) -> None:
    shaw.dm.says("hello").sees("Hello to you too")
    shaw.dm.button("Wave").click()
    shaw.dm.sees("@Mrs L L Shaw waves")


def test_a_mention_and_a_command(slack: Slack, shaw: Person) -> None:
    ppp = slack.channel(f"channel-of-{shaw.id.lower()}", members=[shaw], bot=True)
    shaw.types("@Echo are you there", in_=ppp)
    ppp.sees("Yes, @Mrs L L Shaw?")
    shaw.types("/echo barrow", in_=ppp).sees("Echo: barrow")


def test_a_modal_with_a_type_ahead_menu_opened_by_a_shortcut(shaw: Person) -> None:
    shaw.uses_shortcut("Order fruit")
    form = shaw.form("Fruit")
    assert form.field("Which").search("ap") == ["Apple", "Apricot"]
    form.field("Which").choose("Apricot")
    form.field("How many").fill("a few")
    assert form.submit().errors == {"How many": "A number, please."}
    form.field("How many").fill("3")
    form.submit().closes()
    shaw.dm.saw("3 x Apricot")


def connections(slack: Slack) -> int:
    return slack.sandbox.look(lambda w: sum(entry.kind == "hello" for entry in w.journal.entries))


@pytest.mark.parametrize("shared", SOCKET, ids=" ".join, indirect=True)
def test_connections_are_renewed_without_losing_anything(slack: Slack, shaw: Person) -> None:
    before = connections(slack)
    for number in range(2):
        if number:
            slack.clock.advance(days=2)
        else:
            slack.refresh_connections()
        for each in ("a", "b", "c"):
            shaw.types(f"/echo {each}{number}").sees(f"Echo: {each}{number}")
        shaw.dm.says(f"repeat {number}")
        assert shaw.dm.next().text == str(number)
    assert connections(slack) == before + 2
