"""A Bolt app runs against the sandbox unchanged, over Socket Mode and over signed HTTP."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from tests.sandbox.echo_app import by_http, by_socket
from tests.sandbox.manifest import MANIFEST

from liaison.sandbox.language.people import Person, Slack

Deliver = Callable[[Slack], contextlib.AbstractContextManager[None]]


@pytest.fixture(params=[by_socket, by_http])
def slack(request: pytest.FixtureRequest) -> Iterator[Slack]:
    deliver: Deliver = request.param
    with Slack(MANIFEST, now=datetime(2026, 11, 22, 9, tzinfo=UTC)) as found, deliver(found):
        yield found
        assert not found.violations


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw", role="Member", email="shaw@example.org")


def test_a_command_is_answered_in_its_acknowledgement(shaw: Person) -> None:
    assert shaw.types("/echo barrow").text == "You said barrow"
    shaw.sees("barrow").does_not_see("carlisle")


def test_a_command_is_answered_by_its_response_url(shaw: Person) -> None:
    shaw.types("/echo").sees("Nothing to say")


def test_a_button_replaces_the_message_it_stands_in(shaw: Person) -> None:
    shaw.types("/echo buttons").button("Press").click()
    shaw.sees("Pressed 1").does_not_see("[Press]")


def test_a_conversation(shaw: Person) -> None:
    shaw.dm.says("good morning")
    assert shaw.dm.next().text == "I heard good morning"
    shaw.dm.says("R&D <now>").sees("I heard R&D <now>")
    assert shaw.dm.messages[-2:] == ["R&D <now>", "I heard R&D <now>"]


def test_a_form_is_filled_in_by_its_labels(shaw: Person) -> None:
    shaw.types("/ask")
    form = shaw.form("Ask")
    form.field("1.").choose("Yes")
    form.field("2.").fill("because")
    assert form.field("3.").search("car") == ["Carlisle"]
    form.field("3.").choose("Carlisle")
    form.submit()
    assert form.errors == {"2. Why": "That is no reason."}
    form.field("2.").fill("It is near")
    form.submit()
    assert not form.is_open
    shaw.dm.sees("yes: It is near, Carlisle")


def test_what_slack_does_not_send(shaw: Person) -> None:
    shaw.types("/ask")
    form = shaw.form()
    form.field("2.").fill("no")
    form.submit()
    assert form.errors == {
        "1. Do you agree?": "Please complete this required field.",
        "2. Why": "Please enter at least 3 characters.",
    }


def test_a_form_that_is_closed(shaw: Person) -> None:
    shaw.types("/ask")
    shaw.form().close()
    shaw.dm.sees("You closed it")


def test_the_home_tab(shaw: Person) -> None:
    shaw.opens_home().sees("Welcome")


def test_the_app_is_invited_and_called(slack: Slack, shaw: Person) -> None:
    ppp = slack.channel("ppp-committee", members=[shaw])
    shaw.invites_app(ppp)
    ppp.sees("Thank you for having me")
    shaw.types("@Echo hello", in_=ppp)
    ppp.sees("You called?")
