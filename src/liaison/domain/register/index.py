"""What is worked out once for a version of the register, so that looking things up costs little (design decision 5).

Each kind of entry has a shelf: for every word the places of the entries that have it, in the register's order. A shelf
has two sides. `names` holds what an entry is called: its names, its kind and its area. `facts` holds what else the
register says of it. What is restricted is on neither (A-17). When entries change, only their own words are looked at
again; the shelf of the version before is left as it was, for whoever still reads it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from liaison.domain.names import FILLERS, TOPICAL, forms, initials, whole
from liaison.domain.register.entries import Edit, Entries
from liaison.domain.register.findable import Findable, findable
from liaison.domain.register.models import (
    Appointment,
    Entry,
    Kind,
    Term,
)
from liaison.domain.values import CommitteeId, PartnershipId

Places = list[int]
Shelved = Literal["partnerships", "people", "committees", "offices", "groups"]
SHELVES: tuple[Shelved, ...] = ("partnerships", "people", "committees", "offices", "groups")
AFTER_ALL = "\U0010ffff"
LONGEST_PART_CHANGED = 4  # a shelf is built anew where more than a quarter of it changes


class Words:
    """The places of entries by word; never changed once it is read."""

    def __init__(self, places: dict[str, Places]) -> None:
        self.places = places

    @cached_property
    def sorted(self) -> list[str]:
        """Every word in order, for beginnings."""
        return sorted(self.places)

    @cached_property
    def by_length(self) -> Mapping[int, list[str]]:
        """Every word with a letter in it by its length, for slips of the pen."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.places:
            if not word.isdigit():
                found[len(word)].append(word)
        return found

    def beginning(self, start: str) -> list[str]:
        """The words that begin so."""
        return self.sorted[bisect_left(self.sorted, start) : bisect_left(self.sorted, start + AFTER_ALL)]

    def changed(self, out: Mapping[str, Places], into: Mapping[str, Places]) -> "Words":
        """The same without some places and with others."""
        if not out and not into:
            return self
        places = dict(self.places)
        for word in out.keys() | into.keys():
            old, new = set(out.get(word, ())), set(into.get(word, ()))
            if old != new:
                places[word] = sorted(({*places.get(word, ())} - old) | new)
            if not places[word]:
                del places[word]
        return Words(places)


@dataclass(frozen=True)
class Shelf:
    """One kind of entries, made findable. A place is a number that an entry keeps; those of entries that went stay empty."""

    ids: list[str]
    place: dict[str, int]
    names: Words
    facts: Words
    flags: Words
    wholes: Words
    areas: Words
    kinds: Words
    bodies: Words
    initials: Words
    dated: frozenset[int] = frozenset()

    @property
    def sides(self) -> tuple[Words, Words]:
        """What entries are called, and what else is said of them."""
        return self.names, self.facts

    def of(self, ids: Iterable[str]) -> set[int]:
        """The places of entries."""
        return {self.place[id_] for id_ in ids if id_ in self.place}

    @cached_property
    def all_ids(self) -> tuple[str, ...]:
        """The ids of all entries, in the register's order."""
        return tuple(sorted(self.place, key=self.place.__getitem__))

    def changed(
        self,
        before: Mapping[str, Findable | None],
        after: Mapping[str, Findable | None],
    ) -> "Shelf":
        """The shelf with these entries looked at again; None is an entry that was not there, or no longer is."""
        ids, place = list(self.ids), dict(self.place)
        out, into = _Sides(), _Sides()
        dated = set(self.dated)
        for id_, found in after.items():
            old = before.get(id_)
            if old:
                out.add(place[id_], old)
            if found:
                if id_ not in place:
                    place[id_] = len(ids)
                    ids.append(id_)
                into.add(place[id_], found)
                (dated.add if found.dated else dated.discard)(place[id_])
            elif id_ in place:
                dated.discard(place.pop(id_))
        return replace(
            self,
            ids=ids,
            place=place,
            names=self.names.changed(out.names, into.names),
            facts=self.facts.changed(out.facts, into.facts),
            flags=self.flags.changed(out.flags, into.flags),
            wholes=self.wholes.changed(out.wholes, into.wholes),
            areas=self.areas.changed(out.areas, into.areas),
            kinds=self.kinds.changed(out.kinds, into.kinds),
            bodies=self.bodies.changed(out.bodies, into.bodies),
            initials=self.initials.changed(out.initials, into.initials),
            dated=frozenset(dated),
        )


