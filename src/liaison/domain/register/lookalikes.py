"""People who may be in the register already, under a fuller name or a shorter one: said, but not held against anybody."""

from collections import defaultdict

from liaison.domain.names import TITLES, fold
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register


class Lookalikes:
    """The people of a register by surname, for many questions."""

    def __init__(self, register: Register) -> None:
        self._by_surname: defaultdict[str, list[Person]] = defaultdict(list)
        for person in register.people:
            if words := fold(person.name).split():
                self._by_surname[words[-1]].append(person)

    def of(self, name: str) -> Person | None:
        """Somebody else whose name could be the same person's: "Mrs L L Shaw" for "Mrs Shaw"."""
        words = fold(name).split()
        same = self._by_surname.get(words[-1], []) if words else []
        return next((person for person in same if _may_be_one(words, fold(person.name).split())), None)


def _may_be_one(one: list[str], other: list[str]) -> bool:
    """Whether all words of one name stand in the other, and their titles do not differ."""
    names = [{word for word in words if word not in TITLES} for words in (one, other)]
    titles = [{word for word in words if word in TITLES} for words in (one, other)]
    same_title = not (titles[0] and titles[1]) or bool(titles[0] & titles[1])
    return one != other and same_title and (names[0] <= names[1] or names[1] <= names[0])
