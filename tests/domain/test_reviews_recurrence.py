"""Recurrences of reviews: 29 February and the 31st, rules of RFC 5545, months after the last, meetings that move a date."""

import time
from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_reviews_rules import AUTHORITY, IN_JUNE, PPP, QUARTERLY, days, due

from liaison.domain.errors import BadInput
from liaison.domain.packs.policy import Every
from liaison.domain.recurrence import DAYS, can_follow, days_of, followed, in_words
from liaison.domain.reviews.rules import dated, occasions
from liaison.domain.values import CommitteeId


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=3TH", "each year, on the third Thursday of March"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYDAY=-1MO", "each year, on the last Monday of January and July"),
        ("FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=15", "each year, on day 15 of June"),
        ("FREQ=MONTHLY;BYDAY=2TU", "each month, on the second Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "each month, on the last day"),
        ("FREQ=WEEKLY;BYDAY=FR", "each week, on Friday"),
        (
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20281231",
            "each month, on the second Tuesday, until 31 December 2028",
        ),
        ("FREQ=MONTHLY;BYDAY=TU", None),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", None),
        ("FREQ=YEARLY;BYDAY=3TH", None),
        ("FREQ=YEARLY;BYMONTH=3", None),
        ("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1", None),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", None),
        ("FREQ=DAILY", None),
        ("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20281399", None),
        ("now and then", None),
    ],
)
def test_a_simple_rule_is_said_in_words_and_any_other_is_not(rule: str, words: str | None) -> None:
    assert in_words(rule) == words


def test_a_yearly_date_of_29_february_comes_back_in_each_leap_year() -> None:
    leap = IN_JUNE.model_copy(update={"month": None, "first": date(2024, 2, 29)})
    assert due(leap, date(2024, 1, 1), date(2028, 12, 31)) == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_the_31st_of_each_month_is_the_last_day_of_the_shorter_ones() -> None:
    monthly = IN_JUNE.model_copy(update={"month": None, "every": "month", "first": date(2027, 1, 31)})
    assert due(monthly, date(2027, 1, 1), date(2027, 5, 31)) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]


@given(every=st.sampled_from(get_args(Every)), first=days, start=days, length=st.integers(0, 2000))
def test_what_is_counted_from_a_first_date_is_found_from_wherever_it_is_looked_at(
    every: Every, first: date, start: date, length: int
) -> None:
    cycle = IN_JUNE.model_copy(update={"month": None, "every": every, "first": first})
    end = min(start + timedelta(days=length), date(2090, 12, 31))
    whole = due(cycle, first, end)
    assert due(cycle, start, end) == [day for day in whole if day >= start]
    assert not whole or whole[0] == first


