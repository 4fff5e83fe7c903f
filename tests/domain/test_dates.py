"""Dates as people type them are read; dates and times are written as British public bodies write them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.domain.dates import EARLIEST, Lean, local_day, read_date, write_date, write_time
from liaison.domain.errors import BadInput

TODAY = date(2026, 11, 22)  # a Sunday
LATEST = TODAY + relativedelta(years=10)
LONDON = "Europe/London"

days = st.dates(EARLIEST, LATEST)
leanings: st.SearchStrategy[Lean] = st.sampled_from(["past", "future"])
quickly = settings(max_examples=100, deadline=None)


def ordinal(day: date) -> str:
    """The day of the month as it is said: "1st", "2nd", "11th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{'th' if day.day in (11, 12, 13) else ending}"


WITH_YEAR: dict[str, Callable[[date], str]] = {
    "9 March 2009": write_date,
    "09 March 2009": lambda day: f"{day:%d %B %Y}",
    "9th March 2009": lambda day: f"{ordinal(day)} {day:%B %Y}",
    "the 9th of March 2009": lambda day: f"the {ordinal(day)} of {day:%B %Y}",
    "9th March, 2009": lambda day: f"{ordinal(day)} {day:%B}, {day.year}",
    "9 MAR 2009": lambda day: f"{day.day} {day:%b %Y}".upper(),
    "Monday 9 March 2009": lambda day: f"{day:%A} {day.day} {day:%B %Y}",
    "Mon, 9th Mar 2009": lambda day: f"{day:%a}, {ordinal(day)} {day:%b %Y}",
    "March 9, 2009": lambda day: f"{day:%B} {day.day}, {day.year}",
    "9/3/2009": lambda day: f"{day.day}/{day.month}/{day.year}",
    "09/03/2009": lambda day: f"{day:%d/%m/%Y}",
    "09.03.2009": lambda day: f"{day:%d.%m.%Y}",
    "9-3-2009": lambda day: f"{day.day}-{day.month}-{day.year}",
    "9 / 3 / 2009": lambda day: f"{day.day} / {day.month} / {day.year}",
    "9-Mar-2009": lambda day: f"{day.day}-{day:%b-%Y}",
    "2009-03-09": date.isoformat,
}
WITH_SHORT_YEAR: dict[str, Callable[[date], str]] = {
    "09/03/09": lambda day: f"{day:%d/%m/%y}",
    "9.3.09": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "9 March 09": lambda day: f"{day.day} {day:%B %y}",
    "9-Mar-09": lambda day: f"{day.day}-{day:%b-%y}",
    "9 March '09": lambda day: f"{day.day} {day:%B} '{day:%y}",
}
WITHOUT_YEAR: dict[str, Callable[[date], str]] = {
    "9 March": lambda day: f"{day.day} {day:%B}",
    "9th Mar": lambda day: f"{ordinal(day)} {day:%b}",
    "the 9th of March": lambda day: f"the {ordinal(day)} of {day:%B}",
    "March 9th": lambda day: f"{day:%B} {ordinal(day)}",
    "9/3": lambda day: f"{day.day}/{day.month}",
}


def utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def read(text: str, lean: Lean = "past") -> date:
    return read_date(text, today=TODAY, lean=lean)


def refusal(text: str, lean: Lean = "past") -> str:
    """What a person is told who types a text that is no date."""
    with pytest.raises(BadInput) as caught:
        read(text, lean)
    return caught.value.sentence


def impossible() -> st.SearchStrategy[tuple[int, str]]:
    """A day and a month that never go together: 31 April, 30 February, 0 May, 32 May."""
    short = ["April", "June", "September", "November"]
    pairs = st.tuples(st.just(31), st.sampled_from(short))
    february = st.tuples(st.sampled_from([30, 31]), st.just("February"))
    anywhere = st.tuples(
        st.sampled_from([0, *range(32, 100)]), st.sampled_from(["January", "May", "December"])
    )
    return pairs | february | anywhere


