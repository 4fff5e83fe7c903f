"""Committees as people look them up: their offices with holders, and the partnerships that report to them (A-05)."""

from datetime import date

from liaison.domain import lookup
from liaison.domain.register.models import Committee, Office, Partnership, Person, in_force
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, Value

PER_PAGE = 15


class Held(Value):
    """An office of a committee, with those who hold it on the day."""

    office: Office
    holders: tuple[Person, ...]


class Card(Value):
    """One committee as of a day; `guessed` is what was typed where it is not its name.

    `first` are the partnerships whose report-backs it receives first, `further` those that name it after another one
    (A-05), one page of both; `beside` are the other committees and working groups that all of these report to.
    """

    committee: Committee
    day: date
    today: date
    offices: tuple[Held, ...]
    first: tuple[Partnership, ...]
    further: tuple[Partnership, ...]
    beside: tuple[Committee, ...]
    total: int
    page: int = 0
    guessed: str | None = None

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return (self.page + 1) * PER_PAGE < self.total


class Found(Value):
    """The committees that a text can mean; one of them with its card where it can mean no other."""

    text: str
    committees: tuple[Committee, ...] = ()
    card: Card | None = None


def find(register: Register, text: str, *, today: date) -> Found:
    """The committee that a text names, as of today or of the day that it asks about (A-05).

    Raises BadInput for a text too long to be a name and for a day that does not exist.
    """
    answer = lookup.find(register, text, day=today)
    named = tuple(entry.committee for entry in answer.committees)
    if len(named) != 1:
        return Found(text=text, committees=named)
    shown = card(register, named[0].id, answer.day, today=today)
    guessed = None if answer.exact else text
    return Found(text=text, committees=named, card=shown.model_copy(update={"guessed": guessed}))


def card(register: Register, committee: CommitteeId, day: date, *, today: date, page: int = 0) -> Card:
    """One committee as of a day."""
    reporting = [entry for entry in register.reporting_to(committee) if entry.exists_on(day)]
    reporting.sort(key=lambda entry: entry.reports_to[0] != committee)  # those that name it first come first
    page = min(max(0, page), max(0, (len(reporting) - 1) // PER_PAGE))
    shown = reporting[page * PER_PAGE : (page + 1) * PER_PAGE]
    beside = dict.fromkeys(other for entry in reporting for other in entry.reports_to if other != committee)
    return Card(
        committee=register.committee[committee],
        day=day,
        today=today,
        offices=tuple(
            Held(office=office, holders=register.holders_of(office.id, day))
            for office in register.offices
            if office.committee == committee and in_force(office.since, office.until, day)
        ),
        first=tuple(entry for entry in shown if entry.reports_to[0] == committee),
        further=tuple(entry for entry in shown if entry.reports_to[0] != committee),
        beside=tuple(register.committee[other] for other in beside if other in register.committee),
        total=len(reporting),
        page=page,
    )


def standing(register: Register, day: date) -> tuple[Committee, ...]:
    """The committees and working groups that there are on a day, working groups last."""
    there = [entry for entry in register.committees if in_force(entry.since, entry.until, day)]
    return tuple(sorted(there, key=lambda entry: entry.kind == "working group"))
