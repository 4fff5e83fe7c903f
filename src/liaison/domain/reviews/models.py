"""Occurrences of review cycles, as values."""

from datetime import date, datetime
from enum import StrEnum

from liaison.domain.values import CommitteeId, PersonId, Value


class Outcome(StrEnum):
    """How a review ended."""

    NO_CHANGE = "No change"
    CHANGES = "Changes agreed"
    END = "To be ended"


class Review(Value):
    """One occurrence of a cycle: due on a calendar day of the authority's zone, open until an outcome is recorded."""

    id: str
    cycle: str
    subject: str
    due: date
    committee: CommitteeId | None
    source: str
    covers: tuple[str, ...] = ()
    basis: str
    outcome: Outcome | None = None
    decided: str | None = None
    reviewed_on: date | None = None
    recorded_by: PersonId | None = None
    recorded_at: datetime | None = None
    postponed_from: date | None = None
    postponed_reason: str | None = None


class ReviewLine(Value):
    """A review as it is listed, with its committee's name and channel."""

    review: Review
    committee: str | None
    channel: str | None
    overdue: bool
    recorded_by: str | None = None


class Undated(Value):
    """A cycle for which the document gives no date, so that nothing can be due."""

    subject: str
    interval_as_stated: str
    source: str


class ReviewList(Value):
    """What is overdue, due or coming, and what has no date."""

    reviews: tuple[ReviewLine, ...]
    undated: tuple[Undated, ...]
    can_record: bool
