"""The days in a question: "on 1 March 2009", "as of June 2009", "since last May", "in 2009", "a year ago".

A day may be written anywhere in the question. A month or a year stands for its last day, or for today where it is not
over yet; after "since" and "the start of" it stands for its first day. "Before" a day is the day before it begins. A month's name alone is a day only after a word such as "in" or
"since", and not where an entry is called so: March is a town. Two figures are a year after a day and a month, and with a nought after
a month alone: "June 09" is June 2009, "June 9" a day.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from liaison.domain.dates import MONTHS, near_enough, read_date, write_date
from liaison.domain.errors import BadInput
from liaison.domain.names import fold
from liaison.domain.values import Value

MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
BEFORE = r"(?P<word>since|before|prior to|on|as of|as at|as from|at|from|in|during|by|of|for)\s+(?:the\s+)?"
UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
YEAR = r"(?:19|20|21)\d\d"
SEASON = r"(?:spring|summer|autumn|winter)"
EDGE = re.compile(r"(?:\b(?:at|on|by|from|in)\s+)?(?:\bthe\s+)?\b(?P<edge>start|beginning|end)\s*$")
MOST_STEPS = 400  # of any unit: beyond it a question is about no day that a register knows

# A day in full; it needs no word before it.
DAY = re.compile(
    rf"(?:\b{BEFORE})?(?P<day>\b(?:"
    r"\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})"
    rf"|(?:{WEEKDAY},?\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b\.?"
    rf"(?:,?\s+(?:of\s+)?(?:{YEAR}|'?\d\d|(?:this|last|next)\s+year))?"
    rf"|(?:{MONTH})\s+(?!0\d\b(?!,?\s+{YEAR}))\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{YEAR})?"
    r"))(?![\w/-])"
)
# A day of numbers alone, after such a word or at the end: "as at 31 3 09".
SPACED = re.compile(
    rf"(?:\b{BEFORE}(?P<day>\d{{1,2}}\s\d{{1,2}}\s(?:\d{{4}}|\d\d))(?!\w)|(?P<last>\b\d{{1,2}}\s\d{{1,2}}\s(?:\d{{4}}|\d\d))$)"
)
RELATIVE = re.compile(rf"(?:\b{BEFORE})?\b(?P<day>(?:last|next)\s+{WEEKDAY}|yesterday|tomorrow|today)\b")
LATEST_DAY = re.compile(rf"\b(?P<word>since|before|on)\s+(?P<day>{WEEKDAY})\b")
AGO = re.compile(
    rf"(?:\b{BEFORE})?\b(?P<number>\d{{1,4}}|an?|one|two|three|six)\s+{UNIT}\s+(?P<way>ago|from now|hence)\b"
)
IN_A_WHILE = re.compile(
    rf"\bin\s+(?P<number>\d{{1,4}}|an?|one|two|three|six)\s+{UNIT}(?P<way>(?:'s)?\s+time)?\b"
)
THIS_TIME = re.compile(r"\b(?:at\s+)?this\s+time\s+(?P<which>last|next)\s+(?P<unit>week|month|year)\b")
LAST = re.compile(
    rf"(?:\b{BEFORE})?\b(?P<which>last|this|next)\s+(?P<unit>week|month|year|(?:{MONTH})|{SEASON})\b"
)
SEASON_AND_YEAR = re.compile(rf"(?:\b{BEFORE})?\b(?P<season>{SEASON})(?:\s+of)?\s+(?P<year>{YEAR})\b")
MONTH_AND_YEAR = re.compile(
    rf"(?:\b{BEFORE})?\b(?P<month>{MONTH})\.?,?\s+(?P<year>{YEAR}|'\d\d|0\d)\b(?!\s?[/-])"
)
BARE_MONTH = re.compile(
    r"\b(?P<word>since|before|prior to|in|during|as of|as at|by|(?<=end )of|(?<=start )of|(?<=beginning )of)\s+"
    rf"(?P<month>{MONTH})\b\.?(?!\s?\w)"
)
LAST_MONTH = re.compile(rf"(?<=\w)\s+(?P<month>{MONTH})\s*\??$", re.IGNORECASE)
BARE_YEAR = re.compile(rf"\b{BEFORE}(?P<year>{YEAR})\b(?!\s?[/-])")
LAST_WORD = re.compile(rf"(?<=\w)\s+(?P<year>{YEAR})\s*\?*$")
# The first of two days between which something lies; the second is the day asked about.
NUMERIC = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
DAY_OF_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{MONTH})\b\.?(?:,?\s+{YEAR})?"
ODD_YEAR = re.compile(r",?\s+(?P<year>\d{3,})\b")
ACT = re.compile(r"\bact(?: of)?\s*$")  # "Police Act 1996" is no day
SAYS_YEAR = re.compile(rf"{YEAR}|'\d\d|[/.-]\d\d$|\byear\b|[a-z.]\s+\d\d$")
RANGE = re.compile(
    rf"\b(?:from|between)\s+(?P<first>{NUMERIC}|{DAY_OF_MONTH}|{YEAR}|\d{{1,2}}(?:st|nd|rd|th)?)\s+(?:to|and|until|till|-)\s+"
    rf"(?={NUMERIC}|{DAY_OF_MONTH}|{YEAR})"
)
PAST = re.compile(
    r"\b(?:(?:in|within|over|during|for)\s+)?(?:the\s+)?(?:(?:last|past|previous)\s+(?P<number>\d{1,4}|an?|one|two|three|six)\s+"
    rf"|(?:past|previous)\s+){UNIT}\b"
)
FIRST_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
SHIFTS = {"last": -1, "this": 0, "next": 1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}


class When(Value):
    """What a question says of time: the day asked about, or the day since which; `note` says how a period was read.

    `first` and `last` are the days with which the period that was named begins and ends, where it does either: "before" a
    day has no first, "since" one no last. `yearless` tells that its year was worked out.
    """

    text: str
    day: date | None = None
    since: date | None = None
    note: str = ""
    first: date | None = None
    last: date | None = None
    yearless: bool = False


def read_when(text: str, *, today: date, known: Callable[[str], bool]) -> When:
    """Takes the day out of a question; `known` says whether a word names an entry.

    Raises BadInput for a day that does not exist, or that is too far away to ask about.
    """
    said = " ".join(text.casefold().split())
    ends = RANGE.search(said)
    said = RANGE.sub("by ", said, count=1)
    for pattern, read in READERS:
        for match in pattern.finditer(said):
            found = read(match, today)
            if found is None or _is_a_name(match, known) or ACT.search(said[: match.start()]):
                continue
            if match.re is DAY and (odd := ODD_YEAR.match(said[match.end() :])):
                raise BadInput(f"{odd['year']} cannot be the year.", "Write the day like 9 March 2009.")
            first, last = found
            before, word = said[: match.start()], match.groupdict().get("word")
            if edge := EDGE.search(before) if word in {"of", None} else None:
                before = before[: edge.start()]
                first = last = last if edge["edge"] == "end" else first
            rest = f"{before} {said[match.end() :]}"
            if word in {"before", "prior to"}:
                before_it = _allowed(first - timedelta(days=1), today)
                return When(text=rest, day=before_it, last=before_it, yearless=_yearless(match))
            if match.groupdict().get("word") == "since" or before.rstrip().endswith("since"):
                since = _allowed(first, today)
                return When(text=re.sub(r"\bsince\s*$", " ", rest), since=since, first=since)
            day = _allowed(min(last, today) if first <= today <= last else last, today)
            note = _note(first, last, day) or ("the last day of that time" if ends and day == last else "")
            if ends:
                first = _beginning(ends["first"], first, today)
            return When(text=rest, day=day, note=note, first=first, last=last, yearless=_yearless(match))
    return When(text=said)


def _beginning(said: str, last: date, today: date) -> date:
    """The first of two days, of which the second may say the month or the year for both: "between 3 and 9 May 2026"."""
    year = "" if re.search(rf"{YEAR}|[/.-]\d", said) else f" {last.year}"
    month = (
        f" {calendar.month_name[last.month].casefold()}" if said.rstrip("stndrh").isdigit() and year else ""
    )
    for pattern, read in READERS:
        if (match := pattern.search(f"in {said}{month}{year}")) and (found := read(match, today)):
            return found[0] if found[0] <= last else found[0] - relativedelta(years=1)
    return last


def with_word(text: str) -> str:
    """A text that ends with a month's name alone, with the word before it that makes it a time: "who joined in may"."""
    return LAST_MONTH.sub(r" in \g<month>", text)


