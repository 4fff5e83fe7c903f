"""The policy of a pack: review cycles, roles, procedures, and what the guidance says."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from liaison.domain.errors import BadInput
from liaison.domain.packs.register import Id
from liaison.domain.recurrence import followed
from liaison.domain.values import Value

# The guide's topics, as people type them, with the heading they are shown under (section I).
GUIDE_TOPICS = {
    "appointments": "Appointing representatives",
    "background": "Background",
    "challenges": "Challenges",
    "code": "Code of conduct",
    "collaboration": "Collaboration",
    "define": "Definitions",
    "events": "Dated events",
    "functions": "What the authority does",
    "hallmarks": "Hallmarks of effective partnerships",
    "indicators": "Indicators",
    "laa": "Local Area Agreements",
    "law": "Law and proposals for law",
    "milestones": "Milestones",
    "national": "National developments",
    "opportunities": "Opportunities",
    "partners": "Partners",
    "policy": "The policy and its aim",
    "principles": "Principles",
    "reasons": "Reasons for working in partnership",
    "relationship": "Working with the force",
    "resources": "Resources and commitments",
    "reviews": "Reviewing partnerships",
    "risk": "Risk",
    "selection": "Selecting and joining partnerships",
    "sharing": "Information sharing",
    "sources": "Publications and guidance",
    "staff": "What staff do",
    "strategy": "Strategy",
    "structure": "How the partnerships fit together",
    "three-ps": "The three Ps",
    "training": "Training and allowances",
    "values": "Values",
}


class Rung(Value):
    """One step of the ladder of reminders: so many days after a review's date (before it, where negative), and to whom.

    `to` names the committee's channel ("committee"), whoever is responsible ("owner"), or roles: "chief-executive".
    An `urgent` one keeps nobody's hours: it is told on its own day, whether or not anybody works then.
    """

    days: int = Field(ge=-366, le=366)
    to: tuple[str, ...] = Field(min_length=1)
    urgent: bool = False


class Reminders(Value):
    """The ladder by which a review is announced; what nobody has recorded climbs it, and each rung is told once.

    `hour` is the hour of the day in the authority's zone. A rung that falls on a day on which nobody works is told on the
    working day before, or after where the review is overdue; `any_day` tells it on its own day all the same.
    `action_days` are the days, counted from an action's date, on which its owner is reminded (G-08).
    """

    stages: tuple[Rung, ...] = (
        Rung(days=-28, to=("owner", "committee")),
        Rung(days=0, to=("committee",)),
        Rung(days=7, to=("committee", "committee-services-officer")),
        Rung(days=21, to=("chief-executive",)),
    )
    hour: int = Field(default=9, ge=0, le=23)
    any_day: bool = False
    action_days: tuple[int, ...] = (-7, 0, 7)

    @property
    def days_ahead(self) -> int:
        """How many days before a review's date the first rung lies."""
        return max((-rung.days for rung in self.stages), default=0)


Every = Literal["week", "month", "quarter", "half year", "year", "two years", "three years"]
Scope = Literal["authority", "partnership", "kind", "group", "non-statutory", "every"]
ReviewForm = Literal["approach", "partnership", "achievements", "progress", "appointments", "event"]


class ReviewCycle(Value):
    """Something that comes up again and again (section G). Without anything that gives a date it stays "date not recorded".

    `every` is the recurrence; `month` the month it falls in, if the document says so; the due date is the month's
    (or the calendar quarter's) last day. `rule` is a recurrence in the words of RFC 5545, `months_after_last` a pause
    after the last review, `first` the first date, from which the others are counted, and `on` are dates that come once.
    Where `meeting` names a committee, the date is that of its meeting in the period, once that is known.
    `ends` tells that something ends on the date: a term, an edition (G-14).

    `scope` says what it applies to: the authority's own thing, one partnership, or each one of a kind, of a group, that is
    not statutory, or at all; `scope_of` names the partnership, kind or group, and also whose seats are listed by a review
    of `appointments` (G-12). `form` is what is asked when it is worked; of an `event`, such as a public meeting, only
    whether it took place (G-13). `owner` is who is responsible:
    "role:chief-executive", or whoever has a seat on the partnership, "seat:representative".
    `interval_as_stated`, `responsible` and `applies_to` keep the document's own words. `through` names another
    mechanism that covers it (G-09). `remark` is ours: a question that the document leaves open (X-10).
    """

    id: Id
    subject: str
    every: Every | None = None
    rule: str | None = None
    months_after_last: int | None = Field(default=None, ge=1, le=120)
    month: int | None = Field(default=None, ge=1, le=12)
    meeting: Id | None = None
    first: date | None = None
    on: tuple[date, ...] = ()
    ends: bool = False
    interval_as_stated: str
    committee: Id | None = None
    owner: str | None = None
    responsible: str | None = None
    through: str | None = None
    scope: Scope = "authority"
    scope_of: str | None = None
    form: ReviewForm | None = None
    applies_to: str | None = None
    covers: tuple[str, ...] = ()
    remark: str | None = None
    source: str

    @model_validator(mode="after")
    def can_be_followed(self) -> Self:
        """A rule can be followed, and what it applies to is named where it has to be."""
        if self.rule:
            try:
                followed(self.rule, self.first or date(2000, 1, 1))
            except BadInput as error:
                raise ValueError(f"the rule cannot be followed; {error.mend}") from error
        if self.scope in {"partnership", "kind", "group"} and not self.scope_of:
            raise ValueError(f"a cycle for a {self.scope} names it in scope_of")
        return self


