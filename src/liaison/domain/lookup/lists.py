"""The lists that a keyword asks for: vacant seats, what ends soon, who is not linked, what has changed, the matrix."""

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from liaison.domain.described import SeatRole
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import PER_PAGE, Change, Ending, Matrix
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.rows import called_then, office_then, partnership_then, person_then, row
from liaison.domain.register.codes import members
from liaison.domain.register.models import Appointment, Holder, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, OfficeId, PartnershipId, PersonId

Dated = tuple[date, bool, Appointment | Term]
MEMBERS_SEATS = frozenset(["representative", "substitute"])
Seats = tuple[tuple[Partnership, Holder], ...]


@dataclass(frozen=True)
class Within:
    """What a list is narrowed to; None is no narrowing."""

    partnerships: AbstractSet[PartnershipId] | None = None
    people: AbstractSet[PersonId] | None = None
    offices: AbstractSet[OfficeId] | None = None
    role: SeatRole | None = None

    def seat(self, seat: Appointment, holders: tuple[PersonId, ...] = ()) -> bool:
        """Whether a seat belongs to the list."""
        if self.role and seat.role != self.role:
            return False
        if self.partnerships is not None:
            return seat.partnership in self.partnerships
        if self.offices is not None and seat.office in self.offices:
            return True
        if self.people is not None:
            return seat.person in self.people or any(who in self.people for who in holders)
        return self.offices is None

    def term(self, term: Term) -> bool:
        """Whether a term of office belongs to the list."""
        if self.role or self.partnerships is not None:
            return False
        if self.offices is not None and term.office in self.offices:
            return True
        if self.people is not None:
            return term.person in self.people
        return self.offices is None


def within(register: Register, chosen: Chosen | None, question: Question) -> Within:
    """What the other words of a question narrow its list to."""
    if chosen is None:
        return Within(role=question.role)
    if chosen.partnerships:
        return Within(partnerships=set(chosen.partnerships), role=question.role)
    if chosen.groups and not chosen.people:
        return Within(partnerships=set(), role=question.role)
    if chosen.committees:
        reporting = {
            entry.id for id_ in chosen.committees for entry in register.reporting_to(CommitteeId(id_))
        }
        return Within(partnerships=reporting, role=question.role)
    if chosen.offices:
        offices = {OfficeId(id_) for id_ in chosen.offices}
        holders = {who.id for office in offices for who in register.holders_of(office, question.day)}
        return Within(people=holders, offices=offices, role=question.role)
    return Within(people=set(chosen.people), role=question.role)


def vacant(register: Register, day: date, only: Within) -> tuple[Appointment, ...]:
    """The seats that nobody holds on a day, on partnerships that exist then (A-06, A-20)."""
    where = only.partnerships
    if only.people is not None:
        where = {
            held.appointment.partnership for who in only.people for held in register.seats_held_by(who, day)
        }
    narrowed = Within(partnerships=where, role=only.role)
    return tuple(seat for seat in register.vacant_seats(day) if narrowed.seat(seat))


def having(
    register: Register, day: date, only: Within, role: SeatRole, *, wanted: bool
) -> tuple[tuple[PartnershipId, ...], int]:
    """The partnerships where somebody holds a role on a day, or nobody does though a seat of ours is listed (A-02, A-03).

    The number is of those where no seat of ours is listed. A seat that is not recorded is held by nobody. The support
    officer of a representative supports the partnership too.
    """
    where = Within(partnerships=only.partnerships, people=only.people, offices=only.offices)
    there = existing(register, day) if where == Within() else sat_on(register, day, where)
    found, unlisted = list[PartnershipId](), 0
    for id_ in there:
        known = [seat for seat in register.all_seats_of(id_) if seat.since is None or seat.since <= day]
        seats = [seat for seat in known if seat.runs_on(day)]
        ours = [seat for seat in known if seat.role in MEMBERS_SEATS]
        filled = any(seat.role == role and not seat.vacant for seat in seats)
        if role == "support officer" and not filled:
            filled = any(
                register.person[who].support_officer
                for seat in seats
                for who in _holders(register, seat, day)
                if seat.role == "representative"
            )
        if filled == wanted and (filled or ours):
            found.append(id_)
        unlisted += not ours
    return tuple(found), unlisted


