"""The register of a pack: committees, offices, people and partnerships, as one authority's documents list them."""

from datetime import date
from typing import Literal

from liaison.domain.described import Described, SeatRole
from liaison.domain.values import Value

Id = str


class Committee(Value):
    """A committee or working group of the authority; `short` is its usual abbreviation."""

    id: Id
    name: str
    short: str | None = None
    also_called: tuple[str, ...] = ()
    kind: Literal["authority", "committee", "working group", "meeting"] = "committee"
    cadence: str | None = None
    cadence_covers: str | None = None
    meets_in: tuple[str, ...] = ()
    known_meetings: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
    source: str


class Office(Value):
    """A post that people hold for a term; `also_called` are other ways people name it."""

    id: Id
    name: str
    also_called: tuple[str, ...] = ()
    committee: Id | None = None
    source: str | None = None


class Person(Value):
    """A named individual of the register; `office` is the office that the document prints beside the name."""

    id: Id
    name: str
    office: Id | None = None
    source: str | None = None


class Seat(Value):
    """One seat: held by a person, by an office (A-21), or by nobody (`listed_as` keeps what was printed; A-06)."""

    role: SeatRole
    person: Id | None = None
    office: Id | None = None
    listed_as: str | None = None


class Activity(Value):
    """A fact about a partnership's work: `on` is when it happened, `due` a date ahead (J-13).

    `amount_gbp` and `cause` belong to a change of a grant (H-11), `closes` to an action that this settles (J-11),
    `carried_to` to another partnership that takes it up (J-08), `indicator` to a measure compared across entries (J-12).
    """

    fact: str
    on: date | None = None
    due: date | None = None
    indicator: str | None = None
    amount_gbp: int | None = None
    cause: str | None = None
    closes: str | None = None
    carried_to: Id | None = None


class Partnership(Described):
    """One entry of the register.

    `name` is what people see; `listed_as` is what the document's list prints, and `also_called` holds every other
    name that finds the entry (A-09). `priorities_called` is the document's own word where it is not "priorities".
    `bodies` counts the bodies that take part, at `seats_per_body` each (A-21). `remark` is ours, not the document's:
    how an unclear passage was read (X-..).
    """

    id: Id
    listed_as: str | None = None
    formerly: tuple[str, ...] = ()
    group: Id | None = None
    parent: Id | None = None
    member_of: tuple[Id, ...] = ()
    works_into: tuple[Id, ...] = ()
    formed_on: date | None = None
    merged_from: tuple[str, ...] = ()
    reports_to: tuple[Id, ...] = ()
    activity: tuple[Activity, ...] = ()
    seats: tuple[Seat, ...] = ()
    source: str


class PartnershipGroup(Value):
    """What the document says of several entries at once, or of a layer whose entries it does not name (A-10, A-20)."""

    id: Id
    name: str
    kind: str
    kind_short: str | None = None
    count: int | None = None
    level: str | None = None
    statutory: bool | None = None
    term_years: int | None = None
    established_under: str | None = None
    representation: str | None = None
    ideal_representative: str | None = None
    appointed_at: Id | None = None
    links_to: tuple[Id, ...] = ()
    facts: tuple[str, ...] = ()
    remark: str | None = None
    source: str


class Register(Value):
    """The authority's list of partnerships; `edition` is the list's own, apart from the policy's (A-16, X-09)."""

    edition: str | None = None
    policy_edition: str | None = None
    committees: tuple[Committee, ...] = ()
    offices: tuple[Office, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[PartnershipGroup, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
