"""Which entries a question means: by one name, by a relation between two, by person and place, or at worst by a guess."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, cast

from liaison.domain.errors import BadInput
from liaison.domain.lookup.models import Certainty
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import (
    GENERIC,
    NOTHING,
    Found,
    Tier,
    best,
    with_misspelt,
    with_words,
)
from liaison.domain.names import FILLERS, fold
from liaison.domain.register.findable import names_of
from liaison.domain.register.index import SHELVES, Places, Shelved
from liaison.domain.register.models import Group, Holder, Office, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, OfficeId, PartnershipId, PersonId

TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lady", "lord", "prof", "professor", "rev"]
)
SHORTEST_PART = 3  # letters that each of two words run together must have
MOST_SORTED = 500  # of more, the register's order is order enough
MOST_HOLDERS = 20
MOST_GUESSES = 5
TOO_COMMON = 3_000  # entries that have a word: it says too little to guess from


class _Dated(Protocol):
    since: date | None
    until: date | None


class _Known(Protocol):
    def __call__(self, word: str, /) -> bool: ...


@dataclass(frozen=True)
class Chosen:
    """The ids of the entries that a question means; `reasons` say of a partnership why it is among them.

    `said` are the words that partnerships account for. `remark` is what else there is to say. `sure` where what was typed
    is what was found.
    """

    partnerships: tuple[PartnershipId, ...] = ()
    people: tuple[PersonId, ...] = ()
    committees: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    reasons: Mapping[PartnershipId, str] = field(default_factory=dict)
    remark: str | None = None
    sure: bool = True

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


def choose(register: Register, question: Question, *, me: PersonId | None = None) -> Chosen:
    """The entries that a question means. Raises BadInput where it is about the asker, and nobody knows who that is."""
    if question.me:
        return _of_the_asker(register, question, me)
    related = _related(register, question)
    if related:
        return related
    words = dict.fromkeys([*question.said, *question.reports_to.split(), *question.under.split()])
    typed = tuple(word for word in words if word not in _LINKING or len(words) == 1)
    said = _repaired(register, typed)
    if not said:
        return Chosen()
    ranked = _ranked(register, said, question)
    if ranked.total and ranked.sure:
        return ranked
    together = _together(register, said, question, slips=False)
    if together or ranked.total:
        return together or ranked
    parted = _repaired(register, typed, parting=True)
    ranked = _ranked(register, parted, question) if parted != said else Chosen()
    if ranked.total:
        return ranked
    return _together(register, said, question, slips=True) or _partly(register, said, question)


_LINKING = frozenset(["the", "a", "an", "of", "to"])


def _ranked(register: Register, said: tuple[str, ...], question: Question) -> Chosen:
    """The entries of any kind in the best tier that one reaches."""
    found: dict[Shelved, Found] = {}
    tier = NOTHING
    for kind in SHELVES:
        shelf = register.index.shelf(kind)
        found[kind] = best(shelf, kind, said, topical=question.topical, worst=min(tier, Tier.MISSPELT))
        if kind != "groups":
            tier = min(tier, found[kind].tier)
    groups = found["groups"] if found["groups"].tier <= min(tier, Tier.WORDS) else Found()
    at = {kind: here if here.tier == tier else Found() for kind, here in found.items() if kind != "groups"}
    committees = _ids(register, "committees", at["committees"].places, question.exists_on)
    offices = tuple(
        id_
        for id_ in _ids(register, "offices", at["offices"].places, question.exists_on)
        if cast("Office", register.entry("offices", id_)).committee not in committees
    )
    partnerships = cast(
        "tuple[PartnershipId, ...]",
        _ids(register, "partnerships", at["partnerships"].places, question.exists_on),
    )
    layers = _ids(register, "groups", groups.places, question.exists_on)
    if tier > groups.tier:
        alone = tuple(
            id_ for id_ in layers if not register.in_group(cast("Group", register.entry("groups", id_)).id)
        )
        if alone:
            return Chosen(groups=alone)
    return Chosen(
        partnerships=_ordered(register, partnerships, said),
        people=cast(
            "tuple[PersonId, ...]", _ids(register, "people", at["people"].places, question.exists_on)
        ),
        committees=committees,
        offices=offices,
        groups=layers if partnerships else (),
        said=said,
        sure=all(here.sure for here in at.values() if here.places) and not _says_too_little(said),
    )


def _says_too_little(said: tuple[str, ...]) -> bool:
    """Whether there are only single letters and titles: nobody means everybody called "Mr"."""
    return all((len(word) == 1 and not word.isdigit()) or word in TITLES for word in said)


def _ids(register: Register, kind: Shelved, places: Iterable[int], day: date | None) -> tuple[str, ...]:
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

    def rank(id_: PartnershipId) -> tuple[bool, bool]:
        name, *others = names_of(register.partnership[id_])
        return not fold(name).startswith(start), not any(fold(other).startswith(start) for other in others)

    return tuple(sorted(found, key=rank))


def _related(register: Register, question: Question) -> Chosen | None:
    """The partnerships that report to a committee, or that are below another; None where neither is named for certain."""
    if question.reports_to:
        found = _sure(register, "committees", question.reports_to, question.exists_on)
        if len(found) != 1:
            return None
        committee = register.committee[CommitteeId(found[0])]
        if not question.said:
            return Chosen(committees=(committee.id,))
        return _narrowed(
            register,
            question,
            [entry.id for entry in register.reporting_to(committee.id)],
            f"reports to {committee.short or committee.name}",
        )
    if question.under:
        above = _sure(register, "partnerships", question.under, question.exists_on)
        if len(above) != 1:
            return None
        parent = register.partnership[PartnershipId(above[0])]
        parts = [entry.id for entry in register.parts_of(parent.id) if entry.exists_on(question.day)]
        return _narrowed(register, question, parts, f"part of {parent.name}") if parts else None
    return None


def _narrowed(register: Register, question: Question, ids: list[PartnershipId], reason: str) -> Chosen | None:
    """Those of some partnerships that the other words of the question mean."""
    if question.said:
        ranked = _ranked(register, question.said, question)
        within = set(ranked.partnerships)
        ids = [id_ for id_ in ids if id_ in within]
        if not ids:
            return None
        return Chosen(partnerships=tuple(ids), reasons=dict.fromkeys(ids, reason), sure=ranked.sure)
    return Chosen(partnerships=tuple(ids), reasons=dict.fromkeys(ids, reason))


def _sure(register: Register, kind: Shelved, text: str, day: date | None) -> tuple[str, ...]:
    said = tuple(word for word in text.split() if word not in _LINKING)
    found = best(register.index.shelf(kind), kind, said, worst=Tier.WORDS) if said else Found()
    return _ids(register, kind, found.places, day)


def _of_the_asker(register: Register, question: Question, me: PersonId | None) -> Chosen:
    if me is None or me not in register.person:
        raise BadInput(
            "I do not know who you are in the register.",
            "Type your surname instead, for example /rep watson.",
        )
    if not question.said:
        return Chosen(people=(me,))
    there = _ranked(register, question.said, question)
    if not there.partnerships:
        return Chosen()
    return _where_they_sit(register, question, [register.person[me]], [], there, sure=there.sure)


# --- A person or an office, and a place


def _together(register: Register, said: tuple[str, ...], question: Question, *, slips: bool) -> Chosen | None:
    """Those of the partnerships meant by some of the words on which the person or office meant by the others sits."""
    kinds: tuple[Shelved, ...] = ("people", "offices")
    for kind in kinds:
        split = _split(register, kind, said, slips=slips)
        if split is None:
            continue
        ids, rest = split
        there = _ranked(register, rest, question)
        if not there.partnerships or not (slips or there.sure):
            continue
        offices = [office for id_ in ids if (office := register.office.get(OfficeId(id_)))]
        people = [person for id_ in ids if (person := register.person.get(PersonId(id_)))]
        if kind == "people":
            offices = []
        else:
            people = [who for office in offices for who in register.holders_of(office.id, question.day)]
        found = _where_they_sit(register, question, people, offices, there, sure=not slips and there.sure)
        if found.total:
            return found
    return None


def _split(
    register: Register, kind: Shelved, said: tuple[str, ...], *, slips: bool
) -> tuple[list[str], tuple[str, ...]] | None:
    """The entries that some of the words name, and the other words; None where that takes all the words or none."""
    shelf = register.index.shelf(kind)
    places: dict[str, set[int]] = {}
    for word, having in zip(said, with_words(shelf, said, facts=False), strict=True):
        found = having
        if not found and slips and word not in GENERIC["partnerships"]:
            found = with_misspelt(shelf, word)
        if found:
            places[word] = found
    if not any(len(word) > 1 for word in places.keys() - TITLES - GENERIC[kind]):
        return None
    both = set.intersection(*places.values())
    rest = tuple(word for word in said if word not in places and word not in GENERIC[kind])
    if not both or not rest or len(both) > MOST_HOLDERS:
        return None
    return [shelf.ids[place] for place in sorted(both)], rest


def _where_they_sit(
    register: Register,
    question: Question,
    people: list[Person],
    offices: list[Office],
    there: Chosen,
    *,
    sure: bool = True,
) -> Chosen:
    within = set(there.partnerships)
    held: list[Holder] = [
        *(seat for person in people for seat in register.seats_held_by(person.id, question.day)),
        *(seat for office in offices for seat in register.seats_of_office(office.id, question.day)),
    ]
    reasons: dict[PartnershipId, str] = {}
    for seat in held:
        where = seat.appointment.partnership
        if where in within:
            who = seat.person.name if seat.person else seat.office.name if seat.office else ""
            reasons.setdefault(where, f"{who}, {seat.appointment.role}")
    if reasons:
        ids = tuple(id_ for id_ in there.partnerships if id_ in reasons)
        return Chosen(partnerships=ids, reasons=reasons, said=there.said, sure=sure)
    if not people or len(within) > MOST_GUESSES:
        return Chosen()
    names = " and ".join(person.name for person in people[:MOST_GUESSES])
    verb = "holds" if len(people) == 1 else "hold"
    return Chosen(
        partnerships=there.partnerships,
        people=tuple(person.id for person in people[:MOST_GUESSES]),
        said=there.said,
        remark=f"{names} {verb} no seat there.",
        sure=sure,
    )


# --- Mending and guessing


def _repaired(register: Register, said: tuple[str, ...], *, parting: bool = False) -> tuple[str, ...]:
    """The words with two joined that are one word of the register, and a number parted from its word: "cdrp3".

    `parting` also parts one word that is two of the register's: "westcumbria".
    """
    sides = [
        side
        for kind in SHELVES
        for side in (register.index.shelf(kind).names, register.index.shelf(kind).facts)
    ]

    def known(word: str) -> bool:
        return any(word in side.places for side in sides)

    found: list[str] = []
    for word in said:
        if found and not (known(found[-1]) and known(word)) and known(found[-1] + word):
            found[-1] += word
        elif not known(word) and (parts := _parted(word, known, parting=parting)):
            found.extend(parts)
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _parted(word: str, known: _Known, *, parting: bool) -> tuple[str, str] | None:
    for cut in range(1, len(word)):
        first, second = word[:cut], word[cut:]
        number = first[-1].isdigit() != second[0].isdigit()
        telling = parting and min(len(first), len(second)) >= SHORTEST_PART and not {first, second} & FILLERS
        if (number or telling) and known(first) and known(second):
            return first, second
    return None


def _partly(register: Register, said: tuple[str, ...], question: Question) -> Chosen:
    """The entries that account for most of the words, at least half of them: a guess."""
    scored: Counter[tuple[Shelved, int]] = Counter()
    counted: Counter[tuple[Shelved, int]] = Counter()
    for kind in SHELVES[:-1]:
        for word, places in zip(said, with_words(register.index.shelf(kind), said, facts=False), strict=True):
            if len(places) <= TOO_COMMON and word not in TITLES and word not in GENERIC[kind]:
                scored.update(dict.fromkeys(((kind, place) for place in places), len(word)))
                counted.update((kind, place) for place in places)
    enough = [key for key in scored if counted[key] * 2 >= len(said)]
    most = max((scored[key] for key in enough), default=0)
    top = [key for key in enough if scored[key] == most][:MOST_GUESSES]

    def ids(kind: Shelved) -> tuple[str, ...]:
        return _ids(register, kind, [place for of, place in top if of == kind], question.exists_on)

    return Chosen(
        partnerships=cast("tuple[PartnershipId, ...]", ids("partnerships")),
        people=cast("tuple[PersonId, ...]", ids("people")),
        committees=ids("committees"),
        offices=ids("offices"),
        said=said,
        sure=False,
    )