def test_a_rule_of_rfc_5545_is_followed() -> None:
    rule = IN_JUNE.model_copy(
        update={"every": None, "rule": "FREQ=MONTHLY;BYDAY=2TU", "first": date(2027, 1, 1)}
    )
    assert due(rule, date(2027, 1, 1), date(2027, 3, 31)) == [
        date(2027, 1, 12),
        date(2027, 2, 9),
        date(2027, 3, 9),
    ]
    ended = rule.model_copy(update={"rule": "RRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270301T000000Z"})
    assert due(ended, date(2027, 1, 1), date(2028, 3, 31)) == [date(2027, 1, 12), date(2027, 2, 9)]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Tuesday",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=YEARLY;BYMONTH=X",
        "A" * 300,
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=-1",
        "FREQ=YEARLY;INTERVAL=1,2",
        "FREQ=YEARLY;INTERVAL=367",
        "FREQ=DAILY;FREQ=HOURLY",
        "FREQ=DAILY;FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTH=6;BYMONTH=7",
        "FREQ=YEARLY;BYMONTH=99999999999999",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=-32",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYYEARDAY=1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
        "FREQ=YEARLY;WKST=XX",
        "FREQ=YEARLY;UNTIL=20270230",
        "FREQ=YEARLY;UNTIL=soon",
        "INTERVAL=2",
        "FREQ=YEARLY;;BYMONTH=6",
        "FREQ=YEARLY;BYMONTH=\u0666",
    ],
)
def test_what_is_no_rule_is_said_with_an_example(rule: str) -> None:
    with pytest.raises(BadInput, match="FREQ=MONTHLY;BYDAY=2TU") as refused:
        days_of(rule, date(2027, 1, 1), date(2027, 1, 1), date(2028, 1, 1))
    assert refused.value.field == "rule"
    assert not can_follow(rule)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "names no day within eight years"),
        ("FREQ=YEARLY;UNTIL=20201231", "names no day within eight years"),
        ("FREQ=DAILY", "more than one day a week"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "more than one day a week"),
    ],
)
def test_a_rule_that_makes_no_sense_for_reviews_is_not_kept(rule: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        followed(rule, date(2027, 1, 1))


def test_a_rule_of_every_kind_of_part_is_kept() -> None:
    first = date(2027, 1, 1)
    assert followed(" FREQ=DAILY;INTERVAL=90 ", first) == "FREQ=DAILY;INTERVAL=90"
    assert days_of("FREQ=WEEKLY", first, first, date(2027, 1, 15)) == [
        date(2027, 1, 1),
        date(2027, 1, 8),
        date(2027, 1, 15),
    ]
    assert days_of("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", first, first, date(2027, 2, 28)) == [
        date(2027, 1, 29),
        date(2027, 2, 26),
    ], "the last working day"
    assert days_of("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", first, first, date(2034, 1, 1)) == [date(2032, 12, 27)]
    assert days_of("FREQ=YEARLY", date(2024, 2, 29), first, date(2030, 1, 1)) == [date(2028, 2, 29)]


PART = st.sampled_from(
    [
        *(f"FREQ={often}" for often in ("SECONDLY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
        *(f"INTERVAL={number}" for number in (0, -1, 1, 7, 366, 10**15)),
        *("COUNT=99999999", "BYHOUR=0,1,2,3", "BYEASTER=0", "UNTIL=99991231", "UNTIL=00000000", "WKST=SU"),
        *("BYMONTH=2", "BYMONTH=99999999999999", "BYMONTHDAY=30,31,-31", "BYYEARDAY=366,-366", "BYWEEKNO=53,-1"),
        *("BYDAY=MO", "BYDAY=53MO,-53SU", "BYDAY=5SU,-5MO", "BYSETPOS=366,-366,1", "BYMONTHDAY=" + "31," * 60 + "31"),
    ]
)  # fmt: skip


@given(parts=st.lists(PART, min_size=1, max_size=7), first=days)
def test_no_rule_keeps_anybody_waiting(parts: list[str], first: date) -> None:
    begun = time.process_time()
    try:
        found = days_of(";".join(parts), first, first, first + timedelta(days=5 * 366))
    except BadInput:
        found = []
    assert time.process_time() - begun < 1
    assert len(set(found)) == len(found)


@given(
    often=st.sampled_from(["WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 9),
    weekday=st.sampled_from(DAYS),
    first=days,
    after=st.integers(-50, 900),
)
def test_a_rule_names_the_days_that_the_calendar_has(
    often: str, interval: int, weekday: str, first: date, after: int
) -> None:
    """It is followed 400 years at a time later, where the calendar is the same."""
    rule, start = f"FREQ={often};INTERVAL={interval};BYDAY={weekday}", first + timedelta(days=after)
    end = start + timedelta(days=700)
    begun = datetime(first.year, first.month, first.day)  # noqa: DTZ001
    read = rrulestr(f"{rule};UNTIL={end:%Y%m%d}", dtstart=begun)
    assert days_of(rule, first, start, end) == [
        moment.date() for moment in read if start <= moment.date() <= end
    ]


def test_a_rule_that_was_kept_and_cannot_be_followed_makes_nothing_and_needs_a_date() -> None:
    kept = IN_JUNE.model_copy(
        update={"every": None, "month": None, "rule": "FREQ=DAILY;INTERVAL=0", "first": date(2027, 1, 1)}
    )
    assert not dated(kept)
    assert due(kept, date(2027, 1, 1), date(2028, 1, 1)) == []


def test_a_rule_that_names_no_day_at_all_ends_all_the_same() -> None:
    assert (
        days_of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2027, 1, 1), date(2027, 1, 1), date(2035, 1, 1))
        == []
    )


def test_months_are_counted_from_the_last_review() -> None:
    cycle = IN_JUNE.model_copy(update={"every": None, "months_after_last": 18, "first": date(2027, 1, 15)})
    assert due(cycle, date(2027, 1, 1), date(2030, 1, 1)) == [date(2027, 1, 15)]
    assert due(cycle, date(2027, 1, 1), date(2030, 1, 1), last=date(2027, 8, 31)) == [date(2029, 2, 28)]


def test_g_01_a_june_review_moves_to_the_meeting_once_that_is_known() -> None:
    at_meeting = IN_JUNE.model_copy(update={"meeting": AUTHORITY})
    held = [date(2027, 3, 9), date(2027, 6, 18), date(2027, 6, 25)]
    assert due(at_meeting, date(2027, 1, 1), date(2028, 12, 31), meetings=held) == [
        date(2027, 6, 18),
        date(2028, 6, 30),
    ]


def test_g_12_what_is_put_to_the_annual_meeting_has_a_date_once_that_is_known() -> None:
    agm = CommitteeId("agm")
    cycle = IN_JUNE.model_copy(update={"month": None, "meeting": agm})
    assert not dated(cycle, {})
    assert dated(cycle, {agm: (date(2027, 7, 6),)})
    held = [date(2027, 7, 6), date(2027, 9, 1), date(2028, 7, 4)]
    found = list(occasions(cycle, start=date(2027, 1, 1), end=date(2028, 12, 31), meetings=held))
    assert [(found.name, found.due) for found in found] == [
        ("2027", date(2027, 7, 6)),
        ("2028", date(2028, 7, 4)),
    ]


@given(held=st.lists(days, max_size=30), start=days, length=st.integers(0, 1500))
def test_a_meeting_moves_a_review_only_within_its_own_month_or_quarter(
    held: list[date], start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    yearly = IN_JUNE.model_copy(update={"meeting": AUTHORITY})
    quarterly = QUARTERLY.model_copy(update={"meeting": PPP})
    for day in due(yearly, start, end, meetings=held):
        assert day.month == 6
        assert start <= day <= end
    for occasion in occasions(quarterly, start=start, end=end, meetings=held):
        assert occasion.name == f"{occasion.due.year}-q{(occasion.due.month + 2) // 3}"