def past(text: str, *, today: date) -> tuple[str, date] | None:
    """Since when "what ended" looks back: "in the last 6 months", "over the past year"."""
    match = PAST.search(text.casefold())
    if not match:
        return None
    since = _stepped(today, match["number"] or "1", match["unit"], -1)
    return f"{text[: match.start()]} {text[match.end() :]}", since


def _yearless(match: re.Match[str]) -> bool:
    return match.re in {DAY, BARE_MONTH} and not SAYS_YEAR.search(match[0])


def horizon(text: str, *, today: date) -> tuple[str, date] | None:
    """What "expiring" looks ahead to: "in 6 months", "within 30 days", "in the next 2 weeks", "by 1 May 2027"."""
    match = re.search(
        rf"\b(?:in|within|over|for)?\s*(?:the\s+)?(?:next\s+)?(?P<number>\d{{1,4}}|an?|one|two|three|six)?\s*{UNIT}\b",
        text.casefold(),
    )
    # "Next month" is the calendar's, "the next month" the month from now.
    if not match or not (match["number"] or "the next" in " ".join(match[0].split())):
        return None
    return f"{text[: match.start()]} {text[match.end() :]}", _stepped(
        today, match["number"] or "1", match["unit"], 1
    )


def _is_a_name(match: re.Match[str], known: Callable[[str], bool]) -> bool:
    """Whether a month's name or a year that stands alone is an entry's: "lsp in march" (March is a town)."""
    if match.re is LAST_WORD:
        return known(match["year"])
    return (
        match.re is BARE_MONTH
        and match["word"] in {"in", "during", "as of", "as at", "by", "of"}
        and known(fold(match["month"]))
    )


