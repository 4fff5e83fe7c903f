"""The cycles as they stand: the pack's, as staff have adjusted them, and those that staff have added."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.recurrence import in_words
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import owners
from liaison.domain.reviews.models import Cycle, CycleLine, Review
from liaison.domain.reviews.rules import (
    HOW_OFTEN,
    Meetings,
    applies,
    dated,
    is_statutory,
    occasions,
    occurrence,
)
from liaison.domain.values import CommitteeId, PartnershipId

Lasts = Mapping[str, Mapping[PartnershipId | None, date]]


def standing(uow: UnitOfWork, pack: Pack) -> tuple[Cycle, ...]:
    """Every cycle: the pack's in its order, then those that staff have added."""
    kept = {cycle.id: cycle for cycle in uow.cycles.all()}
    of_pack = [Cycle.of_pack(cycle) for cycle in pack.review_cycles]
    ids = {cycle.id for cycle in of_pack}
    return (
        *(kept.get(cycle.id, cycle) for cycle in of_pack),
        *(cycle for cycle in kept.values() if cycle.id not in ids and cycle.added),
    )


def lasts_of(uow: UnitOfWork, cycles: tuple[Cycle, ...]) -> Lasts:
    """When each cycle that counts from its last review had one."""
    return {cycle.id: uow.reviews.last_of(cycle.id) for cycle in cycles if cycle.months_after_last}


def reviewed(cycle: Cycle, register: Register) -> tuple[Partnership, ...]:
    """The partnerships that a cycle is about, past and to come; none where it is about the authority's own thing."""
    if cycle.scope == "authority":
        return ()
    return tuple(entry for entry in register.partnerships if applies(cycle, entry, register))


def foreseen(
    cycle: Cycle, register: Register, *, start: date, end: date, meetings: Meetings, lasts: Lasts
) -> dict[str, Review]:
    """The reviews that a cycle makes from start to end, by their ids: one for each partnership that exists on the day."""
    able = dated(cycle, meetings)
    if not able and (not cycle.own or cycle.stopped or cycle.through):
        return {}
    start = max(start, cycle.since or start)
    held = meetings.get(cycle.meeting, ()) if cycle.meeting else ()
    last = lasts.get(cycle.id, {})
    if cycle.scope == "authority":
        found = occasions(cycle, start=start, end=end, meetings=held, last=last.get(None))
        return {review.id: review for review in (occurrence(cycle, day) for day in found)}
    reviews: dict[str, Review] = {}
    common = list(occasions(cycle, start=start, end=end, meetings=held)) if able else []
    for entry in reviewed(cycle, register):
        own, done = cycle.own.get(entry.id), last.get(entry.id)
        days = (
            list(occasions(cycle, start=start, end=end, meetings=held, own=own, last=done))
            if own or done
            else common
        )
        for day in days:
            if entry.exists_on(day.due):
                review = occurrence(cycle, day, entry)
                reviews[review.id] = review
    return reviews


def cycle_line(
    cycle: Cycle,
    register: Register,
    *,
    today: date,
    meetings: Meetings,
    lasts: Lasts,
    ahead: date,
    known: Callable[[Iterable[str]], Mapping[str, Review]],
) -> CycleLine:
    """A cycle as it is listed; of the reviews that are `known`, those that are done or put off count as they stand."""
    committee = register.committee.get(cycle.committee) if cycle.committee else None
    coming = foreseen(cycle, register, start=today, end=ahead, meetings=meetings, lasts=lasts)
    stands = {**coming, **known(coming)}.values()
    meant = [entry for entry in reviewed(cycle, register) if entry.exists_on(today)]
    unsure = [
        entry
        for entry in register.partnerships
        if entry.exists_on(today) and is_statutory(entry, register) is None
    ]
    return CycleLine(
        cycle=cycle,
        how_often=how_often(cycle, register),
        committee=committee.name if committee else None,
        owner=owners.name(register, cycle.owner, None, today) or cycle.responsible,
        applies_to=applies_to(cycle, register),
        partnerships=len(meant) if cycle.each else None,
        unsure=len(unsure) if cycle.scope == "non-statutory" else 0,
        next=min((review.due for review in stands if review.open), default=None),
        assumed=bool(cycle.meeting)
        and not any(day >= today for day in meetings.get(cycle.meeting or CommitteeId(""), ())),
        ended=max((day for day in cycle.on if day < today), default=None) if cycle.ends else None,
    )


def how_often(cycle: Cycle, register: Register) -> str:
    """A cycle's recurrence in words, or the document's own where it gives none that could be reckoned with."""
    if cycle.on:
        return "once" if len(cycle.on) == 1 else f"on {len(cycle.on)} dates"
    if cycle.rule:
        return in_words(cycle.rule) or f"by the rule {cycle.rule}"
    if cycle.months_after_last:
        months = cycle.months_after_last
        return f"{months} month{'' if months == 1 else 's'} after the last review"
    said = HOW_OFTEN[cycle.every] if cycle.every else cycle.interval_as_stated or "no interval"
    meeting = register.committee.get(cycle.meeting) if cycle.meeting else None
    return f"{said}, at the meeting of the {meeting.name}" if meeting else said


def applies_to(cycle: Cycle, register: Register) -> str | None:
    """What a cycle is about, in words; None for the authority's own."""
    match cycle.scope:
        case "partnership":
            entry = register.partnership.get(PartnershipId(cycle.scope_of or ""))
            return entry.title if entry else cycle.applies_to
        case "kind":
            return f"each {cycle.scope_of}"
        case "group":
            group = next((found for found in register.groups if found.id == cycle.scope_of), None)
            return f"each partnership of the group {group.name}" if group else cycle.applies_to
        case "non-statutory":
            return "each non-statutory partnership"
        case "every":
            return "every partnership"
        case "authority":
            return None
