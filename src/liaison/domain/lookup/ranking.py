"""How what was typed is matched with the entries of one kind, and which match is better.

An entry fits when it accounts for *every* telling word. How well it fits is its tier, the best first:

1. NAME: the whole text is one of its names (its name, abbreviation, other or former name, or a name or an area with the
   kind: "barrow cdrp"). A text that is an area as well ("carlisle") is left to the next tier, so that all of the area
   comes.
2. WORDS: each word is a whole word of what it is called: its names, its kind, its area. The name of a body stands here
   too ("Cumbria County Council"): it means all that the body belongs to or runs, and not the one that is called after it.
3. BEGINNINGS: each word is such a word, or begins one (three letters at least).
4. FACTS: each word is a whole word of what it is called or of what else the register says of it: aims, members,
   sub-groups, committees, what it is part of, its level.
5. FACT_BEGINNINGS: the same, with beginnings.
6. INITIALS: the same, with the initials of a body or an aim ("ASB") for a word.
7. MISSPELT: each word is within a slip of the pen of such a word; words of four letters or fewer forgive one letter. Of
   all entries those with the fewest slips count.

Words that are marks and nothing else ("non-statutory", "district", "strategic") are a filter: they stand in tier 2.

Only the best tier that anything reaches counts, over all kinds of entries. In the first five the words were typed as
they are, so one match is certain and several are a choice. A beginning that says too little ("cat" for "category"),
any beginning of a person's name ("John" for Johnson), several words that only begin others, initials, and anything
misspelt are a guess. So is one ordinary word of a name in talk about something else (`chance`). A question about a
topic ("who covers housing?") takes tiers 2 to 5 together, since names and aims tell about a topic alike. Within a
tier, names that begin with what was typed come first, then the register's order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from liaison.domain.names import singular
from liaison.domain.register.index import Places, Shelf, Shelved, Words

SHORTEST_BEGINNING = 3  # letters that a beginning of a word needs before it counts
TELLING_FACT = 5  # letters with which a beginning of what else is said says enough
SHORTEST_MISSPELT = 3
MOST_SLIPS = 2
# Words that say what kind of thing is meant: every entry of the kind has them.
GENERIC: dict[Shelved, frozenset[str]] = {
    "partnerships": frozenset(
        [
            *("partnership", "partnerships", "level", "member", "members", "membership"),
            *("area", "areas", "bodies", "partner", "partners"),
        ]
    ),
    "people": frozenset(
        [
            *("member", "members", "people", "partnership", "partnerships"),
            *("councillor", "councillors", "councilor", "councilors", "cllr", "cllrs", "coun"),
            *("committee", "committees"),
        ]
    ),
    "committees": frozenset(["committee", "committees"]),
    "offices": frozenset(["committee", "full"]),
    "groups": frozenset(
        ["bodies", "group", "groups", "kind", "kinds", "partner", "partners", "partnership", "partnerships"]
    ),
}
# Words that count beside others, and say nothing where they are all that facts account for.
LITTLE = frozenset(["non", "most", "more", "less", "no", "not"])
# What kind of body is meant and no more, and words that aims have without being about them.
COUNCILS = frozenset(["council", "councils", "county", "borough", "district", "city", "local"])
COMMON = frozenset(
    [
        *(
            "action",
            "actions",
            "agenda",
            "agendas",
            "agencies",
            "annually",
            "care",
            "cares",
            "end",
            "ensure",
            "improve",
            "increase",
            "level",
            "levels",
            "link",
            "links",
        ),
        *(
            "number",
            "numbers",
            "office",
            "officer",
            "officers",
            "offices",
            "progress",
            "public",
            "report",
            "reports",
        ),
        *("stop", "support", "use", "work"),
    ]
)
MARKS = frozenset(["statutory", "nonstatutory", "notstated", "formal", "informal", "strategic"])
SAME = {"chairperson": "chair", "chairwoman": "chair", "chaired": "chair", "vicechair": "vice"}


Alternatives = Callable[[Words, str], Iterable[str]]


class Tier(IntEnum):
    """How well a question's words match an entry; lower is better."""

    NAME = 0
    WORDS = 1
    BEGINNINGS = 2
    FACTS = 3
    FACT_BEGINNINGS = 4
    INITIALS = 5
    MISSPELT = 6


NOTHING = len(Tier)  # what comes after the last tier