@pytest.mark.parametrize("style", WITH_YEAR)
@quickly
@given(day=days, lean=leanings)
def test_a_date_with_its_year_reads_back_however_it_is_written(style: str, day: date, lean: Lean) -> None:
    assert read(WITH_YEAR[style](day), lean) == day


@pytest.mark.parametrize("style", WITH_SHORT_YEAR)
@quickly
@given(day=st.dates(date(2000, 1, 1), LATEST), lean=leanings)
def test_a_date_of_this_century_reads_back_from_two_digits_of_its_year(
    style: str, day: date, lean: Lean
) -> None:
    assert read(WITH_SHORT_YEAR[style](day), lean) == day


@quickly
@given(day=st.dates(EARLIEST, date(1999, 12, 31)), lean=leanings)
def test_two_digits_of_a_year_mean_the_century_that_can_be_meant(day: date, lean: Lean) -> None:
    """A partnership formed on 01/04/98 was formed in 1998: 2098 is out of range, so nothing is ambiguous."""
    assert read(f"{day:%d/%m/%y}", lean) == day


@pytest.mark.parametrize("style", WITHOUT_YEAR)
@quickly
@given(day=days.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_without_a_year_the_nearest_such_day_on_the_side_asked_for_is_meant(style: str, day: date) -> None:
    text = WITHOUT_YEAR[style](day)
    back, ahead = read(text, "past"), read(text, "future")
    assert (back.month, back.day) == (ahead.month, ahead.day) == (day.month, day.day)
    assert TODAY - relativedelta(years=1) < back <= TODAY <= ahead < TODAY + relativedelta(years=1)


@quickly
@given(
    today=st.dates(EARLIEST + timedelta(days=7), LATEST),
    weekday=st.sampled_from(["mon", "Tues", "wednesday", "thurs", "Friday", "SAT", "Sun"]),
    ago=...,
)
def test_a_weekday_is_the_nearest_one_on_the_side_asked_for(today: date, weekday: str, ago: bool) -> None:
    found = read_date(weekday, today=today, lean="past" if ago else "future")
    assert f"{found:%a}".casefold() == weekday[:3].casefold()
    assert (
        (today - timedelta(days=6) <= found <= today)
        if ago
        else (today <= found <= today + timedelta(days=6))
    )


@quickly
@given(
    today=st.dates(
        EARLIEST + timedelta(days=7), LATEST
    ),  # "last Monday" must not lie before the earliest day
    weekday=st.sampled_from(["monday", "Tues", "thu", "Sunday"]),
    lean=leanings,
)
def test_last_and_next_never_mean_today(today: date, weekday: str, lean: Lean) -> None:
    last = read_date(f"last {weekday}", today=today, lean=lean)
    coming = read_date(f"next {weekday}", today=today, lean=lean)
    assert today - timedelta(days=7) <= last < today < coming <= today + timedelta(days=7)


@pytest.mark.parametrize("day", [1, 3, 21, 23, 28])
def test_a_day_alone_is_the_nearest_one_on_the_side_asked_for(day: int) -> None:
    """On 22 November "the 1st" is three weeks ago in a report of a meeting, and in nine days for the next one."""
    text = f"the {ordinal(date(2026, 1, day))}"
    assert (read(text, "past").day, read(text, "future").day) == (day, day)
    assert TODAY - timedelta(days=31) <= read(text, "past") <= TODAY
    assert TODAY <= read(text, "future") <= TODAY + timedelta(days=31)


@pytest.mark.parametrize(
    ("typed", "lean", "meant"),
    [
        ("03/03/09", "past", date(2009, 3, 3)),
        ("03/03/09", "future", date(2009, 3, 3)),
        ("2nd thurs in jan", "past", date(2026, 1, 8)),
        ("2nd thurs in jan", "future", date(2027, 1, 14)),
        ("the second Thursday of January 2027", "past", date(2027, 1, 14)),
        ("last Friday of March", "past", date(2026, 3, 27)),
        ("last Tuesday", "past", date(2026, 11, 17)),
        ("last Tuesday", "future", date(2026, 11, 17)),
        ("next Tuesday", "past", date(2026, 11, 24)),
        ("Tuesday", "past", date(2026, 11, 17)),
        ("Tuesday", "future", date(2026, 11, 24)),
        ("on Sunday", "past", TODAY),
        ("on Sunday", "future", TODAY),
        ("29 Feb", "past", date(2024, 2, 29)),
        ("29 Feb", "future", date(2028, 2, 29)),
        ("a fortnight ago", "past", date(2026, 11, 8)),
        ("in a fortnight", "future", date(2026, 12, 6)),
        ("two weeks ago", "past", date(2026, 11, 8)),
        ("3 days ago", "future", date(2026, 11, 19)),
        ("today", "past", TODAY),
        ("yesterday", "past", date(2026, 11, 21)),
        ("tomorrow", "past", date(2026, 11, 23)),
        ("the day before yesterday", "past", date(2026, 11, 20)),
        ("  3   MARCH.  ", "past", date(2026, 3, 3)),
        ("Friday 13 November", "past", date(2026, 11, 13)),
    ],
)
def test_examples_from_everyday_speech(typed: str, lean: Lean, meant: date) -> None:
    assert read(typed, lean) == meant


@quickly
@given(
    pair=impossible(),
    year=st.integers(2000, 2030),
    style=st.sampled_from(["name", "word", "slash"]),
    lean=...,
)
def test_a_day_that_does_not_exist_always_gets_the_one_sentence(
    pair: tuple[int, str], year: int, style: str, lean: Lean
) -> None:
    day, month = pair
    number = datetime.strptime(month, "%B").month  # noqa: DTZ007 - only the month's number
    typed = {
        "name": f"{day} {month} {year}",
        "word": f"{month} {day}, {year}",
        "slash": f"{day}/{number}/{year}",
    }
    assert refusal(typed[style], lean) == f"There is no {day} {month} {year}."


@quickly
@given(pair=impossible(), lean=leanings, style=st.sampled_from(["name", "word", "slash"]))
def test_nor_does_it_become_another_day_where_the_year_is_missing(
    pair: tuple[int, str], lean: Lean, style: str
) -> None:
    day, month = pair
    number = datetime.strptime(month, "%B").month  # noqa: DTZ007 - only the month's number
    typed = {"name": f"{day} {month}", "word": f"{month} {day}", "slash": f"{day}/{number}"}
    assert refusal(typed[style], lean).startswith(f"There is no {day} {month}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("29 February 2027", "There is no 29 February 2027."),
        ("29/02/1900", "There is no 29 February 1900."),
        ("2026-02-30", "There is no 30 February 2026."),
        ("3/13/2009", "There is no month 13."),
        ("00/00/00", "There is no month 0."),
        ("5th Monday in Feb 2026", "That month has no such day."),
        ("6th Monday in Jan", "That month has no such day."),
        ("0th Monday in Jan", "That month has no such day."),
    ],
)
def test_what_is_wrong_with_a_day_is_said(typed: str, sentence: str) -> None:
    assert refusal(typed) == sentence


