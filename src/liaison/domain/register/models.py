"""What the register holds, as values: each is one entry, with an id, that staff can add, change and end.

Periods are `[since, until)`, whole days in the authority's zone; an open end means not known, or not ended.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from liaison.domain.described import Described, SeatRole
from liaison.domain.nobody import means_nobody
from liaison.domain.values import (
    AppointmentId,
    ChannelId,
    CommitteeId,
    GroupId,
    OfficeId,
    PartnershipId,
    PersonId,
    SlackUserId,
    Value,
)

Capacity = Literal["director", "trustee", "member", "observer"]
AreaLink = Literal["living", "working", "representative role", "none"]


def in_force(since: date | None, until: date | None, day: date) -> bool:
    """Whether a period covers a day; an open end covers everything on its side."""
    return (since is None or since <= day) and (until is None or day < until)


class FormerName(Value):
    """A name that an entry had before, until some day where that is known."""

    name: str
    until: date | None = None


def _as_former_name(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


FormerNames = tuple[Annotated[FormerName, BeforeValidator(_as_former_name)], ...]


class About(Value):
    """What the register says of itself: the authority, the force, and the editions of list and policy (A-16, X-09)."""

    id: Literal["about"] = "about"
    authority: str
    force: str | None = None
    edition: str | None = None
    policy_edition: str | None = None


class Person(Value):
    """A named individual, written as the register writes them: "Mrs L L Shaw".

    `body` is whom they work for or come from, where that is not the authority: a link officer's is the force (B-11).
    `other_roles` are what else they are known for, such as county councillor (B-04). `support_officer` helps this
    member (A-03); one named for a partnership comes first (X-16).
    """

    id: PersonId
    name: str
    formerly: FormerNames = ()
    also_called: tuple[str, ...] = ()
    email: str | None = None
    body: str | None = None
    other_roles: tuple[str, ...] = ()
    support_officer: PersonId | None = None


class Office(Value):
    """A post that people hold for a term."""

    id: OfficeId
    name: str
    also_called: tuple[str, ...] = ()
    formerly: FormerNames = ()
    committee: CommitteeId | None = None
    since: date | None = None
    until: date | None = None


class Term(Value):
    """A person's time in an office."""

    id: str
    office: OfficeId
    person: PersonId
    since: date | None = None
    until: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the person holds the office on that day."""
        return in_force(self.since, self.until, day)


class Committee(Value):
    """A committee or working group of the authority; `channel` is where Liaison posts for it, once staff have chosen one."""

    id: CommitteeId
    name: str
    short: str | None = None
    also_called: tuple[str, ...] = ()
    formerly: FormerNames = ()
    kind: str = "committee"
    channel: ChannelId | None = None
    since: date | None = None
    until: date | None = None


class Group(Value):
    """What is said of several partnerships at once, or of a layer whose members are not named (A-10, A-20)."""

    id: GroupId
    name: str
    kind: str | None = None
    kind_short: str | None = None
    count: int | None = None
    level: str | None = None
    statutory: bool | None = None
    term_years: int | None = None
    established_under: str | None = None
    appointed_at: CommitteeId | None = None
    representation: str | None = None
    ideal_representative: str | None = None
    facts: tuple[str, ...] = ()
    links_to: tuple[GroupId, ...] = ()
    remark: str | None = None
    source: str | None = None


class Partnership(Described):
    """A body outside the authority; None and empty mean that the register does not say.

    `reports_to` names the committee that receives its report-backs, then further committees and working groups (A-05).
    `owner` is the force's division or department that owns it (A-22). `formal` means agreed terms of reference and
    formal meetings (A-18). `until` is the day on which it ended, and `merged_into` its successor (A-24).
    """

    id: PartnershipId
    group: GroupId | None = None
    code_of_conduct: bool | None = None
    owner: str | None = None
    formerly: FormerNames = ()
    steering_group: str | None = None
    task_groups: tuple[str, ...] = ()
    parent: PartnershipId | None = None
    member_of: tuple[PartnershipId, ...] = ()
    works_into: tuple[PartnershipId, ...] = ()
    since: date | None = None
    until: date | None = None
    merged_into: PartnershipId | None = None
    reports_to: tuple[CommitteeId, ...] = ()
    next_meeting: date | None = None
    source: str | None = None

    @property
    def title(self) -> str:
        """The name with its kind where the name alone does not tell it: "Furness Partnership (LSP)"."""
        tag = self.kind_short
        if not tag or tag.casefold() in self.name.casefold().split():
            return self.name
        return f"{self.name} ({tag})"

    def exists_on(self, day: date) -> bool:
        """Whether it had begun and not ended on that day."""
        return in_force(self.since, self.until, day)


class Appointment(Value):
    """A seat on a partnership; with neither person nor office it is a vacancy (A-06).

    Where person and office are both given, the document prints the office beside the name (A-08). `suitability` is the
    responsibility already held that makes the person suitable (B-01), `delegation` what they may decide, in writing
    (B-17, H-06), `area_link` their tie with the area (B-19). `confirmed_on` is when staff last said that the seat is
    still right after its office changed hands (B-21). `requested_on` and `nominated_on` are a link officer's: when the
    chief constable was asked, and when the nomination came (A-04).
    """

    id: AppointmentId
    partnership: PartnershipId
    role: SeatRole
    person: PersonId | None = None
    office: OfficeId | None = None
    listed_as: str | None = None
    since: date | None = None
    until: date | None = None
    capacity: Capacity | None = None
    suitability: str | None = None
    delegation: str | None = None
    area_link: AreaLink | None = None
    area_link_note: str | None = None
    requested_on: date | None = None
    nominated_on: date | None = None
    confirmed_on: date | None = None
    minute: str | None = None

    @field_validator("listed_as")
    @classmethod
    def _nobody_only_where_nobody_sits(cls, said: str | None, found: ValidationInfo) -> str | None:
        """What a list printed in place of a name ("To be advised") goes once there is a name."""
        return None if said and found.data.get("person") and means_nobody(said) else said

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the seat."""
        return self.person is None and self.office is None

    def runs_on(self, day: date) -> bool:
        """Whether the appointment is in force on that day."""
        return in_force(self.since, self.until, day)


