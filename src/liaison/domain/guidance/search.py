"""Finding what the guidance says: a topic, a definition, or the passages that hold the words typed.

How it is ranked: a topic's own name before a defined term, before a passage's title, before words of its title, before
words anywhere in it, before beginnings of words, before misspellings. Only the best of these counts, and a match by
misspelling says that it is one (`exact` is False), so that no answer is stated as right that is not (I-04).
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from liaison.domain.guidance.models import Answer, Passage, Reading, Topic
from liaison.domain.guidance.readings import readings, reads
from liaison.domain.guidance.sources import cited, owner_of, title_of_role
from liaison.domain.names import fold, words
from liaison.domain.packs import GUIDE_TOPICS, KnowledgeEntry, Pack
from liaison.domain.register.snapshot import Register

DEFINE = "define"
LONGEST_QUERY = 200
SHORTEST_BEGINNING = 3
SHORT, MIDDLING = 4, 7  # letters that a word has at most
NEAR_ENOUGH = 70  # of 100
MOST_NEAR = 5
# Words of a question that do not tell what it is about.
ASKING = frozenset(
    re.findall(
        r"\w+",
        """a about an and are can do does for from guide how i if in is it me must my of on or our please say says should
        tell that the their this to us we what whats when where which who why with you""",
    )
)
# Words of a question what something means.
MEANING = frozenset({"abbreviation", "define", "definition", "mean", "meaning", "means", "stand", "stands"})


class Tier(IntEnum):
    """How well words fit a passage or a topic; lower is better."""

    TITLE = 0
    IN_TITLE = 1
    INSIDE = 2
    BEGINNINGS = 3
    MISSPELT = 4


NOTHING = len(Tier)


def topics(pack: Pack) -> tuple[Topic, ...]:
    """The topics on which this authority's guidance says something, by their titles."""
    counts = {key: sum(entry.topic == key for entry in pack.knowledge) for key in GUIDE_TOPICS}
    if pack.glossary:
        counts[DEFINE] += len(pack.glossary)
    found = [
        Topic(key=key, title=GUIDE_TOPICS[key], passages=count) for key, count in counts.items() if count
    ]
    return tuple(sorted(found, key=lambda topic: topic.title))


def ask(register: Register, library: Sequence[Pack], text: str, *, day: date) -> Answer:
    """What the guidance says to what was typed (B-13, B-14, I-04, I-23). It raises nothing, whatever was typed."""
    pack = next(pack for pack in library if pack.key == register.pack)
    base = Answer(query=" ".join(text.split()), owner=owner_of(pack), topics=topics(pack))
    if len(text) > LONGEST_QUERY:
        return base
    said = words(text)
    if said[:1] == (DEFINE,) and len(said) > 1:
        term = text.strip().partition(" ")[2] or " ".join(said[1:])  # "define:csp" is understood too
        return _defined(base, register, pack, library, term, day)
    key = _topic_named(fold(text))
    if key:
        return _topic(base, register, pack, library, key, day)
    telling = tuple(word for word in said if word not in ASKING)
    if not telling:
        return base
    asked = " ".join(telling)
    bare = _bare(telling)
    known = readings(register, pack, library, day=day, of=(text, asked, bare))
    # "What is CAA?" and "What does CAA mean?" ask for a definition too; "csp" alone as well.
    if found := reads(known, fold(text)) or reads(known, asked) or reads(known, bare):
        return base.model_copy(update={"readings": found, "defining": True, "title": found[0].term})
    return _searched(base, pack, library, telling) or base.model_copy(
        update={"near": _near(asked, _terms(register, known))}
    )


def passages_of(pack: Pack, library: Sequence[Pack], topic: str) -> tuple[Passage, ...]:
    """What the guidance says on a topic, in its own order."""
    return tuple(_passage(pack, library, entry) for entry in pack.knowledge if entry.topic == topic)


def _topic_named(folded: str) -> str | None:
    names = {fold(name): key for key, title in GUIDE_TOPICS.items() for name in (key, title)}
    return names.get(folded)


