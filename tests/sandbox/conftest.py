"""A sandbox for each test, with nobody connected to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from tests.sandbox.manifest import MANIFEST, trusted

from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import Workspace

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Api:
    """The Web API, called as an app calls it; refusals come back as answers."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    def call(
        self, method: str, *, token: str | None = None, form: bool = False, **args: Any
    ) -> dict[str, Any]:
        client = WebClient(token or self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        try:
            answer = client.api_call(method, data=args) if form else client.api_call(method, json=args)
        except SlackApiError as error:
            answer = error.response
        assert isinstance(answer.data, dict)
        return answer.data

    def refused(self, method: str, **args: Any) -> str:
        """The error code of a call that must be refused. It must also be on the list of violations."""
        answer = self.call(method, **args)
        assert answer["ok"] is False, answer
        self.slack.expect_violation(answer["error"])
        return str(answer["error"])


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST, now=NOON) as found:
        yield found


@pytest.fixture
def api(slack: Slack) -> Api:
    return Api(slack)


@pytest.fixture
def trusted_slack() -> Iterator[Slack]:
    """A workspace whose app may manage channels, reactions and user groups."""
    with Slack(trusted(), now=NOON) as found:
        yield found


@pytest.fixture
def trusted_api(trusted_slack: Slack) -> Api:
    return Api(trusted_slack)


def told(slack: Slack, kind: str) -> dict[str, Any]:
    """Waits for the event of that kind which was sent last."""

    def find(workspace: Workspace) -> dict[str, Any] | None:
        entries = reversed(workspace.journal.entries)
        return next((e.payload["event"] for e in entries if (e.direction, e.kind) == ("out", kind)), None)

    found = slack.sandbox.wait(find, 2)
    assert found is not None, f"The app was not told of {kind}."
    return found


def untold(slack: Slack, kind: str) -> bool:
    """Whether no event of that kind was sent so far."""
    return slack.sandbox.look(lambda workspace: all(e.kind != kind for e in workspace.journal.entries))
