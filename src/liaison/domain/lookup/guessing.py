"""Mending what was typed, and guessing where it fits nothing as a whole."""

from collections import Counter
from dataclasses import replace
from typing import Protocol, cast

from rapidfuzz.distance import OSA

from liaison.domain.lookup.matching import Chosen, ids_at, rank
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import GENERIC, LITTLE, Tier, best, nearest, slips_forgiven, with_words
from liaison.domain.names import FILLERS, TITLES, singular
from liaison.domain.register.index import SHELVES, Shelved
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId

SHORTEST_PART = 3  # letters that each of two words run together must have
MOST_GUESSES = 5
FIRST_AND_LAST = 2  # words of a name
SHORTEST_SOUND = 5  # letters of a word that may be heard and not read
# What people say today for what older registers say, and numbers in words.
SAME_THING = {
    "domestic abuse": "domestic violence",
    "drunken": "alcohol",
    "drinking": "alcohol",
    "kids": "children",
    "county wide": "county",
    "countywide": "county",
    "ctte": "committee",
    "cttee": "committee",
    "grp": "group",
    "pship": "partnership",
    "yot": "youth offending",
    "yos": "youth offending",
    "daat": "drug alcohol action team",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
}
NEGATIONS = frozenset(["non", "not", "no", "without", "except", "excluding"])
TOO_COMMON = 3_000  # entries that have a word: it says too little to guess from


class _Known(Protocol):
    def __call__(self, word: str, /) -> bool: ...


def repaired(register: Register, said: tuple[str, ...], *, parting: bool = False) -> tuple[str, ...]:
    """The words with two joined that are one word of the register, and a number parted from its word: "cdrp3".

    `parting` also parts one word that is two of the register's: "westcumbria".
    """

    def known(word: str) -> bool:
        return _known(register, word)

    found: list[str] = []
    for word in said:
        if word.endswith("n") and word[:-1] in register.index.county and not known(word):  # "Cumbrian"
            found.append(word[:-1])
        elif found and not (known(found[-1]) and known(word)) and known(found[-1] + word):
            found[-1] += word
        elif not known(word) and (parts := _parted(word, known, parting=parting)):
            found.extend(parts)
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _known(register: Register, word: str) -> bool:
    """Whether some entry has that word."""
    return any(word in side.places for kind in SHELVES for side in register.index.shelf(kind).sides)


def _parted(word: str, known: _Known, *, parting: bool) -> tuple[str, str] | None:
    for cut in range(1, len(word)):
        first, second = word[:cut], word[cut:]
        number = first[-1].isdigit() != second[0].isdigit()
        telling = parting and min(len(first), len(second)) >= SHORTEST_PART and not {first, second} & FILLERS
        if (number or telling) and known(first) and known(second):
            return first, second
    return None