@pytest.mark.parametrize("lean", ["past", "future"])
@pytest.mark.parametrize("typed", ["03/13", "13/13", "3/0", "30-Feb-2026", "30feb2026", "31/04/2026 10:30"])
def test_what_is_no_day_is_never_read_as_another(typed: str, lean: Lean) -> None:
    refusal(typed, lean)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?",
        "9",
        "2009",
        "March 2009",
        "March",
        "last month",
        "next week",
        "month",
        "a wedding",
        "wedding",
        "monkey",
        "sunset",
        "3 marbles",
        "marching 3",
        "to be advised",
        "Barrow CDRP",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(typed: str) -> None:
    assert refusal(typed) == "I could not read that as a date."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 March 1974", "31 March 1974 is too far away."),
        ("23 November 2036", "23 November 2036 is too far away."),
        ("1000 years ago", "22 November 1026 is too far away."),
        ("3 March 9999", "3 March 9999 is too far away."),
    ],
)
def test_a_date_that_no_meeting_can_have_is_refused(typed: str, sentence: str) -> None:
    assert refusal(typed) == sentence


PIECES = st.sampled_from(
    [
        "next",
        "last",
        "this",
        "on",
        "of",
        "in",
        "at",
        "1",
        "2",
        "3",
        "29",
        "30",
        "31",
        "32",
        "0",
        "00",
        "99",
        "1974",
        "2009",
        "9999",
        "1000000",
        "1st",
        "31st",
        "5th",
        "first",
        "mon",
        "thurs",
        "friday",
        "feb",
        "march",
        "sept",
        "week",
        "weeks",
        "month",
        "years",
        "day",
        "ago",
        "am",
        "noon",
        "utc",
        "+0100",
        "10:00",
        "25:61",
        ",",
        ".",
        "-",
        "/",
        ":",
        "'",
        "today",
        "fortnight",
        "²",
        "٣",
        "🎉",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=30) | st.lists(PIECES, max_size=5).map(" ".join) | st.lists(PIECES).map("".join),
    lean=leanings,
)
def test_whatever_is_typed_gives_a_date_in_range_or_a_sentence(text: str, lean: Lean) -> None:
    try:
        found = read(text, lean)
    except BadInput as problem:
        found, said = EARLIEST, [problem.sentence, problem.mend]
    else:
        said = []
    assert EARLIEST <= found <= LATEST
    assert all(sentence.endswith(".") for sentence in said)


