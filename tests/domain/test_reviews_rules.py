"""When reviews are due and announced: month's and quarter's ends, leap years, both changes of clocks, outages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.domain.packs import Reminders
from liaison.domain.packs.policy import Every, Rung
from liaison.domain.reviews.models import Beside, Cycle, Occasion, Owner, Review
from liaison.domain.reviews.rules import (
    NOT_TOLD,
    dated,
    next_stage,
    occasions,
    occurrence,
    owed_now,
    stage_reached,
    stages,
)
from liaison.domain.values import CommitteeId
from liaison.domain.workdays import is_working_day
from liaison.storage.packs import load_pack

LONDON = "Europe/London"
PPP, AUTHORITY = CommitteeId("ppp"), CommitteeId("authority")
QUARTERLY = Cycle(id="measures", subject="measures", every="quarter", committee=PPP, source="s")
IN_JUNE = Cycle(
    id="guide", subject="Partnership Guide", every="year", month=6, committee=AUTHORITY, source="s"
)
REMINDERS = Reminders()
EACH_DAY = Reminders(any_day=True)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def due(cycle: Cycle, start: date, end: date, **more: Any) -> list[date]:
    return [occasion.due for occasion in occasions(cycle, start=start, end=end, **more)]


def review_on(day: date, **changes: Any) -> Review:
    """The quarterly review of a day."""
    review = occurrence(QUARTERLY, Occasion(name=day.isoformat(), due=day, basis="b"))
    return review.model_copy(update=changes)


def moments(day: date, reminders: Reminders = REMINDERS, zone: str = LONDON) -> dict[str, datetime]:
    """The moments at which a review of that day is announced, by the name of the stage."""
    found = stages(review_on(day), reminders, zone)
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


CYCLES = [
    QUARTERLY,
    IN_JUNE,
    *(
        IN_JUNE.model_copy(update={"every": every, "month": None, "first": date(1999, 12, 31)})
        for every in get_args(Every)
    ),
    IN_JUNE.model_copy(update={"rule": "FREQ=MONTHLY;BYDAY=2TU", "first": date(2000, 1, 1), "every": None}),
]


@given(start=days)
def test_no_two_occurrences_of_a_cycle_share_an_id(start: date) -> None:
    for cycle in CYCLES:
        found = list(occasions(cycle, start=start, end=start + timedelta(days=2500)))
        assert len({occasion.name for occasion in found}) == len(found)
        assert [occasion.due for occasion in found] == sorted({occasion.due for occasion in found})


@pytest.mark.parametrize(
    ("cycle", "day", "name"),
    [
        (QUARTERLY, date(2026, 3, 31), "2026-q1"),
        (QUARTERLY, date(2026, 12, 31), "2026-q4"),
        (IN_JUNE, date(2026, 6, 30), "2026"),
    ],
)
def test_an_occurrence_is_called_by_its_year_or_quarter(cycle: Cycle, day: date, name: str) -> None:
    [occasion] = occasions(cycle, start=day, end=day)
    review = occurrence(cycle, occasion)
    assert (review.id, review.due, review.outcome) == (f"{cycle.id}:{name}", day, None)


def test_what_is_assumed_about_a_day_is_said() -> None:
    [quarter] = occasions(QUARTERLY, start=date(2026, 3, 31), end=date(2026, 3, 31))
    assert "gives no dates" in quarter.basis
    [june] = occasions(IN_JUNE, start=date(2026, 6, 1), end=date(2026, 6, 30))
    assert june.basis == "Each year in June; the month's last day is used."


@pytest.mark.parametrize(
    ("changes", "has_date"),
    [
        ({}, True),
        ({"month": None}, False),
        ({"every": None}, False),
        ({"every": "week", "month": None}, False),
        ({"every": "week", "first": date(2026, 6, 1)}, True),
        ({"every": "three years"}, False),
        ({"every": "three years", "first": date(2026, 6, 1)}, True),
        ({"every": "quarter", "month": None}, True),
        ({"every": None, "on": (date(2026, 6, 1),)}, True),
        ({"every": None, "rule": "FREQ=WEEKLY"}, False),
        ({"every": None, "rule": "FREQ=WEEKLY", "first": date(2026, 6, 1)}, True),
        ({"months_after_last": 6, "first": date(2026, 6, 1)}, True),
        ({"through": "another strategy"}, False),
        ({"stopped": True}, False),
    ],
)
def test_nothing_falls_due_for_which_nobody_gives_a_date(changes: dict[str, Any], has_date: bool) -> None:
    assert dated(IN_JUNE.model_copy(update=changes)) == has_date


def test_cumbrias_guide_gives_dates_for_three_cycles_and_an_edition() -> None:
    cycles = [Cycle.of_pack(cycle) for cycle in load_pack("cumbria").review_cycles]
    assert [cycle.id for cycle in cycles if dated(cycle)] == [
        "cu-membership",
        "cu-guide",
        "cu-performance",
        "cu-guide-term",
    ]
    assert cycles[1].owner == Owner(kind="role", id="chief-executive"), "whom the guide makes responsible"


# Stages


def test_a_review_is_announced_four_weeks_ahead_on_the_day_and_when_overdue() -> None:
    assert moments(date(2026, 12, 31)) == {
        "28 days ahead": at(2026, 12, 3, 9),
        "on the day": at(2026, 12, 31, 9),
        "7 days overdue": at(2027, 1, 7, 9),
        "21 days overdue": at(2027, 1, 21, 9),
    }


def test_when_the_clocks_go_forward_it_is_still_nine_oclock_in_london() -> None:
    """29 March 2026: four weeks ahead lies in winter time, the day itself in summer time."""
    found = moments(date(2026, 3, 31))
    assert found["28 days ahead"] == at(2026, 3, 3, 9)
    assert found["on the day"] == at(2026, 3, 31, 8)
    assert found["7 days overdue"] == at(2026, 4, 7, 8)


def test_when_the_clocks_go_back_it_is_still_nine_oclock_in_london() -> None:
    """25 October 2026: due days here are put on the change's own week, as after a postponement."""
    found = moments(date(2026, 10, 25), EACH_DAY)
    assert found["28 days ahead"] == at(2026, 9, 27, 8)
    assert found["on the day"] == at(2026, 10, 25, 9)
    assert found["7 days overdue"] == at(2026, 11, 1, 9)


