"""Dates as people write them, read; and dates as British public bodies write them, written (UK-01)."""

import calendar
import re
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import dateparser
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta
from dateutil.relativedelta import weekday as Weekday  # noqa: N812 - a class, named in lower case over there

from liaison.domain.errors import BadInput

Lean = Literal["past", "future"]

EARLIEST = date(1974, 4, 1)  # the day on which today's local government began in England and Wales
WEEKDAYS = {"mon": MO, "tue": TU, "wed": WE, "thu": TH, "fri": FR, "sat": SA, "sun": SU}
MONTHS = {name.casefold()[:3]: number for number, name in enumerate(calendar.month_name) if name}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}

WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|r|rsday|urday)?"
MONTH = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)
GAP = r"[\s/.\-]*"
YEAR = r"(?:,?[\s/.\-]+'?(\d{4}|\d{2}))?"
NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
DAY_ALONE = re.compile(r"(?:on\s+)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_MONTH = re.compile(
    rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?{GAP}(?:of\s+)?{MONTH}{YEAR}"
)
MONTH_DAY = re.compile(rf"(?:{WEEKDAY},?\s+)?{MONTH}\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?{YEAR}")
NTH_WEEKDAY = re.compile(
    rf"(?:the\s+)?(?:(\d)(?:st|nd|rd|th)|(first|second|third|fourth|last))\s+{WEEKDAY}\s+(?:in|of)\s+{MONTH}{YEAR}"
)
NEAR_WEEKDAY = re.compile(rf"(?:(last|next|this|on)\s+)?{WEEKDAY}")


def write_date(day: date) -> str:
    """A day as "9 March 2009" (UK-01)."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def write_time(moment: datetime, zone: str) -> str:
    """A moment's local time as "9am" or "11:59pm" (UK-01)."""
    local = moment.astimezone(ZoneInfo(zone))
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004 - noon


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day that it is at that moment in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def read_date(text: str, *, today: date, lean: Lean) -> date:
    """Reads a day as people write it: "3 March", "last Tuesday", "03/03/09", "2nd Thurs in Jan".

    Day comes before month. Where the year is missing, `lean` says whether the nearest day back or ahead is meant.
    Raises BadInput for a day that does not exist or is too far away, and for text that is no date.
    """
    return near_enough(read_any_date(text, today=today, lean=lean), today=today)


def read_any_date(text: str, *, today: date, lean: Lean) -> date:
    """Reads a day as `read_date` does, however far away: a charter's, or the end of a long lease."""
    said = " ".join(text.casefold().split()).rstrip(".")
    found = _numeric(said, today, lean) or _named(said, today, lean) or _relative(said, today, lean)
    if found is None:
        raise BadInput("I could not read that as a date.", _examples(today))
    return found


def near_enough(day: date, *, today: date, field: str | None = None) -> date:
    """The day, where a meeting can have been or will be held on it. Raises BadInput otherwise, for a form's field."""
    if not EARLIEST <= day <= today + relativedelta(years=10):
        mend = "Choose another day." if field else _examples(today)
        raise BadInput(f"{write_date(day)} is too far away.", mend, field=field)
    return day


def _examples(today: date) -> str:
    return f"Type it like {write_date(today)}, 03/03/09 or last Tuesday."


def _full_year(year: str) -> int:
    if len(year) == 4:  # noqa: PLR2004 - "2009", otherwise "09" or "98"
        return int(year)
    return (2000 if int(year) < EARLIEST.year % 100 else 1900) + int(year)


def _day(year: str | int, month: int, day: str | int) -> date:
    full = _full_year(year) if isinstance(year, str) else year
    try:
        return date(full, month, int(day))
    except ValueError as error:
        known = 1 <= month <= 12  # noqa: PLR2004 - the months of a year
        said = f"{int(day)} {calendar.month_name[month]} {full}" if known else f"month {month}"
        long = f"{_length(full, month)} " if known and MINYEAR <= full <= MAXYEAR else ""
        raise BadInput(
            f"There is no {said}.", f"{long}Type the date again, for example 3 March 2009."
        ) from error


def _length(year: int, month: int) -> str:
    """How long a month is; of February with the year, since it is not always as long."""
    when = f"{calendar.month_name[month]} {year}" if month == MONTHS["feb"] else calendar.month_name[month]
    return f"{when} has {calendar.monthrange(year, month)[1]} days."


