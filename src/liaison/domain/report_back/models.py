"""Drafts, report-backs and the turns of the conversation, as values."""

from datetime import date, datetime
from enum import StrEnum

from liaison.domain.typed import Typed
from liaison.domain.values import ChannelId, CommitteeId, PartnershipId, PersonId, SlackUserId, Value

PARTNERSHIP, MEETING_ON, MEMBER, COMMITTEES, OUTCOMES, NEXT_MEETING = range(1, 7)
ITEMS = (PARTNERSHIP, MEETING_ON, MEMBER, COMMITTEES, OUTCOMES, NEXT_MEETING)
SUMMARY = 7  # the step after the six items
LONGEST_ANSWER = 40_000  # characters: Slack's own limit for one message
WAITING = "waiting for the Committee Services Officer"
PASSED_ON = "submitted to its committees"


class DraftState(StrEnum):
    """Where a draft stands; saved and cancelled ones can be taken up again."""

    OPEN = "open"
    SAVED = "saved"
    CANCELLED = "cancelled"
    SUBMITTED = "submitted"


class Answers(Value):
    """What has been answered so far; None and empty mean not yet."""

    partnership: PartnershipId | None = None
    meeting_on: date | None = None
    member: PersonId | None = None
    committees: tuple[CommitteeId, ...] = ()
    outcomes: str | None = None
    next_meeting_on: date | None = None
    next_not_known: bool = False

    def given(self, item: int) -> bool:
        """Whether the item has an answer."""
        return bool(self.said(item))

    def said(self, item: int) -> object:
        """What the item's answer is; something empty where it has none."""
        return {
            PARTNERSHIP: self.partnership,
            MEETING_ON: self.meeting_on,
            MEMBER: self.member,
            COMMITTEES: self.committees,
            OUTCOMES: self.outcomes,
            NEXT_MEETING: self.next_meeting_on or self.next_not_known,
        }[item]

    def missing(self) -> tuple[int, ...]:
        """The items without an answer."""
        return tuple(item for item in ITEMS if not self.given(item))


class Draft(Value):
    """A report-back being written by one person in their direct message with Liaison.

    `step` is the item that the draft has come to (or SUMMARY) and `asked` the one that the message `prompt_ts` asks:
    they differ while the next message is on its way, or where the process died before sending it. `changing` tells
    that the item was chosen from the summary; `questioned` that a bare item 5 has been questioned once (D-19).
    `typed` tells how old what is kept of the draft as a form is.
    """

    id: str
    author: PersonId
    slack_user: SlackUserId
    proforma: str
    answers: Answers = Answers()
    step: int = PARTNERSHIP
    asked: int = 0
    changing: bool = False
    questioned: bool = False
    state: DraftState = DraftState.OPEN
    channel: ChannelId | None = None
    prompt_ts: str | None = None
    typed: Typed | None = None
    started_at: datetime
    updated_at: datetime

    @property
    def mark(self) -> str:
        """Names the move that the draft has come to, and so the message that asks what follows it."""
        return f"{self.id}:{self.step}:{self.updated_at.isoformat()}"


class Report(Value):
    """A report-back as filed; its outcomes are restricted (D-18).

    `passed_on_by` and `passed_on_at` say who marked it as submitted to its committees, and when (B-12).
    """

    id: str
    proforma: str
    author: PersonId
    author_user: SlackUserId
    partnership: PartnershipId
    meeting_on: date
    member: PersonId
    committees: tuple[CommitteeId, ...]
    outcomes: str
    next_meeting_on: date | None
    stage: str = WAITING
    submitted_at: datetime
    passed_on_by: PersonId | None = None
    passed_on_at: datetime | None = None


class Choice(Value):
    """One thing that a control offers: the value it stands for, and what it says."""

    value: str
    label: str


class Control(StrEnum):
    """What kind of control answers an item beside typing."""

    PARTNERSHIP = "partnership"
    DATE = "date"
    PERSON = "person"
    COMMITTEES = "committees"
    TEXT = "text"


class Question(Value):
    """An item as it is asked: number and label as in the proforma, the default and the choices that are offered."""

    draft: str
    number: int
    label: str
    hint: str
    control: Control
    default: Choice | None = None
    choices: tuple[Choice, ...] = ()
    initial_date: date | None = None
    current: str | None = None
    changing: bool = False


class Line(Value):
    """One item with its answer, in words."""

    number: int
    label: str
    answer: str | None


class Summary(Value):
    """All items with their answers, and who will be able to read the report."""

    draft: str
    title: str
    lines: tuple[Line, ...]
    missing: tuple[int, ...]
    readers: str


class Ended(Value):
    """The conversation has ended: one line of what happened, and whether it can be taken up again."""

    draft: str
    sentence: str
    can_resume: bool = False
    report: str | None = None


class Turn(Value):
    """What Liaison does after a person's move in the conversation of a draft.

    The message `prompt_ts`, where there is one, becomes `closed` (its buttons go, UX-15). `said` is a line before
    what follows; `then` is what is asked or told next; `mark` goes with that message, so that it can be found again
    where the process died before it remembered having sent it.
    """

    draft: str
    step: int
    mark: str
    channel: ChannelId | None = None
    prompt_ts: str | None = None
    closed: Line | str | None = None
    said: str | None = None
    then: Question | Summary | Ended | None = None


class Waiting(Value):
    """A submitted report as it is listed: no restricted text (J-18)."""

    report: str
    partnership: str
    meeting_on: date
    member: str
    committees: tuple[str, ...]
    stage: str
    submitted_at: datetime


class Opened(Value):
    """A report as its entitled readers see it (K-06)."""

    report: Report
    title: str
    lines: tuple[Line, ...]
    author: str