def test_nobody_is_told_on_a_sunday_or_a_bank_holiday() -> None:
    """The working day before, or the one after once it is overdue; Christmas and Easter come with days around them."""
    found = moments(date(2026, 12, 27))
    assert found["on the day"] == at(2026, 12, 24, 9)
    found = moments(date(2027, 3, 22))
    assert found["7 days overdue"] == at(2027, 3, 30, 8), "Easter Monday, 29 March 2027"


def test_a_bank_holiday_that_was_moved_counts_where_it_was_moved_to() -> None:
    """In 2022 the spring bank holiday was moved from Monday 30 May to Thursday 2 June, beside one for the Jubilee."""
    assert moments(date(2022, 5, 30))["on the day"] == at(2022, 5, 30, 8)
    assert moments(date(2022, 6, 2))["on the day"] == at(2022, 6, 1, 8)
    assert moments(date(2022, 5, 27))["7 days overdue"] == at(2022, 6, 6, 8)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
@pytest.mark.parametrize("hour", [0, 1, 2, 23])
def test_an_hour_that_is_missing_or_comes_twice_gives_one_moment_of_that_day(day: date, hour: int) -> None:
    rungs = tuple(Rung(days=days, to=("committee",)) for days in (-1, 0, 1))
    found = moments(day, Reminders(stages=rungs, hour=hour, any_day=True))
    assert list(found.values()) == sorted(set(found.values()))
    assert found["on the day"].astimezone(ZoneInfo(LONDON)).date() == day


@given(day=days, hour=st.integers(0, 23), zone=st.sampled_from([LONDON, "UTC", "Europe/Dublin"]))
def test_stages_follow_each_other_each_on_its_own_day(day: date, hour: int, zone: str) -> None:
    rungs = tuple(Rung(days=days, to=("committee",)) for days in (0, -28, -7, 14, 7))
    found = stages(review_on(day), Reminders(stages=rungs, hour=hour, any_day=True), zone)
    local = [stage.at.astimezone(ZoneInfo(zone)) for stage in found]
    assert [(moment.date() - day).days for moment in local] == [-28, -7, 0, 7, 14]
    assert all(stage.at.utcoffset() == timedelta(0) for stage in found)
    assert len({stage.name for stage in found}) == len(found)