def _numeric(said: str, today: date, lean: Lean) -> date | None:
    if match := ISO.fullmatch(said):
        return _day(match[1], int(match[2]), match[3])
    if match := NUMERIC.fullmatch(said):
        return _day(match[3], int(match[2]), match[1])
    if match := DAY_AND_MONTH.fullmatch(said):
        return _in_some_year(int(match[1]), int(match[2]), today, lean)
    return None


def _named(said: str, today: date, lean: Lean) -> date | None:
    if match := DAY_MONTH.fullmatch(said):
        _, day, month, year = match.groups()
    elif match := MONTH_DAY.fullmatch(said):
        _, month, day, year = match.groups()
    else:
        return _nth_weekday(said, today, lean)
    if year:
        return _day(year, MONTHS[month], day)
    return _in_some_year(int(day), MONTHS[month], today, lean)


def _in_some_year(day: int, month: int, today: date, lean: Lean) -> date:
    years = _years(today, month, day) if 1 <= month <= 12 else [today.year]  # noqa: PLR2004
    return _nearest([_day(year, month, day) for year in years], today, lean)


def _years(today: date, month: int, day: int) -> list[int]:
    """The years around today in which that day exists (29 February), or today's own where it never does."""
    around = (
        range(today.year - 8, today.year + 9)
        if (month, day) == (2, 29)
        else range(today.year - 1, today.year + 2)
    )
    return [year for year in around if day <= calendar.monthrange(year, month)[1]] or [today.year]


def _nth_weekday(said: str, today: date, lean: Lean) -> date | None:
    match = NTH_WEEKDAY.fullmatch(said)
    if not match:
        return None
    number, word, weekday, month, year = match.groups()
    nth = int(number) if number else ORDINALS[word]
    wanted = [_full_year(year)] if year else range(today.year - 1, today.year + 2)
    days = [day for y in wanted if (day := _nth_of(y, MONTHS[month], WEEKDAYS[weekday], nth))]
    if not days:
        raise BadInput("That month has no such day.", "Type the date itself, for example 3 March 2009.")
    return days[0] if year else _nearest(days, today, lean)


def _nth_of(year: int, month: int, weekday: Weekday, nth: int) -> date | None:
    if nth == 0:
        return None
    start = date(year, month, 1) if nth > 0 else date(year, month, calendar.monthrange(year, month)[1])
    day: date = start + relativedelta(weekday=weekday(nth))
    return day if day.month == month else None


def _relative(said: str, today: date, lean: Lean) -> date | None:
    if match := NEAR_WEEKDAY.fullmatch(said):
        which, weekday = match.groups()
        back = which == "last" or (which != "next" and lean == "past")
        # "last" and "next" never mean today; a bare weekday may.
        start = today + relativedelta(days={"last": -1, "next": 1}.get(which or "", 0))
        return start + relativedelta(weekday=WEEKDAYS[weekday](-1 if back else +1))
    if match := DAY_ALONE.fullmatch(said):
        return _in_some_month(int(match[1]), today, lean)
    if re.fullmatch(r"[\d\s.,:/\-]*", said):
        return None  # bare numbers are no date, though a lenient reader would make one of them
    if re.fullmatch(r"(last|next|this)\s+(week|month|year)", said):
        return None  # says no day
    parsed = dateparser.parse(
        said.replace("a fortnight", "2 weeks").replace("fortnight", "2 weeks"),
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": lean,
            "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),  # noqa: DTZ001 - a calendar day only
            "REQUIRE_PARTS": ["day"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return parsed.date() if parsed else None


def _in_some_month(day: int, today: date, lean: Lean) -> date | None:
    months = [today.replace(day=1) + relativedelta(months=step) for step in range(-2, 3)]
    days = [
        first.replace(day=day)
        for first in months
        if 1 <= day <= calendar.monthrange(first.year, first.month)[1]
    ]
    return _nearest(days, today, lean) if days else None


def _nearest(days: list[date], today: date, lean: Lean) -> date:
    on_side = [day for day in days if (day <= today if lean == "past" else day >= today)]
    return min(on_side or days, key=lambda day: abs((day - today).days))
