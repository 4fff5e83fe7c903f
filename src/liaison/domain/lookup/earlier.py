"""Who had a seat or an office before somebody, from the periods that the register has."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from liaison.domain.described import SeatRole
from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.matching import Chosen, rank
from liaison.domain.lookup.models import Before, OfTime
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
        "a attend attended be been before chaired did had have held hold holder in member occupied on post rep represent represented representative role sat seat serve served serving sit sitting there took was were",
    )
)


def meant(register: Register, question: Question, me: PersonId | None) -> tuple[Person | None, Chosen] | None:
    """Somebody, and where they sit or what they hold; None where nobody is meant, or nothing that they have.

    Nobody stands for whoever is there now. Raises BadInput where it is about the asker, and nobody knows who that is.
    """
    said = tuple(word for word in telling_words(question.place) if word not in HOLDING | FILLERS)
    if not question.whom:
        there = _there(register, question, said)
        return (None, there) if said and there.sure and there.total else None
    person = _whom(register, question, me)
    if person is None:
        return None
    own = register.own_seats_of(person.id)
    sits = dict.fromkeys(seat.partnership for seat in own)
    held = dict.fromkeys(term.office for term in register.terms_held_at_all(person.id))
    if not said:
        return person, Chosen(partnerships=tuple(sits), offices=tuple(held))
    there = _there(register, question, said)
    found = replace(
        there,
        partnerships=tuple(id_ for id_ in there.partnerships if id_ in sits),
        offices=tuple(id_ for id_ in there.offices if id_ in held),
    )
    return (person, found) if found.total else None


def _there(register: Register, question: Question, said: tuple[str, ...]) -> Chosen:
    """The partnerships and offices that are meant by where somebody was."""
    found = choose(register, replace(question, said=said, parts=(), me=False, topical=False, detail=None))
    return replace(found, people=(), committees=(), groups=())


def _whom(register: Register, question: Question, me: PersonId | None) -> Person | None:
    said = tuple(telling_words(question.whom))
    if ME.issuperset(said):
        return register.person.get(me) if me else None
    found = rank(register, said, question) if said else Chosen()
    return register.person[found.people[0]] if found.sure and len(found.people) == found.total == 1 else None


def on_partnership(
    register: Register, id_: PartnershipId, person: Person, day: date, *, asks: OfTime = "before"
) -> Before | None:
    """Who sat on a partnership in somebody's role before them, and from when to when that somebody sits there."""
    seats = register.all_seats_of(id_)
    own = [seat for seat in seats if seat.person == person.id]
    if not own:
        return None
    last = max(own, key=lambda seat: (seat.runs_on(day), seat.since or date.min))
    others = [seat for seat in seats if seat.role == last.role and seat.person != person.id]
    until = _first(last.until, register.partnership[id_].until)
    return _of(register, person, day, _began(last, own), until, others, asks)


def in_office(
    register: Register, id_: OfficeId, person: Person, day: date, *, asks: OfTime = "before"
) -> Before | None:
    """Who held an office before somebody, and from when to when that somebody holds it."""
    terms = register.terms_of(id_)
    own = [term for term in terms if term.person == person.id]
    if not own:
        return None
    last = max(own, key=lambda term: (term.runs_on(day), term.since or date.min))
    others = [term for term in terms if term.person != person.id]
    return _of(register, person, day, _began(last, own), last.until, others, asks)


def there_before(register: Register, id_: PartnershipId, day: date, role: SeatRole) -> Before | None:
    """Who sat on a partnership before whoever sits there on a day, or before nobody does."""
    ended = register.partnership[id_].until
    seats = [seat for seat in register.all_seats_of(id_) if seat.role == role and not seat.vacant]
    now = [] if ended and ended <= day else [seat for seat in seats if seat.runs_on(day)]
    who = {seat.person for seat in now}
    if len(who) == 1 and (one := who.pop()):
        return on_partnership(register, id_, register.person[one], day)
    gone = [(seat, until) for seat in seats if (until := _first(seat.until, ended)) and until <= day]
    last = max((until for _, until in gone), default=None)
    return Before(
        person=None, earlier=tuple((_called(register, seat), until) for seat, until in gone if until == last)
    )


def held_before(register: Register, id_: OfficeId, day: date) -> Before | None:
    """Who held an office before whoever holds it on a day, or before nobody does."""
    terms = register.terms_of(id_)
    who = {term.person for term in terms if term.runs_on(day)}
    if len(who) == 1:
        return in_office(register, id_, register.person[who.pop()], day)
    over = [term for term in terms if term.until and term.until <= day]
    last = max((term.until for term in over if term.until), default=None)
    return Before(
        person=None,
        earlier=tuple((_called(register, term), term.until) for term in over if term.until == last),
    )


def _of(
    register: Register,
    person: Person,
    day: date,
    since: date | None,
    until: date | None,
    others: Iterable[Appointment | Term],
    asks: OfTime,
) -> Before:
    return Before(
        person=person_then(person, day),
        since=since,
        until=until,
        over=until is not None and until <= day,
        asks=asks,
        earlier=tuple((_called(register, each), each.until) for each in _just_before(others, since)),
    )


def _first(one: date | None, other: date | None) -> date | None:
    """The earlier of two days, of which either may be missing."""
    return min(filter(None, (one, other)), default=None)


def _began(last: Period, own: Iterable[Period]) -> date | None:
    """Since when somebody has had what they have, through every renewal."""
    by_end = {period.until: period for period in own if period.until}
    since = last.since
    for _ in by_end:
        if since not in by_end:
            break
        since = by_end[since].since
    return since


def _just_before(others: Iterable[Appointment | Term], since: date | None) -> list[Appointment | Term]:
    """Those that ran on the eve of a day, or else those that had ended last by then."""
    if since is None:
        return []
    earlier = [period for period in others if period.until and period.until <= since]
    eve = since - timedelta(days=1)
    running = [period for period in earlier if period.runs_on(eve)]
    last = max((period.until for period in earlier if period.until), default=None)
    return running or [period for period in earlier if period.until == last]


def _called(register: Register, seat: Appointment | Term) -> str:
    """Who had a seat or an office, under the name that they had at the end of it."""
    if isinstance(seat, Term):
        return register.person[seat.person].name
    day = (seat.until or date.max) - timedelta(days=1)
    held = called_then(register.holder(seat, day), day)
    return held.person.name if held.person else held.office.name if held.office else "vacant"