@dataclass(frozen=True)
class Found:
    """The places of the entries that match, all in the same tier and by as many `slips` of the pen.

    `telling` where no word is too short a beginning.
    """

    tier: int = NOTHING
    places: Places | set[int] | tuple[int, ...] = ()
    telling: bool = True
    slips: int = 0

    @property
    def sure(self) -> bool:
        """Whether the words were typed as they are."""
        return self.tier < Tier.INITIALS and self.telling


def best(
    shelf: Shelf, kind: Shelved, said: tuple[str, ...], *, topical: bool = False, worst: int = NOTHING
) -> Found:
    """The entries of a shelf that match all the words, in the best tier that any reaches and that is no worse than that."""
    key = " ".join(singular(word) for word in said)
    places = shelf.wholes.places.get(key)
    if places and key not in shelf.areas.places:
        return Found(Tier.NAME, places)
    said = tuple(word for word in said if word not in GENERIC[kind]) or said
    if not said:
        return Found()
    if flagged := _flagged(shelf, said):
        return Found(Tier.WORDS, flagged)
    if (
        COUNCILS.issuperset(said) and "council" in key.split()
    ):  # the name of one partnership has it by accident
        about = _with_all(said, [shelf.names, shelf.facts], _whole)
        return Found(Tier.WORDS, about, telling=len(about) > 1) if about else Found()
    of_a_body = " " in key and key in shelf.bodies.places
    if (topical or of_a_body) and (about := _with_all(said, [shelf.names, shelf.facts], _whole)):
        return Found(Tier.WORDS, about, telling=not COMMON.issuperset(said))
    for tier, sides, alternatives in (
        (Tier.WORDS, [shelf.names], _whole),
        (Tier.BEGINNINGS, [shelf.names], _beginnings),
        (Tier.FACTS, [shelf.names, shelf.facts], _whole),
        (Tier.FACT_BEGINNINGS, [shelf.names, shelf.facts], _beginnings),
        (Tier.INITIALS, [shelf.names, shelf.facts, shelf.initials], _whole),
        (Tier.MISSPELT, [shelf.names], _misspelt),
        (Tier.MISSPELT, [shelf.names, shelf.facts], _misspelt),
    ):
        if tier > worst or (tier == Tier.FACTS and _little(shelf, said)):
            break
        if tier == Tier.INITIALS and shelf.initials.places.keys().isdisjoint(said):
            continue
        if matching := _with_all(said, sides, alternatives):
            telling = _telling(kind, said, sides, tier) and not (
                (tier in {Tier.BEGINNINGS, Tier.FACTS, Tier.FACT_BEGINNINGS} and COMMON.issuperset(said))
                or (tier == Tier.FACTS and len(matching) == 1 and _by_level(shelf, said))
            )
            if tier == Tier.MISSPELT:
                return _nearest_of(matching, said, sides)
            return Found(tier, matching, telling=telling)
    return Found()


def _nearest_of(matching: Iterable[int], said: tuple[str, ...], sides: list[Words]) -> Found:
    """Of places that match by slips of the pen those with the fewest; what only begins another word counts as one."""
    slips = dict.fromkeys(matching, 0)
    for word in said:
        whole = _places(word, sides, _whole)
        least: dict[int, int] = {}
        for side in sides:
            for known in _misspelt(side, word):
                count = max(1, OSA.distance(word, known)) if not known.startswith(word) else 1
                for place in side.places.get(known, ()):
                    if place in slips and place not in whole:
                        least[place] = min(count, least.get(place, count))
        for place, count in least.items():
            slips[place] += count
    fewest = min(slips.values())
    return Found(Tier.MISSPELT, {place for place, count in slips.items() if count == fewest}, slips=fewest)


def _little(shelf: Shelf, said: tuple[str, ...]) -> bool:
    """Whether names account for all the words but such as "most" and "non"."""
    others = [
        word for word in said if not any(form in shelf.names.places for form in _whole(shelf.names, word))
    ]
    return bool(others) and LITTLE.issuperset(others)


def with_words(shelf: Shelf, said: Iterable[str], *, facts: bool = True) -> list[set[int]]:
    """For each word the places of the entries that have it as it was typed."""
    sides = [shelf.names, shelf.facts] if facts else [shelf.names]
    return [_places(word, sides, _whole) for word in said]


