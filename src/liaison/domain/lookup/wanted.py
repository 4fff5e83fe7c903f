"""What of an entry is asked for, and since when or after whom somebody has what they have."""

import re

from liaison.domain.lookup.models import Detail
from liaison.domain.lookup.wordings import (
    ASKS_WHERE,
    BEFORE_WHOM,
    IS_IT,
    IT,
    LAST_MET,
    LAST_MET_WORDS,
    LIFE,
    MEETING,
    MEMBER_BODIES,
    PARTS,
    PRIORITIES,
    PURPOSE,
    SINCE_WHEN,
    SITS_WITH,
    STANDS_FOR,
    STANDS_IN,
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


def whose_time(said: str, typed: str) -> tuple[bool, str, str]:
    """Whether it is asked since when somebody has what they have, and not who had it before them; who that is, and where.

    `said` is what was typed in plain words, which leave "since when" out. All is empty where neither is asked.
    """
    for pattern in SINCE_WHEN:
        if match := pattern.search(typed):
            return True, match["whom"], match["place"] or ""
    for pattern in BEFORE_WHOM:
        if match := pattern.search(said):
            return False, match["whom"], match["place"] or ""
    return False, "", ""


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


def purpose_asked(said: str) -> str:
    """What somebody asks the purpose of, or our role in; empty where that is not asked."""
    said = " ".join(said.split())
    return next((match["what"] for pattern in PURPOSE if (match := pattern.search(said))), "")


# What is told by a pattern alone, the first that fits; what a name stands for is said of it anyway.
ASKED_OF: tuple[tuple[Detail | None, re.Pattern[str]], ...] = (
    *(("purpose", pattern) for pattern in PURPOSE),
    *(("priorities", pattern) for pattern in PRIORITIES),
    *(("sits with", pattern) for pattern in SITS_WITH),
    ("status", IS_IT),
    (None, STANDS_FOR),
)
