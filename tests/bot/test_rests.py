"""For how long nothing is asked of Slack: by method, and by workspace."""

from datetime import UTC, datetime, timedelta

import pytest

from liaison.bot.rests import EVERYTHING, Rests
from liaison.domain.values import WorkspaceId

HERE, THERE = WorkspaceId("T0HERE"), WorkspaceId("T0THERE")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SOON, LATER = NOW + timedelta(seconds=30), NOW + timedelta(minutes=15)


@pytest.fixture
def rests() -> Rests:
    return Rests()


def test_nothing_rests_to_begin_with(rests: Rests) -> None:
    assert rests.until(HERE, "chat_postMessage", now=NOW) is None
    assert rests.until(HERE, now=NOW) is None
    assert rests.next_end(now=NOW) is None


def test_a_method_rests_where_it_was_refused_and_no_other_does(rests: Rests) -> None:
    rests.rest(HERE, "chat_postMessage", until=SOON)
    assert rests.until(HERE, "chat_postMessage", now=NOW) == SOON
    assert rests.until(HERE, "chat_update", now=NOW) is None
    assert rests.until(HERE, now=NOW) is None
    assert rests.until(THERE, "chat_postMessage", now=NOW) is None


def test_without_a_token_everything_rests_in_that_workspace(rests: Rests) -> None:
    rests.rest(HERE, "chat_postMessage", until=SOON)
    rests.rest(HERE, until=LATER)
    for method in ("chat_postMessage", "conversations_history", EVERYTHING):
        assert rests.until(HERE, method, now=NOW) == LATER
    assert rests.until(THERE, now=NOW) is None


def test_a_rest_ends_on_its_moment(rests: Rests) -> None:
    rests.rest(HERE, "chat_postMessage", until=SOON)
    assert rests.until(HERE, "chat_postMessage", now=SOON) is None
    assert rests.next_end(now=SOON) is None


def test_the_first_end_of_all_is_when_something_can_be_tried_again(rests: Rests) -> None:
    rests.rest(HERE, until=LATER)
    rests.rest(THERE, "chat_postMessage", until=SOON)
    assert rests.next_end(now=NOW) == SOON
    assert rests.next_end(now=SOON) == LATER


def test_what_slack_said_last_counts(rests: Rests) -> None:
    rests.rest(HERE, "chat_postMessage", until=LATER)
    rests.rest(HERE, "chat_postMessage", until=SOON)
    assert rests.until(HERE, "chat_postMessage", now=NOW) == SOON