def with_misspelt(shelf: Shelf, word: str) -> set[int]:
    """The places of the entries that are called something like that word."""
    return _places(word, [shelf.names], _misspelt)


def nearest(words: Words, word: str, *, most: int) -> list[str]:
    """The words nearest to one, for names to offer where nothing fits."""
    shortest, longest = max(SHORTEST_MISSPELT, len(word) - 3), len(word) + 3
    choices = [known for length in range(shortest, longest + 1) for known in words.by_length.get(length, ())]
    scored = process.extract(word, choices, scorer=OSA.normalized_similarity, limit=most, score_cutoff=0.6)
    return [known for known, _, _ in scored]


def slips_forgiven(word: str) -> int:
    """How many wrong, missing, added or swapped letters a word of that length may have."""
    if len(word) < SHORTEST_MISSPELT or word.isdigit():  # two letters say too little to guess from
        return 0
    return 1 if len(word) <= 6 else MOST_SLIPS  # noqa: PLR2004 - a second slip needs a long word around it


def _by_level(shelf: Shelf, said: tuple[str, ...]) -> bool:
    """Whether a name goes with nothing but a level: "lake district" is no district of South Lakes."""
    inside = [word for word in said if any(form in shelf.names.places for form in _whole(shelf.names, word))]
    levels = [
        word for word in said if word not in inside and word in shelf.flags.places and word not in MARKS
    ]
    kind = " ".join(map(singular, inside))
    return (
        bool(inside and levels) and len(inside) + len(levels) == len(said) and kind not in shelf.kinds.places
    )


def _flagged(shelf: Shelf, said: tuple[str, ...]) -> set[int]:
    """The entries that are marked so, where the words are marks and nothing else: "non-statutory", "district"."""
    phrase = " ".join(singular(word) for word in said)
    if phrase in shelf.flags.places:
        return set(shelf.flags.places[phrase])
    if all(word in shelf.flags.places for word in said):
        return set.intersection(*(set(shelf.flags.places[word]) for word in said))
    return set()


def _with_all(said: tuple[str, ...], sides: list[Words], alternatives: Alternatives) -> set[int] | Places:
    """The places of the entries that have each word, or an alternative to it, on one of the sides."""
    if len(said) == 1 and len(sides) == 1:
        only = [word for word in alternatives(sides[0], said[0]) if word in sides[0].places]
        if len(only) == 1:
            return sides[0].places[only[0]]
    found: set[int] | None = None
    for word in sorted(said, key=len, reverse=True):
        places = _places(word, sides, alternatives)
        found = places if found is None else found & places
        if not found:
            return set()
    return found or set()


def _places(word: str, sides: list[Words], alternatives: Alternatives) -> set[int]:
    found: set[int] = set()
    for side in sides:
        for known in alternatives(side, word):
            found.update(side.places.get(known, ()))
    return found


def _whole(_: Words, word: str) -> Iterable[str]:
    return {word, singular(word), SAME.get(word, word)}


def _beginnings(side: Words, word: str) -> Iterable[str]:
    if len(word) < SHORTEST_BEGINNING:
        return _whole(side, word)
    return {*_whole(side, word), *side.beginning(word)}


def _misspelt(side: Words, word: str) -> Iterable[str]:
    slips = 0 if word in MARKS else slips_forgiven(word)  # "informal" is no slip of "formal"
    near = [
        known
        for length in range(len(word) - slips, len(word) + slips + 1)
        for known, _, _ in process.extract(
            word, side.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=slips, limit=None
        )
    ]
    return {*_beginnings(side, word), *near} if slips else _beginnings(side, word)


def _telling(kind: Shelved, said: tuple[str, ...], sides: list[Words], tier: int) -> bool:
    """Whether each word that only begins another says enough: half of it."""
    if tier not in {Tier.BEGINNINGS, Tier.FACT_BEGINNINGS}:
        return True
    if kind == "people" or (tier == Tier.FACT_BEGINNINGS and len(said) > 1):
        return False
    for word in said:
        if any(form in side.places for side in sides for form in _whole(side, word)):
            continue
        shortest = min((len(known) for side in sides for known in side.beginning(word)), default=0)
        half = len(word) * 2 >= shortest
        if not half or (tier == Tier.FACT_BEGINNINGS and len(word) < TELLING_FACT):
            return False
    return True
