"""Answering "who", "what" and "where" from a snapshot of the register.

How names are ranked: a query finds what matches *all* its telling words, and only the best tier counts: a whole name
before whole words before beginnings of words before misspellings. Within a tier, names that begin with the query come
first. A name that is also an area ("Carlisle") counts as words, so that everything in the area is found. A match by
misspelling is never stated as if it were what was typed (`exact` is False).
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from liaison.domain.errors import BadInput
from liaison.domain.names import fold, telling_words, words
from liaison.domain.register.models import Committee, Holder, Office, Partnership, Person, Register
from liaison.domain.values import PersonId, Value

LONGEST_QUERY = 200
SHORTEST_BEGINNING = 3  # letters that a beginning of a word needs before it counts
NEAR_ENOUGH = 72  # of 100: below it a name is not worth offering as "near"
T = TypeVar("T", Partnership, Person, Committee, Office)


class Tier(IntEnum):
    """How well a query's words match a name; lower is better."""

    NAME = 0
    WORDS = 1
    BEGINNINGS = 2
    MISSPELT = 3


NOTHING = len(Tier)  # what comes after the last tier


class Row(Value):
    """One partnership with its seats on the day asked about."""

    partnership: Partnership
    representatives: tuple[Holder, ...]
    substitutes: tuple[Holder, ...]
    support_officers: tuple[Holder, ...]
    link_officers: tuple[Holder, ...]
    reports_to: tuple[Committee, ...]


class PersonSeats(Value):
    """One person with the offices and seats they hold on the day asked about (A-08)."""

    person: Person
    offices: tuple[Office, ...]
    seats: tuple[tuple[Partnership, Holder], ...]


class OfficeHolders(Value):
    """One office with those who hold it."""

    office: Office
    holders: tuple[PersonSeats, ...]


class CommitteeEntry(Value):
    """One committee with the offices tied to it and the partnerships that report to it (A-05)."""

    committee: Committee
    offices: tuple[OfficeHolders, ...]
    partnerships: tuple[Row, ...]


