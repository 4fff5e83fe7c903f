"""Working days by the bank holidays of England and Wales (UK-04, UK-05)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.domain.workdays import is_working_day, next_working_day, working_days_before

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),  # Boxing Day is kept on the Monday
        (date(2026, 12, 29), True),
        (date(2027, 1, 1), False),
        (date(2026, 11, 22), False),
        (date(2027, 5, 3), False),  # the early May bank holiday
    ],
)
def test_uk_05_bank_holidays_and_weekends_are_no_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2026, 12, 3), 2, date(2026, 12, 1)),
        (date(2026, 12, 7), 2, date(2026, 12, 3)),  # over a weekend
        (date(2026, 12, 30), 2, date(2026, 12, 24)),  # over Christmas
        (date(2026, 12, 6), 2, date(2026, 12, 3)),  # a meeting on a Sunday
        (date(2026, 12, 3), 0, date(2026, 12, 3)),
    ],
)
def test_uk_04_working_days_are_counted_back(day: date, number: int, found: date) -> None:
    assert working_days_before(day, number) == found


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 12, 3), date(2026, 12, 4)),
        (date(2026, 12, 4), date(2026, 12, 7)),
        (date(2026, 12, 24), date(2026, 12, 29)),
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_uk_04_the_next_working_day(day: date, following: date) -> None:
    assert next_working_day(day) == following


@given(DAYS, st.integers(1, 10))
def test_uk_04_counting_back_passes_just_so_many_working_days(day: date, number: int) -> None:
    found = working_days_before(day, number)
    between = [found + timedelta(days=step) for step in range((day - found).days)]
    assert is_working_day(found)
    assert sum(is_working_day(each) for each in between) == number
