"""The entries that were found, with all that an answer shows of each as of a day; built for one page at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from rapidfuzz.distance import OSA

from liaison.domain.dates import write_date
from liaison.domain.described import SeatRole
from liaison.domain.lookup.former import formerly_called, reason
from liaison.domain.lookup.models import (
    PER_PAGE,
    Answer,
    Card,
    CommitteeEntry,
    GroupEntry,
    OfficeHolders,
    PersonSeats,
    Row,
)
from liaison.domain.lookup.ranking import GENERIC, SHORTEST_BEGINNING, slips_forgiven
from liaison.domain.names import forms, initials, singular
from liaison.domain.register.findable import flags_of, sayings
from liaison.domain.register.models import Committee, Group, Holder, Office, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId

MOST_REASONS = 2
NO_BEGINNING = "The register does not say since when, so this may not have been so on that day."
FLAGS = {
    "statutory": "statutory",
    "nonstatutory": "non-statutory",
    "notstated": "statutory status not stated",
    "formal": "formal",
    "informal": "informal",
    "strategic": "strategic",
}


def row(
    register: Register,
    partnership: Partnership,
    day: date,
    *,
    today: date | None = None,
    said: tuple[str, ...] = (),
    because: str = "",
) -> Row:
    """A partnership with its seats on a day (A-01, A-02, A-05), and why it fits what was said."""
    seats = tuple(called_then(seat, day) for seat in register.seats_of(partnership.id, day))
    left = register.left_vacant(partnership.id, day)
    if left:
        seats = (*seats, register.holder(left, day))
    sitting = any(seat.appointment.role == "representative" and not seat.appointment.vacant for seat in seats)
    successor = register.partnership.get(partnership.merged_into) if partnership.merged_into else None
    today = today or day
    past = day < today  # what was to come then is none of its answer
    to_meet, met = _meetings(partnership, day, today)
    then = partnership_then(partnership, day)
    return Row(
        partnership=then
        if to_meet == then.next_meeting
        else then.model_copy(update={"next_meeting": to_meet}),
        representatives=tuple(h for h in seats if h.appointment.role == "representative"),
        substitutes=tuple(h for h in seats if h.appointment.role == "substitute"),
        support_officers=tuple(h for h in seats if h.appointment.role == "support officer"),
        link_officers=tuple(h for h in seats if h.appointment.role == "link officer"),
        reports_to=tuple(register.committee[c] for c in partnership.reports_to if c in register.committee),
        own_support=_own_support(register, seats),
        coming=() if sitting or past else tuple(_coming(register, partnership, day, "representative")),
        coming_substitutes=() if past else tuple(_coming(register, partnership, day, "substitute")),
        met=met,
        parts=sum(part.exists_on(day) for part in register.parts_of(partnership.id)),
        successor=successor,
        merged_from=tuple(e for e in register.merged_into(partnership.id) if e.until and e.until <= day),
        matched=because or _why_then(register, partnership, said, day) or None,
        standing=standing(partnership, successor, day, today=today),
        ending=None if past else _ending(partnership, successor, day),
    )


def _meetings(partnership: Partnership, day: date, today: date) -> tuple[date | None, date | None]:
    """The next meeting, where it is to come, or the one that was the next and has passed.

    What was to come on a day that is past is not recorded.
    """
    planned = partnership.next_meeting
    if planned is None or day < today:
        return None, None
    return (planned, None) if planned >= day else (None, planned)


def name_then(entry: Partnership | Person | Office, day: date) -> str:
    """What an entry was called on a day, with what it is called now where that is something else (A-24)."""
    later = [former for former in entry.formerly if former.until and former.until > day]
    if not later:
        return entry.name
    then = min(later, key=lambda former: former.until or day).name
    return then if then == entry.name else f"{then}, now {entry.name}"  # it may have been given back


def called_then(held: Holder, day: date) -> Holder:
    """Whoever holds a seat, and by which office, under the names that they had on a day."""
    person = held.person and person_then(held.person, day)
    office = held.office and office_then(held.office, day)
    if person is held.person and office is held.office:
        return held
    return held.model_copy(update={"person": person, "office": office})


def person_then(person: Person, day: date) -> Person:
    """A person under the name that they had on a day."""
    return person.model_copy(update={"name": name_then(person, day)}) if person.formerly else person


def office_then(office: Office, day: date) -> Office:
    """An office under the name that it had on a day."""
    return office.model_copy(update={"name": name_then(office, day)}) if office.formerly else office


def partnership_then(entry: Partnership, day: date) -> Partnership:
    """A partnership under the name that it had on a day."""
    return entry.model_copy(update={"name": name_then(entry, day)}) if entry.formerly else entry


def _coming(register: Register, partnership: Partnership, day: date, role: SeatRole) -> Iterable[Holder]:
    """Those in a role whose seats begin after a day."""
    for seat in register.all_seats_of(partnership.id):
        if seat.role == role and not seat.vacant and seat.since and seat.since > day:
            yield register.holder(seat, seat.since)


def _own_support(register: Register, seats: Iterable[Holder]) -> tuple[Person, ...]:
    """Who supports the representatives themselves (A-03)."""
    own = dict.fromkeys(
        seat.person.support_officer
        for seat in seats
        if seat.person and seat.person.support_officer and seat.appointment.role == "representative"
    )
    return tuple(register.person[id_] for id_ in own if id_ in register.person)


def standing(
    partnership: Partnership, successor: Partnership | None, day: date, *, today: date
) -> str | None:
    """That a partnership had ended or had not begun on a day, with what came of it (A-24)."""
    if partnership.until and partnership.until <= day:
        into = f", merged into {successor.name}" if successor else ""
        return f"ended {write_date(partnership.until)}{into}"
    if partnership.since and partnership.since > day:
        verb = "began" if partnership.since <= today else "begins"
        return f"{verb} on {write_date(partnership.since)}"
    return None


def _ending(partnership: Partnership, successor: Partnership | None, day: date) -> str | None:
    """That a partnership which is there on a day is to end, so that its seats are not taken to end by themselves (A-24)."""
    if (
        partnership.until is None
        or partnership.until <= day
        or (partnership.since and partnership.since > day)
    ):
        return None
    into = f", when it merges into {successor.name}" if successor else ""
    return f"ends on {write_date(partnership.until)}{into}"


def _why_then(register: Register, partnership: Partnership, said: tuple[str, ...], day: date) -> str:
    """Why it fits, but for a former name under which it is shown anyway."""
    then = name_then(partnership, day)
    found = formerly_called(partnership, said, day) or why(register, partnership, said)
    shown = (reason(former) for former in partnership.formerly if then.startswith(f"{former.name}, now "))
    return "" if found in shown else found


def why(register: Register, partnership: Partnership, said: tuple[str, ...]) -> str:
    """Which of its texts account for the words that its title does not hold: "priority: violent crime"."""
    seen = forms(partnership.title) | forms(partnership.kind or "") | forms(partnership.short or "")
    left = [word for word in said if word not in GENERIC["partnerships"] and not _fits(word, seen)]
    texts = list(texts_of(register, partnership)) if left else []
    reasons: list[str] = []
    for fits, known in ((_is_in, forms), (_is_in, _short), (_fits, forms)):
        while left and len(reasons) < MOST_REASONS:
            counted = [(sum(fits(word, known(text)) for word in left), label, text) for label, text in texts]
            count, label, text = max(counted, key=lambda scored: scored[0], default=(0, "", ""))
            if not count:
                break
            reasons.append(_reason(partnership, label, text))
            left = [word for word in left if not fits(word, known(text))]
    return "; ".join(reasons)


def _reason(partnership: Partnership, label: str, text: str) -> str:
    if label == "formerly" and (former := next((f for f in partnership.formerly if f.name == text), None)):
        return reason(former)
    if label in {"also called", "formerly"}:
        return f"{label} {text}"
    return f"{label}: {text}" if label else text


def person_seats(
    register: Register,
    person: Person,
    day: date,
    *,
    today: date | None = None,
    beside: SeatRole | Literal["stands in for", "sits with"] | None = None,
    matched: str | None = None,
) -> PersonSeats:
    """A person with every seat they hold on a day (A-08), and who holds another role beside them where that is asked.

    What they are to hold later is beside it, unless the day is past.
    """
    past = day < (today or day)
    terms = register.terms_held_by(person.id, day)
    support = register.person.get(person.support_officer) if person.support_officer else None
    return PersonSeats(
        person=person_then(person, day),
        offices=tuple(office_then(register.office[term.office], day) for term in terms),
        terms=terms,
        seats=tuple(
            (partnership_then(register.partnership[h.appointment.partnership], day), called_then(h, day))
            for h in register.seats_held_by(person.id, day)
            if h.appointment.partnership in register.partnership
        ),
        support_officer=support,
        coming=() if past else tuple(_seats_to_come(register, person.id, day)),
        coming_terms=() if past else tuple(_terms_to_come(register, person.id, day)),
        beside=tuple(_beside(register, person, day, beside)) if beside else (),
        matched=matched,
    )


def _seats_to_come(register: Register, person: PersonId, day: date) -> Iterable[tuple[Partnership, Holder]]:
    """The seats in somebody's own name that begin after a day, the soonest first."""
    seats = [seat for seat in register.own_seats_of(person) if seat.since and seat.since > day]
    for seat in sorted(seats, key=lambda seat: seat.since or day):
        where = register.partnership.get(seat.partnership)
        if where and seat.since:
            yield where, register.holder(seat, seat.since)


