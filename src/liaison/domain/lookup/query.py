"""Reading what was typed: which list is asked for, as of which day, and which words are left to say what is meant.

A text that is somebody's or something's name as a whole is a name, whatever words it holds ("Bournemouth 2026"). From any
other text the day is taken out first, then a keyword ("vacant", "matrix"), a role, and a relation ("what reports to CED",
"under the CSP"). Of the rest, little words and politeness do not count.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from liaison.domain.dates import write_date
from liaison.domain.described import SeatRole
from liaison.domain.errors import BadInput
from liaison.domain.lookup.dated import horizon, past, read_when, with_word
from liaison.domain.lookup.models import Asked, Detail, OfTime
from liaison.domain.lookup.plain import joined, plain
from liaison.domain.lookup.wanted import detail_asked, life_asked, said_of_names, telling, whose_time
from liaison.domain.lookup.wordings import (
    A_YEAR,
    APPOINTED,
    ASIDE,
    AUTHORITY,
    BEGINS,
    BUT_NOT,
    BY_A_DAY,
    CHANGED,
    CHOSEN,
    CLOCK,
    DAY_WORDS,
    END_OF_TIME,
    EVERYTHING,
    EXCEPT,
    FORMED,
    KEYWORDS,
    LISTING,
    MARKS,
    ME,
    MERGED_FROM,
    MERGED_INTO,
    OF_PEOPLE,
    ON_A_DAY,
    ONLY,
    PARTED,
    PAST,
    PEOPLE,
    RECENTLY,
    REGISTERED,
    REPORTS,
    ROLES,
    SEATS,
    SOON,
    SUBSTITUTES,
    UNDER,
    Only,
)
from liaison.domain.names import FILLERS, TOPICAL, fold, singular, whole
from liaison.domain.register.index import SHELVES, Index

LONGEST_QUERY = 200
NOTHING = FILLERS | EVERYTHING  # words that name nothing of which it could be asked when it ended


class Timed(NamedTuple):
    """What a text says of time, and the rest of it; which list is asked for tells how to read it."""

    text: str
    day: date
    since: date | None = None
    until: date | None = None
    note: str = ""
    asked: Asked = "entries"
    coming: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked, as it was read. `said` are the words that say what is meant, as they were typed.

    `parts` are the same, taken apart at "and" and "or". `detail` is what of the entries was asked for. `kind` and `area` name
    exactly what a menu offers. `spoken` is all that was typed but for the day and the politest words. Of what ended or began, `only` says what
    is asked about, and with `coming` it is what ends or begins, be it over or still to come. `of_time` is
    what is asked of the time that `whom` has a seat or an office, and `place` where; `whom` is empty where it is asked who
    was there before, of whoever is there now. `into` is what others merged into.
    """

    text: str
    today: date
    day: date
    said: tuple[str, ...] = ()
    asked: Asked = "entries"
    since: date | None = None
    until: date | None = None
    note: str = ""
    role: SeatRole | None = None
    detail: Detail | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    me: bool = False
    topical: bool = False
    reports_to: str = ""
    under: str = ""
    members_of: bool = False
    kind: str = ""
    area: str = ""
    spoken: str = ""
    only: Only = ""
    coming: bool = False
    whom: str = ""
    place: str = ""
    of_time: OfTime | None = None
    into: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether words narrow the list that is asked for."""
        return bool(self.said or self.me or self.reports_to or self.under or self.kind or self.area)

    @property
    def exists_on(self) -> date | None:
        """The day on which what is asked about must exist; None where the past is asked about."""
        return None if self.asked in {"ended", "began", "changes"} else self.day


def read_life(text: str, *, today: date) -> Question | None:
    """What is asked about from when to when it is there: "when did X end"; None where that is not asked (A-24)."""
    what = life_asked(fold(joined(text))) if len(text) <= LONGEST_QUERY else ""
    words = telling(what)
    if NOTHING.issuperset(words):
        return None
    return replace(name_only(text, today=today), said=words, detail="dates", spoken=what)


def read(index: Index, text: str, *, today: date) -> Question:
    """Reads a question. Raises BadInput for a text that is too long, and for a day that cannot be asked about."""
    question = name_only(text, today=today)
    if fold(text) in DAY_WORDS:
        raise BadInput(
            "The day is missing.", f"Type it after that, for example /rep me on {write_date(today)}."
        )
    if _is_a_name(index, text):
        stand_in = not SUBSTITUTES.isdisjoint(
            fold(text).split()
        )  # it is no telling word, but says what is asked
        detail, what = said_of_names(plain(text, known=lambda word: knows(index, word)))
        if detail:
            return replace(question, detail=detail, said=telling(what))
        return replace(question, role="substitute", detail="substitute") if stand_in else question
    if merger := _merger(index, question):
        return merger
    text, kind, area = _chosen(index, text)
    timed = _when(index, text, today)
    asked = plain(timed.text, known=lambda word: knows(index, word))
    if timed.since and timed.since > today and timed.asked not in PAST:
        raise BadInput(
            f"{write_date(timed.since)} is still to come.",
            f"To see what ends by then, type /rep expiring by {write_date(timed.since)}.",
        )
    detail, said = detail_asked(asked)
    question = replace(
        question,
        day=timed.day,
        since=timed.since,
        until=timed.until,
        note=timed.note,
        coming=timed.coming,
        detail=detail,
    )
    of_time, whom, place = whose_time(asked, fold(joined(timed.text)))
    question = replace(question, kind=kind, area=area, spoken=asked, whom=whom, place=place, of_time=of_time)
    return _relation(_keyword(index, question, said, timed.asked))


def _merger(index: Index, question: Question) -> Question | None:
    """What merged into something, or what something merged into (A-24); None where neither is asked."""
    said = " ".join(plain(question.text, known=lambda word: knows(index, word)).split())
    for pattern in MERGED_FROM:
        if match := pattern.match(said):
            return replace(question, said=(), into=match["what"], spoken=said)
    for pattern in MERGED_INTO:
        if match := pattern.match(said):
            return replace(question, said=telling(match["what"]), detail="merged into", spoken=said)
    return None


def _chosen(index: Index, text: str) -> tuple[str, str, str]:
    """Takes out the kind or the area that a menu offers, whatever words are in it, before anything else is read."""
    match = CHOSEN.match(text)
    if match is None:
        return text, "", ""
    shelf, of_kind = index.shelf("partnerships"), match["what"].casefold() == "of kind"
    name, rest = match["name"], match["before"]
    dated = ON_A_DAY.match(name)
    if dated and whole(name) not in (shelf.kinds if of_kind else shelf.areas).places:
        name, rest = dated["name"], f"{rest} {dated['day']}"
    return rest, name if of_kind else "", "" if of_kind else name


def _when(index: Index, text: str, today: date) -> Timed:
    """What a text says of time: the day asked about, or the time in which what is asked about ends or began."""
    said = plain(text, known=lambda word: knows(index, word))
    asked = _asked(index, said)[0]
    if asked in PAST:
        return _time(index, text, said, today, asked)
    until = None
    if asked == "expiring" and (ahead := horizon(text, today=today)):
        text, until = ahead
    if asked == "expiring":
        text = END_OF_TIME.sub("ends", text)
    when = read_when(text, today=today, known=lambda word: knows(index, word))
    day = when.day or today
    new = FORMED.search(said) or (APPOINTED.search(said) and when.first != when.last)
    if asked == "entries" and new and (when.first or when.last):
        return _time(index, text, said, today, "began")
    if asked != "expiring":
        return Timed(when.text, day, when.since, note=when.note, asked=asked)
    later = relativedelta(years=1 if when.yearless and day < today else 0)  # what ends is still to come
    by_then = BY_A_DAY.search(text.casefold())
    if until is None and not by_then and when.first and when.last and when.last + later >= today:
        return Timed(when.text, today, when.first + later, when.last + later, asked="ended", coming=True)
    day += later
    if until is None and when.last and when.last > today:
        until = when.last
    if until is None:
        until = day if day > today else min(day, date.max - SOON) + SOON
    return Timed(when.text, min(day, today), when.since, until, when.note, asked)


def _time(index: Index, text: str, said: str, today: date, asked: Asked) -> Timed:
    """The time in which something ended or began; the last twelve months where none is named."""
    if looked := past(text, today=today):
        return Timed(looked[0], today, looked[1], asked=asked)
    when = read_when(text, today=today, known=lambda word: knows(index, word))
    if when.day is None and when.since is None:
        when = read_when(with_word(text), today=today, known=lambda word: knows(index, word))
    first, last, ahead = when.first, when.last, bool(BEGINS.search(said))
    if ahead and when.yearless and last and last < today:  # what begins is still to come
        first, last = first and first + relativedelta(years=1), last + relativedelta(years=1)
    if first or last:
        return Timed(when.text, today, first, last, asked=asked, coming=ahead)
    if ahead:
        return Timed(when.text, today, today, today + SOON, "in the next three months", asked, coming=True)
    if _only(said) == "partnerships":  # so few that all of them are shown
        return Timed(when.text, today, asked=asked)
    return Timed(when.text, today, today - A_YEAR, today, "in the last twelve months", asked)


def _only(said: str) -> Only:
    """What is asked about of all that ended or began."""
    for only, pattern in ONLY:
        if pattern.search(said):
            return only
    return ""


def name_only(text: str, *, today: date) -> Question:
    """Reads a text as a name, whatever it holds. Raises BadInput where it is too long to be one."""
    if len(text) > LONGEST_QUERY:
        raise BadInput(
            f"That is {len(text):,} characters, which is too long for a name.",
            "Type a partnership, a person, an area or a committee, for example /rep barrow.",
        )
    return Question(text=" ".join(text.split()), today=today, day=today, said=telling(fold(joined(text))))


def knows(index: Index, word: str) -> bool:
    """Whether some entry is called by that word."""
    return any(word in index.shelf(kind).names.places for kind in SHELVES)


def _is_a_name(index: Index, text: str) -> bool:
    key = whole(text)
    return any(key in index.shelf(kind).wholes.places for kind in SHELVES)


def _asked(index: Index, said: str) -> tuple[Asked, str]:
    """Which list is asked for, and the other words."""
    for name, pattern in KEYWORDS:
        match = pattern.search(said)
        rest = f"{said[: match.start()]} {said[match.end() :]}" if match else said
        if name in OF_PEOPLE and telling(rest) and not PEOPLE.search(said):
            continue  # it is said of partnerships
        if match and not (knows(index, match[0].strip()) and telling(rest)):
            both = name == "ended" and _asked(index, rest)[0] == "began"
            return ("changes", rest) if both else (name, rest)
    return "entries", said


def _keyword(index: Index, question: Question, said: str, timed: Asked) -> Question:
    said_before = said
    asked, said = _asked(index, said)
    if question.since and asked == "entries":
        asked = "changes"
    if timed in PAST:
        asked, said = timed, PEOPLE.sub(" ", said)
        for aside in (RECENTLY, APPOINTED, FORMED):
            said = aside.sub(" ", said)
        question = replace(question, only=_only(said_before))
    if asked == "no seat":  # the authority is who asks
        said = AUTHORITY.sub(" ", said)
        asked = "unseated" if PEOPLE.search(said_before) else asked
    if asked in OF_PEOPLE:
        said = PEOPLE.sub(" ", said)
    said = BUT_NOT.sub(EXCEPT, said)
    for mark, token in MARKS:
        said = mark.sub(token, said)
    role = None
    for role_name, pattern in ROLES:
        if pattern.search(said):
            role, said = role or role_name, pattern.sub(" ", said)
    if asked == "vacant" and role:
        asked = "without"  # a seat that is not recorded is lacking as well
    me = bool(ME.search(said)) or (question.detail == "stands in for" and said.strip() == "i")
    said = ME.sub(" ", "" if said.strip() == "i" else said) if me else said
    listing = asked != "entries" or me
    dropped = CLOCK | (SEATS if listing else frozenset()) | (CHANGED if question.since else frozenset())
    words = said.split()
    kept = [word for word in words if word not in dropped]
    rest = " ".join(word for word in kept if word not in ASIDE or knows(index, word))
    rest = rest if listing or telling(rest) else " ".join(kept)
    if asked == "entries" and role and not me and not telling(rest, FILLERS | EVERYTHING | SEATS):
        return replace(question, asked="with", role=role, detail=role, said=())
    a_day_alone = not words and question.day != question.today and question.detail is None
    listed = _is_everything(words) or a_day_alone
    if asked == "entries" and not me and listed and {singular(w) for w in telling(rest)} <= EVERYTHING:
        asked, rest = "everything", ""
    elif asked == "entries":
        rest = " ".join(word for word in rest.split() if word not in {"all", "list", "every"}) or rest
    detail = role or question.detail
    return replace(question, asked=asked, role=role, detail=detail, me=me, said=tuple(rest.split()))


def _is_everything(words: list[str]) -> bool:
    """Whether all partnerships are asked for; "list" and "all" are in much talk about nothing: "wish list", "that is all"."""
    named = {singular(word) for word in words} & EVERYTHING
    return not named.isdisjoint(REGISTERED) or (bool(named) and LISTING.issuperset(words))


def _relation(question: Question) -> Question:
    """Takes "reports to X" and "under X" apart, and leaves the words that tell."""
    said = " ".join(question.said)
    reports_to, under, members_of = "", "", False
    if match := REPORTS.match(said):
        said, reports_to = match["before"], match["whom"]
    elif match := UNDER.match(said):
        said, under = match["before"], match["whom"]
        members_of = "member" in match[0]
    topical = question.detail == "priorities" or any(word in TOPICAL for word in said.split())
    parts = [tuple(word for word in part.split() if word not in FILLERS) for part in PARTED.split(said)]
    words = tuple(word for word in dict.fromkeys(said.split()) if word not in FILLERS)
    if topical:
        words = tuple(word for word in words if word not in TOPICAL) or words
    fallback = (
        ()
        if (
            reports_to
            or under
            or question.kind
            or question.area
            or question.me
            or question.asked != "entries"
        )
        else question.said
    )
    return replace(
        question,
        said=words or tuple(dict.fromkeys(fallback)),
        topical=topical,
        parts=tuple(parts) if len(parts) > 1 and all(parts) else (),
        reports_to=reports_to,
        under=under,
        members_of=members_of,
    )
