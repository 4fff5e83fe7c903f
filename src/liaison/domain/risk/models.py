"""Assessments and the adoption of a checklist, as values."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from liaison.domain.packs import Checklist, Hold
from liaison.domain.typed import Typed
from liaison.domain.values import PartnershipId, PersonId, Value

TRIGGERS = "triggers"  # the first page; then "0", "1" … for the sections; then, where it is asked, ADVICE; then CLOSING
ADVICE = "advice"
CLOSING = "closing"

Proportion = Literal["full", "less formalised", "temporary"]


class ChecklistInUse(Value):
    """A checklist with the authority whose document it is; `borrowed` where that is not this workspace's own."""

    checklist: Checklist
    authority: str
    borrowed: bool


class Adoption(Value):
    """That this authority took another's checklist into use: which, whose, by whom and when."""

    checklist: str
    version: str
    authority: str
    adopted_by: PersonId
    adopted_at: datetime


class Advice(Value):
    """The answer to what a checklist holds for somebody's advice, and the advice: when, by whom, in what words (B-18).

    `accepts` is None while the question is not answered.
    """

    accepts: bool | None = None
    on: date | None = None
    by: str | None = None
    text: str | None = None

    @property
    def recorded(self) -> bool:
        """Whether the advice is there in full."""
        return bool(self.on and self.by and self.text)


class Assessment(Value):
    """One checklist answered for one partnership; its answers are restricted.

    `triggers` maps a trigger's number to yes or no; `answers` a question's key ("2a") to text. `proportion` and
    `reason` tell why fewer items were enough where the partnership is not high risk (E-04). `typed` tells, by input,
    how old what is kept is: what reaches us late undoes nothing that was typed since.
    """

    id: str
    partnership: PartnershipId
    checklist: str
    version: str
    authority: str
    triggers: dict[int, bool] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict)
    advice: Advice = Advice()
    typed: dict[str, Typed] = Field(default_factory=dict)
    proportion: Proportion = "full"
    reason: str | None = None
    started_by: PersonId
    started_at: datetime
    updated_at: datetime
    closed_by: PersonId | None = None
    closed_at: datetime | None = None

    @property
    def high_risk(self) -> bool:
        """Whether any one trigger is met (E-02)."""
        return any(self.triggers.values())

    def hold_of(self, in_use: ChecklistInUse) -> Hold | None:
        """What the checklist asks about here: its own authority's rule, where its trigger is met (B-18)."""
        hold = None if in_use.borrowed else in_use.checklist.hold
        return hold if hold and self.triggers.get(hold.trigger) else None

    def held_by(self, in_use: ChecklistInUse) -> Hold | None:
        """What keeps it from being closed: a question without an answer, or a yes without the advice."""
        hold, advice = self.hold_of(in_use), self.advice
        free = advice.accepts is False or (advice.accepts and advice.recorded)
        return None if hold is None or free else hold


class Offer(Value):
    """The document of this authority has no checklist: another's is offered, under its owner's name."""

    partnership: PartnershipId
    title: str
    own_authority: str
    in_use: ChecklistInUse


class Page(Value):
    """One page of an assessment as a form."""

    assessment: Assessment
    title: str
    in_use: ChecklistInUse
    page: str
    hold: Hold | None = None
    held: bool = False
    resumed: bool = False
    blanks: tuple[str, ...] = ()
    refused: bool = False


class Closed(Value):
    """An assessment that has been closed."""

    assessment: Assessment
    title: str
    answered: int
    questions: int


class Standing(Value):
    """Where a partnership's assessment stands, without restricted text."""

    title: str
    assessment: Assessment | None
    blanks: int
    held_for: str | None = None
