"""What a text names where it is a name and no question, and what it may have meant."""

from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz, process

from liaison.domain.errors import BadInput
from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.models import PER_PAGE
from liaison.domain.lookup.query import name_only
from liaison.domain.lookup.ranking import Tier, best, nearest
from liaison.domain.names import fold, telling_words
from liaison.domain.register.findable import names_of
from liaison.domain.register.index import SHELVES, Shelved
from liaison.domain.register.models import Committee, Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId

NEAR_ENOUGH = 72  # of 100: below it a name is not worth offering as "near"
NEAR_WORDS = 6
NEAR_ENTRIES = 60


def one_partnership(register: Register, text: str, *, day: date) -> Partnership | tuple[Partnership, ...]:
    """The partnership that a text names, or those that it could mean; empty where none is near.

    The text is a name and no question: no day and no keyword is read in it.
    """
    chosen = choose(register, name_only(text, today=day))
    named = tuple(register.partnership[id_] for id_ in chosen.partnerships[:PER_PAGE])
    if len(named) == 1 and chosen.sure:
        return named[0]
    return named or tuple(_near_partnerships(register, text))


def one_person(register: Register, text: str, *, day: date) -> Person | tuple[Person, ...]:
    """The person whom a text names, or those whom it could mean; empty where it means nobody."""
    chosen = choose(register, name_only(text, today=day))
    named = tuple(register.person[id_] for id_ in chosen.people[:PER_PAGE])
    return named[0] if len(named) == 1 and chosen.sure else named


def unclear(text: str, found: tuple[Partnership, ...]) -> BadInput:
    """Why a text names no single partnership, with those that it may mean."""
    names = "; ".join(entry.title for entry in found[:5])
    if len(found) > 1:
        return BadInput(
            f"{quoted(text)} could mean more than one partnership.", f"Type one of these: {names}."
        )
    mend = f"Did you mean {names}? Type that name." if found else "Type /rep matrix to see them all."
    return BadInput(f"No partnership in the register is called {quoted(text)}.", mend)


def quoted(text: str) -> str:
    """What was typed, in quotation marks, and no longer than it takes to recognise it."""
    shown = " ".join(text.split())
    return f'"{shown[:60]}{"…" if len(shown) > 60 else ""}"'  # noqa: PLR2004 - enough to recognise it


def some_committees(register: Register, text: str) -> tuple[Committee, ...]:
    """The committees named in a text such as "CED and PPP"; empty where a part of it names none for certain.

    The whole text is tried first, since committees have commas and "and" in their names.
    """
    whole_text = _certainly(register, text)
    if len(whole_text) == 1:
        return tuple(whole_text)
    parts = [
        part
        for chunk in text.replace(";", ",").split(",")
        for part in f" {chunk} ".split(" and ")
        if part.strip()
    ]
    matches = [_certainly(register, part) for part in parts]
    if matches and all(len(found) == 1 for found in matches):
        return tuple(dict.fromkeys(found[0] for found in matches))
    return ()


def near(register: Register, text: str, *, most: int = 3) -> tuple[str, ...]:
    """Names that the text may have meant, the nearest first."""
    folded = fold(text)
    names = {
        fold(name): entry.title if isinstance(entry, Partnership) else entry.name
        for kind in SHELVES[:3]
        for entry in _near_entries(register, kind, telling_words(text))
        for name in names_of(entry)
    }
    scored = process.extract(
        folded, names.keys(), scorer=fuzz.WRatio, limit=most * 3, score_cutoff=NEAR_ENOUGH
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in scored))[:most]


def _near_entries(
    register: Register, kind: Shelved, said: tuple[str, ...]
) -> Iterable[Partnership | Person | Committee]:
    shelf = register.index.shelf(kind)
    places: dict[int, None] = {}
    for word in said:
        for known in nearest(shelf.names, word, most=NEAR_WORDS):
            places |= dict.fromkeys(shelf.names.places[known][:NEAR_ENTRIES])
    for place in places:
        entry = register.entry(kind, shelf.ids[place])
        if isinstance(entry, Partnership | Person | Committee):
            yield entry


def _near_partnerships(register: Register, text: str) -> Iterable[Partnership]:
    wanted = set(near(register, text))
    entries = _near_entries(register, "partnerships", telling_words(text))
    return (entry for entry in entries if isinstance(entry, Partnership) and entry.title in wanted)


def _certainly(register: Register, text: str) -> list[Committee]:
    """The committees that a text names without a slip."""
    said = tuple(dict.fromkeys(telling_words(text)))
    shelf = register.index.shelf("committees")
    found = best(shelf, "committees", said, worst=Tier.BEGINNINGS) if said else None
    places = sorted(found.places) if found and found.sure else []
    return [register.committee[CommitteeId(shelf.ids[place])] for place in places]
