"""A change of the register in words: what, before and after (UX-07, UX-10)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Names, in_words, name_of, shown_fields
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.choosing import Spoken
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.editing import may_undo
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, Kind, Partnership
from liaison.domain.register.plans import sort_of
from liaison.domain.register.remarks import remarks, sitting_beside
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register

MOST_BESIDE = 3  # others of the same role that a message can end
FIRST = 6  # entries of a change of many that are told one by one
FEW = 3  # entries of a change that need not be counted
NOTHING = "not recorded"
VACANCY = ("vacancy", "vacancies")  # one, and several: what a seat is that nobody holds


class FieldTold(NamedTuple):
    """One field that changed; `before` is None where the whole entry is new, `after` where it is gone."""

    label: str
    before: str | None
    after: str | None
    restricted: bool
    mark: str = ""  # what makes a mention of the words, where they are an ID of Slack: @ or #
    note: str = ""  # what is worth knowing before it is changed to that


class EntryTold(NamedTuple):
    """One entry that changed: whether added, changed, ended or removed, which, and field by field."""

    what: str
    kind: Kind
    id: str
    sort: str
    name: str
    restricted: bool
    fields: tuple[FieldTold, ...]
    partnership: str | None = None  # of which it says something, where it is not one itself

    @property
    def kind_and_what(self) -> str:
        """What happened to what, without its name: "Appointment added"."""
        return f"{self.sort[:1].upper()}{self.sort[1:]} {self.what}"

    @property
    def line(self) -> str:
        """What happened to it in one line: "Appointment added: Mr R Cole, substitute on Barrow CDRP"."""
        return f"{self.kind_and_what}: {self.name}"


class Beside(NamedTuple):
    """Somebody who sits beside a new appointment of the same role, and the day on which the new one begins."""

    id: str
    who: str
    name: str
    day: date


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
    beside: tuple[Beside, ...] = ()
    may_undo: bool = True

    @property
    def headline(self) -> str:
        """The change in one line, without anything restricted: what happened to which entries (UX-20)."""
        if self.by_kind:
            return f"The register was changed: {', '.join(self.by_kind)}"
        first, others = self.entries[0], len(self.entries) - 1 + self.more
        more = f"; and {others} more" if others else ""
        return f"{first.kind_and_what if first.restricted else first.line}{more}"


def told(uow: UnitOfWork, register: Register, change: Change, *, reader: Actor | None = None) -> Told:
    """A change in words, by the names that things have now, for a reader; without one, for whoever made it."""
    today = local_day(change.at, register.timezone)
    names = Spoken(register, today)
    shown = change.differences[:FIRST]
    back = uow.changes.get(change.undone_by) if change.undone_by else None
    return Told(
        version=change.version,
        by=change.by,
        on=today,
        how=change.how,
        entries=tuple(_with_missing(told_entry(difference, names), difference) for difference in shown),
        more=len(change.differences) - len(shown),
        by_kind=tuple(_counts(change)) if len(change.differences) > FEW else (),
        remarks=() if back else tuple(remarks(register, change, today)),
        undone_by=back.by if back else None,
        undone_on=local_day(back.at, register.timezone) if back else None,
        beside=() if back else tuple(islice(_beside(register, change, today), MOST_BESIDE)),
        may_undo=reader is None or may_undo(reader, change),
    )


def _beside(register: Register, change: Change, today: date) -> Iterator[Beside]:
    for difference in change.differences[:FIRST]:
        seat = difference.after
        if not isinstance(seat, Appointment) or register.entry("appointments", seat.id) != seat:
            continue
        day = seat.since or today
        for other in sitting_beside(register, difference, today):
            held = register.holder(other, day)
            named = held.person or held.office
            if named and (other.since is None or other.since < day):
                yield Beside(other.id, named.name, name_of(register, "appointments", other), day)


def latest(
    uow: UnitOfWork, actor: Actor, register: Register, *, skip: int, most: int
) -> tuple[tuple[Told, ...], bool]:
    """The newest changes in words, and whether older ones follow. Raises NotAllowed."""
    require(actor, Action.EDIT_REGISTER)
    found = uow.changes.latest(skip + most + 1)[skip:]
    return tuple(told(uow, register, change, reader=actor) for change in found[:most]), len(found) > most


def one(uow: UnitOfWork, actor: Actor, version: int) -> Change:
    """One change, to be shown whole. Raises NotAllowed, and NotFound where there is none of that version."""
    require(actor, Action.EDIT_REGISTER)
    found = uow.changes.get(version)
    if found is None:
        raise NotFound("That change is not kept.", "Type /partnership changes to see the latest.")
    return found


def whole(register: Register, change: Change) -> Sheet:
    """All that a change did, as a sheet, by the names that things have now: for more than a message can show."""
    names = Spoken(register, local_day(change.at, register.timezone))
    return sheet_of("Changes", (told_entry(difference, names) for difference in change.differences))


def sheet_of(name: str, entries: Iterable[EntryTold]) -> Sheet:
    """Entries that changed as a sheet, a row for each field, and one for an entry that was removed."""
    headings = ("What", "Kind", "Name", "Field", "Before", "After")
    return Sheet(
        name=name,
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple(row for entry in entries for row in _rows(entry)),
    )


def _rows(entry: EntryTold) -> Iterator[tuple[str | None, ...]]:
    which = (entry.what, entry.sort, entry.name)
    if not entry.fields:
        yield (*which, None, None, None)
    for told in entry.fields:
        yield (*which, told.label, told.before, told.after)


def told_entry(difference: Difference, names: Names) -> EntryTold:
    """One entry that changed, in words."""
    sort = SORTS[difference.kind]
    entry = difference.after or difference.before
    name = ""
    if entry is not None:
        name = _called(names.register, difference.kind, entry)
    fields: tuple[FieldTold, ...]
    if difference.before is None and difference.after is not None:
        what = "added"
        shown = shown_fields(difference.kind, difference.after, names)
        fields = tuple(
            FieldTold(field.label, None, words, field.restricted, _mark(field)) for field, words in shown
        )
    elif difference.after is None or difference.before is None:
        what, fields = "removed", ()
    else:
        what = sort_of(difference)
        pairs = [(sort.field(name), difference.before, difference.after) for name in difference.fields]
        fields = tuple(
            FieldTold(
                field.label,
                in_words(field, before, names) or NOTHING,
                in_words(field, after, names) or NOTHING,
                field.restricted,
                _mark(field),
            )
            for field, before, after in pairs
        )
    restricted = all(field.restricted for field in sort.fields)
    vacancy = _was_a_vacancy(difference)
    return EntryTold(
        what=what,
        kind=difference.kind,
        id=difference.id,
        sort=VACANCY[0] if vacancy else sort.one,
        name=name.removeprefix(f"{VACANCY[0]}, ") if vacancy else name,
        restricted=restricted,
        fields=fields,
        partnership=getattr(entry, "partnership", None),
    )


def _with_missing(entry: EntryTold, difference: Difference) -> EntryTold:
    """An entry that was added, with what it ought to say and does not: why a representative suits (B-01)."""
    seat = difference.after
    if (
        difference.before is not None
        or not isinstance(seat, Appointment)
        or seat.role != "representative"
        or seat.vacant
        or seat.suitability
    ):
        return entry
    field = SORTS["appointments"].field("suitability")
    missing = FieldTold(field.label, None, NOTHING, field.restricted)
    return entry._replace(fields=(*entry.fields, missing))


def _mark(field: Field) -> str:
    return {Control.SLACK_USER: "@", Control.CHANNEL: "#"}.get(field.control, "")


def _called(register: Register, kind: Kind, entry: Entry) -> str:
    """What an entry is called in a line about it: of an appointment the person comes first."""
    if isinstance(entry, Partnership):
        return entry.title
    name = name_of(register, kind, entry)
    if isinstance(entry, Appointment):
        place, _, who = name.rpartition(": ")
        return f"{'vacancy' if entry.vacant else who}, {place}"
    return name


def _counts(change: Change) -> Iterator[str]:
    """For each kind how many entries were added, changed, ended and removed."""
    found = Counter(
        (
            VACANCY if _was_a_vacancy(d) else (SORTS[d.kind].one, SORTS[d.kind].many),
            "removed" if d.after is None else sort_of(d),
        )
        for d in change.differences
    )
    for ((one, many), what), number in found.items():
        yield f"{number:,} {one if number == 1 else many} {what}"


def _was_a_vacancy(difference: Difference) -> bool:
    """Whether nobody held a seat that was ended, changed or removed, and nobody does: it is no appointment (A-06)."""
    before, after = difference.before, difference.after
    filled = isinstance(after, Appointment) and not after.vacant
    return isinstance(before, Appointment) and before.vacant and not filled