class Target(Value):
    """A SMART target of a partnership: what, how it is measured, by how much, by when, and whose it is."""

    id: str
    partnership: PartnershipId
    target: str
    measure: str | None = None
    amount: str | None = None
    owner: str | None = None
    by: date | None = None
    objective: str | None = None


class Signature(Value):
    """A code that somebody has signed, and when (B-05)."""

    id: str
    person: PersonId
    code: str
    signed_on: date


class Link(Value):
    """A Slack user who is tied to a person of the register, with their roles; the id is the Slack user's."""

    id: SlackUserId
    person: PersonId
    roles: tuple[str, ...] = ()


Entry = (
    About | Person | Office | Term | Committee | Group | Partnership | Appointment | Target | Signature | Link
)
Kind = Literal[
    "about",
    "people",
    "offices",
    "terms",
    "committees",
    "groups",
    "partnerships",
    "appointments",
    "targets",
    "signatures",
    "links",
]
# Every kind of entry, by the name of its list, in an order in which what is referred to comes first.
KINDS: dict[Kind, type[Entry]] = {
    "about": About,
    "committees": Committee,
    "people": Person,
    "offices": Office,
    "terms": Term,
    "groups": Group,
    "partnerships": Partnership,
    "appointments": Appointment,
    "targets": Target,
    "signatures": Signature,
    "links": Link,
}


class Holder(Value):
    """Who sits in a seat on some day: a person, an office whose holder is not recorded, or nobody.

    `to_confirm_since` is the day on which the seat's office changed hands, where staff have not confirmed it (B-21).
    `holds_office` is false where the person was appointed to the seat as holder of the office, and has left it since.
    """

    appointment: Appointment
    person: Person | None
    office: Office | None
    to_confirm_since: date | None = None
    holds_office: bool = True