def _allowed(day: date, today: date) -> date:
    try:
        return near_enough(day, today=today)
    except BadInput as problem:
        raise BadInput(
            problem.sentence,
            f"Ask about a day such as {write_date(today)}, for example /rep carlisle on 1 March 2009.",
        ) from problem


def _note(first: date, last: date, day: date) -> str:
    if first == last or day != last:
        return ""
    if first.day != 1:
        return ""
    period = f"{calendar.month_name[first.month]} {first.year}"
    if (first.month, last.month) == (1, 12):
        period = str(first.year)
    elif first.month != last.month:
        period = "that season"
    return f"the last day of {period}"


def _a_day(match: re.Match[str], today: date) -> tuple[date, date] | None:
    said = match["day"]
    for which, shift in SHIFTS.items():
        said = said.replace(f"{which} year", str(today.year + shift))
    try:
        day = read_date(said, today=today, lean="past")
    except BadInput as problem:
        if problem.sentence.startswith("I could not read"):
            return None
        raise
    return day, day


def _spaced(match: re.Match[str], today: date) -> tuple[date, date] | None:
    try:
        day = read_date((match["day"] or match["last"]).replace(" ", "/"), today=today, lean="past")
    except BadInput:
        return None  # numbers of something else
    return day, day


def _ago(match: re.Match[str], today: date) -> tuple[date, date]:
    way = -1 if (match["way"] or "").strip() == "ago" else 1
    day = _stepped(today, match["number"], match["unit"], way)
    return day, day


