"""When a person may be told: hours, days off, absences, both changes of clocks, and people in other time zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.domain.notices.manners import Choices, Manners, day_begins, may_be_told, next_morning, on_day
from liaison.domain.values import SlackUserId
from liaison.domain.workdays import is_working_day

LONDON, USUAL = "Europe/London", Manners()
SHAW = Choices(user=SlackUserId("U1"), timezone=LONDON)


def at(text: str, zone: str = LONDON) -> datetime:
    """A moment as clocks show it somewhere, such as "2026-11-23 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def told(now: str, choices: Choices = SHAW, manners: Manners = USUAL) -> str:
    """When somebody is told what came up at a moment of London's, in London's time."""
    found = may_be_told(choices, manners, LONDON, at(now))
    return f"{found.astimezone(ZoneInfo(LONDON)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 09:30", "2026-11-23 09:30"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 17:59", "2026-11-23 17:59"),
        ("2026-11-23 18:00", "2026-11-24 08:00"),
        ("2026-11-27 22:00", "2026-11-30 08:00"),  # a Friday night
        ("2026-11-29 12:00", "2026-11-30 08:00"),  # a Sunday
        ("2026-12-24 19:00", "2026-12-29 08:00"),  # Christmas, a weekend, and Boxing Day moved to the Monday
        ("2026-04-03 10:00", "2026-04-07 08:00"),  # Good Friday to Easter Monday
        ("2022-06-02 10:00", "2022-06-06 08:00"),  # the spring holiday moved for a jubilee, and a further day
        ("2028-02-29 07:00", "2028-02-29 08:00"),
        ("2028-02-28 18:00", "2028-02-29 08:00"),
    ],
)
def test_p09_nobody_is_told_at_night_at_weekends_or_on_bank_holidays(now: str, then: str) -> None:
    assert told(now) == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2027-03-27 20:00", "2027-03-30 08:00"),  # clocks go forward on Easter Sunday
        ("2026-10-24 20:00", "2026-10-26 08:00"),  # clocks go back on the Sunday
    ],
)
def test_p09_both_changes_of_clocks_keep_the_morning(now: str, then: str) -> None:
    assert told(now) == then
    utc = may_be_told(SHAW, USUAL, LONDON, at(now))
    assert utc.hour == (7 if then.startswith("2027-03") else 8), "eight in London"


def test_hours_that_a_change_of_clocks_leaves_out_or_has_twice() -> None:
    """Somebody who wants to be told from one at night, on any day, is told once on each of them."""
    owl = SHAW.model_copy(update={"from_hour": 1, "to_hour": 2, "days_off": True})
    forward = may_be_told(owl, USUAL, LONDON, at("2027-03-28 00:30"))
    assert forward == datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "the hour from one to two is not there"
    back = may_be_told(owl, USUAL, LONDON, at("2026-10-25 00:30"))
    assert back == datetime(2026, 10, 25, 0, 0, tzinfo=UTC), "the first of the two"


def test_p09_a_person_elsewhere_is_told_in_their_own_morning() -> None:
    there = SHAW.model_copy(update={"timezone": "America/New_York"})
    assert told("2026-11-23 09:30", there) == "2026-11-23 13:00"
    far = SHAW.model_copy(update={"timezone": "Pacific/Auckland"})
    found = may_be_told(far, USUAL, LONDON, at("2026-11-23 09:30"))
    assert found == at("2026-11-24 08:00", "Pacific/Auckland")


@pytest.mark.parametrize("zone", ["Nowhere/Here", "", "../etc/passwd", None])
def test_an_unknown_time_zone_is_the_authoritys(zone: str | None) -> None:
    assert told("2026-11-23 07:00", SHAW.model_copy(update={"timezone": zone})) == "2026-11-23 08:00"


def test_p10_whoever_is_away_is_told_when_they_are_back() -> None:
    away = SHAW.model_copy(update={"away_from": date(2026, 11, 24), "away_until": date(2026, 12, 7)})
    assert told("2026-11-23 10:00", away) == "2026-11-23 10:00"
    assert told("2026-11-23 19:00", away) == "2026-12-07 08:00"
    assert told("2026-12-07 10:00", away) == "2026-12-07 10:00"
    assert told("2026-12-01 10:00", away.model_copy(update={"away_until": date(2026, 12, 5)})) == (
        "2026-12-07 08:00"
    ), "back on a Saturday"


def test_p10_a_slack_status_counts_until_it_ends() -> None:
    away = SHAW.model_copy(update={"slack_away_until": at("2026-11-25 12:00")})
    assert told("2026-11-23 10:00", away) == "2026-11-25 12:00"
    assert told("2026-11-25 13:00", away) == "2026-11-25 13:00"
    late = SHAW.model_copy(update={"slack_away_until": at("2026-11-25 23:00")})
    assert told("2026-11-23 10:00", late) == "2026-11-26 08:00"


def test_ux08_what_somebody_chose_comes_before_what_the_pack_says() -> None:
    late = SHAW.model_copy(update={"from_hour": 17, "to_hour": 24, "days_off": True})
    assert told("2026-11-22 10:00", late) == "2026-11-22 17:00"
    assert told("2026-11-22 23:59", late) == "2026-11-22 23:59"
    assert told("2026-11-22 10:00", manners=Manners(days_off=True, from_hour=11, to_hour=12)) == (
        "2026-11-22 11:00"
    )


def test_what_is_over_the_limit_waits_for_the_next_working_morning() -> None:
    friday = at("2026-11-27 10:00")
    assert next_morning(SHAW, USUAL, LONDON, friday) == at("2026-11-30 08:00")
    assert on_day(SHAW, USUAL, LONDON, date(2026, 12, 3)) == at("2026-12-03 08:00")
    assert day_begins(SHAW, LONDON, at("2026-07-01 00:30")) == at("2026-07-01 00:00")


@pytest.mark.parametrize(("first", "second"), [(18, 8), (9, 9)])
def test_hours_that_end_before_they_begin_are_refused(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="from_hour must be before to_hour"):
        Manners(from_hour=first, to_hour=second)


CHOICES = st.builds(
    Choices,
    user=st.just(SlackUserId("U1")),
    timezone=st.sampled_from(["Europe/London", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", None]),
    from_hour=st.integers(0, 11),
    to_hour=st.integers(12, 24),
    days_off=st.booleans(),
    away_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    away_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(CHOICES, MOMENTS)
def test_whenever_somebody_is_told_it_is_in_their_hours_and_no_sooner_than_it_came_up(
    choices: Choices, now: datetime
) -> None:
    then = may_be_told(choices, USUAL, LONDON, now)
    local = then.astimezone(ZoneInfo(choices.zone(LONDON)))
    assert then >= now
    assert (choices.from_hour or 0) <= local.hour < (choices.to_hour or 24)
    assert choices.days_off or is_working_day(local.date())
    assert not choices.is_away(local.date())
    assert may_be_told(choices, USUAL, LONDON, then) == then, "then they may be told"
    assert then - now < timedelta(days=750)
