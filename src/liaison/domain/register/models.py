"""The register as values, and the snapshot that lookups answer from (design decision 5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal

from liaison.domain.values import (
    AppointmentId,
    ChannelId,
    CommitteeId,
    OfficeId,
    PartnershipId,
    PersonId,
    Value,
)

SeatRole = Literal["representative", "substitute", "support officer", "link officer"]


class Person(Value):
    """A named individual, written as the register writes them: "Mrs L L Shaw"."""

    id: PersonId
    name: str
    email: str | None = None


class Office(Value):
    """A post that people hold for a term."""

    id: OfficeId
    name: str
    also_called: tuple[str, ...] = ()
    committee: CommitteeId | None = None


class Term(Value):
    """A person's time in an office, `[since, until)`; an open end means not known or not ended."""

    office: OfficeId
    person: PersonId
    since: date | None = None
    until: date | None = None


class Committee(Value):
    """A committee of the authority; `channel` is where Liaison posts for it, once staff have chosen one."""

    id: CommitteeId
    name: str
    short: str | None = None
    also_called: tuple[str, ...] = ()
    kind: str = "committee"
    channel: ChannelId | None = None


class Partnership(Value):
    """A body outside the authority; None and empty mean that the register does not say."""

    id: PartnershipId
    name: str
    short: str | None = None
    kind: str | None = None
    kind_short: str | None = None
    level: str | None = None
    area: str | None = None
    statutory: bool | None = None
    formal: bool | None = None
    also_called: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    own_role: str | None = None
    priorities: tuple[str, ...] = ()
    chaired_by: str | None = None
    members: tuple[str, ...] = ()
    parent: PartnershipId | None = None
    member_of: tuple[PartnershipId, ...] = ()
    reports_to: tuple[CommitteeId, ...] = ()
    notes: tuple[str, ...] = ()
    source: str | None = None

    @property
    def title(self) -> str:
        """The name with its kind where the name alone does not tell it: "Furness Partnership (LSP)"."""
        tag = self.kind_short
        if not tag or tag.casefold() in self.name.casefold().split():
            return self.name
        return f"{self.name} ({tag})"


class Appointment(Value):
    """A seat on a partnership, `[since, until)`; with neither person nor office it is a vacancy (A-06).

    Where person and office are both given, the document prints the office beside the name (A-08).
    """

    id: AppointmentId
    partnership: PartnershipId
    role: SeatRole
    person: PersonId | None = None
    office: OfficeId | None = None
    listed_as: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the seat."""
        return self.person is None and self.office is None

    def runs_on(self, day: date) -> bool:
        """Whether the appointment is in force on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Holder(Value):
    """Who sits in a seat on some day: a person, an office whose holder is not recorded, or nobody."""

    appointment: Appointment
    person: Person | None
    office: Office | None


class Register(Value):
    """Everything the register holds for one workspace at one version; never changed, only replaced.

    `since` is the day on which it was loaded, in the authority's zone: nothing falls due before it.
    """

    version: int
    since: date
    authority: str
    force: str | None = None
    timezone: str = "Europe/London"
    pack: str
    edition: str | None = None
    policy_edition: str | None = None
    whose: Literal["authority", "force"] = "authority"
    people: tuple[Person, ...] = ()
    offices: tuple[Office, ...] = ()
    terms: tuple[Term, ...] = ()
    committees: tuple[Committee, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    appointments: tuple[Appointment, ...] = ()

    @cached_property
    def person(self) -> dict[PersonId, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def office(self) -> dict[OfficeId, Office]:
        """Offices by id."""
        return {office.id: office for office in self.offices}

    @cached_property
    def committee(self) -> dict[CommitteeId, Committee]:
        """Committees by id."""
        return {committee.id: committee for committee in self.committees}

    @cached_property
    def partnership(self) -> dict[PartnershipId, Partnership]:
        """Partnerships by id."""
        return {partnership.id: partnership for partnership in self.partnerships}

    @cached_property
    def _seats(self) -> dict[PartnershipId, tuple[Appointment, ...]]:
        seats: defaultdict[PartnershipId, list[Appointment]] = defaultdict(list)
        for appointment in self.appointments:
            seats[appointment.partnership].append(appointment)
        return {partnership: tuple(found) for partnership, found in seats.items()}

    def seats_of(
        self, partnership: PartnershipId, day: date, role: SeatRole | None = None
    ) -> tuple[Holder, ...]:
        """The seats of a partnership that are in force on a day, with their holders."""
        return tuple(
            self.holder(seat, day)
            for seat in self._seats.get(partnership, ())
            if seat.runs_on(day) and role in (None, seat.role)
        )

    def seats_held_by(self, person: PersonId, day: date) -> tuple[Holder, ...]:
        """Every seat that a person holds on a day, in their own name or by office (A-08)."""
        holders = (self.holder(seat, day) for seat in self.appointments if seat.runs_on(day))
        return tuple(holder for holder in holders if holder.person and holder.person.id == person)

    def holder(self, seat: Appointment, day: date) -> Holder:
        """Who sits in the seat on that day; an office stands for whoever holds it then (A-21)."""
        office = self.office.get(seat.office) if seat.office else None
        person = self.person.get(seat.person) if seat.person else None
        if person is None and office is not None:
            person = next(iter(self.holders_of(office.id, day)), None)
        return Holder(appointment=seat, person=person, office=office)

    def holders_of(self, office: OfficeId, day: date) -> tuple[Person, ...]:
        """The people who hold an office on that day."""
        return tuple(
            self.person[term.person]
            for term in self.terms
            if term.office == office
            and (term.since is None or term.since <= day)
            and (term.until is None or day < term.until)
        )

    def offices_of(self, person: PersonId, day: date) -> tuple[Office, ...]:
        """The offices that a person holds on that day (B-02)."""
        return tuple(
            office
            for office in self.offices
            if any(holder.id == person for holder in self.holders_of(office.id, day))
        )

    def vacancies(self, day: date) -> tuple[Holder, ...]:
        """The seats that nobody holds on that day (A-06)."""
        return tuple(
            self.holder(seat, day) for seat in self.appointments if seat.vacant and seat.runs_on(day)
        )


def names_of(holders: Iterable[Holder]) -> tuple[str, ...]:
    """The holders' names, for a sentence."""
    return tuple(holder.person.name for holder in holders if holder.person)
