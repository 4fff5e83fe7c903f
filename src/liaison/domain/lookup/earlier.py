"""Who had a seat or an office before somebody, from the periods that the register has."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.matching import Chosen, rank
from liaison.domain.lookup.models import Before
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.rows import called_then, person_then
from liaison.domain.names import FILLERS, telling_words
from liaison.domain.register.models import Appointment, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import OfficeId, PartnershipId, PersonId

Period = TypeVar("Period", Appointment, Term)
ME = frozenset(["me", "i", "myself", "mine"])
# What is said of having a seat or an office, and names neither.
HOLDING = frozenset(
    re.findall(
        r"\w+",
        "a attended been before chaired did had have held in member occupied on post represented role sat seat served serving sit sitting there took was were",
    )
)


def meant(register: Register, question: Question, me: PersonId | None) -> tuple[Person, Chosen] | None:
    """Somebody, and where they sit or what they hold; None where nobody is meant, or nothing that they have.

    Raises BadInput where it is about the asker, and nobody knows who that is.
    """
    person = _whom(register, question, me)
    if person is None:
        return None
    said = tuple(word for word in telling_words(question.place) if word not in HOLDING | FILLERS)
    own = register.own_seats_of(person.id)
    sits = dict.fromkeys(seat.partnership for seat in own)
    held = dict.fromkeys(term.office for term in register.terms_held_at_all(person.id))
    if not said:
        return person, Chosen(partnerships=tuple(sits), offices=tuple(held))
    there = choose(register, replace(question, said=said, parts=(), me=False, topical=False, detail=None))
    found = replace(
        there,
        partnerships=tuple(id_ for id_ in there.partnerships if id_ in sits),
        offices=tuple(id_ for id_ in there.offices if id_ in held),
        people=(),
        committees=(),
        groups=(),
    )
    return (person, found) if found.total else None


def _whom(register: Register, question: Question, me: PersonId | None) -> Person | None:
    said = tuple(telling_words(question.whom))
    if ME.issuperset(said):
        return register.person.get(me) if me else None
    found = rank(register, said, question) if said else Chosen()
    return register.person[found.people[0]] if found.sure and len(found.people) == found.total == 1 else None


def on_partnership(
    register: Register, id_: PartnershipId, person: Person, day: date, *, since_alone: bool = False
) -> Before | None:
    """Who sat on a partnership in somebody's role before them."""
    seats = register.all_seats_of(id_)
    own = [seat for seat in seats if seat.person == person.id]
    if not own:
        return None
    last = max(own, key=lambda seat: (seat.runs_on(day), seat.since or date.min))
    since = _began(last, own)
    others = [seat for seat in seats if seat.role == last.role and seat.person != person.id]
    return Before(
        person=person_then(person, day),
        since=since,
        since_alone=since_alone,
        earlier=tuple((_called(register, seat), seat.until) for seat in _just_before(others, since)),
    )


def in_office(
    register: Register, id_: OfficeId, person: Person, day: date, *, since_alone: bool = False
) -> Before | None:
    """Who held an office before somebody."""
    terms = register.terms_of(id_)
    own = [term for term in terms if term.person == person.id]
    if not own:
        return None
    since = _began(max(own, key=lambda term: (term.runs_on(day), term.since or date.min)), own)
    others = [term for term in terms if term.person != person.id]
    return Before(
        person=person_then(person, day),
        since=since,
        since_alone=since_alone,
        earlier=tuple(
            (register.person[term.person].name, term.until) for term in _just_before(others, since)
        ),
    )


def _began(last: Period, own: Iterable[Period]) -> date | None:
    """Since when somebody has had what they have, through every renewal."""
    by_end = {period.until: period for period in own if period.until}
    since = last.since
    for _ in by_end:
        if since not in by_end:
            break
        since = by_end[since].since
    return since


def _just_before(others: Iterable[Period], since: date | None) -> list[Period]:
    """Those that ran on the eve of a day, or else those that had ended last by then."""
    if since is None:
        return []
    earlier = [period for period in others if period.until and period.until <= since]
    eve = since - timedelta(days=1)
    running = [period for period in earlier if period.runs_on(eve)]
    last = max((period.until for period in earlier if period.until), default=None)
    return running or [period for period in earlier if period.until == last]


def _called(register: Register, seat: Appointment) -> str:
    day = (seat.until or date.max) - timedelta(days=1)
    held = called_then(register.holder(seat, day), day)
    return held.person.name if held.person else held.office.name if held.office else "vacant"
