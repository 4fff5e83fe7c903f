"""What is written in reviews, their actions and their lessons as rows; all words are encrypted."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from liaison.domain.reviews.action_models import ActionItem
from liaison.domain.reviews.lesson_models import Lesson
from liaison.domain.reviews.work import Work
from liaison.domain.values import PartnershipId, PersonId, WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import put
from liaison.storage.tables import lessons, review_actions, review_work


class Works:
    """The forms of the reviews of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, review: str) -> Work | None:
        """The form of a review, locked until the transaction ends."""
        query = select(review_work.c.body).where(
            review_work.c.workspace == self._workspace, review_work.c.id == review
        )
        body = self._connection.execute(query.with_for_update()).scalar()
        return self._cipher.open(Work, body) if body else None

    def begun(self, reviews: Collection[str]) -> frozenset[str]:
        """Which of these reviews somebody has written into."""
        query = select(review_work.c.body).where(
            review_work.c.workspace == self._workspace, review_work.c.id.in_(reviews)
        )
        found = (self._cipher.open(Work, body) for body in self._connection.execute(query).scalars())
        return frozenset(work.review for work in found if work.answers)

    def save(self, work: Work) -> None:
        """Keeps the form as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": work.review,
            "recorded_at": work.recorded_at,
            "body": self._cipher.seal(work),
        }
        put(self._connection, review_work, row)


class Actions:
    """The actions of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, action: str) -> ActionItem | None:
        """The action with that id, locked until the transaction ends."""
        return next(iter(self._found(review_actions.c.id == action, lock=True)), None)

    def save(self, action: ActionItem) -> None:
        """Keeps the action as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": action.id,
            "owner": action.owner,
            "partnership": action.partnership,
            "due": action.due,
            "open": action.is_open,
            "closed_on": action.closed_on,
            "remind_at": action.remind_at if action.is_open else None,
            "body": self._cipher.seal(action),
        }
        put(self._connection, review_actions, row)

    def to_remind(self, *, now: datetime) -> Sequence[ActionItem]:
        """Those whose next reminder has come, locked."""
        table = review_actions.c
        return self._found(table.remind_at.is_not(None), table.remind_at <= now, lock=True)

    def open(self) -> Sequence[ActionItem]:
        """What is still to be done, the soonest first."""
        return self._found(review_actions.c.open)

    def of_owner(self, person: PersonId) -> Sequence[ActionItem]:
        """Every action of a person, the soonest first."""
        return self._found(review_actions.c.owner == person)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[ActionItem]:
        """Every action of a partnership, the soonest first."""
        return self._found(review_actions.c.partnership == partnership)

    def since(self, day: date) -> Sequence[ActionItem]:
        """What is open, or was closed on a day or later, the soonest first."""
        table = review_actions.c
        unknown = table.closed_on.is_(None)  # of what was closed before that was kept beside it
        return self._found(or_(table.open, table.closed_on >= day, unknown))

    def all(self) -> Sequence[ActionItem]:
        """Every action, the soonest first."""
        return self._found()

    def _found(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[ActionItem]:
        table = review_actions.c
        query = select(table.body).where(table.workspace == self._workspace, *conditions)
        query = query.order_by(table.due, table.id)
        if lock:
            query = query.with_for_update()
        return [self._cipher.open(ActionItem, body) for body in self._connection.execute(query).scalars()]


class Lessons:
    """The lessons of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, lesson: str) -> Lesson | None:
        """The lesson with that id, locked until the transaction ends."""
        query = select(lessons.c.body).where(lessons.c.workspace == self._workspace, lessons.c.id == lesson)
        body = self._connection.execute(query.with_for_update()).scalar()
        return self._cipher.open(Lesson, body) if body else None

    def save(self, lesson: Lesson) -> None:
        """Keeps the lesson as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": lesson.id,
            "added_at": lesson.added_at,
            "body": self._cipher.seal(lesson),
        }
        put(self._connection, lessons, row)

    def all(self) -> Sequence[Lesson]:
        """Every lesson, the latest first."""
        query = (
            select(lessons.c.body)
            .where(lessons.c.workspace == self._workspace)
            .order_by(lessons.c.added_at.desc(), lessons.c.id)
        )
        return [self._cipher.open(Lesson, body) for body in self._connection.execute(query).scalars()]