@given(day=days)
def test_stages_fall_on_working_days_and_keep_their_order(day: date) -> None:
    found = stages(review_on(day), REMINDERS, LONDON)
    local = [stage.at.astimezone(ZoneInfo(LONDON)).date() for stage in found]
    assert local == sorted(set(local))
    assert all(map(is_working_day, local))


def test_a_postponed_review_has_stages_of_its_own() -> None:
    """The day stands in the name, and so in the notice's key: its reminders are owed anew."""
    review = review_on(date(2026, 12, 31))
    moved = review.model_copy(update={"due": date(2027, 1, 31), "postponed_from": review.due})
    before, after = stages(review, REMINDERS, LONDON), stages(moved, REMINDERS, LONDON)
    assert not {stage.name for stage in before} & {stage.name for stage in after}


def test_the_ladder_is_what_a_pack_says() -> None:
    said = {"stages": [{"days": -7, "to": ["committee"]}, {"days": 3, "to": ["treasurer"]}], "hour": 10}
    ladder = Reminders.model_validate(said)
    assert moments(date(2027, 6, 30), ladder) == {
        "7 days ahead": at(2027, 6, 23, 9),
        "3 days overdue": at(2027, 7, 5, 9),
    }
    assert ladder.days_ahead == 7


def test_without_reminders_nothing_is_announced() -> None:
    silent = Reminders(stages=())
    review = review_on(date(2026, 12, 31))
    assert stages(review, silent, LONDON) == ()
    assert owed_now(review, silent, LONDON, now=at(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        (at(2026, 12, 3, 8, 59, 59), None),
        (at(2026, 12, 3, 9), "28 days ahead"),
        (at(2026, 12, 31, 8, 59), "28 days ahead"),
        (at(2026, 12, 31, 9), "on the day"),
        (at(2027, 1, 7, 9), "7 days overdue"),
        (at(2028, 1, 1), "21 days overdue"),
    ],
)
def test_a_stage_is_reached_with_its_moment(now: datetime, reached: str | None) -> None:
    stage = stage_reached(review_on(date(2026, 12, 31)), REMINDERS, LONDON, now=now)
    assert (stage.name if stage else None) == (f"2026-12-31 {reached}" if reached else None)


def test_after_an_outage_the_stage_reached_is_told_to_all_who_were_to_be_told() -> None:
    owed = owed_now(review_on(date(2026, 12, 31)), REMINDERS, LONDON, now=at(2027, 1, 8))
    assert owed
    assert owed.name == "2026-12-31 7 days overdue"
    assert owed.to == ("owner", "committee", "committee-services-officer")


@settings(max_examples=200)
@given(day=days, looks=st.lists(st.integers(-60 * 24, 60 * 24), min_size=1, max_size=10).map(sorted))
def test_however_rarely_it_is_looked_at_each_stage_is_owed_once_at_most(day: date, looks: list[int]) -> None:
    """Each look owes the latest stage only, never one before it again; and what comes next is always ahead."""
    review = review_on(day, remind_at=NOT_TOLD)
    names = [stage.name for stage in stages(review, REMINDERS, LONDON)]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    owed = []
    for look in (noon + timedelta(hours=hours) for hours in looks):
        if review.remind_at is None or review.remind_at > look:
            continue
        stage = owed_now(review, REMINDERS, LONDON, now=look)
        following = next_stage(review, REMINDERS, LONDON, now=look)
        review = review.model_copy(update={"remind_at": following.at if following else None})
        assert following is None or following.at > look
        if stage:
            assert stage.at <= look
            owed.append(names.index(stage.name))
    assert owed == sorted(set(owed))


def test_of_what_comes_up_each_week_one_is_told_of_at_a_time() -> None:
    """A week's outage, or none: only the newest that is due is told of, and the next one not before that (P-11)."""
    week = [date(2026, 11, day) for day in (2, 9, 16, 23)]
    for number, due in enumerate(week):
        beside = Beside(
            before=week[number - 1] if number else None, after=week[number + 1] if number < 3 else None
        )
        found = stages(review_on(due), REMINDERS, LONDON, beside)
        days = [stage.at.date() for stage in found]
        assert all(beside.before is None or day > beside.before for day in days)
        assert all(beside.after is None or day < beside.after for day in days)
        assert due in days
        owed = owed_now(review_on(due), REMINDERS, LONDON, beside, now=at(2026, 11, 24))
        assert (owed is not None) == (due == week[-1])
