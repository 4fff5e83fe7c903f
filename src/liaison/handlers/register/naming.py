"""Which entries of the register somebody means by a name that they typed."""

from liaison.domain.dates import local_day
from liaison.domain.names import fold, whole
from liaison.domain.register.choosing import Choice, exactly, search
from liaison.domain.register.findable import names_of
from liaison.domain.register.models import Committee, Kind, Office, Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.handlers.desk import Desk

EDITABLE: tuple[Kind, ...] = ("partnerships", "people", "offices", "committees", "groups")
MOST_CHOICES = 8


def meant(register: Register, kinds: tuple[Kind, ...], name: str, desk: Desk) -> tuple[Choice, ...]:
    """What a name may mean: what is called just so, otherwise all that it fits."""
    day = local_day(desk.now(), register.timezone)
    # A group is called like the kind of all that is in it, so its name alone does not say that the group is meant.
    exact = exactly(register, [kind for kind in kinds if kind != "groups"], name, day=day)
    named = tuple(each for each in exact if _is_called(register, each, name))
    if named:
        return named
    groups = exactly(register, [kind for kind in kinds if kind == "groups"], name, day=day)
    found = (each for kind in kinds for each in search(register, kind, name, day=day, most=MOST_CHOICES))
    return tuple(dict.fromkeys((*groups, *exact, *found)))


def meant_exactly(register: Register, name: str) -> bool:
    """Whether something in the register has just this name, letter by letter."""
    everything: tuple[Partnership | Person | Committee | Office, ...] = (
        *register.partnerships,
        *register.people,
        *register.committees,
        *register.offices,
    )
    return any(fold(name) == fold(each) for entry in everything for each in names_of(entry))


def _is_called(register: Register, found: Choice, name: str) -> bool:
    """Whether a name is an entry's own, and not its area's, which others may share."""
    entry = register.entry(found.kind, found.id)
    if not isinstance(entry, Partnership | Person | Committee | Office):
        return False
    title: tuple[str, ...] = ()
    if isinstance(entry, Partnership):
        if entry.area and whole(name) == whole(entry.area):
            return False
        title = (entry.title,)
    return whole(name) in {whole(each) for each in (*names_of(entry), *title)}
