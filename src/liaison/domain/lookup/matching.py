"""The entries of every kind that some words mean, in the best tier that any of them reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, cast

from liaison.domain.lookup.models import Certainty, Detail
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import GENERIC, NOTHING, Found, Tier, best
from liaison.domain.lookup.rows import texts_of
from liaison.domain.names import FILLERS, TITLES, fold, forms, singular, whole
from liaison.domain.register.findable import names_of
from liaison.domain.register.index import SHELVES, Places, Shelved
from liaison.domain.register.models import Group, Office
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId

MOST_SORTED = 500  # of more, the register's order is order enough
EVERYWHERE = frozenset(["meeting", "meetings", "officer", "officers"])  # what every body has
MOST_LOOKED_INTO = 50  # of more, that all words stand in one text tells nobody which is meant


class _Dated(Protocol):
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Chosen:
    """The ids of the entries that a question means; `reasons` say of a partnership why it is among them.

    `said` are the words that partnerships account for. `remark` is what else there is to say. `sure` where what was typed
    is what was found, in the `tier` of what matches. `detail` is what is asked of the entries, where the words tell it
    only now. `instead` says what is not so, where something else is offered.
    """

    partnerships: tuple[PartnershipId, ...] = ()
    people: tuple[PersonId, ...] = ()
    committees: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    reasons: Mapping[PartnershipId, str] = field(default_factory=dict)
    remark: str | None = None
    detail: Detail | None = None
    instead: str | None = None
    sure: bool = True
    tier: int = NOTHING

    @property
    def total(self) -> int:
        """How many entries; a group counts where it is all there is."""
        found = len(self.partnerships) + len(self.people) + len(self.committees) + len(self.offices)
        return found or len(self.groups)

    @property
    def certainty(self) -> Certainty:
        """How sure the answer is."""
        if not self.total:
            return "nothing"
        if not self.sure:
            return "guess"
        return "certain" if self.total == 1 else "choice"


def rank(register: Register, said: tuple[str, ...], question: Question) -> Chosen:
    """The entries of any kind in the best tier that one reaches."""
    found: dict[Shelved, Found] = {}
    tier = NOTHING
    nothing_but_little_words = FILLERS.issuperset(said)
    for kind in SHELVES:
        shelf = register.index.shelf(kind)
        worst = min(tier, Tier.MISSPELT)
        if nothing_but_little_words:  # somebody may be called May, but nobody means all in whose name is "of"
            worst = Tier.WORDS if kind == "people" else Tier.NAME
        if kind != "people" and not TITLES.isdisjoint(said):  # "Mr Patel" is no slip of "panel"
            worst = min(worst, Tier.WORDS)
        found[kind] = best(shelf, kind, said, topical=question.topical, worst=worst)
        if kind != "groups":
            tier = min(tier, found[kind].tier)
    fits = found["groups"].tier <= min(tier, Tier.WORDS) or tier == NOTHING
    groups = found["groups"] if fits else Found()
    slips = min(
        (here.slips for kind, here in found.items() if here.tier == tier and kind != "groups"), default=0
    )
    at = {
        kind: here if (here.tier, here.slips) == (tier, slips) else Found()
        for kind, here in found.items()
        if kind != "groups"
    }
    committees = ids_at(register, "committees", at["committees"].places, question.exists_on)
    offices = tuple(
        id_
        for id_ in ids_at(register, "offices", at["offices"].places, question.exists_on)
        if cast("Office", register.entry("offices", id_)).committee not in committees
    )
    partnerships = cast(
        "tuple[PartnershipId, ...]",
        ids_at(register, "partnerships", at["partnerships"].places, question.exists_on),
    )
    sure = all(here.sure for here in at.values() if here.places)
    if (
        partnerships
        and len(partnerships) <= MOST_LOOKED_INTO
        and (tier == Tier.FACTS or (len(said) > 1 and (question.topical or tier == Tier.FACT_BEGINNINGS)))
    ):
        in_one = tuple(id_ for id_ in partnerships if _in_one_text(register, id_, said))
        partnerships = in_one if in_one and len(said) > 1 else partnerships
        sure = sure and bool(in_one)
    layers = ids_at(register, "groups", groups.places, question.exists_on)
    if tier > groups.tier:
        alone = tuple(
            id_ for id_ in layers if not register.in_group(cast("Group", register.entry("groups", id_)).id)
        )
        if alone:
            return Chosen(groups=alone, tier=groups.tier, sure=groups.sure)
    return Chosen(
        partnerships=_ordered(register, partnerships, said),
        people=cast(
            "tuple[PersonId, ...]", ids_at(register, "people", at["people"].places, question.exists_on)
        ),
        committees=committees,
        offices=offices,
        groups=layers if partnerships else (),
        said=said,
        tier=tier,
        sure=sure and not _says_too_little(said),
    )


def _in_one_text(register: Register, id_: PartnershipId, said: tuple[str, ...]) -> bool:
    """Whether one text of the register has all the words that the names of a partnership do not account for.

    Words from here and there are a coincidence. Somebody's post must be named in full: an assistant chief constable in
    the chair is no chief constable.
    """
    entry = register.partnership[id_]
    names = frozenset[str]().union(
        *map(forms, (*names_of(entry), entry.title, entry.kind or "", entry.area or ""))
    )
    little = names | GENERIC["partnerships"]
    left = {singular(word) for word in said if not {word, singular(word)} & little}
    for label, text in texts_of(register, entry):
        if left <= forms(text) and (not _is_post(label) or left == set(whole(text).split())):
            return True
    return not left


def _is_post(label: str) -> bool:
    return label in {"chair", "also attends"} or label.startswith("attends")


def _says_too_little(said: tuple[str, ...]) -> bool:
    """Whether there are only single letters, titles, and what every body has: nobody means everybody called "Mr"."""
    return all((len(word) == 1 and not word.isdigit()) or word in TITLES | EVERYWHERE for word in said)


def ids_at(register: Register, kind: Shelved, places: Iterable[int], day: date | None) -> tuple[str, ...]:
    """The ids at some places, in the register's order; those that exist on the day, where some of them do."""
    shelf = register.index.shelf(kind)
    dated = shelf.dated
    in_order: Places = sorted(places)
    there = in_order
    if dated and day:
        there = [
            place
            for place in in_order
            if place not in dated or _exists(cast("_Dated", register.entry(kind, shelf.ids[place])), day)
        ]
    return tuple(shelf.ids[place] for place in there or in_order)


def _exists(entry: _Dated, day: date) -> bool:
    return (entry.since is None or entry.since <= day) and (entry.until is None or day < entry.until)


def _ordered(
    register: Register, found: tuple[PartnershipId, ...], said: tuple[str, ...]
) -> tuple[PartnershipId, ...]:
    """Names that begin with what was typed first, then other names that do."""
    if not 1 < len(found) <= MOST_SORTED:
        return found
    start = " ".join(said)

    def order(id_: PartnershipId) -> tuple[bool, bool]:
        name, *others = names_of(register.partnership[id_])
        return not fold(name).startswith(start), not any(fold(other).startswith(start) for other in others)

    return tuple(sorted(found, key=order))
