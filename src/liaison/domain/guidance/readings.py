"""What abbreviations and terms stand for in this authority: from its glossary, its guidance and its register (I-23)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.guidance.models import Cited, Reading
from liaison.domain.guidance.sources import cited, in_words, owner_of
from liaison.domain.names import fold, whole
from liaison.domain.packs import Pack
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId

IN_BRACKETS = re.compile(r"(?P<meaning>.+?) \((?P<term>[A-Za-z]*[A-Z][A-Za-z]*)\)")
SMALL = frozenset({"and", "for", "of", "the"})


def readings(
    register: Register, pack: Pack, library: Sequence[Pack], *, day: date, of: Sequence[str] | None = None
) -> tuple[Reading, ...]:
    """Every term with every reading it has in this authority, by term; what several places say alike stands once.

    With `of`, only those partnerships are looked at that bear one of these names, since there may be very many.
    """
    merged: dict[tuple[str, str, str | None], Reading] = {}
    for reading in (*_defined(pack, library), *_registered(register, pack, day, of)):
        key = fold(reading.term), fold(reading.meaning), reading.attributed_to
        known = merged.get(key)
        merged[key] = (
            known.model_copy(
                update={
                    "points": tuple(dict.fromkeys([*known.points, *reading.points])),
                    "cited": tuple(dict.fromkeys([*known.cited, *reading.cited])),
                }
            )
            if known
            else reading
        )
    return tuple(sorted(merged.values(), key=lambda reading: fold(reading.term)))


def reads(known: Sequence[Reading], folded: str) -> tuple[Reading, ...]:
    """The readings of one term, or those with that meaning: whoever types the words in full is understood too."""
    by_term = tuple(reading for reading in known if fold(reading.term) == folded)
    return by_term or tuple(reading for reading in known if fold(reading.meaning) == folded)


def _defined(pack: Pack, library: Sequence[Pack]) -> Iterator[Reading]:
    """The glossary, the definitions, and what the guidance names together with its abbreviation."""
    for term, meaning in pack.glossary.items():
        yield Reading(
            term=term, meaning=meaning, cited=(cited(pack, library, pack.glossary_source or "the glossary"),)
        )
    for entry in pack.knowledge:
        match = IN_BRACKETS.fullmatch(entry.label)
        if entry.topic != "define" and not match:
            continue
        dated = f"dated {in_words(entry.dated)}" if entry.dated else None
        status = f"status: {entry.status}" if entry.status else None
        points = [entry.gist, *entry.points, dated, status, entry.remark]
        yield Reading(
            term=match["term"] if match else entry.label,
            meaning=match["meaning"] if match else entry.label,
            attributed_to=entry.attributed_to,
            points=tuple(point for point in points if point),
            cited=(cited(pack, library, entry.source, topic=entry.topic),),
        )


def _registered(register: Register, pack: Pack, day: date, of: Sequence[str] | None) -> Iterator[Reading]:
    """What the register abbreviates: partnerships, their kinds, groups and committees."""
    here = Cited(
        owner=owner_of(pack),
        source="the register",
        document=f"list of {register.edition}" if register.edition else None,
    )
    for partnership in register.partnerships if of is None else _called(register, of):
        if partnership.short:
            yield _of_partnership(partnership, here, day)
    kinds: dict[tuple[str, str], tuple[str, ...]] = {}
    for partnership in register.partnerships:
        if partnership.kind_short and partnership.kind:
            kinds.setdefault((partnership.kind_short, partnership.kind), ())
        if partnership.kind_formerly_short and partnership.kind_formerly:
            now = (f"now called {_titled(partnership.kind)}",) if partnership.kind else ()
            kinds.setdefault((partnership.kind_formerly_short, partnership.kind_formerly), now)
    for group in register.groups:
        if group.kind_short and group.kind:
            kinds.setdefault((group.kind_short, group.kind), ())
    for (term, kind), points in kinds.items():
        yield Reading(term=term, meaning=_titled(kind), points=points, cited=(here,))
    for committee in register.committees:
        if committee.short and fold(committee.short) != fold(committee.name):
            yield Reading(term=committee.short, meaning=committee.name, cited=(here,))


def _called(register: Register, names: Sequence[str]) -> Iterator[Partnership]:
    """The partnerships that bear one of these names."""
    shelf = register.index.shelf("partnerships")
    places = {place for name in names for place in shelf.wholes.places.get(whole(name), ())}
    for place in sorted(places):
        yield register.partnership[PartnershipId(shelf.ids[place])]


def _of_partnership(partnership: Partnership, here: Cited, day: date) -> Reading:
    ended = partnership.until if partnership.until and partnership.until <= day else None
    return Reading(
        term=partnership.short or partnership.name,
        meaning=partnership.name,
        points=(f"ended on {write_date(ended)}",) if ended else (),
        cited=(here,),
    )


def _titled(kind: str) -> str:
    """A kind as a name: "local strategic partnership" is a Local Strategic Partnership."""
    if kind != kind.lower():
        return kind
    return " ".join(word if word in SMALL else word[:1].upper() + word[1:] for word in kind.split())