class _Sides:
    """What some entries say, by side and word."""

    def __init__(self) -> None:
        self.names: defaultdict[str, Places] = defaultdict(list)
        self.facts: defaultdict[str, Places] = defaultdict(list)
        self.flags: defaultdict[str, Places] = defaultdict(list)
        self.wholes: defaultdict[str, Places] = defaultdict(list)
        self.areas: defaultdict[str, Places] = defaultdict(list)
        self.kinds: defaultdict[str, Places] = defaultdict(list)
        self.bodies: defaultdict[str, Places] = defaultdict(list)
        self.initials: defaultdict[str, Places] = defaultdict(list)

    def add(self, place: int, found: Findable) -> None:
        called, said = _words(found)
        for side, words in (
            (self.names, called),
            (self.facts, said),
            (self.flags, set(found.flags)),
            (self.wholes, _wholes(found)),
            (self.areas, {whole(found.area)} if found.area else set()),
            (self.kinds, {whole(kind) for kind in found.kinds}),
            (self.bodies, {whole(body) for body in found.bodies}),
            (self.initials, _initials(found)),
        ):
            for word in words:
                side[word].append(place)


def _wholes(found: Findable) -> set[str]:
    names = {whole(name) for name in found.own if name}
    kinds = {whole(kind) for kind in found.kinds}
    before = {*names, whole(found.area)} if found.area else names
    return {*names, *(f"{name} {kind}" for name in before for kind in kinds)}


def _initials(found: Findable) -> set[str]:
    """Initials of names, aims and bodies, with or without the first word, which is often a county."""
    texts = (*found.shortened, *found.bodies)
    return set[str]().union(*(initials(text, starts=2) for text in texts))


def _words(found: Findable) -> tuple[set[str], set[str]]:
    called = set[str]().union(*map(forms, (*found.own, *found.kinds, found.area, *found.called)))
    said = set[str]().union(*map(forms, found.facts))
    return called, said - called - FILLERS - TOPICAL


