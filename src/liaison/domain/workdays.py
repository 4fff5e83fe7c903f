"""Working days: which days are none, and counting past those (UK-04, UK-05)."""

from datetime import date, timedelta
from functools import cache

import holidays

DIVISION = "ENG"  # England and Wales keep the same bank holidays
FRIDAY = 4
ONE = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether people are at work on that day: Monday to Friday, and no bank holiday."""
    return day.weekday() <= FRIDAY and day not in _bank_holidays(day.year)


def working_days_before(day: date, number: int) -> date:
    """The working day that lies so many working days before a day, which itself need not be one."""
    while number:
        day -= ONE
        number -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """The first working day after a day."""
    day += ONE
    while not is_working_day(day):
        day += ONE
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=DIVISION, years=year))
