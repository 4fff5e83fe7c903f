"""Actions with an owner and a date, as values (G-08)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from liaison.domain.values import PartnershipId, PersonId, Value

LONGEST_ACTION = 300


class Whose(StrEnum):
    """Whose work an action is part of (G-07)."""

    AUTHORITY = "Authority"
    FORCE = "Force"


class Status(StrEnum):
    """Where an action stands."""

    OPEN = "Open"
    DONE = "Done"
    DROPPED = "No longer needed"


class Moved(Value):
    """That an action's date or owner was changed: from what, by whom, when and, for a date, why."""

    at: datetime
    by: PersonId
    due: date | None = None
    owner: PersonId | None = None
    reason: str | None = None


class ActionItem(Value):
    """Something that somebody is to do by a day; its words are restricted.

    `review` is the review that it came from, where it came from one. `moved` is what it was before each change.
    `remind_at` is when the owner is reminded next, UTC; None where no reminder is to come.
    """

    id: str
    text: str
    owner: PersonId
    due: date
    whose: Whose = Whose.AUTHORITY
    review: str | None = None
    partnership: PartnershipId | None = None
    status: Status = Status.OPEN
    note: str | None = None
    added_by: PersonId
    added_at: datetime
    closed_by: PersonId | None = None
    closed_on: date | None = None
    moved: tuple[Moved, ...] = ()
    remind_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status is Status.OPEN

    @property
    def subject(self) -> str:
        """What its notices are about."""
        return f"action {self.id}"


class Actions(Protocol):
    """Where actions are kept, for one workspace."""

    def get(self, action: str) -> ActionItem | None:
        """The action, locked until the transaction ends."""
        ...

    def save(self, action: ActionItem) -> None: ...

    def to_remind(self, *, now: datetime) -> Sequence[ActionItem]:
        """Those of which the owner is to be reminded by now, found through an index."""
        ...

    def open(self) -> Sequence[ActionItem]:
        """What is still to be done, the soonest first."""
        ...

    def since(self, day: date) -> Sequence[ActionItem]:
        """What is open, or was closed on a day or later."""
        ...

    def of_owner(self, person: PersonId) -> Sequence[ActionItem]: ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[ActionItem]: ...

    def all(self) -> Sequence[ActionItem]: ...


class ActionLine(Value):
    """An action as it is listed, with names; `may_change` tells whether the reader may close or move it."""

    action: ActionItem
    owner: str
    partnership: str | None
    overdue: bool
    in_slack: bool
    may_change: bool
    closed_by: str | None = None
    moved: str | None = None


class ActionList(Value):
    """Actions of one kind: what the list is of, the lines, and how many there are."""

    which: str
    heading: str
    lines: tuple[ActionLine, ...]
    total: int
    overdue: int
    page: int
    pages: int
    may_add: bool
