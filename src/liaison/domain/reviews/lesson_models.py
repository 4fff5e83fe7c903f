"""Lessons from partnership work, as values (G-10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from liaison.domain.values import ChannelId, PartnershipId, PersonId, Value


class Shared(Value):
    """That a lesson was posted in a channel: the words that were posted, by whom and when."""

    channel: ChannelId
    text: str
    by: PersonId
    at: datetime


class Withdrawn(Value):
    """That a lesson stands no more: by whom and when."""

    by: PersonId
    at: datetime


class Lesson(Value):
    """What was learnt in a partnership. It is restricted; what was posted of it stands in `shared`."""

    id: str
    text: str
    partnership: PartnershipId | None = None
    review: str | None = None
    added_by: PersonId
    added_at: datetime
    shared: tuple[Shared, ...] = ()
    withdrawn: Withdrawn | None = None

    def subject(self, channel: ChannelId) -> str:
        """What the notice that posts it in a channel is about."""
        return f"lesson {self.id} {channel}"


class Lessons(Protocol):
    """Where lessons are kept, for one workspace."""

    def get(self, lesson: str) -> Lesson | None:
        """The lesson, locked until the transaction ends."""
        ...

    def save(self, lesson: Lesson) -> None: ...

    def all(self) -> Sequence[Lesson]:
        """Every lesson, the latest first."""
        ...


class LessonLine(Value):
    """A lesson as a reader sees it: the words that were shared, or its own for those who may read what is restricted."""

    lesson: Lesson
    text: str
    partnership: str | None
    added_by: str
    channels: tuple[ChannelId, ...]
    may_share: bool
    may_withdraw: bool


class LessonList(Value):
    """Lessons that fit what was asked."""

    asked: str
    lines: tuple[LessonLine, ...]
    total: int
    page: int
    pages: int
    may_add: bool


class Posting(Value):
    """What will be posted, where, and who will see it, before it is posted (UX-06)."""

    lesson: Lesson
    text: str
    partnership: str | None
    channel: ChannelId | None
    suggested: ChannelId | None = None