def unlisted(register: Register, day: date, only: Within) -> tuple[PartnershipId, ...]:
    """The partnerships on which no seat of ours is listed on a day, neither filled nor vacant."""
    there = existing(register, day)
    return tuple(
        id_
        for id_ in there
        if (only.partnerships is None or id_ in only.partnerships)
        and not any(seat.role in MEMBERS_SEATS and seat.runs_on(day) for seat in register.all_seats_of(id_))
    )


def held(register: Register, seats: Iterable[Appointment], day: date) -> Seats:
    """Seats with their partnerships and holders on a day."""
    return tuple(
        (
            partnership_then(register.partnership[seat.partnership], day),
            called_then(register.holder(seat, day), day),
        )
        for seat in seats
    )


def to_confirm(register: Register, day: date, only: Within) -> tuple[Appointment, ...]:
    """The seats whose office has changed hands and that nobody has confirmed (B-21)."""
    return tuple(
        seat.appointment
        for seat in register.to_confirm(day)
        if only.seat(seat.appointment, (seat.person.id,) if seat.person else ())
    )


def expiring(register: Register, day: date, until: date, only: Within) -> tuple[Dated, ...]:
    """The appointments and terms of office that end after a day and by another, the earliest first."""
    first = day if day == date.max else day + timedelta(days=1)
    return tuple(
        (on, began, period)
        for on, began, period in register.index.dates_within(first, until)
        if not began
        and (period.since is None or period.since <= day)
        and (isinstance(period, Term) or register.counts_on(period, day))
        and is_within(register, only, period, day)
    )


def endings(register: Register, found: Iterable[Dated], day: date) -> tuple[Ending, ...]:
    """What ends, with whose it is on a day."""
    shown: list[Ending] = []
    for on, _, period in found:
        if isinstance(period, Term):
            person = person_then(register.person[period.person], day)
            office = office_then(register.office[period.office], day)
            shown.append(Ending(on=on, office=office, person=person, term=period))
        else:
            ((partnership, seat),) = held(register, [period], day)
            shown.append(Ending(on=on, partnership=partnership, seat=seat))
    return tuple(shown)


def changed(register: Register, since: date, day: date, only: Within) -> tuple[Dated, ...]:
    """What began or ended with seats and offices from one day to another, the latest first."""
    found = register.index.dates_within(since, day)
    return tuple(
        change for change in reversed(found) if is_within(register, only, change[2], _while_it_ran(change))
    )


def changes(register: Register, found: Iterable[Dated]) -> tuple[Change, ...]:
    """What began or ended, with whose it was then."""
    shown: list[Change] = []
    for on, began, period in found:
        day = _while_it_ran((on, began, period))
        if isinstance(period, Term):
            office = office_then(register.office[period.office], day)
            person = person_then(register.person[period.person], day)
            shown.append(Change(on=on, began=began, office=office, person=person, term=period))
        else:
            ((partnership, seat),) = held(register, [period], day)
            shown.append(Change(on=on, began=began, partnership=partnership, seat=seat))
    return tuple(shown)


def unlinked(register: Register, day: date, only: Within) -> tuple[PersonId, ...]:
    """The people who hold a seat or an office on a day and are not linked to anybody in Slack."""
    linked = {link.person for link in register.links}
    sitting = {
        who
        for seat in register.appointments
        if register.counts_on(seat, day) and not seat.vacant and only.seat(seat)
        for who in _holders(register, seat, day)
    }
    sitting |= {term.person for term in register.terms if term.runs_on(day) and only.term(term)}
    return tuple(who.id for who in register.people if who.id in sitting and who.id not in linked)


def unseated(register: Register, day: date, only: Within) -> tuple[PersonId, ...]:
    """The authority's members who hold no seat on a day, in the register's order."""
    there = members(register, day)
    return tuple(
        who.id
        for who in register.people
        if who.id in there
        and (only.people is None or who.id in only.people)
        and not register.seats_held_by(who.id, day)
    )


def without_office(register: Register, day: date, only: Within) -> tuple[PersonId, ...]:
    """The authority's members who hold no office on a day, in the register's order."""
    there = members(register, day)
    seats = (held for id_ in only.partnerships or () for held in register.seats_of(id_, day))
    sitting = {held.person.id for held in seats if held.person}
    return tuple(
        who.id
        for who in register.people
        if who.id in there
        and (only.people is None or who.id in only.people)
        and (only.partnerships is None or who.id in sitting)
        and not register.offices_of(who.id, day)
    )


