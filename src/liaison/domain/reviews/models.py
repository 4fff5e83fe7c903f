"""Cycles of reviews and their occurrences, as values."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple, Self

from pydantic import Field

from liaison.domain.access.rules import role_title
from liaison.domain.packs.policy import Every, ReviewCycle, ReviewForm, Scope
from liaison.domain.values import CommitteeId, PartnershipId, PersonId, Value


class Outcome(StrEnum):
    """How a review ended: of a partnership, whether the authority stays in it; of anything else, whether it changes.

    Of an event, whether it took place.
    """

    NO_CHANGE = "No change"
    CHANGES = "Changes agreed"
    END = "To be ended"
    CONTINUE = "Continue"
    CHANGE = "Change"
    LEAVE = "Leave"
    DONE = "Done"
    NOT_DONE = "Not done"


class ReviewState(StrEnum):
    """Where an occurrence stands; one is dropped where its partnership has ended or its cycle no longer makes it."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Owner(Value):
    """Who is responsible: a person, whoever holds an office or a role, or whoever sits on the review's partnership.

    A seat is named by its role: "representative", "support officer".
    """

    kind: Literal["person", "office", "role", "seat"]
    id: str

    def __str__(self) -> str:
        """The owner as one word, for a row and for the value of a menu."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """The owner that `str` wrote."""
        if not text:
            return None
        kind, _, id_ = text.partition(":")
        return cls.model_validate({"kind": kind, "id": id_})


class Cycle(Value):
    """A cycle as it stands: a pack's, as staff have adjusted it, or one that staff have added.

    The fields that a pack's cycle has too mean the same here. `since` is the day from which a cycle of the staff's makes
    reviews. `own` are first dates of partnerships whose date is not the others' (G-13). `stopped` makes nothing more.
    """

    id: str
    subject: str
    every: Every | None = None
    rule: str | None = None
    months_after_last: int | None = None
    month: int | None = None
    meeting: CommitteeId | None = None
    first: date | None = None
    on: tuple[date, ...] = ()
    ends: bool = False
    interval_as_stated: str | None = None
    committee: CommitteeId | None = None
    owner: Owner | None = None
    responsible: str | None = None
    through: str | None = None
    scope: Scope = "authority"
    scope_of: str | None = None
    form: ReviewForm | None = None
    applies_to: str | None = None
    covers: tuple[str, ...] = ()
    remark: str | None = None
    source: str
    since: date | None = None
    own: dict[PartnershipId, date] = Field(default_factory=dict)
    adjusted: bool = False
    added: bool = False
    stopped: bool = False

    @classmethod
    def of_pack(cls, cycle: ReviewCycle) -> Self:
        """A pack's cycle, as nobody has adjusted it; a role that the document makes responsible owns it."""
        fields = {name: getattr(cycle, name) for name in ReviewCycle.model_fields if name != "owner"}
        named = (cycle.responsible or "").casefold().replace(" ", "-")
        role = f"role:{named}" if named and role_title(named) == cycle.responsible else None
        owner = Owner.read(cycle.owner or role)
        return cls.model_validate({**fields, "owner": owner})

    @property
    def each(self) -> bool:
        """Whether it comes up for each of several partnerships."""
        return self.scope in {"kind", "group", "non-statutory", "every"}


class Occasion(Value):
    """A day on which a cycle falls due: what it is called within the cycle, and how the day was found."""

    name: str
    due: date
    basis: str


class Review(Value):
    """One occurrence of a cycle: due on a calendar day of the authority's zone, open until an outcome is recorded.

    `decided` are words that may be shown in the committee's channel. `handed_over` tells that its owner was chosen for
    this one. `remind_at` is when the next reminder is due, UTC; None where none is to come.
    """

    id: str
    cycle: str
    subject: str
    partnership: PartnershipId | None = None
    due: date
    committee: CommitteeId | None
    owner: Owner | None = None
    handed_over: bool = False
    source: str
    covers: tuple[str, ...] = ()
    form: ReviewForm | None = None
    basis: str
    state: ReviewState = ReviewState.OPEN
    outcome: Outcome | None = None
    decided: str | None = None
    reviewed_on: date | None = None
    recorded_by: PersonId | None = None
    recorded_at: datetime | None = None
    postponed_from: date | None = None
    postponed_reason: str | None = None
    remind_at: datetime | None = None

    @property
    def is_event(self) -> bool:
        """Whether it is something that takes place or does not, and nothing is reviewed (G-13)."""
        return self.form == "event"

    @property
    def open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state is ReviewState.OPEN and self.outcome is None


class Subject(NamedTuple):
    """What is reviewed again and again: of a partnership, or the authority's own."""

    partnership: PartnershipId | None
    subject: str


class Beside(Value):
    """The days on which the same cycle fell due before a review, and falls due after it, for the same partnership."""

    before: date | None = None
    after: date | None = None


class ReviewLine(Value):
    """A review as it is listed: what it is called, with its committee's name and channel, and its owner's.

    `mine` tells that it is the reader's own, `vacant` that nobody sits where its owner would, `begun` that its form has
    been begun.
    """

    review: Review
    title: str
    partnership: str | None = None
    committee: str | None
    channel: str | None
    owner: str | None = None
    overdue: bool
    recorded_by: str | None = None
    mine: bool = False
    vacant: bool = False
    begun: bool = False


class Bunch(Value):
    """Several reviews of one cycle that fall due on one day, as one line."""

    cycle: str
    due: date
    title: str
    lines: tuple[ReviewLine, ...]

    @property
    def left(self) -> int:
        """How many of them are to be done."""
        return sum(line.review.open for line in self.lines)


class CycleLine(Value):
    """A cycle as it is listed: in words how often, to whom, whose and what for, with the next date.

    That date is `assumed` where it is to be a meeting's, and no meeting to come is known.
    """

    cycle: Cycle
    how_often: str
    committee: str | None
    owner: str | None
    applies_to: str | None
    partnerships: int | None
    unsure: int = 0
    next: date | None
    ended: date | None = None
    assumed: bool = False


class Listing(Value):
    """One page of a list of reviews; `asked` and `page` find it again.

    Where nothing is due, or overdue, `following` is what comes next. `left_out` counts later dates of what comes up often.
    """

    asked: str
    heading: str
    overdue: int
    following: ReviewLine | None = None
    rows: tuple[ReviewLine | Bunch, ...]
    total: int
    left_out: int = 0
    page: int
    pages: int
    undated: tuple[CycleLine, ...] = ()
    can_record: bool = False
    can_keep: bool = False


class CycleListing(Value):
    """One page of the cycles."""

    rows: tuple[CycleLine, ...]
    total: int
    page: int
    pages: int
    can_keep: bool = False
