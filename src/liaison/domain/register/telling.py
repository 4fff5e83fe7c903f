"""A change of the register in words: what, before and after (UX-07, UX-10)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Names, in_words, name_of, shown_fields
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.choosing import Spoken
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Kind, Partnership
from liaison.domain.register.remarks import remarks
from liaison.domain.register.snapshot import Register

FIRST = 3  # entries of a change of many that are told one by one
NOTHING = "not recorded"


class FieldTold(NamedTuple):
    """One field that changed; `before` is None where the whole entry is new, `after` where it is gone."""

    label: str
    before: str | None
    after: str | None
    restricted: bool


class EntryTold(NamedTuple):
    """One entry that changed: whether added, changed or removed, which, and field by field."""

    what: str
    kind: Kind
    id: str
    sort: str
    name: str
    restricted: bool
    fields: tuple[FieldTold, ...]


class Told(NamedTuple):
    """A change as people read it; `by_kind` counts the entries where there are too many to tell."""

    version: int
    by: str
    on: date
    how: str
    entries: tuple[EntryTold, ...]
    more: int
    by_kind: tuple[str, ...]
    remarks: tuple[str, ...]
    undone_by: str | None
    undone_on: date | None

    @property
    def headline(self) -> str:
        """The change in one line, without anything restricted: what happened to which entries (UX-20)."""
        if self.by_kind:
            return ", ".join(self.by_kind)
        first = self.entries[0]
        name = f"a {first.sort}" if first.restricted else first.name
        others = f" and {len(self.entries) - 1 + self.more} more" if len(self.entries) + self.more > 1 else ""
        return f"{name}: {first.what}{others}"


def told(uow: UnitOfWork, register: Register, change: Change) -> Told:
    """A change in words, by the names that things have now."""
    today = local_day(change.at, register.timezone)
    names = Spoken(register, today)
    shown = change.differences[:FIRST]
    back = uow.changes.get(change.undone_by) if change.undone_by else None
    return Told(
        version=change.version,
        by=change.by,
        on=today,
        how=change.how,
        entries=tuple(told_entry(difference, names) for difference in shown),
        more=len(change.differences) - len(shown),
        by_kind=tuple(_counts(change)) if len(change.differences) > FIRST else (),
        remarks=() if back else tuple(remarks(register, change, today)),
        undone_by=back.by if back else None,
        undone_on=local_day(back.at, register.timezone) if back else None,
    )


def latest(
    uow: UnitOfWork, actor: Actor, register: Register, *, skip: int, most: int
) -> tuple[tuple[Told, ...], bool]:
    """The newest changes in words, and whether older ones follow. Raises NotAllowed."""
    require(actor, Action.EDIT_REGISTER)
    found = uow.changes.latest(skip + most + 1)[skip:]
    return tuple(told(uow, register, change) for change in found[:most]), len(found) > most


def told_entry(difference: Difference, names: Names) -> EntryTold:
    """One entry that changed, in words."""
    sort = SORTS[difference.kind]
    entry = difference.after or difference.before
    name = ""
    if entry is not None:
        name = (
            entry.title if isinstance(entry, Partnership) else name_of(names.register, difference.kind, entry)
        )
    fields: tuple[FieldTold, ...]
    if difference.before is None and difference.after is not None:
        what = "added"
        shown = shown_fields(difference.kind, difference.after, names)
        fields = tuple(FieldTold(field.label, None, words, field.restricted) for field, words in shown)
    elif difference.after is None or difference.before is None:
        what, fields = "removed", ()
    else:
        what = "changed"
        pairs = [(sort.field(name), difference.before, difference.after) for name in difference.fields]
        fields = tuple(
            FieldTold(
                field.label,
                in_words(field, before, names) or NOTHING,
                in_words(field, after, names) or NOTHING,
                field.restricted,
            )
            for field, before, after in pairs
        )
    restricted = all(field.restricted for field in sort.fields)
    return EntryTold(
        what=what,
        kind=difference.kind,
        id=difference.id,
        sort=sort.one,
        name=name,
        restricted=restricted,
        fields=fields,
    )


def _counts(change: Change) -> Iterator[str]:
    """For each kind how many entries were added, changed and removed."""
    found = Counter(
        (d.kind, "added" if d.before is None else "removed" if d.after is None else "changed")
        for d in change.differences
    )
    for (kind, what), number in found.items():
        yield f"{number:,} {SORTS[kind].one if number == 1 else SORTS[kind].many} {what}"
