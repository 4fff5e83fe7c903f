"""The register as a whole: everything one workspace holds, at one version, and what can be asked of it as of any day."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self, TypeVar, cast

from liaison.domain.names import fold
from liaison.domain.register.fields import SORTS, Control
from liaison.domain.register.index import Index
from liaison.domain.register.models import (
    KINDS,
    About,
    Appointment,
    Committee,
    Entry,
    Group,
    Holder,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
    SeatRole,
    Signature,
    Target,
    Term,
)
from liaison.domain.values import (
    AppointmentId,
    CommitteeId,
    GroupId,
    OfficeId,
    PartnershipId,
    PersonId,
    SlackUserId,
    Value,
)

MOST_KINDS = 45  # and areas: a menu holds a hundred choices
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


# What is worked out from one kind of entries alone, and so still holds where only others change.
WORKED_OUT: Mapping[str, Kind] = {
    "_place": "appointments",
    "_seats_of_partnership": "appointments",
    "_seats_of_person": "appointments",
    "_seats_of_office": "appointments",
    "_terms_of_office": "terms",
    "_terms_of_person": "terms",
    "_targets_of_partnership": "targets",
    "_below": "partnerships",
    "_reporting": "partnerships",
    "_of_group": "partnerships",
    "_merged": "partnerships",
    "_links_of_person": "links",
}


class Edit(NamedTuple):
    """One entry put in the place of what there was; None in its place removes it."""

    kind: Kind
    id: str
    entry: Entry | None


class Register(Value):
    """Everything the register holds for one workspace at one version; never changed, only replaced (design decision 5).

    `since` is the day on which it was loaded, in the authority's zone: nothing falls due before it.
    """

    version: int
    since: date
    pack: str
    authority: str
    force: str | None = None
    timezone: str = "Europe/London"
    edition: str | None = None
    policy_edition: str | None = None
    whose: Literal["authority", "force"] = "authority"
    people: tuple[Person, ...] = ()
    offices: tuple[Office, ...] = ()
    terms: tuple[Term, ...] = ()
    committees: tuple[Committee, ...] = ()
    groups: tuple[Group, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    targets: tuple[Target, ...] = ()
    signatures: tuple[Signature, ...] = ()
    links: tuple[Link, ...] = ()

    # --- entries of any kind

    def entries(self, kind: Kind) -> tuple[Entry, ...]:
        """Every entry of a kind, in the register's order."""
        if kind == "about":
            return (self.about,)
        return cast("tuple[Entry, ...]", getattr(self, kind))

    def entry(self, kind: Kind, id_: str) -> Entry | None:
        """One entry by its id."""
        return self._by_id(kind).get(id_)

    def changed(self, edits: Iterable[Edit], *, version: int | None = None) -> "Register":
        """The register with these entries in the place of theirs: new ones come last, the others keep their place."""
        touched: defaultdict[Kind, dict[str, Entry | None]] = defaultdict(dict)
        edits = list(edits)
        for edit in edits:
            touched[edit.kind][edit.id] = edit.entry
        fields: dict[str, Any] = {name: getattr(self, name) for name in Register.model_fields}
        for kind, entries in touched.items():
            if kind == "about":
                fields |= {name: value for name, value in (entries["about"] or self.about) if name != "id"}
                continue
            kept = self._by_id(kind) | entries
            fields[kind] = tuple(entry for entry in kept.values() if entry is not None)
        fields["version"] = self.version + 1 if version is None else version
        changed = Register(**fields)
        changed.__dict__["_ids"] = {
            kind: known for kind, known in self._ids.items() if kind not in {*touched, "about"}
        }
        changed.__dict__.update(
            (name, self.__dict__[name])
            for name, kind in WORKED_OUT.items()
            if kind not in touched and name in self.__dict__
        )
        if "index" in self.__dict__:
            changed.__dict__["index"] = self.index.changed(changed, edits)
        return changed

    def __copy__(self) -> Self:
        """A copy that has nothing worked out yet: `model_copy` may give it other entries."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - Register.model_fields.keys():
            del copied.__dict__[name]
        return copied

    @cached_property
    def index(self) -> Index:
        """What looking things up needs, worked out once for this version; a changed register takes over what it can."""
        return Index(self)

    @cached_property
    def about(self) -> About:
        """What the register says of itself."""
        return About(
            authority=self.authority,
            force=self.force,
            edition=self.edition,
            policy_edition=self.policy_edition,
        )

    @cached_property
    def _ids(self) -> dict[Kind, dict[str, Entry]]:
        return {}

    def _by_id(self, kind: Kind) -> dict[str, Entry]:
        known = self._ids.get(kind)
        if known is None:
            known = self._ids[kind] = {entry.id: entry for entry in self.entries(kind)}
        return known

    def called(self, kind: Kind, name: str) -> tuple[Entry, ...]:
        """The entries of a kind that have this name, however it is typed."""
        return self._by_name(kind).get(fold(name), ())

    def refers_to(self, kind: Kind, id_: str) -> tuple[Kind, Entry] | None:
        """An entry that names this one, with its kind; None where nothing does."""
        return self._referring.get((kind, id_))

    @property
    def person(self) -> Mapping[PersonId, Person]:
        """People by id."""
        return cast("Mapping[PersonId, Person]", self._by_id("people"))

    @property
    def office(self) -> Mapping[OfficeId, Office]:
        """Offices by id."""
        return cast("Mapping[OfficeId, Office]", self._by_id("offices"))

    @property
    def committee(self) -> Mapping[CommitteeId, Committee]:
        """Committees by id."""
        return cast("Mapping[CommitteeId, Committee]", self._by_id("committees"))

    @property
    def group(self) -> Mapping[GroupId, Group]:
        """Groups of partnerships by id."""
        return cast("Mapping[GroupId, Group]", self._by_id("groups"))

    @property
    def partnership(self) -> Mapping[PartnershipId, Partnership]:
        """Partnerships by id."""
        return cast("Mapping[PartnershipId, Partnership]", self._by_id("partnerships"))

    @property
    def appointment(self) -> Mapping[AppointmentId, Appointment]:
        """Appointments by id."""
        return cast("Mapping[AppointmentId, Appointment]", self._by_id("appointments"))

    @property
    def link(self) -> Mapping[SlackUserId, Link]:
        """Links by Slack user."""
        return cast("Mapping[SlackUserId, Link]", self._by_id("links"))

    # --- seats and offices, as of a day

    def seats_of(
        self, partnership: PartnershipId, day: date, role: SeatRole | None = None
    ) -> tuple[Holder, ...]:
        """The seats of a partnership that are in force on a day, with their holders."""
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

    def terms_of(self, office: OfficeId) -> tuple[Term, ...]:
        """Every term in an office, past and to come."""
        return self._terms_of_office.get(office, ())

    def seats_held_by(self, person: PersonId, day: date) -> tuple[Holder, ...]:
        """Every seat that a person holds on a day, in their own name or by office (A-08), in the register's order."""
        seats = {seat.id: seat for seat in self._seats_of_person.get(person, ())}
        for term in self._terms_of_person.get(person, ()):
            if term.runs_on(day):
                seats |= {seat.id: seat for seat in self._seats_of_office.get(term.office, ())}
        holders = (self.holder(seat, day) for seat in seats.values() if seat.runs_on(day))
        found = [holder for holder in holders if holder.person and holder.person.id == person]
        return tuple(sorted(found, key=lambda held: self._place[held.appointment.id]))

    def holder(self, seat: Appointment, day: date) -> Holder:
        """Who sits in the seat on that day; an office stands for whoever holds it then (A-21)."""
        office = self.office.get(seat.office) if seat.office else None
        person = self.person.get(seat.person) if seat.person else None
        if person is None and office is not None:
            person = next(iter(self.holders_of(office.id, day)), None)
        return Holder(
            appointment=seat, person=person, office=office, to_confirm_since=self._to_confirm(seat, day)
        )

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

    def seats_of_office(self, office: OfficeId, day: date) -> tuple[Holder, ...]:
        """The seats that go with an office and are in force on a day."""
        return tuple(
            self.holder(seat, day) for seat in self._seats_of_office.get(office, ()) if seat.runs_on(day)
        )

    def term_of(self, office: OfficeId, person: PersonId, day: date) -> Term | None:
        """The term in which a person holds an office on that day."""
        terms = self._terms_of_person.get(person, ())
        return next((term for term in terms if term.office == office and term.runs_on(day)), None)

    def vacancies(self, day: date) -> tuple[Holder, ...]:
        """The seats that nobody holds on that day, on partnerships that exist then (A-06)."""
        return tuple(
            self.holder(seat, day)
            for seat in self.appointments
            if seat.vacant and seat.runs_on(day) and self._exists(seat.partnership, day)
        )

    def to_confirm(self, day: date) -> tuple[Holder, ...]:
        """The seats whose office has changed hands and that nobody has confirmed since (B-21)."""
        seats = (seat for seats in self._seats_of_office.values() for seat in seats if seat.runs_on(day))
        found = [self.holder(seat, day) for seat in seats if self._to_confirm(seat, day)]
        return tuple(sorted(found, key=lambda held: self._place[held.appointment.id]))

    def support_officer_of(self, partnership: PartnershipId, member: PersonId, day: date) -> Person | None:
        """Who helps a member with a partnership: the one named for the partnership, else the member's own (X-16)."""
        named = self.seats_of(partnership, day, "support officer")
        person = next((held.person for held in named if held.person), None)
        own = self.person[member].support_officer if member in self.person else None
        return person or (self.person.get(own) if own else None)

    def appointments_of(self, partnership: PartnershipId) -> tuple[Appointment, ...]:
        """The appointments to a partnership, of any time."""
        return self._seats_of_partnership.get(partnership, ())

    def targets_of(self, partnership: PartnershipId) -> tuple[Target, ...]:
        """The targets of a partnership."""
        return self._targets_of_partnership.get(partnership, ())

    def parts_of(self, partnership: PartnershipId) -> tuple[Partnership, ...]:
        """The partnerships below it: its own, and its members (A-10)."""
        return self._below.get(partnership, ())

    def merged_into(self, partnership: PartnershipId) -> tuple[Partnership, ...]:
        """The partnerships that were merged into it (A-24)."""
        return self._merged.get(partnership, ())

    def reporting_to(self, committee: CommitteeId) -> tuple[Partnership, ...]:
        """The partnerships that report to a committee or working group, first or further (A-05)."""
        return self._reporting.get(committee, ())

    def in_group(self, group: GroupId) -> tuple[Partnership, ...]:
        """The partnerships of a group or layer (A-10)."""
        return self._of_group.get(group, ())

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

    def _exists(self, partnership: PartnershipId, day: date) -> bool:
        found = self.partnership.get(partnership)
        return found is not None and found.exists_on(day)

    # --- what is worked out once for each version

    @cached_property
    def _names(self) -> dict[Kind, dict[str, tuple[Entry, ...]]]:
        return {}

    def _by_name(self, kind: Kind) -> dict[str, tuple[Entry, ...]]:
        known = self._names.get(kind)
        if known is None:
            named = ((fold(str(getattr(entry, "name", ""))), entry) for entry in self.entries(kind))
            known = self._names[kind] = _grouped(named)
        return known

    @cached_property
    def _referring(self) -> dict[tuple[Kind, str], tuple[Kind, Entry]]:
        found: dict[tuple[Kind, str], tuple[Kind, Entry]] = {}
        for kind, sort in SORTS.items():
            fields = [field for field in sort.fields if field.of]
            for entry in self.entries(kind) if fields else ():
                for field in fields:
                    value = getattr(entry, field.name)
                    for id_ in (value,) if field.control is Control.ENTRY else value:
                        if id_ and field.of:
                            found.setdefault((field.of, id_), (kind, entry))
        return found

    @cached_property
    def _place(self) -> dict[AppointmentId, int]:
        return {seat.id: place for place, seat in enumerate(self.appointments)}

    @cached_property
    def _seats_of_partnership(self) -> dict[PartnershipId, tuple[Appointment, ...]]:
        return _grouped((seat.partnership, seat) for seat in self.appointments)

    @cached_property
    def _seats_of_person(self) -> dict[PersonId, tuple[Appointment, ...]]:
        return _grouped((seat.person, seat) for seat in self.appointments if seat.person)

    @cached_property
    def _seats_of_office(self) -> dict[OfficeId, tuple[Appointment, ...]]:
        return _grouped((seat.office, seat) for seat in self.appointments if seat.office)

    @cached_property
    def _terms_of_office(self) -> dict[OfficeId, tuple[Term, ...]]:
        return _grouped((term.office, term) for term in self.terms)

    @cached_property
    def _terms_of_person(self) -> dict[PersonId, tuple[Term, ...]]:
        return _grouped((term.person, term) for term in self.terms)

    @cached_property
    def _targets_of_partnership(self) -> dict[PartnershipId, tuple[Target, ...]]:
        return _grouped((target.partnership, target) for target in self.targets)

    @cached_property
    def _below(self) -> dict[PartnershipId, tuple[Partnership, ...]]:
        return _grouped(
            (above, entry)
            for entry in self.partnerships
            for above in dict.fromkeys([*([entry.parent] if entry.parent else []), *entry.member_of])
        )

    @cached_property
    def _reporting(self) -> dict[CommitteeId, tuple[Partnership, ...]]:
        return _grouped((committee, entry) for entry in self.partnerships for committee in entry.reports_to)

    @cached_property
    def _of_group(self) -> dict[GroupId, tuple[Partnership, ...]]:
        return _grouped((entry.group, entry) for entry in self.partnerships if entry.group)

    @cached_property
    def kinds_and_areas(self) -> tuple[str, ...]:
        """The kinds of its partnerships, then their areas, the commonest first: what a list can be narrowed to."""
        kinds = Counter(entry.kind_short or entry.kind for entry in self.partnerships)
        areas = Counter(entry.area for entry in self.partnerships)
        found = [*kinds.most_common(MOST_KINDS), *areas.most_common(MOST_KINDS)]
        return tuple(dict.fromkeys(name for name, _ in found if name))

    @cached_property
    def _merged(self) -> dict[PartnershipId, tuple[Partnership, ...]]:
        return _grouped((entry.merged_into, entry) for entry in self.partnerships if entry.merged_into)

    @cached_property
    def _links_of_person(self) -> dict[PersonId, tuple[Link, ...]]:
        return _grouped((link.person, link) for link in self.links)


def empty_like(register: Register) -> Register:
    """The same workspace's register without any entry."""
    return register.model_validate(
        {name: getattr(register, name) for name in Register.model_fields if name not in KINDS}
    )


def names_of(holders: Iterable[Holder]) -> tuple[str, ...]:
    """The holders' names, for a sentence."""
    return tuple(holder.person.name for holder in holders if holder.person)


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