def _terms_to_come(register: Register, person: PersonId, day: date) -> Iterable[tuple[Office, Term]]:
    """The terms of office that begin after a day, the soonest first."""
    terms = [term for term in register.terms_held_at_all(person) if term.since and term.since > day]
    for term in sorted(terms, key=lambda term: term.since or day):
        if term.office in register.office:
            yield register.office[term.office], term


def _beside(
    register: Register, person: Person, day: date, role: SeatRole | Literal["stands in for", "sits with"]
) -> Iterable[tuple[Partnership, tuple[Holder, ...]]]:
    """Where a person is the representative, with those who hold another role there; or where they stand in, with for whom.

    Who sits with them is everybody else who has a seat where they have one.
    """
    if role == "sits with":
        for id_ in dict.fromkeys(
            held.appointment.partnership for held in register.seats_held_by(person.id, day)
        ):
            if where := register.partnership.get(id_):
                others = (called_then(seat, day) for seat in register.seats_of(id_, day))
                yield (
                    partnership_then(where, day),
                    tuple(h for h in others if h.person and h.person.id != person.id),
                )
        return
    own: SeatRole = "substitute" if role == "stands in for" else "representative"
    other: SeatRole = "representative" if role == "stands in for" else role
    for held in register.seats_held_by(person.id, day):
        where = register.partnership.get(held.appointment.partnership)
        if where and held.appointment.role == own:
            yield where, tuple(called_then(seat, day) for seat in register.seats_of(where.id, day, other))


