"""What Slack says of a person: their time zone, and whether their status tells that they are away (P-10)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from liaison.domain.notices.gathering import Profile
from liaison.handlers.profiles import profile_of

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def said(**profile: Any) -> Profile:
    """What is understood of a user whose profile says this."""
    return profile_of({"tz": "Europe/London", "profile": profile}, now=NOW)


@pytest.mark.parametrize(
    "status",
    [
        "Vacationing",
        "On vacation",
        "On holiday until Friday",
        "On leave",
        "annual leave",
        "Out sick",
        "Off sick",
        "Away",
        "Out of office",
        "Maternity leave",
        "On sick leave",
        "On jury service, out of the office",
        "Out of Office.",
        "OOO",
        "On holiday, back from it on 30 November",
        "Back from holiday on 30 November",
    ],
)
def test_a_status_that_says_away_counts_until_it_ends(status: str) -> None:
    assert said(status_text=status, status_expiration=int(FRIDAY.timestamp())).away_until == FRIDAY


@pytest.mark.parametrize("emoji", [":palm_tree:", ":face_with_thermometer:"])
def test_so_does_what_slack_itself_offers_for_it(emoji: str) -> None:
    assert said(status_emoji=emoji, status_expiration=int(FRIDAY.timestamp())).away_until == FRIDAY


@pytest.mark.parametrize(
    "status",
    [
        "",
        "In a meeting",
        "Commuting",
        "Working remotely",
        "At Barrow town hall",
        "Straightaway Ltd",
        "Back from holiday",
        "Back from annual leave",
        "Not away",
        "Leave me a message",
    ],
)
def test_any_other_status_does_not(status: str) -> None:
    assert said(status_text=status, status_emoji=":spiral_calendar_pad:").away_until is None


def test_a_status_without_an_end_is_looked_at_again_after_a_day() -> None:
    assert said(status_text="Away", status_expiration=0).away_until == NOW + timedelta(days=1)


def test_a_status_that_has_ended_does_not_count() -> None:
    assert said(status_text="Away", status_expiration=int(NOW.timestamp())).away_until is None


@pytest.mark.parametrize("user", [{}, {"tz": None, "profile": None}, {"tz": "", "profile": {}}])
def test_somebody_of_whom_slack_says_nothing(user: dict[str, Any]) -> None:
    assert profile_of(user, now=NOW) == Profile()


def test_the_time_zone_is_slacks() -> None:
    assert said().timezone == "Europe/London"