class Answer(Value):
    """What a lookup found: any of four kinds of entries; `near` holds names to try where it found nothing."""

    query: str
    day: date
    edition: str | None
    policy_edition: str | None
    exact: bool = True
    partnerships: tuple[Row, ...] = ()
    people: tuple[PersonSeats, ...] = ()
    committees: tuple[CommitteeEntry, ...] = ()
    offices: tuple[OfficeHolders, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many entries were found."""
        return len(self.partnerships) + len(self.people) + len(self.committees) + len(self.offices)


class Vacancies(Value):
    """The seats that nobody holds (A-06)."""

    day: date
    edition: str | None
    seats: tuple[tuple[Partnership, Holder], ...]


class Matrix(Value):
    """The register as a grid, with its counts (A-07)."""

    day: date
    edition: str | None
    policy_edition: str | None
    rows: tuple[Row, ...]
    seats: int
    filled: int
    vacant: int
    substitutes: int
    members: int


def find(register: Register, text: str, *, day: date) -> Answer:
    """Finds partnerships, people, committees and offices that the text names, as of a day (A-08, A-09, A-19).

    Raises BadInput for a text too long to be a name.
    """
    if len(text) > LONGEST_QUERY:
        raise BadInput(
            f"That is {len(text):,} characters, which is too long for a name.",
            "Type a partnership, a person, an area or a committee, for example /rep barrow.",
        )
    said = telling_words(text)
    areas = {fold(partnership.area) for partnership in register.partnerships if partnership.area}
    partnerships = _best(
        said, [_Entry(p, _titles(p), [p.kind, p.kind_short, p.area]) for p in register.partnerships], areas
    )
    people = _best(said, [_Entry(p, [p.name], []) for p in register.people])
    committees = _best(said, _committee_names(register))
    offices = _best(
        said, [_Entry(o, [o.name, *o.also_called], [_short(register, o)]) for o in register.offices]
    )
    tier = min(partnerships.tier, people.tier, committees.tier, offices.tier)
    base = Answer(
        query=text.strip(), day=day, edition=register.edition, policy_edition=register.policy_edition
    )
    if tier == NOTHING:
        return base.model_copy(update={"exact": False, "near": near(register, text)})
    named = committees.at(tier)
    return base.model_copy(
        update={
            "exact": tier != Tier.MISSPELT,
            "partnerships": tuple(row(register, p, day) for p in _ordered(partnerships.at(tier), text)),
            "people": tuple(person_seats(register, p, day) for p in people.at(tier)),
            "committees": tuple(_committee(register, c, day) for c in named),
            "offices": tuple(_office(register, o, day) for o in offices.at(tier) if not _says_it(named, o)),
        }
    )


def row(register: Register, partnership: Partnership, day: date) -> Row:
    """A partnership with its seats on a day (A-01, A-02, A-05)."""
    seats = register.seats_of(partnership.id, day)
    return Row(
        partnership=partnership,
        representatives=tuple(h for h in seats if h.appointment.role == "representative"),
        substitutes=tuple(h for h in seats if h.appointment.role == "substitute"),
        support_officers=tuple(h for h in seats if h.appointment.role == "support officer"),
        link_officers=tuple(h for h in seats if h.appointment.role == "link officer"),
        reports_to=tuple(register.committee[c] for c in partnership.reports_to if c in register.committee),
    )


def person_seats(register: Register, person: Person, day: date) -> PersonSeats:
    """A person with every seat they hold on a day (A-08)."""
    return PersonSeats(
        person=person,
        offices=register.offices_of(person.id, day),
        seats=tuple(
            (register.partnership[h.appointment.partnership], h)
            for h in register.seats_held_by(person.id, day)
        ),
    )


def about_person(register: Register, person: PersonId, *, day: date) -> Answer:
    """The answer for one known person, as for `/rep me` or a mention."""
    return Answer(
        query=register.person[person].name,
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        people=(person_seats(register, register.person[person], day),),
    )


def vacancies(register: Register, *, day: date) -> Vacancies:
    """Every seat that nobody holds on a day (A-06, A-20)."""
    seats = tuple((register.partnership[h.appointment.partnership], h) for h in register.vacancies(day))
    return Vacancies(day=day, edition=register.edition, seats=seats)


def matrix(register: Register, *, day: date) -> Matrix:
    """The whole register as a grid with its counts (A-07)."""
    rows = tuple(row(register, partnership, day) for partnership in register.partnerships)
    seats = [holder for r in rows for holder in r.representatives]
    substitutes = [holder for r in rows for holder in r.substitutes if not holder.appointment.vacant]
    vacant = sum(holder.appointment.vacant for holder in seats)
    members = {holder.person.id for holder in [*seats, *substitutes] if holder.person}
    return Matrix(
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        rows=rows,
        seats=len(seats),
        filled=len(seats) - vacant,
        vacant=vacant,
        substitutes=len(substitutes),
        members=len(members),
    )


def one_partnership(register: Register, text: str, *, day: date) -> Partnership | tuple[Partnership, ...]:
    """The partnership that a text names, or those that it could mean; empty where none is near."""
    found = find(register, text, day=day)
    named = tuple(r.partnership for r in found.partnerships)
    if len(named) == 1 and found.exact:
        return named[0]
    return named or tuple(_near_partnerships(register, text))


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
    whole = _certainly(register, text)
    if len(whole) == 1:
        return tuple(whole)
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


def _certainly(register: Register, text: str) -> list[Committee]:
    """The committees that a text names without a slip."""
    found = _best(telling_words(text), _committee_names(register))
    return found.entries if found.tier != Tier.MISSPELT else []


def near(register: Register, text: str, *, most: int = 3) -> tuple[str, ...]:
    """Names that the text may have meant, the nearest first."""
    folded = fold(text)
    if not folded:
        return ()
    names: dict[str, str] = {}
    for partnership in register.partnerships:
        names |= {fold(name): partnership.title for name in _titles(partnership)}
    names |= {fold(person.name): person.name for person in register.people}
    names |= {fold(committee.name): committee.name for committee in register.committees}
    scored = process.extract(
        folded, names.keys(), scorer=fuzz.WRatio, limit=most * 3, score_cutoff=NEAR_ENOUGH
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in scored))[:most]


def _near_partnerships(register: Register, text: str) -> Iterable[Partnership]:
    wanted = set(near(register, text))
    return (partnership for partnership in register.partnerships if partnership.title in wanted)


@dataclass(frozen=True)
class _Entry(Generic[T]):
    """An entry to be found: by its names, and by more words that tell it apart."""

    what: T
    names: list[str]
    more: list[str | None]


@dataclass(frozen=True)
class _Matches(Generic[T]):
    """The entries of one kind that match, all in the same tier."""

    tier: int
    entries: list[T]

    def at(self, tier: int) -> list[T]:
        """The entries, where they are in that tier."""
        return self.entries if self.tier == tier else []


def _best(
    said: tuple[str, ...],
    entries: Iterable[_Entry[T]],
    areas: AbstractSet[str] = frozenset(),
) -> _Matches[T]:
    """The entries that match all the words, in the best tier that any of them reaches."""
    best: int = NOTHING
    found: list[T] = []
    for entry in entries:
        tier = _tier_of(said, entry, areas)
        if tier < best:
            best, found = tier, [entry.what]
        elif tier == best and tier != NOTHING:
            found.append(entry.what)
    return _Matches(best, found)


def _tier_of(said: tuple[str, ...], entry: _Entry[T], areas: AbstractSet[str]) -> int:
    bag = _bag([*entry.names, *filter(None, entry.more)])
    worst = max((_tier(word, bag) for word in said), default=NOTHING)
    query = " ".join(said)
    whole = {" ".join(telling_words(name)) for name in entry.names}
    return Tier.NAME if worst == Tier.WORDS and query in whole and query not in areas else worst


def _tier(word: str, bag: frozenset[str]) -> int:
    if word in bag or (len(word) > SHORTEST_BEGINNING and word.removesuffix("s") in bag):
        return Tier.WORDS
    if len(word) >= SHORTEST_BEGINNING and any(known.startswith(word) for known in bag):
        return Tier.BEGINNINGS
    forgiven = slips_forgiven(word)
    if forgiven and any(OSA.distance(word, known, score_cutoff=forgiven) <= forgiven for known in bag):
        return Tier.MISSPELT
    return NOTHING


def slips_forgiven(word: str) -> int:
    """How many wrong, missing, added or swapped letters a word of that length may have."""
    if len(word) < 3 or word.isdigit():  # noqa: PLR2004 - two letters say too little to guess from
        return 0
    return 1 if len(word) <= 6 else 2  # noqa: PLR2004 - a second slip needs a long word around it


def _partnership_names(partnership: Partnership) -> list[str]:
    names = [partnership.name, *partnership.also_called, *partnership.formerly]
    return [*names, partnership.short] if partnership.short else names


def _titles(partnership: Partnership) -> list[str]:
    tags = [partnership.kind_short or "", partnership.kind or ""]
    names = _partnership_names(partnership)
    return [
        *names,
        *(f"{name} {tag}" for name in [*names, partnership.area or ""] for tag in tags if name and tag),
    ]


def _committee_names(register: Register) -> list[_Entry[Committee]]:
    return [
        _Entry(c, [c.name, *c.also_called, *([c.short] if c.short else [])], []) for c in register.committees
    ]


def _short(register: Register, office: Office) -> str | None:
    committee = register.committee.get(office.committee) if office.committee else None
    return committee.short if committee else None


def _bag(names: Iterable[str]) -> frozenset[str]:
    bag = {word for name in names for word in words(name)}
    return frozenset(bag | {word.removesuffix("s") for word in bag if len(word) > SHORTEST_BEGINNING})


def _ordered(found: list[Partnership], text: str) -> list[Partnership]:
    start = fold(text)

    def rank(entry: Partnership) -> tuple[bool, bool]:
        others = _partnership_names(entry)[1:]
        return not fold(entry.name).startswith(start), not any(
            fold(name).startswith(start) for name in others
        )

    return sorted(found, key=rank)


def _committee(register: Register, committee: Committee, day: date) -> CommitteeEntry:
    return CommitteeEntry(
        committee=committee,
        offices=tuple(
            _office(register, office, day) for office in register.offices if office.committee == committee.id
        ),
        partnerships=tuple(
            row(register, p, day) for p in register.partnerships if committee.id in p.reports_to
        ),
    )


def _office(register: Register, office: Office, day: date) -> OfficeHolders:
    holders = register.holders_of(office.id, day)
    return OfficeHolders(
        office=office, holders=tuple(person_seats(register, person, day) for person in holders)
    )


def _says_it(committees: list[Committee], office: Office) -> bool:
    """Whether a committee that was found already shows the office."""
    return office.committee in {committee.id for committee in committees}
