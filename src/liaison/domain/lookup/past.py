"""What ended and what began in some time: partnerships, appointments and terms of office, each group by itself."""

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from liaison.domain.dates import write_date
from liaison.domain.lookup.lists import Dated, Within, is_within
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import Row
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.rows import row
from liaison.domain.register.models import Appointment, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId


@dataclass(frozen=True)
class Found:
    """What ended or began: the partnerships, then seats, then terms, of each group the latest first."""

    partnerships: tuple[PartnershipId, ...]
    seats: tuple[Dated, ...]
    terms: tuple[Dated, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many of each."""
        return len(self.partnerships), len(self.seats), len(self.terms)

    def page(self, start: int, stop: int) -> tuple[tuple[PartnershipId, ...], tuple[Dated, ...]]:
        """One page of all of them."""
        here = len(self.partnerships)
        dated = (*self.seats, *self.terms)
        return self.partnerships[start:stop], dated[max(0, start - here) : max(0, stop - here)]


def found(register: Register, question: Question, chosen: Chosen | None, only: Within) -> Found:
    """What ended or began in the time that a question names; a vacancy is nobody's, so its end or beginning is neither."""
    began = question.asked == "began"
    first, last = question.since or date.min, question.until or question.today
    if (
        question.only == "people" and not question.coming and first <= question.today
    ):  # who left, not who is to
        last = min(last, question.today)
    seats, terms = list[Dated](), list[Dated]()
    if question.only != "partnerships":
        for change in reversed(register.index.dates_within(first, last)):
            on, begins, period = change
            if begins != began or (isinstance(period, Appointment) and period.vacant):
                continue
            day = on if begins else on - timedelta(days=1)  # whose it was while it ran
            if not is_within(register, only, period, day):
                continue
            if question.only == "people" and _goes_on(register, period, began=began):
                continue
            (terms if isinstance(period, Term) else seats).append(change)
    return Found(
        partnerships=_partnerships(register, question, chosen, first, last) if not only.role else (),
        seats=tuple(seats) if question.only != "terms" else (),
        terms=tuple(terms) if question.only != "appointments" else (),
    )


def rows(register: Register, ids: Iterable[PartnershipId], question: Question) -> tuple[Row, ...]:
    """Partnerships that ended or began, each as it stood at that moment."""
    return tuple(_row(register, register.partnership[id_], question) for id_ in ids)


def _row(register: Register, entry: Partnership, question: Question) -> Row:
    day = (entry.since if question.asked == "began" else entry.until) or question.day
    shown = row(register, entry, day, today=question.today)
    if question.asked != "began":
        if entry.until is None or entry.until <= question.today:
            return shown
        into = f", when it merges into {shown.successor.name}" if shown.successor else ""
        return shown.model_copy(update={"standing": f"ends {write_date(entry.until)}{into}"})
    verb = "began" if day <= question.today else "begins"
    return shown.model_copy(update={"standing": f"{verb} on {write_date(day)}"})


def _partnerships(
    register: Register, question: Question, chosen: Chosen | None, first: date, last: date
) -> tuple[PartnershipId, ...]:
    """The partnerships that ended or began then, the latest first (A-24)."""
    if question.only not in {"", "partnerships"}:
        return ()
    on: Callable[[Partnership], date | None] = (
        (lambda entry: entry.since) if question.asked == "began" else (lambda entry: entry.until)
    )
    wanted = None if chosen is None else set(chosen.partnerships)
    dated = [
        (day, entry.id)
        for entry in partnerships_with_days(register)
        if (wanted is None or entry.id in wanted) and (day := on(entry)) and first <= day <= last
    ]
    return tuple(id_ for _, id_ in sorted(dated, key=lambda each: each[0], reverse=True))


def partnerships_with_days(register: Register) -> Sequence[Partnership]:
    """The partnerships of which it is known when they begin or end, in the register's order."""
    shelf = register.index.shelf("partnerships")
    return [register.partnership[PartnershipId(shelf.ids[place])] for place in sorted(shelf.dated)]


def latest_before(register: Register, question: Question) -> date | None:
    """The latest day before the time that a question names on which anything ended, or began."""
    began, first = question.asked == "began", question.since
    if first is None:
        return None
    days = (
        on
        for on, begins, period in reversed(register.index.dates)
        if on < first and begins == began and not (isinstance(period, Appointment) and period.vacant)
    )
    of_partnerships = [
        day
        for entry in partnerships_with_days(register)
        if (day := entry.since if began else entry.until) and day < first
    ]
    return max((*islice(days, 1), *of_partnerships), default=None)


def _goes_on(register: Register, period: Appointment | Term, *, began: bool) -> bool:
    """Whether somebody only has their seat or office anew: they have neither left nor joined."""
    if isinstance(period, Term):
        return any(
            other.person == period.person and _meets(period, other, began=began)
            for other in register.terms_of(period.office)
        )
    return any(
        other.person == period.person
        and other.office == period.office
        and other.role == period.role
        and _meets(period, other, began=began)
        for other in register.all_seats_of(period.partnership)
    )


def _meets(period: Appointment | Term, other: Appointment | Term, *, began: bool) -> bool:
    return other.until == period.since if began else other.since == period.until


def named(question: Question) -> str:
    """What is asked about: "who left", "what began", "terms of office that ended"."""
    over = question.asked == "ended"
    ahead = question.coming or (question.since is not None and question.since > question.today)
    if question.only == "people":
        if ahead:
            return "who is to leave" if over else "who is to join"
        return "who left" if over else "who joined"
    verb: str = question.asked
    if ahead:
        verb = {("", True): "ends", ("", False): "begins"}.get((question.only, over)) or (
            "end" if over else "begin"
        )
    which = {"": "what", "terms": "terms of office that"}.get(question.only, f"{question.only} that")
    return f"{which} {verb}"


def in_words(question: Question) -> str:
    """The time that was asked about, in words that follow a verb: "in June 2026", "since 1 March 2009"."""
    first, last = question.since, question.until
    if question.note and first and last:
        return f"{question.note} ({write_date(first)} to {write_date(last)})"
    if first is None:
        return f"up to {write_date(last)}" if last else "so far"
    if last is None:
        return f"since {write_date(first)}"
    if first == last:
        return f"on {write_date(first)}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        whole = calendar.monthrange(last.year, last.month)[1] == last.day
        if whole:
            return f"in {calendar.month_name[first.month]} {first.year}"
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"in {first.year}"
    return f"from {write_date(first)} to {write_date(last)}"