class Index:
    """The shelves of one version of the register, and its dates in order; built when first asked for."""

    def __init__(self, register: Entries, shelves: Mapping[Shelved, Shelf] | None = None) -> None:
        self._register = register
        self._shelves: dict[Shelved, Shelf] = dict(shelves or {})
        # The counts of the matrix by day: seats, vacant, substitutes, members; kept by the lookup that needs them.
        self.counts: dict[date, tuple[int, int, int, int]] = {}
        # How much ends soon after a day, kept by the lookup that tells it beside what is vacant.
        self.ending_on: dict[date, int] = {}
        # The seats that nobody holds, on the day that was asked about last.
        self.vacant_on: dict[date, tuple[Appointment, ...]] = {}

    def shelf(self, kind: Shelved) -> Shelf:
        """The shelf of a kind of entries."""
        known = self._shelves.get(kind)
        if known is None:
            known = self._shelves[kind] = _shelf(self._register, self._register.entries(kind))
        return known

    def changed(self, register: Entries, edits: Iterable[Edit]) -> "Index":
        """The index of the register after some edits, with every shelf kept or mended that is built already."""
        edits = list(edits)
        touched: defaultdict[Shelved, dict[str, None]] = defaultdict(dict)
        for edit in edits:  # first these alone: new entries come last, in their order
            if edit.kind in SHELVES:
                touched[edit.kind][edit.id] = None
        for edit in edits:
            for kind, others in _also(self._register, register, edit):
                touched[kind] |= dict.fromkeys(others)
        shelves = dict(self._shelves)
        for kind, ids in touched.items():
            shelf = shelves.pop(kind, None)
            if shelf and len(ids) * LONGEST_PART_CHANGED <= len(shelf.place):
                shelves[kind] = shelf.changed(
                    {id_: _findable_of(self._register, kind, id_) for id_ in ids},
                    {id_: _findable_of(register, kind, id_) for id_ in ids},
                )
        changed = Index(register, shelves)
        if not any(edit.kind in {"appointments", "terms"} for edit in edits):
            kept = {"dates", "vacant"} & self.__dict__.keys()
            changed.__dict__.update((name, self.__dict__[name]) for name in kept)
        return changed

    @cached_property
    def dates(self) -> tuple[tuple[date, bool, Appointment | Term], ...]:
        """Every day on which a seat or a term begins (True) or ends (False), in order; ends before beginnings."""
        register = self._register
        periods: list[Appointment | Term] = [*register.appointments, *register.terms]
        found = [
            (day, began, period)
            for period in periods
            for day, began in ((period.since, True), (period.until, False))
            if day
        ]
        return tuple(sorted(found, key=lambda change: (change[0], change[1])))

    @cached_property
    def county(self) -> frozenset[str]:
        """The names of the whole area: of what is at county level, and of the authority itself."""
        areas = {
            entry.area for entry in self._register.partnerships if entry.level == "county" and entry.area
        }
        own = whole(self._register.authority).removesuffix(" authority").removesuffix(" police")
        return frozenset(filter(None, (*map(whole, areas), own)))

    @cached_property
    def vacant(self) -> tuple[Appointment, ...]:
        """Every seat that nobody holds, of any time."""
        return tuple(seat for seat in self._register.appointments if seat.vacant)

    def dates_within(self, first: date, last: date) -> tuple[tuple[date, bool, Appointment | Term], ...]:
        """The changes from one day to another, both included."""
        start = bisect_left(self.dates, first, key=lambda change: change[0])
        found = self.dates[start:]
        return tuple(change for change in found if change[0] <= last)


def _shelf(register: Entries, entries: Iterable[Entry]) -> Shelf:
    ids: list[str] = []
    sides = _Sides()
    dated: set[int] = set()
    for place, entry in enumerate(entries):
        ids.append(entry.id)
        found = findable(register, entry)
        sides.add(place, found)
        if found.dated:
            dated.add(place)
    return Shelf(
        ids=ids,
        place={id_: place for place, id_ in enumerate(ids)},
        names=Words(dict(sides.names)),
        facts=Words(dict(sides.facts)),
        flags=Words(dict(sides.flags)),
        wholes=Words(dict(sides.wholes)),
        areas=Words(dict(sides.areas)),
        kinds=Words(dict(sides.kinds)),
        bodies=Words(dict(sides.bodies)),
        initials=Words(dict(sides.initials)),
        dated=frozenset(dated),
    )


def _also(old: Entries, new: Entries, edit: Edit) -> Iterable[tuple[Shelved, set[str]]]:
    """The other entries that are found by words of the one that changes."""
    match edit.kind:
        case "partnerships":
            ids = {part.id for register in (old, new) for part in register.parts_of(PartnershipId(edit.id))}
            yield "partnerships", set(ids)
        case "committees":
            yield "partnerships", {entry.id for entry in new.reporting_to(CommitteeId(edit.id))}
            yield "offices", {office.id for office in new.offices if office.committee == edit.id}
        case "groups":
            yield "partnerships", {entry.id for entry in new.partnerships if entry.group == edit.id}


def _findable_of(register: Entries, kind: Kind, id_: str) -> Findable | None:
    entry = register.entry(kind, id_)
    return findable(register, entry) if entry else None
