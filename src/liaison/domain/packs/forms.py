"""The forms of a pack: the report-back proforma, checklists, other forms, and report templates."""

from typing import Self

from pydantic import Field, model_validator

from liaison.domain.packs.register import Id
from liaison.domain.values import Value


class ProformaItem(Value):
    """One numbered item of the report-back proforma."""

    number: int
    label: str
    hint: str | None = None


class Proforma(Value):
    """The report-back form: title, items in order, and who gets it (D-01 to D-07).

    The form itself may be optional while a written report is expected all the same (X-11).
    """

    id: Id
    version: str
    title: str
    items: tuple[ProformaItem, ...]
    agenda_item: str | None = None
    agenda_of: str | None = None
    when: str | None = None
    use_is_optional: bool | None = None
    written_report_expected: bool | None = None
    covers_also: tuple[str, ...] = ()
    returned_to: str | None = None
    return_by: str | None = None
    submitted_to: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    presented: tuple[str, ...] = ()
    issued_as: str | None = None
    handling: str | None = None
    remark: str | None = None
    source: str

    @model_validator(mode="after")
    def numbers_run_on(self) -> Self:
        """Items are numbered 1, 2, 3 … in their order (D-07)."""
        numbers = [item.number for item in self.items]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("proforma items must be numbered 1, 2, 3 … in their order")
        return self


class SubItem(Value):
    """A lettered part of a checklist item, answered on its own (E-28, E-30)."""

    letter: str
    label: str


class ChecklistItem(Value):
    """One numbered question; `notes` are the numbers of the notes to show with it.

    `applies_to` and `only_if` limit when it is asked (E-17, E-24); `hint` is advice that the document gives with it.
    """

    number: int
    label: str
    sub_items: tuple[SubItem, ...] = ()
    notes: tuple[int, ...] = ()
    hint: str | None = None
    applies_to: str | None = None
    only_if: str | None = None


class ChecklistSection(Value):
    """A titled part of the checklist with its items in order."""

    title: str
    items: tuple[ChecklistItem, ...]


class NoteHeading(Value):
    """A heading within a note, with its points (E-46); `causes` gives what can bring a point about."""

    title: str
    points: tuple[str, ...]
    causes: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def causes_belong_to_points(self) -> Self:
        """A cause is the cause of a point of this heading."""
        strays = set(self.causes) - set(self.points)
        if strays:
            raise ValueError(f"causes are given for what is not a point: {', '.join(sorted(strays))}")
        return self


class ChecklistNote(Value):
    """A note that the form prints below its table; `remark` is ours: how it was read (X-23)."""

    number: int
    text: str
    headings: tuple[NoteHeading, ...] = ()
    remark: str | None = None


class Trigger(Value):
    """One of the questions that make a partnership high risk.

    `also_worded` keeps the document's second wording (X-03); `note` is ours, to show beside the question (X-04).
    """

    number: int
    label: str
    also_worded: str | None = None
    note: str | None = None


class Hold(Value):
    """What must wait for somebody's advice (B-18): asked where a trigger is met, and held while the answer is yes."""

    trigger: int
    question: str
    advice_from: str
    source: str


class Checklist(Value):
    """A versioned risk checklist: triggers first, then sections of numbered items (E-02, E-26).

    `hold` is its own authority's rule: it does not bind one that borrows the checklist because it has none (I-04).
    """

    id: Id
    version: str
    title: str
    also_called: tuple[str, ...] = ()
    header_fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    use_when: tuple[str, ...] = ()
    compulsory_for: tuple[str, ...] = ()
    discretion_for: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    hold: Hold | None = None
    sections: tuple[ChecklistSection, ...]
    notes: tuple[ChecklistNote, ...] = ()
    remark: str | None = None
    source: str

    @model_validator(mode="after")
    def numbers_run_on(self) -> Self:
        """Item numbers run from 1 without a gap over all sections (E-26), and the notes they name are there."""
        items = [item for section in self.sections for item in section.items]
        if [item.number for item in items] != list(range(1, len(items) + 1)):
            raise ValueError("checklist items must be numbered 1, 2, 3 … over all sections, without restart")
        known = {note.number for note in self.notes}
        for item in items:
            if strays := set(item.notes) - known:
                raise ValueError(
                    f"item {item.number} names note {min(strays)}, which the checklist does not have"
                )
        if self.hold and self.hold.trigger not in {trigger.number for trigger in self.triggers}:
            raise ValueError(f"the hold names trigger {self.hold.trigger}, which the checklist does not have")
        return self


class FormItem(Value):
    """One item of a form, under the number or letter that the document prints (`ref`)."""

    ref: str
    label: str
    choices: tuple[str, ...] = ()
    required_when: str | None = None
    sub_items: tuple[SubItem, ...] = ()
    perspectives: tuple[str, ...] = ()


class Form(Value):
    """A form other than proforma and checklist: the equality impact assessment (L), the clearance box (K-02 to K-04)."""

    id: Id
    kind: str
    title: str
    header_fields: tuple[str, ...] = ()
    items: tuple[FormItem, ...]
    blocks_sending: bool | None = None
    notes: tuple[str, ...] = ()
    source: str


class FormAnswer(Value):
    """What a completed form says under one item; `printed` keeps a placeholder the document prints (L-13)."""

    ref: str
    letter: str | None = None
    points: tuple[str, ...] = ()
    choice: str | None = None
    printed: str | None = None
    remark: str | None = None


class CompletedForm(Value):
    """A form as a document of the authority has it filled in."""

    id: Id
    form: Id
    about: str
    header: dict[str, str] = Field(default_factory=dict)
    answers: tuple[FormAnswer, ...]
    source: str


class ReportSection(Value):
    """A part of a committee report: its heading, its paragraphs' numbers, and what was found under it."""

    heading: str
    number: str | None = None
    paragraphs: str | None = None
    sub_headings: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    finding: str | None = None


class Recommendation(Value):
    """What a report asks its readers to do (J-17)."""

    ref: str
    kind: str
    subject: str


class ReportTemplate(Value):
    """The structure of a report that the authority's body has received (J-01, J-15, J-16)."""

    id: Id
    title: str
    opens_with: tuple[str, ...] = ()
    sections: tuple[ReportSection, ...]
    recommendations: tuple[Recommendation, ...] = ()
    source: str