def with_several_seats(register: Register, day: date, only: Within) -> tuple[PersonId, ...]:
    """The people who hold more than one member's seat on a day, or of the role that is asked for; the most seats first."""
    filled = (
        (seat, _holders(register, seat, day))
        for seat in register.appointments
        if register.counts_on(seat, day) and not seat.vacant and (only.role or seat.role in MEMBERS_SEATS)
    )
    held = Counter(
        who
        for seat, holders in filled
        if only.seat(seat, holders)
        for who in holders
        if only.people is None or who in only.people
    )
    return tuple(who for who, seats in held.most_common() if seats > 1)


OF_PEOPLE: dict[str, Callable[[Register, date, Within], tuple[PersonId, ...]]] = {
    "unlinked": unlinked,
    "unseated": unseated,
    "no office": without_office,
    "several seats": with_several_seats,
}


def grid(
    register: Register, ids: tuple[PartnershipId, ...], day: date, page: int | None, *, today: date
) -> Matrix:
    """Partnerships as a grid, all of them or one page, under the counts of all of them (A-07)."""
    known = register.index.counts if len(ids) == len(existing(register, day)) else {}
    if day not in known:
        known[day] = _counts(register, ids, day)
    seats, vacancies, substitutes, members = known[day]
    shown = ids if page is None else ids[page * PER_PAGE : (page + 1) * PER_PAGE]
    return Matrix(
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        rows=tuple(row(register, register.partnership[id_], day, today=today) for id_ in shown),
        seats=seats,
        filled=seats - vacancies,
        vacant=vacancies,
        substitutes=substitutes,
        members=members,
        total=len(ids),
        page=page or 0,
    )


def _counts(register: Register, ids: tuple[PartnershipId, ...], day: date) -> tuple[int, int, int, int]:
    """How many representative seats, of them vacant, substitutes, and members in these seats."""
    seats = vacancies = substitutes = 0
    members: set[PersonId] = set()
    for id_ in ids:
        left = register.left_vacant(id_, day)
        for seat in (*register.all_seats_of(id_), *([left] if left else [])):
            if seat.role not in MEMBERS_SEATS or not seat.runs_on(day):
                continue
            if seat.role == "representative":
                seats += 1
                vacancies += seat.vacant
            else:
                substitutes += not seat.vacant
            members.update(_holders(register, seat, day)[:1])
    return seats, vacancies, substitutes, len(members)


def existing(register: Register, day: date) -> tuple[PartnershipId, ...]:
    """The partnerships that exist on a day, in the register's order."""
    shelf = register.index.shelf("partnerships")
    entries = [register.partnership[PartnershipId(shelf.ids[place])] for place in shelf.dated]
    gone = {entry.id for entry in entries if not entry.exists_on(day)}
    there = cast("tuple[PartnershipId, ...]", shelf.all_ids)
    return tuple(id_ for id_ in there if id_ not in gone) if gone else there


def sat_on(register: Register, day: date, only: Within) -> tuple[PartnershipId, ...]:
    """The partnerships that a list is narrowed to, or on which those sit to whom it is narrowed."""
    there = existing(register, day)
    if only.partnerships is not None:
        return tuple(id_ for id_ in there if id_ in only.partnerships)
    held_by = (
        *(seat for who in only.people or () for seat in register.seats_held_by(who, day)),
        *(seat for office in only.offices or () for seat in register.seats_of_office(office, day)),
    )
    sat = {seat.appointment.partnership for seat in held_by}
    return tuple(id_ for id_ in there if id_ in sat)


def _holders(register: Register, seat: Appointment, day: date) -> tuple[PersonId, ...]:
    if seat.person:
        return (seat.person,)
    return tuple(who.id for who in register.holders_of(seat.office, day)) if seat.office else ()


def is_within(register: Register, only: Within, period: Appointment | Term, day: date) -> bool:
    """Whether a seat or a term belongs to a list, and all that it names is still in the register."""
    if isinstance(period, Term):
        return only.term(period) and period.office in register.office and period.person in register.person
    if period.partnership not in register.partnership:
        return False
    holders = _holders(register, period, day) if only.people is not None else ()
    return only.seat(period, holders)


def _while_it_ran(change: Dated) -> date:
    """A day on which the seat was held: its first, or the last before it ended."""
    on, began, _ = change
    return on if began else on - timedelta(days=1)
