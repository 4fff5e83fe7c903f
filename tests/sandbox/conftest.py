"""A sandbox for each test, with nobody connected to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from tests.sandbox.manifest import MANIFEST

from liaison.sandbox.people import Slack

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
