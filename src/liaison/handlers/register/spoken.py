"""What is said in one line: of an appointment, "mr cole to barrow cdrp as substitute", of an end, or of a new name."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from liaison.domain.dates import Lean, read_any_date, write_date
from liaison.domain.errors import BadInput, quoted
from liaison.domain.names import fold
from liaison.domain.register.cells import in_range

ROLES = ("representative", "substitute", "support officer", "link officer")
ROLE_FIRST = re.compile(
    rf"(\s+as\s+(?:an?\s+|the\s+)?(?:(?:second|third|another|new)\s+)?(?:{'|'.join(ROLES)}))"
    r"(\s+(?:to|on|at|for|of)\s+.+?)(?=\s+(?:from|until)\s|$)",
    re.IGNORECASE,
)
LINE = re.compile(
    r"(?:(?P<who>.+?)\s+)?(?:to|on|at|for)\s+(?:the\s+)?(?P<where>.+?)"
    rf"(?:\s+as\s+(?:an?\s+|the\s+)?(?:(?:second|third|another|new)\s+)?(?P<role>{'|'.join(ROLES)}))?"
    r"(?:\s+from\s+(?P<since>.+?))?(?:\s+until\s+(?P<until>.+?))?\s*",
    re.IGNORECASE,
)
TERM = re.compile(
    r"(?P<who>(?:(?!\s(?:to|on|at|for)\s).)+?)\s+as\s+(?:an?\s+|the\s+)?"
    r"(?P<office>(?:(?!\s(?:to|on|at|until)\s).)+?)"
    r"(?:\s+from\s+(?P<since>(?:(?!\suntil\s).)+?))?(?:\s+until\s+(?P<until>.+))?",
    re.IGNORECASE,
)
DAYS = re.compile(
    r"(?P<where>.+?)(?:\s+from\s+(?P<since>.+?))?(?:\s+until\s+(?P<until>.+?))?\s*", re.IGNORECASE
)
OF = re.compile(r"^\s+of\s+", re.IGNORECASE)
TILL = re.compile(r"\s+(?:till|'?til|up\s+to|up\s+until)\s+", re.IGNORECASE)
TO = re.compile(
    r"\s+to\s+(?P<day>(?=.{0,40}\d)(?:(?!\s(?:to|from|until)\s).)+)(?=\s+from\s|$)", re.IGNORECASE
)
UNTIL_FIRST = re.compile(r"\s+until\s+(\S.*?)\s+from\s+(\S.*)$", re.IGNORECASE)
# Before a day: "on 1 december 2026", "with effect from ...".
ON = re.compile(r"\s+(?:with effect from|as from|as of|from|on|at)\s+", re.IGNORECASE)
INTO = {"end": r"\s+into\s+", "merge": r"\s+(?:into|with(?!\s+effect\b))\s+"}
NAMED = re.compile(r"\s+(?:to|as(?!\s+(?:from|of)\s))\s+", re.IGNORECASE)
# That the old name was a mistake, after either name: "as a correction", "(misspelt)", ", it was a mistake".
CORRECTION = re.compile(
    r"(?:\s*[,;:(]\s*|\s+[-\u2013]\s*|\s+)(?:because\s+|as\s+|since\s+)?(?:"
    r"(?<=as\s)(?:an?\s+|the\s+)?(?:spelling\s+)?correction"
    r"|(?<=[,;:(\u2013-])\s?(?:an?\s+)?(?:spelling\s+)?(?:correction|mistake|typo)"
    r"|(?:(?:it|this|that|the\s+(?:old\s+)?name)\s+)?(?:was|is)\s+(?:an?\s+)?(?:spelling\s+)?(?:mistake|error|typo)"
    r"|(?:(?:it|this|that|the\s+(?:old\s+)?name)\s+)?(?:(?:was|is)\s+)?(?:misspel(?:t|led)|mistyped)"
    r"|to\s+correct\s+(?:an?\s+|the\s+)?(?:spelling\s+)?(?:mistake|error|typo))"
    r"[.)]*(?=\s+(?:to|from|with\s+effect)\s|$)",
    re.IGNORECASE,
)
MOST_READINGS = 6  # of a line in which the words before a new name stand more than once
LITTLE = frozenset({"and", "at", "for", "in", "of", "on", "the", "to", "with"})  # no capitals within a name
HELD = re.compile(
    r"(?P<who>.+?)(?:\s+as\s+(?:an?\s+|the\s+)?(?P<role>.+?))?(?:\s+(?:on|at|for|from|of)\s+(?:the\s+)?(?P<where>.+))?",
    re.IGNORECASE,
)
SEAT = re.compile(
    rf"(?:an?\s+|the\s+)?(?P<role>{'|'.join(ROLES)})s?\b"
    r"(?:(?:\s+(?P<who>.+?))??\s+(?:on|at|for|of|to|from)\s+(?:the\s+)?(?P<where>.+)|\s+(?P<there>.+))?",
    re.IGNORECASE,
)
LONGEST_LINE = 400  # characters of which the patterns make anything


class Spoken(NamedTuple):
    """An appointment as somebody says it; what was not said is empty."""

    who: str
    where: str
    given: dict[str, str]


def read(text: str, *, today: date) -> Spoken | None:
    """What a line says of an appointment; None where it names no partnership. Raises BadInput for a day that is none."""
    line = _one_line(text, today)
    line = ROLE_FIRST.sub(lambda said: f"{OF.sub(' to ', said[2])}{said[1]}", line, count=1)
    found = LINE.fullmatch(line) or DAYS.fullmatch(line)
    if found is None:
        return None
    said = found.groupdict()
    given = {"role": fold(said["role"])} if said.get("role") else {}
    given |= _period(said, today)
    return Spoken(who=said.get("who") or "", where=said["where"], given=given)


def read_term(text: str, *, today: date) -> Spoken | None:
    """What "mrs egan as chairman from 8 january 2027" says of a term of office; None where it says a seat.

    Raises BadInput for a day that is none.
    """
    found = TERM.fullmatch(_one_line(text[:LONGEST_LINE], today))
    if found is None or fold(found["office"]) in ROLES:
        return None
    return Spoken(who=found["who"], where=found["office"], given=_period(found.groupdict(), today))


def _one_line(text: str, today: date) -> str:
    """A text without breaks, at which the patterns would try every way to read it, with its end after its beginning."""
    line = TO.sub(
        lambda said: f" until {said['day']}" if _is_day(said["day"], today) else said[0],
        " ".join(text.split()),
    )
    return UNTIL_FIRST.sub(r" from \2 until \1", TILL.sub(" until ", line))


def _is_day(said: str, today: date) -> bool:
    try:
        read_any_date(said, today=today, lean="future")
    except BadInput:
        return False
    return True


def _period(said: Mapping[str, str | None], today: date) -> dict[str, str]:
    """From when to when, as a form takes it. Raises BadInput for a day that is none, and for an end before the beginning."""
    days = {name: _day(text, today) for name in ("since", "until") if (text := said[name])}
    if "since" in days and "until" in days and days["until"] < days["since"]:
        raise BadInput(
            f"It would end on {write_date(days['until'])}, before it begins on {write_date(days['since'])}.",
            "Correct one of the two days.",
        )
    return {name: day.isoformat() for name, day in days.items()}


class SpokenEnd(NamedTuple):
    """An end as somebody says it: of what, into what else, and on which day; `trouble` is a day that could not be read."""

    which: str
    into: str
    day: date | None
    trouble: BadInput | None


def read_end(word: str, text: str, *, today: date) -> SpokenEnd:
    """What a line says of an end or of a merger; `word` is the one before it."""
    line = " ".join(text.split())[:LONGEST_LINE]
    which, *into = re.split(INTO[word], f" {line}", maxsplit=1, flags=re.IGNORECASE)
    which, day, trouble = _dated(which, today)
    if into:
        last, on, wrong = _dated(into[0], today)
        return SpokenEnd(which.strip(), last.strip(), on or day, wrong or trouble)
    return SpokenEnd(which.strip(), "", day, trouble)


class SpokenName(NamedTuple):
    """A new name as somebody says it: of what, which it is, and from which day; empty where it was not said.

    `mistake` tells that the name before was one, which is put right.
    """

    which: str
    name: str
    day: date | None
    mistake: bool = False


def read_rename(text: str, *, today: date) -> tuple[SpokenName, ...]:
    """Every way to read a line such as "barrow cdrp to furness forum from 1 may 2026": names may have a "to" in them.

    Raises BadInput for a day that is none, or that is still to come.
    """
    typed = " ".join(text.split())
    line = CORRECTION.sub("", typed[:LONGEST_LINE], count=1) + typed[LONGEST_LINE:]
    mistake = line != typed
    splits = list(islice(NAMED.finditer(line), MOST_READINGS))
    which, day = (line, None) if splits else _past_day(line, today)
    found = [SpokenName(which, "", day, mistake)]
    for said in splits:
        which, before = _past_day(line[: said.start()], today)
        name, after = _past_day(line[said.end() :], today)
        found.append(SpokenName(which, name, after or before, mistake))
    return tuple(found)


def as_written(name: str, before: str) -> str:
    """A name that was typed without capitals as a list has it; words of the name before stay as they are there."""
    if name != name.casefold():
        return name
    known = {word.casefold(): word for word in before.replace("(", " ").replace(")", " ").split()}
    return " ".join(
        known.get(word)
        or "-".join(
            part if (place or within) and part in LITTLE else part[:1].upper() + part[1:]
            for within, part in enumerate(word.split("-"))
        )
        for place, word in enumerate(name.split())
    )


def read_holding(line: str) -> tuple[str, str, str]:
    """Who, in which role and where, of "mr cole as substitute on barrow cdrp"; empty where it is not said."""
    found = HELD.fullmatch(line)
    if found is None:
        return line, "", ""
    return found["who"], found["role"] or "", found["where"] or ""


def read_seat(line: str) -> tuple[str, str, str] | None:
    """Who, in which role and where, of "substitute on barrow cdrp"; None where the line does not begin with a role."""
    found = SEAT.fullmatch(line)
    if found is None:
        return None
    return found["who"] or "", fold(found["role"]), found["where"] or found["there"] or ""


def _past_day(text: str, today: date) -> tuple[str, date | None]:
    """A text without the day at its end, and the day. Raises BadInput for one that is none, or is still to come."""
    said, day, trouble = _dated(text, today, "past")
    if trouble:
        raise trouble
    if day and day > today:
        raise BadInput(
            f"A new name shows at once, and {write_date(day)} is still to come.",
            "Type it on that day, or say an earlier one.",
        )
    return said, day


def _dated(text: str, today: date, lean: Lean = "future") -> tuple[str, date | None, BadInput | None]:
    """A text without the day at its end; the day; and why it is none, where it looks like one."""
    *_, last = [None, *ON.finditer(text)]
    if last is None:
        return text, None, None
    said = text[last.end() :]
    try:
        day = read_any_date(said, today=today, lean=lean)
    except BadInput as trouble:
        return text, None, trouble if said[:1].isdigit() else None
    try:
        return text[: last.start()], in_range(day), None
    except BadInput as trouble:
        return text, None, trouble


def _day(said: str, today: date) -> date:
    """A day as it was said. Raises BadInput, which names it, where it is none that can be meant."""
    try:
        day = read_any_date(said, today=today, lean="future")
    except BadInput as trouble:
        raise BadInput(f"I could not read {quoted(said)} as a date.", trouble.mend) from trouble
    return in_range(day)