def surname(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The people with a name that is typed as it is, after another that nobody has: "Bob Watson"."""
    said = tuple(word for word in said if word not in TITLES and word not in GENERIC["people"])
    if len(said) != FIRST_AND_LAST or _known(register, said[0]) or not said[0].isalpha():
        return None
    found = best(register.index.shelf("people"), "people", said[1:], worst=Tier.WORDS)
    people = cast("tuple[PersonId, ...]", ids_at(register, "people", found.places, question.day))
    return Chosen(people=people[:MOST_GUESSES], sure=False) if people and found.sure else None


def reworded(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """What is meant by today's words for what the register calls otherwise (A-09)."""
    text = f" {' '.join(said)} "
    for now, then in SAME_THING.items():
        text = text.replace(f" {now} ", f" {then} ")
    words = tuple(dict.fromkeys(text.split()))
    found = rank(register, words, question) if words != said else Chosen()
    return replace(found, sure=False) if found.total and found.sure else None


def leaving_out(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The entries that fit all the words but those that no entry has, at most half: "drugs and alcohol worries"."""
    if not NEGATIONS.isdisjoint(said):
        return None
    kept = tuple(word for word in said if _is_said(register, word))
    telling = [word for word in kept if word not in GENERIC["partnerships"] | LITTLE | TITLES]
    if not telling or kept == said or len(kept) * 2 < len(said):
        return None
    found = rank(register, kept, question)
    if not found.total:
        return reworded(register, kept, question)
    enough = found.tier <= (Tier.FACTS if len(telling) > 1 else Tier.BEGINNINGS)
    return replace(found, sure=False) if found.total and enough else None


def _is_said(register: Register, word: str) -> bool:
    """Whether some entry has a word, in the singular or the plural, or is known by it as initials."""
    shelves = [register.index.shelf(kind) for kind in SHELVES]
    return any(
        form in side.places
        for form in (word, singular(word))
        for shelf in shelves
        for side in (*shelf.sides, shelf.initials)
    )


def respelt(register: Register, said: tuple[str, ...]) -> tuple[str, ...]:
    """The words with each that no entry has written as the nearest that one is called by; none where one is near none."""
    found = [word if _is_said(register, word) else _nearest_known(register, word) for word in said]
    return tuple(dict.fromkeys(word for word in found if word)) if all(found) else ()


def _nearest_known(register: Register, word: str) -> str | None:
    near = [nearest(register.index.shelf(kind).names, word, most=1) for kind in SHELVES]
    found = min(
        (known[0] for known in near if known), key=lambda known: OSA.distance(word, known), default=None
    )
    return found if found and OSA.distance(word, found) <= slips_forgiven(word) else None


def sounding(register: Register, said: tuple[str, ...]) -> Chosen | None:
    """The people whose name begins like a word, but for its last letter: "Furno" for Furneaux."""
    telling = [word for word in said if word not in TITLES and word not in GENERIC["people"]]
    if len(telling) != 1 or len(telling[0]) < SHORTEST_SOUND:
        return None
    shelf = register.index.shelf("people")
    places = sorted(
        {place for known in shelf.names.beginning(telling[0][:-1]) for place in shelf.names.places[known]}
    )
    people = tuple(PersonId(shelf.ids[place]) for place in places[:MOST_GUESSES])
    return Chosen(people=people, sure=False) if people else None


def partly(
    register: Register, said: tuple[str, ...], question: Question, *, facts: bool = False
) -> Chosen | None:
    """The entries that account for most of the telling words, at least half of them: a guess; none for "non-CDRP".

    Where a kind is named, only partnerships of that kind do. With `facts`, what else is said of a few entries counts too,
    where every word is said of some entry.
    """
    if not NEGATIONS.isdisjoint(said) or (facts and not all(_is_said(register, word) for word in said)):
        return None
    shelf = register.index.shelf("partnerships")
    kinds = [set(having) for word in said if (having := shelf.kinds.places.get(singular(word)))]
    of_kind = set.union(*kinds) if kinds else None
    scored: Counter[tuple[Shelved, int]] = Counter()
    counted: Counter[tuple[Shelved, int]] = Counter()
    for kind in SHELVES[:-1]:
        for word, places in zip(said, with_words(register.index.shelf(kind), said, facts=facts), strict=True):
            if word in LITTLE or word in FILLERS:
                continue
            most = MOST_GUESSES if facts else TOO_COMMON
            if len(places) <= most and word not in TITLES and word not in GENERIC[kind]:
                scored.update(dict.fromkeys(((kind, place) for place in places), len(word)))
                counted.update((kind, place) for place in places)
    if of_kind is not None:
        scored = Counter(
            {key: score for key, score in scored.items() if key[0] == "partnerships" and key[1] in of_kind}
        )
    telling = [word for word in said if word not in GENERIC["partnerships"] and word not in TITLES]
    enough = [key for key in scored if counted[key] * 2 >= len(telling)]
    most = max((scored[key] for key in enough), default=0)
    top = [key for key in enough if scored[key] == most][: None if of_kind else MOST_GUESSES]

    def ids(kind: Shelved) -> tuple[str, ...]:
        return ids_at(register, kind, [place for of, place in top if of == kind], question.exists_on)

    if not top:
        return None
    return Chosen(
        partnerships=cast("tuple[PartnershipId, ...]", ids("partnerships")),
        people=cast("tuple[PersonId, ...]", ids("people")),
        committees=ids("committees"),
        offices=ids("offices"),
        said=said,
        sure=False,
    )