def _latest_day(match: re.Match[str], today: date) -> tuple[date, date]:
    """The latest of a day of the week, today included."""
    back = (today.weekday() - WEEKDAYS.index(match["day"])) % len(WEEKDAYS)
    return today - timedelta(days=back), today - timedelta(days=back)


def _this_time(match: re.Match[str], today: date) -> tuple[date, date]:
    day = _stepped(today, "1", match["unit"], SHIFTS[match["which"]])
    return day, day


def _last(match: re.Match[str], today: date) -> tuple[date, date]:
    unit, shift = match["unit"], SHIFTS[match["which"]]
    match unit:
        case "week":
            monday = today + timedelta(days=7 * shift - today.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return _month(today + relativedelta(months=shift))
        case "year":
            return _year(today.year + shift)
    if unit in FIRST_MONTHS:
        return _nearest_season(unit, shift, today)
    if shift > 0:
        month = MONTHS[unit[:3]]
        return _month(date(today.year + (month <= today.month), month, 1))
    return _latest_month(MONTHS[unit[:3]], today, allow_this=not shift)


def _nearest_season(season: str, shift: int, today: date) -> tuple[date, date]:
    """The latest of a season that is over, the present or latest one, or the next to begin."""
    years = [_season(season, today.year + away) for away in (-2, -1, 0, 1)]
    if shift > 0:
        return next(each for each in years if each[0] > today)
    begun = [each for each in years if each[0] <= today and (shift == 0 or each[1] < today)]
    return begun[-1]


def _season_and_year(match: re.Match[str], _: date) -> tuple[date, date]:
    return _season(match["season"], int(match["year"]))


def _season(season: str, year: int) -> tuple[date, date]:
    """Three months; a winter is named after the year in which it begins."""
    first = date(year, FIRST_MONTHS[season], 1)
    return first, first + relativedelta(months=3, days=-1)


def _month_and_year(match: re.Match[str], _: date) -> tuple[date, date]:
    year = match["year"].removeprefix("'")
    full = int(year) + (0 if len(year) > 2 else 2000 if int(year) < 50 else 1900)  # noqa: PLR2004 - "09" or "98"
    return _month(date(full, MONTHS[match["month"][:3]], 1))


def _bare_month(match: re.Match[str], today: date) -> tuple[date, date]:
    return _latest_month(MONTHS[match["month"][:3]], today, allow_this=True)


def _bare_year(match: re.Match[str], _: date) -> tuple[date, date]:
    return _year(int(match["year"]))


def _last_word(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """A year at the end, without a word before it: one that is to come is part of something's name."""
    year = int(match["year"])
    return _year(year) if year <= today.year else None


def _latest_month(month: int, today: date, *, allow_this: bool) -> tuple[date, date]:
    """The latest month of that name that has begun."""
    later = month > today.month or (month == today.month and not allow_this)
    return _month(date(today.year - later, month, 1))


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _stepped(today: date, number: str, unit: str, way: int) -> date:
    count = NUMBERS.get(number) or int(number)
    if count > MOST_STEPS:
        raise BadInput(
            f"{count} {unit}s is too far away.", "Ask about a day within the last or next ten years."
        )
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return today + timedelta(days=way * count * days)
    steps = way * count * (12 if unit == "year" else 1)
    try:
        return today + relativedelta(months=steps)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"{count} {unit}s is too far away.", "Ask about a day within the last or next ten years."
        ) from error


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, date] | None]], ...] = (
    (DAY, _a_day),
    (SPACED, _spaced),
    (AGO, _ago),
    (RELATIVE, _a_day),
    (LATEST_DAY, _latest_day),
    (THIS_TIME, _this_time),
    (LAST, _last),
    (SEASON_AND_YEAR, _season_and_year),
    (MONTH_AND_YEAR, _month_and_year),
    (BARE_MONTH, _bare_month),
    (BARE_YEAR, _bare_year),
    (IN_A_WHILE, _ago),
    (LAST_WORD, _last_word),
)