def without_beginnings(register: Register, answer: Answer) -> Answer:
    """An answer of a day before the register was begun, with the remark that it does not say since when."""
    if answer.day >= register.since:
        return answer
    rows = (*answer.partnerships, *(answer.matrix.rows if answer.matrix else ()))
    held = (
        *(seat for each in rows for seat in (*each.representatives, *each.substitutes)),
        *(seat for each in answer.people for _, seat in each.seats),
        *(seat for each in answer.offices for who in each.holders for _, seat in who.seats),
        *(seat for each in answer.committees for row_ in each.partnerships for seat in row_.representatives),
    )
    if not any(seat.appointment.since is None and not seat.appointment.vacant for seat in held):
        return answer
    remark = " ".join(filter(None, (answer.remark, NO_BEGINNING)))
    return answer.model_copy(update={"remark": remark})


def committee_entry(register: Register, committee: Committee, day: date, *, today: date) -> CommitteeEntry:
    """A committee with its offices and the first page of what reports to it."""
    reporting = [entry for entry in register.reporting_to(committee.id) if entry.exists_on(day)]
    return CommitteeEntry(
        committee=committee,
        offices=tuple(
            office_holders(register, office, day, today=today)
            for office in register.offices
            if office.committee == committee.id
        ),
        partnerships=tuple(row(register, entry, day, today=today) for entry in reporting[:PER_PAGE]),
        reporting=len(reporting),
    )


