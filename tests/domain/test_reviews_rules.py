"""When reviews are due and announced: month's and quarter's ends, leap years, both changes of clocks, outages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.domain.packs import Reminders, ReviewCycle
from liaison.domain.reviews.rules import dated, due_days, occurrence, stage_reached, stages
from liaison.storage.packs import load_pack

LONDON = "Europe/London"
QUARTERLY = ReviewCycle(
    id="measures",
    subject="measures",
    every="quarter",
    interval_as_stated="quarterly",
    committee="ppp",
    source="s",
)
IN_JUNE = ReviewCycle(
    id="guide",
    subject="Partnership Guide",
    every="year",
    month=6,
    interval_as_stated="annual",
    committee="authority",
    source="s",
)
REMINDERS = Reminders(days_before=(28, 0), days_overdue=(7,), hour=9)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def due(cycle: ReviewCycle, start: date, end: date) -> list[date]:
    return list(due_days(cycle, start=start, end=end))


def moments(day: date, reminders: Reminders = REMINDERS, zone: str = LONDON) -> dict[str, datetime]:
    """The moments at which a review of that day is announced, by the name of the stage."""
    found = stages(occurrence(QUARTERLY, day), reminders, zone)
    return {stage.name.removeprefix(f"{day.isoformat()} "): stage.at for stage in found}


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def test_g_04_quarters_end_with_march_june_september_and_december() -> None:
    assert due(QUARTERLY, date(2026, 1, 1), date(2026, 12, 31)) == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]


def test_g_01_the_annual_review_is_due_with_the_end_of_june() -> None:
    assert due(IN_JUNE, date(2026, 1, 1), date(2028, 12, 31)) == [
        date(2026, 6, 30),
        date(2027, 6, 30),
        date(2028, 6, 30),
    ]


def test_both_ends_of_a_period_count() -> None:
    assert due(IN_JUNE, date(2026, 6, 30), date(2026, 6, 30)) == [date(2026, 6, 30)]
    assert due(IN_JUNE, date(2026, 7, 1), date(2027, 6, 29)) == []
    assert due(IN_JUNE, date(2027, 1, 1), date(2026, 1, 1)) == []


def test_february_ends_a_day_later_in_a_leap_year() -> None:
    february = IN_JUNE.model_copy(update={"month": 2})
    assert due(february, date(2026, 1, 1), date(2028, 12, 31)) == [
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


@given(start=days, length=st.integers(0, 3000))
def test_every_quarter_comes_up_once_and_is_the_last_day_of_its_month(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = due(QUARTERLY, start, end)
    assert all(start <= day <= end and (day + timedelta(days=1)).day == 1 for day in found)
    assert [day for day in found if day.month % 3] == []
    quarters = [4 * day.year + day.month // 3 for day in found]
    assert quarters == list(range(quarters[0], quarters[0] + len(quarters))) if quarters else length < 92


@given(start=days, first=st.integers(0, 1000), second=st.integers(1, 1000))
def test_looking_in_two_goes_finds_what_one_look_finds(start: date, first: int, second: int) -> None:
    between, end = start + timedelta(days=first), start + timedelta(days=first + second)
    for cycle in (QUARTERLY, IN_JUNE):
        assert due(cycle, start, between) + due(cycle, between + timedelta(days=1), end) == due(
            cycle, start, end
        )


@given(start=days)
def test_no_two_occurrences_of_a_cycle_share_an_id(start: date) -> None:
    for cycle in (QUARTERLY, IN_JUNE):
        ids = [occurrence(cycle, day).id for day in due(cycle, start, start + timedelta(days=4000))]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("cycle", "day", "name"),
    [
        (QUARTERLY, date(2026, 3, 31), "measures:2026-q1"),
        (QUARTERLY, date(2026, 12, 31), "measures:2026-q4"),
        (IN_JUNE, date(2026, 6, 30), "guide:2026"),
    ],
)
def test_an_occurrence_is_called_by_its_year_or_quarter(cycle: ReviewCycle, day: date, name: str) -> None:
    review = occurrence(cycle, day)
    assert (review.id, review.due, review.outcome) == (name, day, None)


def test_what_is_assumed_about_a_day_is_said() -> None:
    assert "gives no dates" in occurrence(QUARTERLY, date(2026, 3, 31)).basis
    assert occurrence(IN_JUNE, date(2026, 6, 30)).basis == "Each year in June; the month's last day is used."


@pytest.mark.parametrize(
    ("changes", "has_date"),
    [
        ({}, True),
        ({"month": None}, False),
        ({"every": None}, False),
        ({"every": "week", "month": None}, False),
        ({"every": "three years"}, False),
        ({"committee": None}, False),
        ({"every": "quarter", "month": None}, True),
        ({"every": "quarter", "committee": None}, False),
    ],
)
def test_nothing_falls_due_for_which_the_document_gives_no_date_or_nobody(
    changes: dict[str, Any], has_date: bool
) -> None:
    assert dated(IN_JUNE.model_copy(update=changes)) == has_date


def test_cumbrias_guide_gives_dates_for_three_cycles() -> None:
    assert [cycle.id for cycle in load_pack("cumbria").review_cycles if dated(cycle)] == [
        "cu-membership",
        "cu-guide",
        "cu-performance",
    ]


def test_a_review_is_announced_four_weeks_ahead_on_the_day_and_a_week_later() -> None:
    assert moments(date(2026, 12, 31)) == {
        "28 days ahead": at(2026, 12, 3, 9),
        "on the day": at(2026, 12, 31, 9),
        "7 days overdue": at(2027, 1, 7, 9),
    }


def test_when_the_clocks_go_forward_it_is_still_nine_oclock_in_london() -> None:
    """29 March 2026: four weeks ahead lies in winter time, the day itself in summer time."""
    assert moments(date(2026, 3, 31)) == {
        "28 days ahead": at(2026, 3, 3, 9),
        "on the day": at(2026, 3, 31, 8),
        "7 days overdue": at(2026, 4, 7, 8),
    }


def test_when_the_clocks_go_back_it_is_still_nine_oclock_in_london() -> None:
    """25 October 2026: due days here are put on the change's own week, as after a postponement."""
    assert moments(date(2026, 10, 25)) == {
        "28 days ahead": at(2026, 9, 27, 8),
        "on the day": at(2026, 10, 25, 9),
        "7 days overdue": at(2026, 11, 1, 9),
    }


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
@pytest.mark.parametrize("hour", [0, 1, 2, 23])
def test_an_hour_that_is_missing_or_comes_twice_gives_one_moment_of_that_day(day: date, hour: int) -> None:
    found = moments(day, Reminders(days_before=(1, 0), days_overdue=(1,), hour=hour))
    assert list(found.values()) == sorted(set(found.values()))
    assert found["on the day"].astimezone(ZoneInfo(LONDON)).date() == day


