"""A whole pack, the checks that hold wherever it comes from, and what one pack may adopt from another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from liaison.domain.notices.manners import Manners
from liaison.domain.packs.forms import Checklist, CompletedForm, Form, Proforma, ReportTemplate
from liaison.domain.packs.policy import (
    Briefing,
    Circular,
    CommitmentRule,
    EntryStep,
    InformationSharing,
    KnowledgeEntry,
    RegisterRound,
    Reminders,
    ReviewCycle,
    RiskLevel,
    StaffRole,
    Strategy,
)
from liaison.domain.packs.register import Id, Partnership, Register
from liaison.domain.values import Value

Path = tuple[str | int, ...]

# The tables that a pack may take over from another one.
AdoptableTable = Literal[
    "proforma",
    "checklists",
    "question_lists",
    "forms",
    "entry_steps",
    "commitment_rules",
    "risk_levels",
    "information_sharing",
    "briefing",
    "knowledge",
]


class Fault(NamedTuple):
    """One thing that is wrong in a pack: where (a path of keys and indexes), what, and how to mend it."""

    path: Path
    sentence: str
    mend: str


class PackFaults(ValueError):  # noqa: N818 - several faults, raised as one
    """The faults that a pack's own checks found; pydantic carries it to the caller."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)


class Authority(Value):
    """The public body itself; `whose_register` says whether it lists the authority's seats or the force's (X-31).

    `name` is absent where the document does not give it: show "the Authority" then.
    """

    name: str | None = None
    force: str | None = None
    area: str | None = None
    established_under: str | None = None
    joint_with_force: bool | None = None
    timezone: str = "Europe/London"
    whose_register: Literal["authority", "force"] = "authority"
    source: str | None = None


class Document(Value):
    """A document that the pack's facts were read from; dates as printed, most exact part last (2009-05-18, 2009-05)."""

    id: Id
    short: str
    title: str
    period: str | None = None
    date: str | None = None
    status: str | None = None
    kind: str | None = None
    issue: str | None = None
    owner: str | None = None
    author: str | None = None
    addressed_to: str | None = None
    sent_by: str | None = None
    approved_by: str | None = None
    approved_on: str | None = None
    submitted: str | None = None
    cleared_with: tuple[str, ...] = ()
    exempt_information: bool | None = None
    protective_marking: str | None = None
    review: str | None = None
    previous: str | None = None
    appendices: tuple[str, ...] = ()
    supplied: bool = True


class ReferencedDocument(Value):
    """A document that the pack's documents rely on but do not contain."""

    title: str
    holds: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    adopted_with: str | None = None
    note: str | None = None
    source: str


class Contact(Value):
    """A person or desk that a document names and that holds no seat in its register."""

    name: str | None = None
    also_named: str | None = None
    capacity: str
    handles: str | None = None
    address: str | None = None
    telephone: str | None = None
    fax: str | None = None
    email: str | None = None
    source: str


class Adoption(Value):
    """A table, or one row of it by its id (or topic), that this pack takes over word for word from another pack."""

    pack: str
    what: AdoptableTable
    id: Id | None = None


class Pack(Value):
    """Everything one authority's documents say, as data."""

    key: str
    version: str
    authority: Authority
    documents: tuple[Document, ...]
    register_: Register = Field(alias="register")
    adopts: tuple[Adoption, ...] = ()
    referenced_documents: tuple[ReferencedDocument, ...] = ()
    contacts: tuple[Contact, ...] = ()
    glossary: dict[str, str] = Field(default_factory=dict)
    glossary_source: str | None = None
    figures: dict[str, int] = Field(default_factory=dict)
    figure_sources: dict[str, str] = Field(default_factory=dict)
    staff_roles: tuple[StaffRole, ...] = ()
    proforma: Proforma | None = None
    checklists: tuple[Checklist, ...] = ()
    question_lists: tuple[Checklist, ...] = ()
    forms: tuple[Form, ...] = ()
    completed_forms: tuple[CompletedForm, ...] = ()
    report_templates: tuple[ReportTemplate, ...] = ()
    reminders: Reminders = Reminders()
    manners: Manners = Manners()
    review_cycles: tuple[ReviewCycle, ...] = ()
    entry_steps: tuple[EntryStep, ...] = ()
    commitment_rules: tuple[CommitmentRule, ...] = ()
    briefing: Briefing | None = None
    information_sharing: InformationSharing | None = None
    risk_levels: tuple[RiskLevel, ...] = ()
    register_rounds: tuple[RegisterRound, ...] = ()
    strategy: Strategy | None = None
    knowledge: tuple[KnowledgeEntry, ...] = ()
    circulars: tuple[Circular, ...] = ()

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        """Ids are unique, what refers to an id finds it, and plain figures say where they were read (I-04)."""
        if faults := list(faults_of(self)):
            raise PackFaults(faults)
        return self


