"""Recurrence rules in the words of RFC 5545, as days of the calendar.

What may stand in a rule is looked at here; dateutil follows it.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr

from liaison.domain.dates import write_date
from liaison.domain.errors import BadInput

LONGEST_RULE = 200  # characters
EACH = {"WEEKLY": "each week", "MONTHLY": "each month", "YEARLY": "each year"}
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
LOOKED = timedelta(days=366 * 8)  # a rule that names no day in eight years names none
MOST_A_YEAR = 53  # once a week
MEND = "Write it like FREQ=MONTHLY;BYDAY=2TU, which is the second Tuesday of each month."
# After so many years the calendar comes again, each date on its weekday.
CALENDAR_YEARS, CALENDAR_DAYS = 400, 146_097

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PART = re.compile(r"([A-Z]+)=([A-Z0-9,+\-]+)")
NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
WEEKDAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(DAYS)})")
UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6}Z?)?")
# The numbers that RFC 5545 lets stand in each part; those below also count from the end, with a minus.
RANGES = {"INTERVAL": 366, "BYMONTH": 12}
FROM_EITHER_END = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
ALWAYS = frozenset({"FREQ", "INTERVAL", "UNTIL"})
BY_MONTH = ALWAYS | {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"}
PARTS = {
    "DAILY": ALWAYS,
    "WEEKLY": ALWAYS | {"BYMONTH", "BYDAY", "WKST"},
    "MONTHLY": BY_MONTH,
    "YEARLY": BY_MONTH | {"BYYEARDAY", "BYWEEKNO", "WKST"},
}
NUMBERED_DAYS = {"MONTHLY": 5, "YEARLY": 53}  # how far "the second Tuesday" is counted


def days_of(rule: str, first: date, start: date, end: date) -> list[date]:
    """The days of a rule from its first date on, within start to end inclusive. Raises BadInput for what is no such rule.

    A rule is for days, and ends with UNTIL if at all: a count would be counted anew wherever it is looked at from.
    """
    parts = _read(rule)
    if until := _until(parts.pop("UNTIL", None)):
        end = min(end, until)
    if max(first, start) > end:
        return []
    # Where a rule names no further day, dateutil looks for one until the year 9999. So it is asked in the last years
    # before that which are just like these.
    later = timedelta(days=CALENDAR_DAYS * ((date.max.year - end.year) // CALENDAR_YEARS))
    text = ";".join(f"{name}={said}" for name, said in parts.items())
    try:
        found = rrulestr(f"{text};UNTIL={end + later:%Y%m%d}", dtstart=_midnight(first + later))
        return [day for each in found if start <= (day := each.date() - later) <= end]
    except ValueError as error:  # a part that dateutil does not take beside another
        raise _no_rule() from error


def followed(rule: str, first: date) -> str:
    """A rule as it is kept. Raises BadInput for one that names no day in years to come, or more than one a week."""
    days = days_of(rule, first, first, first + LOOKED)
    if not days:
        raise BadInput("The rule names no day within eight years.", MEND, field="rule")
    year = first + timedelta(days=365)
    if sum(day < year for day in days) > MOST_A_YEAR:
        raise BadInput("The rule names more than one day a week.", MEND, field="rule")
    return rule.strip()


def in_words(rule: str) -> str | None:
    """A rule in words where it is a simple one: "each year, on the third Thursday of March"; None for any other."""
    try:
        parts = _read(rule)
        until = _until(parts.pop("UNTIL", None))
    except BadInput:
        return None
    often = parts.pop("FREQ")
    months = [calendar.month_name[int(month)] for month in parts.pop("BYMONTH", "").split(",") if month]
    if often == "MONTHLY" and months:
        often = "YEARLY"  # each month, in these months: the same days
    weekday, day = parts.pop("BYDAY", ""), parts.pop("BYMONTHDAY", "")
    named = None if weekday and day else _day_in_words(weekday or day)
    simple = not parts and bool(months) is (often == "YEARLY") and often in EACH
    weekly = weekday in DAYS if often == "WEEKLY" else weekday not in DAYS or bool(day)
    if not (named and simple and weekly):
        return None
    of = f" of {' and '.join(months)}" if months else ""
    return f"{EACH[often]}, on {named}{of}" + (f", until {write_date(until)}" if until else "")


def _day_in_words(said: str) -> str | None:
    """What stands in BYDAY or BYMONTHDAY, where it is one day: "the third Thursday", "the last day", "day 15"."""
    if NUMBER.fullmatch(said):
        return "the last day" if said == "-1" else f"day {int(said)}" if int(said) > 0 else None
    match = WEEKDAY.fullmatch(said)
    if match is None:
        return None
    weekday = calendar.day_name[DAYS.index(match[2])]
    if match[1] is None:
        return weekday
    return f"the {NTH[int(match[1])]} {weekday}" if int(match[1]) in NTH else None


def can_follow(rule: str) -> bool:
    """Whether a rule that was kept can still be followed."""
    try:
        _until(_read(rule).get("UNTIL"))
    except BadInput:
        return False
    return True


def _read(text: str) -> dict[str, str]:
    """The parts of a rule by their names, each as it may stand."""
    if len(text) > LONGEST_RULE:
        raise _no_rule(f"A rule has at most {LONGEST_RULE} characters.")
    given: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").removesuffix(";").split(";"):
        match = PART.fullmatch(part)
        if match is None:
            raise _no_rule()
        if match[1] in given:
            raise _no_rule(f"The rule says {match[1]} twice.")
        given[match[1]] = match[2]
    often = given.get("FREQ", "")
    if often not in PARTS:
        raise _no_rule("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY.")
    if fault := next(_faults(given, often), None):
        raise _no_rule(fault)
    return given


def _faults(given: dict[str, str], often: str) -> Iterator[str]:
    for name, said in given.items():
        if name == "COUNT":
            yield "A rule cannot end after a count. Use UNTIL=20281231 for an end."
        elif name not in PARTS[often]:
            yield f"{name} cannot stand in a {often} rule."
        elif name in RANGES or name in FROM_EITHER_END:
            yield from _out_of_range(name, said)
        elif name == "BYDAY":
            yield from _no_weekdays(said, NUMBERED_DAYS.get(often, 0), often)
    if "," in given.get("INTERVAL", ""):
        yield "INTERVAL must be one number."
    if "BYSETPOS" in given and not any(name.startswith("BY") for name in given if name != "BYSETPOS"):
        yield "BYSETPOS needs a part such as BYDAY beside it."
    if "BYWEEKNO" in given and any(letter.isdigit() for letter in given.get("BYDAY", "")):
        yield "BYDAY cannot have numbers beside BYWEEKNO."
    if given.get("WKST", "MO") not in DAYS:
        yield "WKST must be a weekday, such as MO."


def _out_of_range(name: str, said: str) -> Iterator[str]:
    most = RANGES.get(name) or FROM_EITHER_END[name]
    either = f", or from -{most} to -1" if name in FROM_EITHER_END else ""
    for text in said.split(","):
        number = int(text) if NUMBER.fullmatch(text) else 0
        if not 1 <= (abs(number) if either else number) <= most:
            yield f"{name} must be from 1 to {most}{either}."


def _no_weekdays(said: str, most: int, often: str) -> Iterator[str]:
    for text in said.split(","):
        match = WEEKDAY.fullmatch(text)
        if match is None:
            yield "BYDAY must be weekdays, such as MO or 2TU."
        elif match[1] and not 1 <= abs(int(match[1])) <= most:
            counted = f"from 1 to {most}, or from -{most} to -1" if most else "without numbers"
            yield f"The days of a {often} rule must be {counted}."


def _until(said: str | None) -> date | None:
    if said is None:
        return None
    match = UNTIL.fullmatch(said)
    try:
        return date(*map(int, match.groups())) if match else _not_a_day()
    except ValueError as error:
        raise _no_rule("UNTIL must be a day, such as 20281231.") from error


def _not_a_day() -> date:
    raise ValueError


def _no_rule(sentence: str = "That is not a rule that I can follow.") -> BadInput:
    return BadInput(sentence, MEND, field="rule")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a calendar day only