@given(day=days, hour=st.integers(0, 23), zone=st.sampled_from([LONDON, "UTC", "Europe/Dublin"]))
def test_stages_follow_each_other_each_on_its_own_day(day: date, hour: int, zone: str) -> None:
    reminders = Reminders(days_before=(0, 28, 7), days_overdue=(14, 7), hour=hour)
    found = stages(occurrence(QUARTERLY, day), reminders, zone)
    local = [stage.at.astimezone(ZoneInfo(zone)) for stage in found]
    assert [(moment.date() - day).days for moment in local] == [-28, -7, 0, 7, 14]
    assert all(stage.at.utcoffset() == timedelta(0) for stage in found)
    assert len({stage.name for stage in found}) == len(found)


def test_a_postponed_review_has_stages_of_its_own() -> None:
    """The day stands in the name, and so in the notice's key: its reminders are owed anew."""
    review = occurrence(QUARTERLY, date(2026, 12, 31))
    moved = review.model_copy(update={"due": date(2027, 1, 31), "postponed_from": review.due})
    before, after = stages(review, REMINDERS, LONDON), stages(moved, REMINDERS, LONDON)
    assert not {stage.name for stage in before} & {stage.name for stage in after}


def test_without_reminders_nothing_is_announced() -> None:
    silent = Reminders(days_before=(), days_overdue=())
    review = occurrence(QUARTERLY, date(2026, 12, 31))
    assert stages(review, silent, LONDON) == ()
    assert stage_reached(review, silent, LONDON, now=at(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        (at(2026, 12, 3, 8, 59, 59), None),
        (at(2026, 12, 3, 9), "28 days ahead"),
        (at(2026, 12, 31, 8, 59), "28 days ahead"),
        (at(2026, 12, 31, 9), "on the day"),
        (at(2027, 1, 7, 9), "7 days overdue"),
        (at(2028, 1, 1), "7 days overdue"),
    ],
)
def test_a_stage_is_reached_with_its_moment(now: datetime, reached: str | None) -> None:
    stage = stage_reached(occurrence(QUARTERLY, date(2026, 12, 31)), REMINDERS, LONDON, now=now)
    assert (stage.name if stage else None) == (f"2026-12-31 {reached}" if reached else None)


@settings(max_examples=200)
@given(day=days, outage=st.lists(st.integers(-60 * 24, 60 * 24), min_size=1, max_size=10).map(sorted))
def test_after_an_outage_one_reminder_is_owed_and_never_an_earlier_one(day: date, outage: list[int]) -> None:
    """However rarely it is looked at: stages come in their order, and each look owes the latest only."""
    review = occurrence(QUARTERLY, day)
    names = [stage.name for stage in stages(review, REMINDERS, LONDON)]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    looks = [noon + timedelta(hours=hours) for hours in outage]
    reached = [stage_reached(review, REMINDERS, LONDON, now=look) for look in looks]
    places = [names.index(stage.name) if stage else -1 for stage in reached]
    assert places == sorted(places)
    for look, stage in zip(looks, reached, strict=True):
        assert stage is None or stage.at <= look
