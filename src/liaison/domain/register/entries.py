"""What the register is made of: its entries, by kind, by id and by name, and how they are changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple, Self, cast

from liaison.domain.names import fold
from liaison.domain.register.controls import Control
from liaison.domain.register.fields import SORTS
from liaison.domain.register.grouping import grouped
from liaison.domain.register.models import (
    About,
    Appointment,
    Committee,
    Entry,
    Group,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
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


class Edit(NamedTuple):
    """One entry put in the place of what there was; None in its place removes it."""

    kind: Kind
    id: str
    entry: Entry | None


class Entries(Value):
    """The entries of one workspace at one version, by kind, by id and by name.

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

    # What is worked out from one kind of entries alone, and so still holds where only others change.
    WORKED_OUT: ClassVar[Mapping[str, Kind]] = {
        "_below": "partnerships",
        "_reporting": "partnerships",
        "_of_group": "partnerships",
        "_merged": "partnerships",
    }

    def entries(self, kind: Kind) -> tuple[Entry, ...]:
        """Every entry of a kind, in the register's order."""
        if kind == "about":
            return (self.about,)
        return cast("tuple[Entry, ...]", getattr(self, kind))

    def entry(self, kind: Kind, id_: str) -> Entry | None:
        """One entry by its id."""
        return self._by_id(kind).get(id_)

    def changed(self, edits: Iterable[Edit], *, version: int | None = None) -> Self:
        """The register with these entries in the place of theirs: new ones come last, the others keep their place."""
        touched: defaultdict[Kind, dict[str, Entry | None]] = defaultdict(dict)
        edits = list(edits)
        for edit in edits:
            touched[edit.kind][edit.id] = edit.entry
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        for kind, entries in touched.items():
            if kind == "about":
                fields |= {name: value for name, value in (entries["about"] or self.about) if name != "id"}
                continue
            kept = self._by_id(kind) | entries
            fields[kind] = tuple(entry for entry in kept.values() if entry is not None)
        fields["version"] = self.version + 1 if version is None else version
        changed = type(self)(**fields)
        changed.__dict__["_ids"] = {
            kind: known for kind, known in self._ids.items() if kind not in {*touched, "about"}
        }
        changed.__dict__.update(
            (name, self.__dict__[name])
            for name, kind in self.WORKED_OUT.items()
            if kind not in touched and name in self.__dict__
        )
        return changed

    def __copy__(self) -> Self:
        """A copy that has nothing worked out yet: `model_copy` may give it other entries."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

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

    @cached_property
    def _names(self) -> dict[Kind, dict[str, tuple[Entry, ...]]]:
        return {}

    def _by_name(self, kind: Kind) -> dict[str, tuple[Entry, ...]]:
        known = self._names.get(kind)
        if known is None:
            named = ((fold(str(getattr(entry, "name", ""))), entry) for entry in self.entries(kind))
            known = self._names[kind] = grouped(named)
        return known

    @cached_property
    def _below(self) -> dict[PartnershipId, tuple[Partnership, ...]]:
        return grouped(
            (above, entry)
            for entry in self.partnerships
            for above in dict.fromkeys([*([entry.parent] if entry.parent else []), *entry.member_of])
        )

    @cached_property
    def _reporting(self) -> dict[CommitteeId, tuple[Partnership, ...]]:
        return grouped((committee, entry) for entry in self.partnerships for committee in entry.reports_to)

    @cached_property
    def _of_group(self) -> dict[GroupId, tuple[Partnership, ...]]:
        return grouped((entry.group, entry) for entry in self.partnerships if entry.group)

    @cached_property
    def _merged(self) -> dict[PartnershipId, tuple[Partnership, ...]]:
        return grouped((entry.merged_into, entry) for entry in self.partnerships if entry.merged_into)

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