def faults_of(pack: Pack) -> Iterator[Fault]:
    """Yield what does not hold together in a pack whose tables are well formed each by itself."""
    yield from _duplicates(pack)
    yield from _dangling(pack)
    yield from _loops(pack)
    yield from _without_source(pack)


def adopt(pack: Pack, library: Callable[[str], Pack]) -> Pack:
    """Give a pack what it adopts; `library` finds the other pack by its key, as its own documents have it.

    What is adopted keeps its source, so that it never shows as this authority's own (I-04). Raises PackFaults when the
    other pack does not say what is to be adopted.
    """
    if not pack.adopts:
        return pack
    values = {field.alias or name: getattr(pack, name) for name, field in Pack.model_fields.items()}
    faults: list[Fault] = []
    for index, adoption in enumerate(pack.adopts):
        theirs = getattr(library(adoption.pack), adoption.what)
        if isinstance(theirs, tuple):
            theirs = tuple(row for row in theirs if adoption.id in {None, _name_of(row)})
            values[adoption.what] = values[adoption.what] + theirs
        elif theirs is not None and adoption.id in {None, _name_of(theirs)}:
            values[adoption.what] = theirs
        else:
            theirs = None
        if not theirs:
            wanted = f"{adoption.what}" + (f' "{adoption.id}"' if adoption.id else "")
            faults.append(
                Fault(
                    ("adopts", index),
                    f'The pack "{adoption.pack}" has no {wanted} of its own to adopt.',
                    "Name the pack, the table and the id (or topic) where it is first said.",
                ),
            )
    if faults:
        raise PackFaults(faults)
    return Pack.model_validate(values)


def _name_of(row: object) -> str | None:
    return getattr(row, "id", None) or getattr(row, "topic", None)


def _duplicates(pack: Pack) -> Iterator[Fault]:
    register = pack.register_
    tables: dict[tuple[str, ...], Iterable[object]] = {
        ("documents",): pack.documents,
        ("register", "committees"): register.committees,
        ("register", "offices"): register.offices,
        ("register", "people"): register.people,
        ("register", "groups"): register.groups,
        ("register", "partnerships"): register.partnerships,
        ("staff_roles",): pack.staff_roles,
        ("checklists",): pack.checklists,
        ("question_lists",): pack.question_lists,
        ("forms",): pack.forms,
        ("completed_forms",): pack.completed_forms,
        ("report_templates",): pack.report_templates,
        ("review_cycles",): pack.review_cycles,
        ("commitment_rules",): pack.commitment_rules,
        ("register_rounds",): pack.register_rounds,
        ("circulars",): pack.circulars,
    }
    for path, rows in tables.items():
        seen: dict[str, int] = {}
        for index, row in enumerate(rows):
            name = _name_of(row) or ""
            if name in seen:
                yield Fault(
                    (*path, index, "id"),
                    f'The id "{name}" is already used by entry {seen[name]} of {".".join(path)}.',
                    "Give each entry an id of its own.",
                )
            seen.setdefault(name, index)


