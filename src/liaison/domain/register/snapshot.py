"""The register as a whole: everything one workspace holds, at one version, and what can be asked of it as of any day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from liaison.domain.described import SeatRole
from liaison.domain.register.entries import Edit, Entries
from liaison.domain.register.grouping import grouped
from liaison.domain.register.index import Index
from liaison.domain.register.models import (
    KINDS,
    Appointment,
    Holder,
    Kind,
    Link,
    Office,
    Person,
    Signature,
    Target,
    Term,
)
from liaison.domain.values import (
    AppointmentId,
    OfficeId,
    PartnershipId,
    PersonId,
)


class Register(Entries):
    """Everything the register holds for one workspace at one version; never changed, only replaced (design decision 5)."""

    WORKED_OUT: ClassVar[Mapping[str, Kind]] = {
        **Entries.WORKED_OUT,
        "_place": "appointments",
        "_seats_of_partnership": "appointments",
        "_seats_of_person": "appointments",
        "_seats_of_office": "appointments",
        "_terms_of_office": "terms",
        "_terms_of_person": "terms",
        "_targets_of_partnership": "targets",
        "_links_of_person": "links",
        "_signatures_of_person": "signatures",
    }

    def changed(self, edits: Iterable[Edit], *, version: int | None = None) -> Self:
        """The register with these entries in the place of theirs; it takes over what is still right of the index."""
        edits = list(edits)
        changed = super().changed(edits, version=version)
        if "index" in self.__dict__:
            changed.__dict__["index"] = self.index.changed(changed, edits)
        return changed

    @cached_property
    def index(self) -> Index:
        """What looking things up needs, worked out once for this version; a changed register takes over what it can."""
        return Index(self)

    def seats_of(
        self, partnership: PartnershipId, day: date, role: SeatRole | None = None
    ) -> tuple[Holder, ...]:
        """The seats of a partnership that are in force on a day, with their holders; none where it does not exist then."""
        if not self._exists(partnership, day):
            return ()
        return tuple(
            self.holder(seat, day)
            for seat in self._seats_of_partnership.get(partnership, ())
            if seat.runs_on(day) and role in (None, seat.role)
        )

    def all_seats_of(self, partnership: PartnershipId) -> tuple[Appointment, ...]:
        """Every seat of a partnership, past and to come."""
        return self._seats_of_partnership.get(partnership, ())

    def own_seats_of(self, person: PersonId) -> tuple[Appointment, ...]:
        """Every seat in a person's own name, past and to come."""
        return self._seats_of_person.get(person, ())

    def all_seats_of_office(self, office: OfficeId) -> tuple[Appointment, ...]:
        """Every seat that goes with an office, past and to come."""
        return self._seats_of_office.get(office, ())

    def terms_of(self, office: OfficeId) -> tuple[Term, ...]:
        """Every term in an office, past and to come."""
        return self._terms_of_office.get(office, ())

    def seats_held_by(self, person: PersonId, day: date) -> tuple[Holder, ...]:
        """Every seat that a person holds on a day, in their own name or by office (A-08), in the register's order."""
        seats = {seat.id: seat for seat in self._seats_of_person.get(person, ())}
        for term in self._terms_of_person.get(person, ()):
            if term.runs_on(day):
                seats |= {seat.id: seat for seat in self._seats_of_office.get(term.office, ())}
        holders = (self.holder(seat, day) for seat in seats.values() if self.counts_on(seat, day))
        found = [holder for holder in holders if holder.person and holder.person.id == person]
        return tuple(sorted(found, key=lambda held: self._place[held.appointment.id]))

    def holder(self, seat: Appointment, day: date) -> Holder:
        """Who sits in the seat on that day; an office stands for whoever holds it then (A-21)."""
        office = self.office.get(seat.office) if seat.office else None
        person = self.person.get(seat.person) if seat.person else None
        if person is None and office is not None:
            person = next(iter(self.holders_of(office.id, day)), None)
        return Holder(
            appointment=seat,
            person=person,
            office=office,
            to_confirm_since=self._to_confirm(seat, day),
            holds_office=not self._has_left_office(seat, day),
        )

    def counts_on(self, seat: Appointment, day: date) -> bool:
        """Whether a seat counts on a day: it runs, and so does its partnership."""
        return seat.runs_on(day) and self._exists(seat.partnership, day)

    def holders_of(self, office: OfficeId, day: date) -> tuple[Person, ...]:
        """The people who hold an office on that day."""
        return tuple(
            self.person[term.person]
            for term in self._terms_of_office.get(office, ())
            if term.runs_on(day) and term.person in self.person
        )

    def offices_of(self, person: PersonId, day: date) -> tuple[Office, ...]:
        """The offices that a person holds on that day (B-02)."""
        return tuple(
            self.office[term.office]
            for term in self._terms_of_person.get(person, ())
            if term.runs_on(day) and term.office in self.office
        )

    def terms_held_by(self, person: PersonId, day: date) -> tuple[Term, ...]:
        """The terms in which a person holds an office on that day, one for each of `offices_of`."""
        return tuple(
            term
            for term in self._terms_of_person.get(person, ())
            if term.runs_on(day) and term.office in self.office
        )

    def terms_held_at_all(self, person: PersonId) -> tuple[Term, ...]:
        """The terms in which a person holds an office, past and to come."""
        return self._terms_of_person.get(person, ())

    def seats_of_office(self, office: OfficeId, day: date) -> tuple[Holder, ...]:
        """The seats that go with an office and are in force on a day."""
        return tuple(
            self.holder(seat, day)
            for seat in self._seats_of_office.get(office, ())
            if self.counts_on(seat, day)
        )

    def vacancies(self, day: date) -> tuple[Holder, ...]:
        """The seats that nobody holds on that day, with what is said of each (A-06)."""
        return tuple(self.holder(seat, day) for seat in self.vacant_seats(day))

    def vacant_seats(self, day: date) -> tuple[Appointment, ...]:
        """The seats that nobody holds on that day, on partnerships that exist then (A-06).

        Beside the vacancies that are recorded, these are the seats of representatives and substitutes that ended and that
        nobody follows, each as the vacancy that it left.
        """
        known = self.index.vacant_on.get(day)
        if known is None:
            recorded = (seat for seat in self.index.vacant if self.counts_on(seat, day))
            known = (*recorded, *self._left_vacant(day))
            self.index.vacant_on = {day: known}
        return known

    def left_vacant(
        self, partnership: PartnershipId, day: date, role: SeatRole = "representative"
    ) -> Appointment | None:
        """The vacancy that was left in a role on a partnership, where the seat ended and nobody follows on that day."""
        seats = [seat for seat in self.all_seats_of(partnership) if seat.role == role]
        ended = [seat for seat in seats if seat.until and seat.until <= day and not seat.vacant]
        if not ended or any(seat.runs_on(day) for seat in seats) or not self._exists(partnership, day):
            return None
        last = max(ended, key=lambda seat: seat.until or day)
        left = {"person": None, "office": None, "listed_as": None, "since": last.until, "until": None}
        return last.model_copy(update=left)

    def _left_vacant(self, day: date) -> Iterable[Appointment]:
        changes = self.index.dates_within(date.min, day)
        ended = (seat for _, began, seat in changes if isinstance(seat, Appointment) and not began)
        where = dict.fromkeys(
            (seat.partnership, seat.role) for seat in ended if seat.role in {"representative", "substitute"}
        )
        return (seat for id_, role in where if (seat := self.left_vacant(id_, day, role)))

    def to_confirm(self, day: date) -> tuple[Holder, ...]:
        """The seats whose office has changed hands and that nobody has confirmed since (B-21)."""
        seats = (
            seat for seats in self._seats_of_office.values() for seat in seats if self.counts_on(seat, day)
        )
        found = [self.holder(seat, day) for seat in seats if self._to_confirm(seat, day)]
        return tuple(sorted(found, key=lambda held: self._place[held.appointment.id]))

    def support_officer_of(self, partnership: PartnershipId, member: PersonId, day: date) -> Person | None:
        """Who helps a member with a partnership: the one named for the partnership, else the member's own (X-16)."""
        named = self.seats_of(partnership, day, "support officer")
        person = next((held.person for held in named if held.person), None)
        own = self.person[member].support_officer if member in self.person else None
        return person or (self.person.get(own) if own else None)

    def targets_of(self, partnership: PartnershipId) -> tuple[Target, ...]:
        """The targets of a partnership."""
        return self._targets_of_partnership.get(partnership, ())

    def signatures_of(self, person: PersonId) -> tuple[Signature, ...]:
        """The codes that somebody has signed."""
        return self._signatures_of_person.get(person, ())

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its partnerships, the commonest first: what a list can be narrowed to."""
        kinds = Counter(entry.kind_short or entry.kind for entry in self.partnerships)
        return tuple(kind for kind, _ in kinds.most_common() if kind)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The areas of its partnerships, the commonest first: what a list can be narrowed to."""
        areas = Counter(entry.area for entry in self.partnerships)
        return tuple(area for area, _ in areas.most_common() if area)

    def link_of(self, person: PersonId) -> Link | None:
        """The Slack user who is tied to a person."""
        return next(iter(self._links_of_person.get(person, ())), None)

    def _to_confirm(self, seat: Appointment, day: date) -> date | None:
        """The latest day by then on which the seat's office changed hands, if it counts and is not confirmed (B-21)."""
        if seat.office is None:
            return None
        terms = self._terms_of_office.get(seat.office, ())
        if seat.person is None:
            changes = [end for term in terms for end in (term.since, term.until) if end]
        elif any(term.person == seat.person and term.runs_on(day) for term in terms):
            changes = []
        else:
            changes = [term.until for term in terms if term.person == seat.person and term.until]
        past = [
            change
            for change in changes
            if self.since <= change <= day and (seat.since is None or seat.since < change)
        ]
        latest = max(past, default=None)
        return None if latest and seat.confirmed_on and latest <= seat.confirmed_on else latest

    def _has_left_office(self, seat: Appointment, day: date) -> bool:
        """Whether whoever has the seat in their own name held its office, and no longer does on that day (A-08)."""
        if not seat.person or not seat.office:
            return False
        terms = [term for term in self._terms_of_office.get(seat.office, ()) if term.person == seat.person]
        over = any(term.until and term.until <= day for term in terms)
        return over and not any(term.runs_on(day) for term in terms)

    def _exists(self, partnership: PartnershipId, day: date) -> bool:
        found = self.partnership.get(partnership)
        return found is not None and found.exists_on(day)

    # --- what is worked out once for each version

    @cached_property
    def _place(self) -> dict[AppointmentId, int]:
        return {seat.id: place for place, seat in enumerate(self.appointments)}

    @cached_property
    def _seats_of_partnership(self) -> dict[PartnershipId, tuple[Appointment, ...]]:
        return grouped((seat.partnership, seat) for seat in self.appointments)

    @cached_property
    def followers(self) -> dict[tuple[str, str], Mapping[str, Appointment | Term]]:
        """What has been worked out of who follows whom in a version, by what may follow each other; see `ends`."""
        return {}

    @cached_property
    def _seats_of_person(self) -> dict[PersonId, tuple[Appointment, ...]]:
        return grouped((seat.person, seat) for seat in self.appointments if seat.person)

    @cached_property
    def _seats_of_office(self) -> dict[OfficeId, tuple[Appointment, ...]]:
        return grouped((seat.office, seat) for seat in self.appointments if seat.office)

    @cached_property
    def _terms_of_office(self) -> dict[OfficeId, tuple[Term, ...]]:
        return grouped((term.office, term) for term in self.terms)

    @cached_property
    def _terms_of_person(self) -> dict[PersonId, tuple[Term, ...]]:
        return grouped((term.person, term) for term in self.terms)

    @cached_property
    def _targets_of_partnership(self) -> dict[PartnershipId, tuple[Target, ...]]:
        return grouped((target.partnership, target) for target in self.targets)

    @cached_property
    def _links_of_person(self) -> dict[PersonId, tuple[Link, ...]]:
        return grouped((link.person, link) for link in self.links)

    @cached_property
    def _signatures_of_person(self) -> dict[PersonId, tuple[Signature, ...]]:
        return grouped((signed.person, signed) for signed in self.signatures)


def empty_like(register: Register) -> Register:
    """The same workspace's register without any entry."""
    return register.model_validate(
        {name: getattr(register, name) for name in Register.model_fields if name not in KINDS}
    )


def names_of(holders: Iterable[Holder]) -> tuple[str, ...]:
    """The holders' names, for a sentence."""
    return tuple(holder.person.name for holder in holders if holder.person)
