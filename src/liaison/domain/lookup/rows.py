"""The entries that were found, with all that an answer shows of each as of a day; built for one page at a time."""

from collections.abc import Iterable
from datetime import date

from rapidfuzz.distance import OSA

from liaison.domain.dates import write_date
from liaison.domain.lookup.models import (
    PER_PAGE,
    Card,
    CommitteeEntry,
    GroupEntry,
    OfficeHolders,
    PersonSeats,
    Row,
)
from liaison.domain.lookup.ranking import GENERIC, SHORTEST_BEGINNING, slips_forgiven
from liaison.domain.names import forms, singular
from liaison.domain.register.findable import flags_of, sayings
from liaison.domain.register.models import Committee, Group, Office, Partnership, Person
from liaison.domain.register.snapshot import Register

MOST_REASONS = 2
FLAGS = {
    "statutory": "statutory",
    "nonstatutory": "non-statutory",
    "notstated": "statutory or not: not stated",
    "formal": "formal",
    "informal": "informal",
    "strategic": "strategic",
}


def row(
    register: Register, partnership: Partnership, day: date, *, said: tuple[str, ...] = (), reason: str = ""
) -> Row:
    """A partnership with its seats on a day (A-01, A-02, A-05), and why it fits what was said."""
    seats = register.seats_of(partnership.id, day)
    successor = register.partnership.get(partnership.merged_into) if partnership.merged_into else None
    return Row(
        partnership=partnership,
        representatives=tuple(h for h in seats if h.appointment.role == "representative"),
        substitutes=tuple(h for h in seats if h.appointment.role == "substitute"),
        support_officers=tuple(h for h in seats if h.appointment.role == "support officer"),
        link_officers=tuple(h for h in seats if h.appointment.role == "link officer"),
        reports_to=tuple(register.committee[c] for c in partnership.reports_to if c in register.committee),
        parts=len(register.parts_of(partnership.id)),
        successor=successor,
        matched=reason or why(register, partnership, said) or None,
        standing=standing(partnership, successor, day),
    )


def standing(partnership: Partnership, successor: Partnership | None, day: date) -> str | None:
    """That a partnership had ended or had not begun on a day, with what came of it (A-24)."""
    if partnership.until and partnership.until <= day:
        into = f", merged into {successor.name}" if successor else ""
        return f"ended {write_date(partnership.until)}{into}"
    if partnership.since and partnership.since > day:
        return f"begins {write_date(partnership.since)}"
    return None


def why(register: Register, partnership: Partnership, said: tuple[str, ...]) -> str:
    """Which of its texts account for the words that its title does not hold: "priority: violent crime"."""
    seen = forms(partnership.title) | forms(partnership.kind or "") | forms(partnership.short or "")
    left = [word for word in said if word not in GENERIC["partnerships"] and not _fits(word, seen)]
    texts = list(_texts(register, partnership)) if left else []
    reasons: list[str] = []
    for fits in (_is_in, _fits):
        while left and len(reasons) < MOST_REASONS:
            counted = [(sum(fits(word, forms(text)) for word in left), label, text) for label, text in texts]
            count, label, text = max(counted, key=lambda scored: scored[0], default=(0, "", ""))
            if not count:
                break
            reasons.append(_reason(label, text))
            left = [word for word in left if not fits(word, forms(text))]
    return "; ".join(reasons)


def _reason(label: str, text: str) -> str:
    if label in {"also called", "formerly"}:
        return f"{label} {text}"
    return f"{label}: {text}" if label else text


def person_seats(register: Register, person: Person, day: date, *, matched: str | None = None) -> PersonSeats:
    """A person with every seat they hold on a day (A-08)."""
    terms = register.terms_held_by(person.id, day)
    support = register.person.get(person.support_officer) if person.support_officer else None
    return PersonSeats(
        person=person,
        offices=tuple(register.office[term.office] for term in terms),
        terms=terms,
        seats=tuple(
            (register.partnership[h.appointment.partnership], h)
            for h in register.seats_held_by(person.id, day)
            if h.appointment.partnership in register.partnership
        ),
        support_officer=support,
        matched=matched,
    )


def committee_entry(register: Register, committee: Committee, day: date) -> CommitteeEntry:
    """A committee with its offices and the first page of what reports to it."""
    reporting = [entry for entry in register.reporting_to(committee.id) if entry.exists_on(day)]
    return CommitteeEntry(
        committee=committee,
        offices=tuple(
            office_holders(register, office, day)
            for office in register.offices
            if office.committee == committee.id
        ),
        partnerships=tuple(row(register, entry, day) for entry in reporting[:PER_PAGE]),
        reporting=len(reporting),
    )


def office_holders(register: Register, office: Office, day: date) -> OfficeHolders:
    """An office with those who hold it on a day, and the seats that are the office's own."""
    return OfficeHolders(
        office=office,
        holders=tuple(person_seats(register, person, day) for person in register.holders_of(office.id, day)),
        seats=tuple(
            (register.partnership[held.appointment.partnership], held)
            for held in register.seats_of_office(office.id, day)
            if held.appointment.partnership in register.partnership
        ),
    )


def group_entry(register: Register, group: Group) -> GroupEntry:
    """What is said of a group of partnerships, and how many of them are named."""
    return GroupEntry(group=group, named=len(register.in_group(group.id)))


def card(register: Register, partnership: Partnership, day: date) -> Card:
    """Everything the register says of one partnership as of a day."""
    above = [partnership.parent, *partnership.member_of]
    return Card(
        row=row(register, partnership, day),
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        parents=_entries(register, above),
        parts=register.parts_of(partnership.id),
        works_into=_entries(register, partnership.works_into),
        merged_from=register.merged_into(partnership.id),
        group=register.group.get(partnership.group) if partnership.group else None,
        targets=register.targets_of(partnership.id),
    )


def _entries(register: Register, ids: Iterable[str | None]) -> tuple[Partnership, ...]:
    found = (register.entry("partnerships", id_) for id_ in dict.fromkeys(ids) if id_)
    return tuple(entry for entry in found if isinstance(entry, Partnership))


def _texts(register: Register, entry: Partnership) -> Iterable[tuple[str, str]]:
    """What may have been meant, each with the word for it, what says most first."""
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


def _is_in(word: str, known: frozenset[str]) -> bool:
    return word in known or singular(word) in known


def _fits(word: str, known: frozenset[str]) -> bool:
    if _is_in(word, known):
        return True
    if len(word) >= SHORTEST_BEGINNING and any(other.startswith(word) for other in known):
        return True
    slips = slips_forgiven(word)
    return bool(slips) and any(OSA.distance(word, other, score_cutoff=slips) <= slips for other in known)
