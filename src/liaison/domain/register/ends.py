"""Which seats and terms end with nobody to follow: soon, or of late (UK-12)."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from typing import Literal

from liaison.domain.register.models import Appointment, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import Value, new_id

# How many days before an end staff are told of it: in time to appoint somebody, and once more if nobody has.
DAYS_BEFORE = (60, 14)
LEFT_FOR = 60  # days for which what has ended with nobody after it waits for somebody's word
LONGEST_GAP = timedelta(
    days=31
)  # between an end and who follows; who begins earlier or later has another seat
LONGEST_ID = 100
Watched = Literal["appointments", "terms"]
_Entry = Appointment | Term


class Ending(Value):
    """A seat or a term that ends on a day, and that nobody follows yet."""

    kind: Watched
    entry: Appointment | Term
    until: date


def endings(
    register: Register, day: date, *, within: int = max(DAYS_BEFORE), past: int = 0
) -> tuple[Ending, ...]:
    """The seats and terms in force that end in so many days and that nobody follows, the soonest first.

    Before them come those that have ended in the `past` so many days, and that nobody follows.
    """
    first, last = day - timedelta(days=past), day + timedelta(days=within)
    found = [
        Ending(kind=kind, entry=entry, until=entry.until)
        for kind, entries in (("appointments", register.appointments), ("terms", register.terms))
        for entry in entries
        if entry.until
        and first < entry.until <= last
        and (entry.until <= day or entry.runs_on(day))
        and matters(register, entry)
    ]
    return tuple(sorted(found, key=lambda ending: ending.until))


def nobody_follows(register: Register, seat: Appointment, day: date) -> bool:
    """Whether a seat has ended by that day, nobody follows in it, and no vacancy is recorded."""
    return seat.until is not None and seat.until <= day and matters(register, seat)


def is_followed(register: Register, entry: Appointment | Term) -> bool:
    """Whether a seat or a term has an end, and somebody or a vacancy after it."""
    return entry.until is not None and follower_of(register, entry) is not None


def matters(register: Register, entry: Appointment | Term) -> bool:
    """Whether somebody must see to the end: it is no vacancy, what it belongs to goes on, and nobody follows."""
    if entry.until is None or follower_of(register, entry):
        return False
    if isinstance(entry, Term):
        office = register.office.get(entry.office)
        return office is not None and (office.until is None or entry.until < office.until)
    partnership = register.partnership.get(entry.partnership)
    return not entry.vacant and partnership is not None and partnership.exists_on(entry.until)


def follower_of(register: Register, entry: Appointment | Term) -> Appointment | Term | None:
    """Who or what comes after a seat or a term: another that begins about when it ends, and follows no other."""
    if entry.until is None:
        return None
    key, alike = _alike(register, entry)
    # Once for all that end together: a whole council goes on one day.
    known = register.followers.get(key)
    if known is None:
        known = register.followers[key] = _followers(alike)
    return known.get(entry.id)


def follower_on(register: Register, entry: Appointment | Term, day: date) -> Appointment | Term | None:
    """The same of an entry that would end on a day; what others have who end already is theirs."""
    if entry.until == day:
        return follower_of(register, entry)
    _, alike = _alike(register, entry)
    others = [other for other in alike if other.id != entry.id]
    return _followers([*others, entry.model_copy(update={"until": day})]).get(entry.id)


def recorded_after(entry: Appointment | Term) -> str:
    """An id for who or what is recorded to follow an entry: it tells whom, where several end on one day."""
    id_ = f"{entry.id}.{new_id()[:12]}"
    return id_ if len(id_) <= LONGEST_ID else new_id()[:12]


def _alike(register: Register, entry: _Entry) -> tuple[tuple[str, str], Sequence[_Entry]]:
    """The entries among which one follows another, and what they are known by."""
    if isinstance(entry, Term):
        return (entry.office, ""), register.terms_of(entry.office)
    seats = register.all_seats_of(entry.partnership)
    return (entry.partnership, entry.role), [seat for seat in seats if seat.role == entry.role]


def _followers(entries: Sequence[_Entry]) -> dict[str, _Entry]:
    """What follows, by the id of what ends.

    First come those that begin on the very day, then those that begin some days before or after it. Of several that end,
    one has what was recorded for it, else what goes to the same person, else what is left; vacancies are filled first.
    """
    found: dict[str, _Entry] = {}
    taken: set[str] = set()
    for gap in (timedelta(0), LONGEST_GAP):
        for ended_by, begun_by in ((_id, _recorded_for), (_holder, _holder), (_anybody, _anybody)):
            waiting: defaultdict[Hashable, list[tuple[date, bool, _Entry]]] = defaultdict(list)
            for entry in entries:
                if entry.until and entry.id not in found:
                    waiting[ended_by(entry)].append((entry.until, not _is_vacant(entry), entry))
            for those in waiting.values():
                those.sort(key=lambda end: end[:2])
            begun = [(e.since, not _is_vacant(e), e) for e in entries if e.since and e.id not in taken]
            for since, _, entry in sorted(begun, key=lambda start: start[:2]):
                those = waiting.get(begun_by(entry), [])
                while those and those[0][0] < since - gap:
                    those.pop(0)  # nobody who begins later can follow it either
                if end := _ended_about(those, entry, since + gap):
                    those.remove(end)
                    found[end[2].id] = entry
                    taken.add(entry.id)
    return found


def _ended_about(
    those: Sequence[tuple[date, bool, _Entry]], entry: _Entry, last: date
) -> tuple[date, bool, _Entry] | None:
    """The first of some ends, up to a day, that an entry can follow: it is another, and it goes on longer."""
    for end in those:
        if end[0] > last:
            return None
        if end[2].id != entry.id and (entry.until is None or end[0] < entry.until):
            return end
    return None


def _id(entry: _Entry) -> Hashable:
    return entry.id


def _recorded_for(entry: _Entry) -> Hashable:
    return entry.id.rpartition(".")[0]


def _holder(entry: _Entry) -> Hashable:
    """Whose it is; a vacancy is nobody's."""
    if _is_vacant(entry):
        return entry.id
    return entry.person, entry.office if isinstance(entry, Appointment) else None


def _anybody(_entry: _Entry) -> Hashable:
    return None


def _is_vacant(entry: _Entry) -> bool:
    return isinstance(entry, Appointment) and entry.vacant
