"""What somebody who is new to `liaison demo` may try: the examples are of the register that was loaded.

What stands in backticks can be typed, and on the page be clicked.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liaison.domain import lookup
from liaison.domain.names import fold
from liaison.domain.packs import Pack
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Partnership, Person
from liaison.domain.register.snapshot import Register

EXPORT = "Type `/partnership export`: the register comes as a workbook. Change a cell, and attach it in the direct message."
CLERK = "Act as the Committee Services Officer"


class _Example(NamedTuple):
    """A partnership, as it is typed, and a member who sits there; None where nobody is named."""

    typed: str
    member: Person | None


def steps(pack: Pack, today: date) -> tuple[str, ...]:
    """The sentences of "Try this" for one authority's register, in the order in which they make sense."""
    return tuple(_steps(pack, from_pack(pack, since=today), today))


def _steps(pack: Pack, register: Register, today: date) -> Iterator[str]:
    example = _example(register, today)
    if example is None:
        yield f"{CLERK}, and type `/partnership add`: the register names no partnership yet, so begin with one."
        yield EXPORT
        return
    typed, member = example
    if member:
        yield f"Act as a member, for example {member.name}, and type `/rep {typed}`: who represents the authority there?"
        yield f"Type `/reportback {typed}`, then answer the items in the direct message with Liaison."
        yield f"{CLERK}: the report is waiting in the direct message."
    else:
        yield f"{CLERK}, and type `/rep {typed}`: what does the register say of it?"
    yield f"Type `/partnership edit {typed}`, change something, and undo it from the message that confirms it."
    yield EXPORT
    yield f"Act as the Support Officer and type `/risk assess {typed}`."
    if pack.review_cycles:
        yield "Move the clock on by 30 days: review reminders that fall due by then arrive in the committees' channels."


def _example(register: Register, day: date) -> _Example | None:
    """A partnership with a member and somebody who stands in for them, or else the first that its name alone tells."""
    named: list[_Example] = []
    for entry in register.partnerships:
        typed = _typed(register, entry, day)
        if not typed:
            continue
        seats = register.seats_of(entry.id, day)
        members = [seat.person for seat in seats if seat.person and seat.appointment.role == "representative"]
        if members and any(seat.person and seat.appointment.role == "substitute" for seat in seats):
            return _Example(typed, members[0])
        named.append(_Example(typed, members[0] if members else None))
    return next((each for each in named if each.member), named[0] if named else None)


def _typed(register: Register, entry: Partnership, day: date) -> str:
    """The shortest of its names that means it and nothing else; empty where none does."""
    for name in sorted(filter(None, (entry.short, entry.name, entry.title)), key=len):
        found = lookup.one_partnership(register, fold(name), day=day)
        answer = lookup.find(register, fold(name), day=day)
        if isinstance(found, Partnership) and found.id == entry.id and answer.certainty == "certain":
            return fold(name)
    return ""