def office_holders(register: Register, office: Office, day: date, *, today: date) -> OfficeHolders:
    """An office with those who hold it on a day, and the seats that are the office's own."""
    return OfficeHolders(
        office=office_then(office, day),
        holders=tuple(
            person_seats(register, person, day, today=today) for person in register.holders_of(office.id, day)
        ),
        seats=tuple(
            (
                partnership_then(register.partnership[held.appointment.partnership], day),
                called_then(held, day),
            )
            for held in register.seats_of_office(office.id, day)
            if held.appointment.partnership in register.partnership
        ),
    )


def group_entry(register: Register, group: Group, day: date, *, on_day: date | None = None) -> GroupEntry:
    """What is said of a group of partnerships, and how many of those that exist on a day are named.

    `on_day` is the day asked about: what is said of a group is said of today, whatever stood beside it then.
    """
    named = [entry for entry in register.in_group(group.id) if entry.exists_on(day)]
    appoints = register.committee.get(group.appointed_at) if group.appointed_at else None
    return GroupEntry(
        group=group, named=len(named), appointed_at=appoints, of_today=on_day not in {None, day}
    )


def card(register: Register, partnership: Partnership, day: date, *, today: date) -> Card:
    """Everything the register says of one partnership as of a day."""
    above = [partnership.parent, *partnership.member_of]
    return Card(
        row=row(register, partnership, day, today=today),
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        parents=_entries(register, above),
        parts=tuple(part for part in register.parts_of(partnership.id) if part.exists_on(day)),
        works_into=_entries(register, partnership.works_into),
        merged_from=register.merged_into(partnership.id),
        group=register.group.get(partnership.group) if partnership.group else None,
        targets=register.targets_of(partnership.id),
    )


def _entries(register: Register, ids: Iterable[str | None]) -> tuple[Partnership, ...]:
    found = (register.entry("partnerships", id_) for id_ in dict.fromkeys(ids) if id_)
    return tuple(entry for entry in found if isinstance(entry, Partnership))


def texts_of(register: Register, entry: Partnership) -> Iterable[tuple[str, str]]:
    """What may have been meant of a partnership beside its name, each with the word for it, what says most first."""
    for name in entry.also_called:
        yield "also called", name
    for former in entry.formerly:
        yield "formerly", former.name
    if entry.area:
        yield "area", entry.area
    yield from sayings(entry)
    for flag in flags_of(entry):
        if flag in FLAGS:
            yield "", FLAGS[flag]
    for committee in (register.committee.get(id_) for id_ in entry.reports_to):
        if committee:
            yield "reports to", f"{committee.name} ({committee.short})" if committee.short else committee.name
    for above in _entries(register, (entry.parent, *entry.member_of)):
        yield "part of", f"{above.name} ({above.short})" if above.short else above.name
    group = register.group.get(entry.group) if entry.group else None
    if group:
        yield "group", group.name


def _short(text: str) -> frozenset[str]:
    """The initials by which it may have been meant."""
    return initials(text, starts=2)


def _is_in(word: str, known: frozenset[str]) -> bool:
    return word in known or singular(word) in known


def _fits(word: str, known: frozenset[str]) -> bool:
    if _is_in(word, known):
        return True
    if len(word) >= SHORTEST_BEGINNING and any(other.startswith(word) for other in known):
        return True
    slips = slips_forgiven(word)
    return bool(slips) and any(OSA.distance(word, other, score_cutoff=slips) <= slips for other in known)