def _topic(
    base: Answer, register: Register, pack: Pack, library: Sequence[Pack], key: str, day: date
) -> Answer:
    known = readings(register, pack, library, day=day, of=None if key == DEFINE else (key,))
    if key != DEFINE:
        known = reads(known, key)
    passages = () if key == DEFINE else passages_of(pack, library, key)
    return base.model_copy(
        update={
            "title": GUIDE_TOPICS[key],
            "readings": known,
            "passages": passages,
            "silent": not (known or passages),
        }
    )


def _defined(
    base: Answer, register: Register, pack: Pack, library: Sequence[Pack], term: str, day: date
) -> Answer:
    bare = _bare(words(term))
    known = readings(register, pack, library, day=day, of=(term, bare))
    base = base.model_copy(update={"query": " ".join(term.split()), "defining": True})
    if found := reads(known, fold(term)) or reads(known, bare):
        return base.model_copy(update={"readings": found, "title": found[0].term})
    return base.model_copy(update={"exact": False, "near": _near(fold(term), _terms(register, known))})


def _bare(said: Sequence[str]) -> str:
    """What is asked about, without the words that ask what it means."""
    return " ".join(word for word in said if word not in ASKING | MEANING)


def _terms(register: Register, known: Sequence[Reading]) -> list[str]:
    """Every term, for the nearest to a slip."""
    shorts = (partnership.short for partnership in register.partnerships)
    return list(dict.fromkeys([*(reading.term for reading in known), *(short for short in shorts if short)]))


def _searched(base: Answer, pack: Pack, library: Sequence[Pack], said: tuple[str, ...]) -> Answer | None:
    """The passages, or the whole topics, that fit best."""
    titles = {key: _fit(said, GUIDE_TOPICS[key], ()) for key in {entry.topic for entry in pack.knowledge}}
    fits = {
        index: min(_fit(said, entry.label, _inside(entry)), titles[entry.topic])
        for index, entry in enumerate(pack.knowledge)
    }
    best = min(fits.values(), default=NOTHING)
    if best == NOTHING:
        return None
    found = [pack.knowledge[index] for index, fit in fits.items() if fit == best]
    return base.model_copy(
        update={
            "exact": best != Tier.MISSPELT,
            "passages": tuple(_passage(pack, library, entry) for entry in found),
        }
    )


def _fit(said: tuple[str, ...], title: str, inside: tuple[str, ...]) -> int:
    headed = words(title)
    everything = {*headed, *inside}
    if said == tuple(word for word in headed if word not in ASKING):
        return Tier.TITLE
    if all(word in headed for word in said):
        return Tier.IN_TITLE
    if all(word in everything for word in said):
        return Tier.INSIDE
    if all(_begins(word, everything) for word in said):
        return Tier.BEGINNINGS
    return Tier.MISSPELT if all(_misspells(word, everything) for word in said) else NOTHING


def _begins(word: str, known: set[str]) -> bool:
    long_enough = len(word) >= SHORTEST_BEGINNING
    return word in known or (long_enough and any(other.startswith(word) for other in known))


def _misspells(word: str, known: set[str]) -> bool:
    """Whether a word is near one of those known: short ones forgive no wrong letter, middling ones one, longer ones two."""
    forgiven = 0 if len(word) <= SHORT else 1 if len(word) <= MIDDLING else 2
    return word in known or any(
        other[:1] == word[:1] and OSA.distance(word, other, score_cutoff=forgiven) <= forgiven
        for other in known
    )


def _inside(entry: KnowledgeEntry) -> tuple[str, ...]:
    parts = (entry.gist, entry.attributed_to, entry.status, *entry.points, *entry.amended_by)
    return tuple(word for part in parts if part for word in words(part))


def _near(folded: str, terms: Sequence[str]) -> tuple[str, ...]:
    if not folded:
        return ()
    found = process.extract(
        folded, terms, scorer=fuzz.ratio, processor=str.casefold, limit=MOST_NEAR, score_cutoff=NEAR_ENOUGH
    )
    return tuple(term for term, _, _ in found)


def _passage(pack: Pack, library: Sequence[Pack], entry: KnowledgeEntry) -> Passage:
    return Passage(
        entry=entry,
        cited=cited(pack, library, entry.source, topic=entry.topic),
        advice_from=title_of_role(pack, entry.ask[0]) if entry.ask else None,
    )