class StaffRole(Value):
    """A role of the authority or the force, with the duties the document gives it."""

    id: Id
    title: str
    body: str | None = None
    statutory_office: str | None = None
    nominated_by: str | None = None
    level: str | None = None
    duties: tuple[str, ...] = ()
    source: str


class EntryStep(Value):
    """One step before the authority joins a partnership (F-01 to F-05)."""

    order: int
    step: str
    strength: str
    source: str


class CommitmentRule(Value):
    """Whose approval a commitment of resources needs, in what form and when (H-01 to H-05)."""

    id: Id
    resources: str
    held_by: str
    approvers: tuple[str, ...]
    approvers_needed: str | None = None
    form: str
    timing: str
    source: str


class Briefing(Value):
    """How a member is briefed before a meeting (C-03 to C-06)."""

    given_by: str
    arranged_by: str
    modes: tuple[str, ...]
    purpose: tuple[str, ...]
    source: str


class InformationSharing(Value):
    """What sharing police data asks of a partnership (E-47, E-48)."""

    needed_when: str
    instrument: str
    complies_with: tuple[str, ...]
    exchange_complies_with: str
    held_under: tuple[str, ...]
    stress: tuple[str, ...]
    source: str


class RiskLevel(Value):
    """One of the levels at which risk is considered (E-49, E-50)."""

    level: int
    label: str
    source: str


class RoundStep(Value):
    """One step of a register round."""

    order: int
    step: str
    source: str


class RegisterRound(Value):
    """A round in which the register was brought up to date and assessed (E-51 to E-56).

    The counts are those the document reports; identified is assessed plus awaiting (E-54).
    """

    id: Id
    period: str | None = None
    baseline: str | None = None
    hosted_on: str | None = None
    form_adopted_by: str | None = None
    form_origin: str | None = None
    identified: int | None = None
    assessed: int | None = None
    awaiting: int | None = None
    excludes: tuple[str, ...] = ()
    steps: tuple[RoundStep, ...]
    source: str

    @model_validator(mode="after")
    def counts_add_up(self) -> Self:
        """Assessed and awaiting add up to identified, where all three are given (E-54)."""
        counts = (self.identified, self.assessed, self.awaiting)
        if None not in counts and self.identified != (self.assessed or 0) + (self.awaiting or 0):
            raise ValueError("identified must be assessed plus awaiting")
        return self


class StrategyElement(Value):
    """A part that a strategy has; without `content` the text was not supplied (M-02)."""

    number: int
    label: str
    content: str | None = None


class Strategy(Value):
    """A partnership strategy and its state; without `pledge` the pledge was not supplied (M-02, M-03, M-05)."""

    title: str
    status: str
    elements: tuple[StrategyElement, ...]
    pledge: str | None = None
    consulted: tuple[str, ...] = ()
    consultation_covers: tuple[str, ...] = ()
    consultation_status: str | None = None
    remark: str | None = None
    source: str


class KnowledgeEntry(Value):
    """A fact of the policy's guidance (section I): a definition, a reason, a duty in law, a hallmark, a publication.

    `gist` says in a phrase what it is, before its points. `status` tells a proposal from law (I-12). `remark` is ours,
    not the document's (X-..). `ask` names the staff roles whose advice it says to take, the first one first (B-13).
    """

    topic: str
    label: str
    gist: str | None = None
    points: tuple[str, ...] = ()
    number: str | None = None
    dated: str | None = None
    attributed_to: str | None = None
    sections: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    status: str | None = None
    ask: tuple[Id, ...] = ()
    remark: str | None = None
    source: str


class Circular(Value):
    """Something that people are to know, and to say that they know (B-15, B-16): a document, or a topic of the guide.

    `who` says from whom it is expected: everybody in Slack, or those who represent the authority or the force.
    `button` is what they press; without it, that they have read it.
    """

    id: Id
    title: str
    document: Id | None = None
    topic: str | None = None
    who: Literal["everybody", "representatives"] = "everybody"
    button: str | None = None
    source: str