def _dangling(pack: Pack) -> Iterator[Fault]:
    register = pack.register_
    known = {
        "committee": [row.id for row in register.committees],
        "office": [row.id for row in register.offices],
        "person": [row.id for row in register.people],
        "partnership": [row.id for row in register.partnerships],
        "group": [row.id for row in register.groups],
        "form": [row.id for row in pack.forms],
        "document": [row.id for row in pack.documents],
        "staff role": [row.id for row in pack.staff_roles],
        "topic": list(dict.fromkeys([*_adopted_topics(pack), *(entry.topic for entry in pack.knowledge)])),
    }
    for path, kind, wanted in _references(pack):
        if wanted is not None and wanted not in known[kind]:
            yield Fault(
                path,
                f'There is no {kind} with the id "{wanted}".',
                f"Use one of these ids, or add the {kind}: {', '.join(known[kind]) or 'none yet'}.",
            )


def _adopted_topics(pack: Pack) -> list[str]:
    """The topics that another pack's knowledge will bring, which are not there before it is adopted."""
    return [adoption.id for adoption in pack.adopts if adoption.what == "knowledge" and adoption.id]


def _references(pack: Pack) -> Iterator[tuple[Path, str, str | None]]:
    register = pack.register_
    for index, office in enumerate(register.offices):
        yield ("register", "offices", index, "committee"), "committee", office.committee
    for index, person in enumerate(register.people):
        yield ("register", "people", index, "office"), "office", person.office
    for index, group in enumerate(register.groups):
        here = ("register", "groups", index)
        yield (*here, "appointed_at"), "committee", group.appointed_at
        yield from _each((*here, "links_to"), "group", group.links_to)
    for index, entry in enumerate(register.partnerships):
        yield from _references_of(("register", "partnerships", index), entry)
    for index, cycle in enumerate(pack.review_cycles):
        yield ("review_cycles", index, "committee"), "committee", cycle.committee
        yield ("review_cycles", index, "meeting"), "committee", cycle.meeting
        if cycle.scope in {"partnership", "group"}:
            yield ("review_cycles", index, "scope_of"), cycle.scope, cycle.scope_of
    for index, completed in enumerate(pack.completed_forms):
        yield ("completed_forms", index, "form"), "form", completed.form
    for index, said in enumerate(pack.knowledge):
        yield from _each(("knowledge", index, "ask"), "staff role", said.ask)
    for index, circular in enumerate(pack.circulars):
        yield ("circulars", index, "document"), "document", circular.document
        yield ("circulars", index, "topic"), "topic", circular.topic


def _references_of(here: Path, entry: Partnership) -> Iterator[tuple[Path, str, str | None]]:
    yield (*here, "parent"), "partnership", entry.parent
    yield (*here, "group"), "group", entry.group
    yield from _each((*here, "member_of"), "partnership", entry.member_of)
    yield from _each((*here, "works_into"), "partnership", entry.works_into)
    yield from _each((*here, "reports_to"), "committee", entry.reports_to)
    for place, seat in enumerate(entry.seats):
        yield (*here, "seats", place, "person"), "person", seat.person
        yield (*here, "seats", place, "office"), "office", seat.office
    for place, activity in enumerate(entry.activity):
        yield (*here, "activity", place, "carried_to"), "partnership", activity.carried_to


def _each(path: Path, kind: str, ids: Iterable[str]) -> Iterator[tuple[Path, str, str | None]]:
    for place, wanted in enumerate(ids):
        yield (*path, place), kind, wanted


def _loops(pack: Pack) -> Iterator[Fault]:
    parents = {entry.id: entry.parent for entry in pack.register_.partnerships}
    for index, entry in enumerate(pack.register_.partnerships):
        above, seen = entry.parent, set[str]()
        while above is not None and above not in seen:
            if above == entry.id:
                yield Fault(
                    ("register", "partnerships", index, "parent"),
                    f'The partnership "{entry.id}" is its own parent, directly or by way of others.',
                    "Take out one parent of the loop.",
                )
                break
            seen.add(above)
            above = parents.get(above)


def _without_source(pack: Pack) -> Iterator[Fault]:
    if pack.glossary and pack.glossary_source is None:
        yield Fault(
            ("glossary_source",), "The glossary does not say where it was read.", "Add glossary_source."
        )
    for key in pack.figures:
        if key not in pack.figure_sources:
            yield Fault(
                ("figures", key),
                f'The figure "{key}" does not say where it was read.',
                f"Add {key} to figure_sources.",
            )
