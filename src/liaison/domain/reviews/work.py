"""A review as it is worked: its form, what is written into it, and what it came to, as values; all of it is restricted."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import Field

from liaison.domain.reviews.models import Review
from liaison.domain.typed import Typed
from liaison.domain.values import PartnershipId, PersonId, Value

OUTCOME = "outcome"  # the last page
KNOWN = "known"
ITEMS = "items"  # then the number of the page: "items.0"


class Achieved(StrEnum):
    """What became of an objective or a target (G-06)."""

    YES = "Achieved"
    PARTLY = "Partly achieved"
    NO = "Not achieved"


class Effective(StrEnum):
    """How effective a partnership is (G-03)."""

    VERY = "Very effective"
    YES = "Effective"
    PARTLY = "Partly effective"
    NO = "Not effective"
    UNKNOWN = "Cannot say yet"


class Item(Value):
    """One thing that a review goes through, as it stood when the form was begun; `note` is how it is measured."""

    key: str
    kind: Literal["objective", "target", "partnership"]
    text: str
    note: str | None = None


class Beside(Value):
    """Words that somebody wrote into a field while somebody else did; they stay beside what is kept."""

    key: str
    words: str
    by: PersonId
    at: datetime


class Revision(Value):
    """What was recorded before a correction, and who corrected it, when and why (UX-07)."""

    outcome: str
    reviewed_on: date | None
    decided: str | None
    recorded_by: PersonId | None
    corrected_by: PersonId
    corrected_at: datetime
    why: str


class Work(Value):
    """What has been written into the form of one review, by all who work on it; restricted, and encrypted at rest.

    `answers` is by field; `typed` and `typed_by` tell how old each is and whose. `beside` keeps words that two people
    wrote into one field, and `hands` tells when each person wrote last. `revisions` is the trace of corrections, the oldest first.
    """

    review: str
    partnership: PartnershipId | None = None
    form: str | None = None
    items: tuple[Item, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    typed: dict[str, Typed] = Field(default_factory=dict)
    typed_by: dict[str, PersonId] = Field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    hands: dict[PersonId, datetime] = Field(default_factory=dict)
    started_by: PersonId
    started_at: datetime
    recorded_at: datetime | None = None
    revisions: tuple[Revision, ...] = ()


class Works(Protocol):
    """Where the forms of reviews are kept, for one workspace."""

    def get(self, review: str) -> Work | None:
        """The form of a review, locked until the transaction ends."""
        ...

    def begun(self, reviews: Collection[str]) -> frozenset[str]:
        """Which of these reviews somebody has written into."""
        ...

    def save(self, work: Work) -> None: ...


class Ask(Value):
    """One field of a form. `heading` stands before it; `options` are those of a choice."""

    key: str
    label: str
    kind: Literal["choice", "text", "date", "tick"]
    options: tuple[str, ...] = ()
    hint: str | None = None
    optional: bool = True
    heading: str | None = None


class Fact(Value):
    """One thing that is known already, under its heading."""

    heading: str
    lines: tuple[str, ...]


class Colleague(Value):
    """Somebody else who has written into the form, and when last."""

    name: str
    at: datetime


class Page(Value):
    """One page of a review's form; `number` of `pages`.

    `told` says what the person must know before they go on: somebody wrote into the same field. `blanks` are the labels
    of what still needs an answer; `refused` tells that it kept the review from being recorded.
    """

    review: Review
    work: Work
    title: str
    committee: str | None
    channel: str | None
    page: str
    heading: str
    number: int
    pages: tuple[str, ...]
    asks: tuple[Ask, ...]
    facts: tuple[Fact, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    told: tuple[str, ...] = ()
    beside: tuple[tuple[str, str, str], ...] = ()
    blanks: tuple[str, ...] = ()
    refused: bool = False
    resumed: bool = False
    today: date


class Said(Value):
    """A question of the form with its answer."""

    label: str
    answer: str


class Record(Value):
    """A review that has been recorded, as those entitled read it; `lesson` is the id of a lesson that was kept."""

    review: Review
    title: str
    said: tuple[Said, ...]
    decided: str | None
    recorded_by: str | None
    revisions: tuple[Revision, ...]
    names: dict[str, str]
    lesson: str | None = None
    share_lesson: bool = False
    next_step: str = ""
    may_work: bool = False
    shown_in: str | None = None
    is_shown: bool = False
    partnership_name: str | None = None


class RecordedLine(Value):
    """A recorded review in a list: nothing restricted."""

    review: Review
    title: str
    recorded_by: str | None
    corrected: bool


class RecordedList(Value):
    """One page of the reviews that have been recorded, and how many there are; `words` and `page` find it again."""

    words: str
    lines: tuple[RecordedLine, ...]
    total: int
    page: int
    pages: int
