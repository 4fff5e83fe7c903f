"""Recurrence rules in the words of RFC 5545, as days of the calendar."""

import re
from datetime import date, datetime

from dateutil.rrule import rrule, rrulestr

from liaison.domain.errors import BadInput

LONGEST_RULE = 200  # characters
RULE = re.compile(
    r"(?:RRULE:)?(FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+\-]+)*)", re.IGNORECASE
)
UNTIL = re.compile(r";UNTIL=(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?", re.IGNORECASE)
OTHER_PARTS = re.compile(r"(COUNT|BYHOUR|BYMINUTE|BYSECOND)=", re.IGNORECASE)
MEND = "Write it like FREQ=MONTHLY;BYDAY=2TU, which is the second Tuesday of each month."


def days_of(rule: str, first: date, start: date, end: date) -> list[date]:
    """The days of a rule from its first date on, within start to end inclusive. Raises BadInput for what is no such rule.

    A rule is for days, and ends with UNTIL if at all: a count would be counted anew wherever it is looked at from.
    """
    match = RULE.fullmatch(rule.strip()) if len(rule) <= LONGEST_RULE else None
    if match is None or OTHER_PARTS.search(rule):
        raise BadInput("That is not a rule that I can follow.", MEND, field="rule")
    text = match[1].upper()
    try:
        if until := UNTIL.search(text):
            text = UNTIL.sub("", text)
            end = min(end, date(int(until[1]), int(until[2]), int(until[3])))
        # Without an end, a rule that names no day at all would be looked through until the year 9999.
        found = rrulestr(text, dtstart=_midnight(first))
        if isinstance(found, rrule):  # which it is: the text is a single rule
            found = found.replace(until=_midnight(end))
        return [day.date() for day in found if start <= day.date() <= end]
    except (ValueError, KeyError, AttributeError, IndexError, TypeError) as error:
        raise BadInput("That is not a rule that I can follow.", MEND, field="rule") from error


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a calendar day only
