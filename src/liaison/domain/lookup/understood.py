"""How a question was read, in plain words: they stand under an answer, so that a wrong reading shows."""

from collections.abc import Iterable
from typing import get_args

from liaison.domain.dates import write_date
from liaison.domain.lookup import past
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import Detail, OfTime
from liaison.domain.lookup.query import Question
from liaison.domain.names import fold, singular, whole
from liaison.domain.register.findable import names_of
from liaison.domain.register.index import Shelved
from liaison.domain.register.models import Committee, Partnership, Person
from liaison.domain.register.snapshot import Register

LISTS = {
    "vacant": "vacant seats",
    "no seat": "partnerships that list no seat of ours",
    "with": "partnerships",
    "without": "partnerships",
    "expiring": "what ends",
    "unlinked": "people with a seat or an office who are not linked to Slack",
    "unseated": "members who hold no seat",
    "no office": "members who hold no office",
    "several seats": "people with several seats",
    "to confirm": "seats to confirm",
    "matrix": "the matrix",
    "changes": "seats and offices that began or ended",
    "everything": "all partnerships",
}

OF_TIME = frozenset[Detail | None](get_args(OfTime))
CALLED: tuple[Shelved, ...] = ("people", "partnerships", "committees")


def understood(register: Register, question: Question, chosen: Chosen | None) -> str:
    """A question in plain words, with its day where that is not today: "CDRP, South Lakeland, on 1 June 2009"."""
    parts = _list(question)
    if question.detail == "stands in for":
        parts.append("whom you stand in for" if question.me else "stands in for whom")
    elif question.me and question.detail not in OF_TIME:
        parts.append(f"your {question.role}" if question.role and question.asked == "entries" else "you")
    if (
        question.detail
        and question.asked == "entries"
        and question.detail != "stands in for"
        and not (question.detail == "sits with" and (chosen is None or not chosen.people))
        and not (question.me and question.role)
    ):
        parts.append(question.detail)
    if question.detail in OF_TIME and (question.me or question.whom):
        parts.append("you" if question.me else _each_written(register, question.whom))
    if question.said:
        parts += _spoken(register, question.said, chosen)
    if question.kind or question.area:
        known = register.kinds if question.kind else register.areas
        asked = whole(question.kind or question.area)
        parts.append(next((name for name in known if whole(name) == asked), question.kind or question.area))
    if question.reports_to:
        parts.append(f"reports to {_cased(register, question.reports_to)}")
    if question.under:
        parts.append(f"part of {_cased(register, question.under)}")
    if question.into:
        parts.append(f"merged into {_each_written(register, question.into)}")
    if question.since or question.asked in {"ended", "began"}:
        parts.append(past.in_words(question))
    if question.day != question.today:
        note = f" ({question.note})" if question.note else ""
        parts.append(f"on {write_date(question.day)}{note}")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _list(question: Question) -> list[str]:
    """Which list is asked for, with the role and the day that narrow it."""
    if question.asked in {"ended", "began"}:
        return [past.named(question)]
    if question.asked not in LISTS:
        return []
    said = LISTS[question.asked]
    if question.role and question.asked in {"with", "without"}:
        said = f"partnerships {question.asked} a {question.role}"
    elif question.role:
        said = f"{said} ({question.role})"
    if question.asked == "expiring" and question.until:
        said += f" by {write_date(question.until)}"
    return [said]


def _spoken(register: Register, said: tuple[str, ...], chosen: Chosen | None) -> list[str]:
    """The words as the register writes them, those that are a kind apart from the others."""
    top = register.partnership.get(chosen.partnerships[0]) if chosen and chosen.partnerships else None
    if top is None:
        return [" ".join(_written(register, word) for word in said)]
    kinds = {
        whole(kind): kind
        for kind in (top.kind_short, top.kind, top.kind_formerly_short, top.kind_formerly)
        if kind
    }
    text = whole(" ".join(said))
    for key, kind in kinds.items():
        if key and f" {key} " in f" {text} " and text != key:
            rest = f" {text} ".replace(f" {key} ", " ").strip()
            return [kind, _as_written(register, rest, names_of(top), top.area)]
        if key == text:
            return [kind]
    return [_as_written(register, " ".join(said), names_of(top), top.area)]


def _as_written(register: Register, text: str, names: Iterable[str], area: str | None) -> str:
    """The words with the capitals that the names of an entry have, or that other names of the register have."""
    written = {fold(word): word.strip(".,:;()") for name in (*names, area or "") for word in name.split()}
    return " ".join(written.get(word) or _written(register, word) for word in text.split())


def _each_written(register: Register, text: str) -> str:
    """Words with the capitals that entries called so have."""
    return " ".join(_written(register, word) for word in text.split())


def _written(register: Register, word: str) -> str:
    """A word with the capitals that the first entry called so has: "Smith" for "smiths"."""
    for kind in CALLED:
        shelf = register.index.shelf(kind)
        for form in (word, singular(word)):
            for place in shelf.names.places.get(form, ())[:1]:
                entry = register.entry(kind, shelf.ids[place])
                if isinstance(entry, Partnership | Person | Committee):
                    texts = (*names_of(entry), *(_kinds(entry) if isinstance(entry, Partnership) else ()))
                    said = {fold(part): part.strip(".,:;()") for text in texts for part in text.split()}
                    if form in said:
                        return said[form]
    return word


def _kinds(entry: Partnership) -> tuple[str, ...]:
    return tuple(filter(None, (entry.area, entry.kind_short, entry.kind)))


def _cased(register: Register, text: str) -> str:
    """The words as typed, with what is an abbreviation of the register in its capitals."""
    shorts = {
        committee.short.casefold(): committee.short for committee in register.committees if committee.short
    }
    return " ".join(shorts.get(word, word) for word in text.split())
