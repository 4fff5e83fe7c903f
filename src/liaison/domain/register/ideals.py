"""Whom a group of partnerships would ideally have as representative: a difference is shown, and never stops anybody."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.names import fold, singular, words
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register, names_of


def unlike_ideal(register: Register, partnership: Partnership, day: date) -> str | None:
    """What differs from the ideal on that day, in a sentence; None where nothing does, or no ideal is recorded (B-20).

    The ideal is a sentence in the partnership's group. Where it names another group's kind ("the member appointed to
    the local CDRP"), the two are compared: the local one is a part of the partnership, or shares its area.
    """
    representatives = register.seats_of(partnership.id, day, "representative")
    sitting = {held.person.id for held in representatives if held.person}
    if not sitting:
        return None
    for local in _locals(register, partnership, day):
        there = register.seats_of(local.id, day, "representative")
        members = {held.person.id for held in there if held.person}
        if members and not members & sitting:
            who = ", ".join(names_of(there))
            return f"On {local.title} the member is {who}. Ideally the same member sits on both."
    return None


def _locals(register: Register, partnership: Partnership, day: date) -> Iterator[Partnership]:
    """The partnerships whose member would ideally sit on this one as well."""
    group = register.group.get(partnership.group) if partnership.group else None
    if group is None or not group.ideal_representative:
        return
    ideal = {form for word in words(group.ideal_representative) for form in (word, singular(word))}
    kinds = {
        fold(other.kind_short) for other in register.groups if other.id != group.id and other.kind_short
    } & ideal
    if not kinds:
        return
    below = {part.id for part in register.parts_of(partnership.id)}
    area = fold(partnership.area) if partnership.area else None
    for other in register.partnerships:
        near = other.id in below or (area is not None and other.area is not None and fold(other.area) == area)
        if near and other.kind_short and fold(other.kind_short) in kinds and other.exists_on(day):
            yield other
