"""Finding entries while a name is typed: for type-ahead menus, and for "edit NAME".

Names that begin with what was typed come first, then those that have words beginning with each of its words. A word that
nothing begins with may stand inside another, or be spelt a little differently. It all comes from the register's index,
so that a menu over 50,000 entries answers while somebody types.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from liaison.domain.dates import write_date
from liaison.domain.names import fold, whole, words
from liaison.domain.register.cells import Names, name_of
from liaison.domain.register.fields import SORTS
from liaison.domain.register.index import SHELVES, Shelf
from liaison.domain.register.models import KINDS, Entry, Kind, Partnership, Person, Target
from liaison.domain.register.snapshot import Register

ALIKE = 75.0  # how alike, of 100, a word must be to one that was misspelt
SHORTEST_FUZZY = 4  # letters that must be typed before a misspelling is looked for
MOST_ALIKE = 20  # words that are tried for a misspelt one


class Choice(NamedTuple):
    """One entry that can be chosen, under a label that no other choice has."""

    kind: Kind
    id: str
    label: str


def search(register: Register, kind: Kind, typed: str, *, day: date, most: int) -> tuple[Choice, ...]:
    """The entries whose name fits what has been typed so far, the likeliest first."""
    found = islice(fitting(register, kind, typed), most)
    return tuple(choice(register, kind, entry, day=day) for entry in found)


def fitting(register: Register, kind: Kind, typed: str) -> Iterable[Entry]:
    """Every entry whose name fits, the likeliest first; all of the kind where nothing is typed."""
    wanted = fold(typed)
    if not wanted:
        return register.entries(kind)
    if kind not in SHELVES:
        words = wanted.split()
        named = ((entry, fold(_called(register, kind, entry))) for entry in register.entries(kind))
        return [entry for entry, name in named if all(word in name for word in words)]
    shelf = register.index.shelf(kind)
    beginning = sorted(
        {place for name in shelf.wholes.beginning(whole(typed)) for place in shelf.wholes.places[name]}
    )
    places = dict.fromkeys([*beginning, *sorted(_with_words(shelf, wanted.split()))])
    found = (register.entry(kind, shelf.ids[place]) for place in places)
    return [entry for entry in found if entry is not None]


def in_use(register: Register, kind: Kind, field: str, typed: str, *, most: int) -> tuple[str, ...]:
    """The words that stand in a field of entries of a kind and fit what has been typed, the commonest first."""
    words = fold(typed).split()
    found = Counter(value for entry in register.entries(kind) if (value := getattr(entry, field)))
    fits = (value for value, _ in found.most_common() if all(word in fold(value) for word in words))
    return tuple(islice(fits, most))


def exactly(register: Register, kinds: Sequence[Kind], typed: str, *, day: date) -> tuple[Choice, ...]:
    """The entries of these kinds that are called just so, by any of their names."""
    return tuple(
        choice(register, kind, entry, day=day) for kind in kinds for entry in called_so(register, kind, typed)
    )


def choice(register: Register, kind: Kind, entry: Entry, *, day: date) -> Choice:
    """An entry as a choice: by its name, and by what tells it from another of the same name."""
    name = _called(register, kind, entry)
    others = namesakes(register, kind, entry)
    if others:
        said = _telling(register, entry, day)
        alike = said in {_telling(register, other, day) for other in others}
        name = f"{name}, {said} ({entry.id})" if alike else f"{name}, {said}"
    return Choice(kind, entry.id, name)


def namesakes(register: Register, kind: Kind, entry: Entry) -> tuple[Entry, ...]:
    """The other entries that are shown by just the same name."""
    name = fold(_called(register, kind, entry))
    found = called_so(register, kind, getattr(entry, "name", ""))
    return tuple(
        other for other in found if other.id != entry.id and fold(_called(register, kind, other)) == name
    )


class Spoken(Names):
    """Names for sentences: as choices have them, and found in the index, without a look at every other name."""

    def __init__(self, register: Register, day: date) -> None:
        super().__init__(register)
        self._day = day

    def write(self, kind: Kind, id_: str) -> str:
        """The name of an entry, with what tells it from another of the same name."""
        entry = self.register.entry(kind, id_)
        return choice(self.register, kind, entry, day=self._day).label if entry else f"{id_} (removed)"


def called_so(register: Register, kind: Kind, name: str) -> list[Entry]:
    """The entries that are called just so, by any of their names."""
    if kind not in SHELVES or not fold(name):
        return []
    shelf = register.index.shelf(kind)
    found = (register.entry(kind, shelf.ids[place]) for place in shelf.wholes.places.get(whole(name), ()))
    return [entry for entry in found if entry is not None]


def answers_to(register: Register, kind: Kind, name: str) -> list[Entry]:
    """Those called just so, and the people of whom it may be said: "Mrs Egan" of Mrs C Egan, and the other way about."""
    found = called_so(register, kind, name)
    said = words(name)
    if kind != "people" or len(said) < 2:  # noqa: PLR2004 - a title or a first name, and a surname
        return found
    shelf = register.index.shelf(kind)
    for place in shelf.names.places.get(said[-1], ()):
        person = register.entry(kind, shelf.ids[place])
        if (
            isinstance(person, Person)
            and person not in found
            and any(
                known[-1:] == said[-1:] and (set(known) <= set(said) or set(said) <= set(known))
                for known in map(words, (person.name, *person.also_called))
            )
        ):
            found.append(person)
    return found


def _with_words(shelf: Shelf, words: Sequence[str]) -> set[int]:
    """The places of entries that have a word for each of these."""
    found: set[int] | None = None
    for word in words:
        places = {place for known in _meant(shelf, word) for place in shelf.names.places[known]}
        found = places if found is None else found & places
        if not found:
            return set()
    return found or set()


def _meant(shelf: Shelf, word: str) -> list[str]:
    """The known words that one stands for: those that begin with it, else hold it, else are much like it."""
    known = shelf.names.sorted
    found = shelf.names.beginning(word) or [each for each in known if word in each]
    if found or len(word) < SHORTEST_FUZZY:
        return found
    alike = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_ALIKE)
    return [each for each, _, _ in alike]


def _called(register: Register, kind: Kind, entry: Entry) -> str:
    if isinstance(entry, Target):
        partnership = register.partnership.get(entry.partnership)
        return f"{entry.target}, {partnership.title if partnership else entry.partnership}"
    return entry.title if isinstance(entry, Partnership) else name_of(register, kind, entry)


def _telling(register: Register, entry: Entry, day: date) -> str:
    """What tells an entry from another of the same name: an office, where somebody works, a seat; an end, an area."""
    until = getattr(entry, "until", None)
    if until:
        return f"until {write_date(until)}"
    if isinstance(entry, Partnership):
        return entry.area or "no area recorded"
    if not isinstance(entry, Person):
        return SORTS[_kind_of(entry)].one
    offices = [office.name for office in register.offices_of(entry.id, day)]
    seats = [
        f"{held.appointment.role} on {register.partnership[held.appointment.partnership].title}"
        for held in register.seats_held_by(entry.id, day)
    ]
    return next(iter([*offices, *([entry.body] if entry.body else []), *seats]), "no seat or office")


def _kind_of(entry: Entry) -> Kind:
    return next(kind for kind, model in KINDS.items() if isinstance(entry, model))