@quickly
@given(day=st.dates())
def test_a_date_is_written_without_noughts_and_with_its_year(day: date) -> None:
    number, month, year = write_date(day).split(" ")
    assert (int(number), month, int(year)) == (day.day, f"{day:%B}", day.year)
    assert not number.startswith("0")


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ((2026, 11, 22, 9, 0), "9am"),
        ((2026, 11, 22, 9, 5), "9:05am"),
        ((2026, 11, 22, 23, 59), "11:59pm"),
        ((2026, 11, 22, 12, 0), "12pm"),
        ((2026, 11, 22, 12, 30), "12:30pm"),
        ((2026, 11, 22, 0, 0), "12am"),
        ((2026, 7, 1, 8, 0), "9am"),
        ((2026, 3, 29, 0, 59), "12:59am"),
        ((2026, 3, 29, 1, 0), "2am"),
        ((2026, 10, 25, 0, 30), "1:30am"),
        ((2026, 10, 25, 1, 30), "1:30am"),
    ],
)
def test_a_time_is_the_zones_own_written_as_9am(moment: Any, written: str) -> None:
    assert write_time(utc(*moment), LONDON) == written


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 1, 14, 23, 59), date(2026, 1, 14)),
        ((2026, 1, 15, 0, 0), date(2026, 1, 15)),
        ((2026, 6, 30, 22, 59), date(2026, 6, 30)),
        ((2026, 6, 30, 23, 0), date(2026, 7, 1)),
        ((2026, 3, 28, 23, 59), date(2026, 3, 28)),
        ((2026, 3, 29, 22, 59), date(2026, 3, 29)),
        ((2026, 3, 29, 23, 0), date(2026, 3, 30)),
        ((2026, 10, 24, 23, 0), date(2026, 10, 25)),
        ((2026, 10, 25, 23, 59), date(2026, 10, 25)),
        ((2026, 10, 26, 0, 0), date(2026, 10, 26)),
    ],
)
def test_the_day_turns_at_the_zones_own_midnight(moment: Any, day: date) -> None:
    assert local_day(utc(*moment), LONDON) == day
