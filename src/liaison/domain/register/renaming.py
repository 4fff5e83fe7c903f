"""A new name: from which day it holds, with the old one kept under Formerly; or a mistake put right, which keeps none.

A lookup by the old name finds the entry by what stands under Formerly, and "as of" a day before shows it (A-24).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.errors import BadInput
from liaison.domain.names import fold
from liaison.domain.register.cells import Cell, Names, read, write_former_name
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.doubts import Placed
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import (
    Committee,
    Entry,
    FormerName,
    Kind,
    Office,
    Partnership,
    Person,
)
from liaison.domain.register.plans import RowFault
from liaison.domain.register.snapshot import Register

Renamable = Partnership | Person | Office | Committee
# The kinds whose entries keep their former names.
RENAMED: tuple[Kind, ...] = ("partnerships", "people", "offices", "committees")
NEW, MISTAKE = "new from the day below", "correction of a mistake: the old name is not kept"
# What a form asks beside a name: no fields of the entry, as they only say how its former names come out.
HOW = Field(
    name="renaming",
    label="If you change the name",
    control=Control.CHOICE,
    choices=(NEW, MISTAKE),
    needed=True,
)
FROM = Field(
    name="named_from",
    label="New name from",
    control=Control.DATE,
    past=True,
    hint="The first day of the new name. Leave empty if not known.",
)
ASKED: Mapping[str, Field] = {field.name: field for field in (HOW, FROM)}
EXAMPLE = date(2009, 3, 9)
OTHERWISE = "Choose another day, or say that it corrects a mistake."


def asked_beside(entry: Entry | None, fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields of a form, with what is asked of a new name after the name of an entry that keeps its former ones."""
    asked = tuple(ASKED.values()) if isinstance(entry, Renamable) else ()
    return tuple(each for field in fields for each in (field, *(asked if field.name == "name" else ())))


def field_of(kind: Kind, name: str) -> Field:
    """A field of a form by its name: one of the entry's, or what is asked of a new name."""
    return ASKED.get(name) or SORTS[kind].field(name)


def as_typed(before: Entry, after: Entry, typed: Mapping[str, Cell], names: Names, *, today: date) -> Entry:
    """An entry as a form leaves it, with its old name kept where the form says that it has a new one from a day.

    Raises BadInput, with the field, for a day on which it cannot have had the old name until then.
    """
    if not _has_another_name(before, after) or typed.get(HOW.name) != NEW:
        return after
    return renamed(before, after, _day(read(FROM, typed.get(FROM.name), names, today=today)), today=today)


def as_filed(before: Entry | None, after: Entry, *, today: date) -> Entry:
    """An entry as a row of a file leaves it: a new name is new from today, unless the row says what was formerly."""
    if not _has_another_name(before, after) or _formerly(before) != _formerly(after):
        return after
    try:
        return renamed(before, after, today, today=today)
    except BadInput:  # it cannot have had the old name until today
        return after


def renamed(before: Entry | None, after: Entry, day: date | None, *, today: date) -> Entry:
    """An entry with the name that it had before under Formerly, until a day where that is known.

    A name that held for no day, since it was given today or is to begin, is not kept. Raises BadInput for a day that
    cannot be.
    """
    if not isinstance(before, Renamable) or not isinstance(after, Renamable):
        return after
    said = next((each for each in after.formerly if _is_said(each, before)), None)
    if said and (said.until or day is None):
        return after  # whoever typed it under Formerly has said until when
    others = tuple(each for each in after.formerly if each is not said)
    if day is not None and not _held(after, others, day, today):
        return after.model_copy(update={"formerly": others})
    return after.model_copy(update={"formerly": (*others, FormerName(name=before.name, until=day))})


def doubts(register: Register, rows: Iterable[Placed], *, today: date) -> Iterator[RowFault]:
    """What is said of the rows of a file that rename something, or take former names away."""
    for placed in rows:
        sheet, row, entry = placed.sheet, placed.row, placed.entry
        before = _as_it_is(register, entry)
        if not isinstance(before, Renamable) or not isinstance(entry, Renamable) or before == entry:
            continue
        kept = {fold(former.name) for former in entry.formerly}
        if _has_another_name(before, entry):
            for sentence, mend in _of_name(before, entry, kept, today):
                yield RowFault(sheet=sheet, row=row, column="Name", sentence=sentence, mend=mend)
        for former in before.formerly:
            if fold(former.name) not in kept:
                said = f"{write_former_name(former)} would no longer be there."
                mend = "To keep it, write it there."
                yield RowFault(sheet=sheet, row=row, column="Formerly", sentence=said, mend=mend)


def _of_name(before: Renamable, after: Renamable, kept: set[str], today: date) -> Iterator[tuple[str, str]]:
    until_today = FormerName(name=before.name, until=today)
    if fold(before.name) not in kept:
        yield (
            f"{after.name} would take the place of {before.name}, and no former name is kept.",
            f"If it was its name, write it under Formerly: {write_former_name(until_today)}.",
        )
    elif until_today in after.formerly:
        example = write_former_name(FormerName(name=before.name, until=EXAMPLE))
        mend = f"Was it another day? Write it under Formerly: {example}."
        yield (
            f"{after.name} would be the name from {write_date(today)}, and {before.name} goes under Formerly.",
            f"{mend} Was the old name a mistake? Use /partnership edit.",
        )


def _held(after: Renamable, others: Iterable[FormerName], day: date, today: date) -> bool:
    """Whether the old name held for some time before a day. Raises BadInput where it cannot be said of that day."""
    since, until = getattr(after, "since", None), getattr(after, "until", None)
    last = max((each for each in others if each.until), key=lambda each: each.until or day, default=None)
    first = max((each for each in (since, last.until if last else None) if each), default=None)
    if first and first >= today:
        return False
    if until and day >= until:
        said = f"It ended on {write_date(until)}, under the name that it had."
        raise BadInput(said, OTHERWISE, field=FROM.name)
    if first and day <= first:
        said = f"It began on {write_date(first)}, so it had no other name before {write_date(day)}."
        if last and last.until == first:
            said = f"It was called {last.name} until {write_date(first)}."
        raise BadInput(said, OTHERWISE, field=FROM.name)
    return True


def _has_another_name(before: Entry | None, after: Entry) -> bool:
    """Whether the name is another one, and not the same one in other letters: those no lookup tells apart."""
    return (
        isinstance(before, Renamable)
        and isinstance(after, Renamable)
        and fold(before.name) != fold(after.name)
    )


def _is_said(former: FormerName, before: Renamable) -> bool:
    """Whether a former name is the one that is just given up, newly written under Formerly."""
    return fold(former.name) == fold(before.name) and former not in before.formerly


def _formerly(entry: Entry | None) -> tuple[FormerName, ...]:
    return entry.formerly if isinstance(entry, Renamable) else ()


def _as_it_is(register: Register, entry: Entry) -> Entry | None:
    kinds: dict[type, Kind] = dict(zip((Partnership, Person, Office, Committee), RENAMED, strict=True))
    kind = kinds.get(type(entry))
    return register.entry(kind, entry.id) if kind else None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
