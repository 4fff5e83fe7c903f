"""What of an entry is asked for, and since when or after whom somebody has what they have."""

import re

from liaison.domain.lookup.models import Detail, OfTime
from liaison.domain.lookup.wordings import (
    ASKS_WHERE,
    BEFORE_WHOM,
    EARLIER,
    FORMER_NAMES,
    IS_IT,
    IT,
    LAST_MET,
    LAST_MET_WORDS,
    LIFE,
    MEETING,
    MEMBER_BODIES,
    OWNER,
    PARTS,
    PRIORITIES,
    PURPOSE,
    SINCE_WHEN,
    SITS_WITH,
    STANDS_FOR,
    STANDS_IN,
    UNTIL_WHEN,
    WHEN_IT_MEETS,
    WHERE_IT_REPORTS,
    WHETHER,
)
from liaison.domain.names import FILLERS


def telling(said: str, dropped: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words that count, without doubles; all where none does."""
    words = tuple(dict.fromkeys(said.split()))
    kept = tuple(word for word in words if word not in FILLERS and word not in dropped)
    return kept or tuple(word for word in words if word not in dropped)


def whose_time(said: str, typed: str) -> tuple[OfTime | None, str, str]:
    """Whether it is asked since or until when somebody has what they have, or who had it before them; who that is, and where.

    `said` is what was typed in plain words, which leave "since when" out. Nobody is named where it is asked who was there
    before whoever is there now. All is empty where none of this is asked.
    """
    said = " ".join(said.split())
    asking: tuple[tuple[OfTime, tuple[re.Pattern[str], ...], str], ...] = (
        ("since when", SINCE_WHEN, typed),
        ("until when", UNTIL_WHEN, said),
        ("before", EARLIER, said),
        ("before", BEFORE_WHOM, said),
    )
    for of_time, patterns, text in asking:
        for pattern in patterns:
            if match := pattern.search(text):
                found = match.groupdict()
                return of_time, found.get("whom") or "", found["place"] or ""
    return None, "", ""


def detail_asked(said: str) -> tuple[Detail | None, str]:
    """Takes out what is asked of an entry: when it meets next, where it reports, what it wants to reach."""
    said = " ".join(said.split())
    for detail, pattern in ASKED_OF:
        if match := pattern.search(said):
            return detail, match["what"]
    if match := WHERE_IT_REPORTS.match(said):
        return "committee", ASKS_WHERE.sub(" ", said) if match["who"] in IT else match["who"]
    if WHETHER.search(said):
        return "status", WHETHER.sub(" ", said)
    if match := STANDS_IN.search(said):
        return "stands in for", match["who"] or match["whose"] or match["where"]
    if LAST_MET.search(said):
        return "last meeting", LAST_MET_WORDS.sub(" ", said)
    if MEETING.search(said):
        return "next meeting", WHEN_IT_MEETS.sub(" ", said)
    rest = PARTS.sub(" ", said)
    if rest == said or not telling(rest) or not set(telling(rest)) - FILLERS:
        return None, said
    return "member bodies" if MEMBER_BODIES.search(said) else "sub-groups", rest


def life_asked(said: str) -> str:
    """What somebody asks the beginning or the end of; empty where that is not asked."""
    said = " ".join(said.split())
    return next((match["what"] for pattern in LIFE if (match := pattern.search(said))), "")


def said_of_names(said: str) -> tuple[Detail | None, str]:
    """What is asked in words of which none tells, so that all seems to be a name: whose it is, what it is for, our role."""
    said = " ".join(said.split())
    for detail, patterns in NO_TELLING_WORDS:
        for pattern in patterns:
            if match := pattern.search(said):
                return detail, match["what"]
    return None, said


NO_TELLING_WORDS: tuple[tuple[Detail, tuple[re.Pattern[str], ...]], ...] = (
    ("purpose", PURPOSE),
    ("owner", OWNER),
)
# What is told by a pattern alone, the first that fits; what a name stands for is said of it anyway.
ASKED_OF: tuple[tuple[Detail | None, re.Pattern[str]], ...] = (
    *(("purpose", pattern) for pattern in PURPOSE),
    *(("priorities", pattern) for pattern in PRIORITIES),
    *(("sits with", pattern) for pattern in SITS_WITH),
    *(("owner", pattern) for pattern in OWNER),
    *(("former names", pattern) for pattern in FORMER_NAMES),
    ("status", IS_IT),
    (None, STANDS_FOR),
)
