"""Occurrences of review cycles as rows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select

from liaison.domain.reviews.models import Review
from liaison.domain.values import WorkspaceId
from liaison.storage.database import insert_new, put
from liaison.storage.tables import reviews


class Reviews:
    """The reviews of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def get(self, review: str) -> Review | None:
        """The review with that id, locked until the transaction ends."""
        return next(iter(self._found(reviews.c.id == review)), None)

    def add(self, review: Review) -> bool:
        """Keeps the review; False where it is there already."""
        return insert_new(self._connection, reviews, {"workspace": self._workspace, **review.model_dump()})

    def save(self, review: Review) -> None:
        """Keeps the review as it now stands."""
        put(self._connection, reviews, {"workspace": self._workspace, **review.model_dump()})

    def open(self) -> Sequence[Review]:
        """Reviews without an outcome, the soonest first."""
        return self._found(reviews.c.outcome.is_(None))

    def _found(self, *conditions: ColumnElement[bool]) -> list[Review]:
        query = (
            select(reviews).where(reviews.c.workspace == self._workspace, *conditions).order_by(reviews.c.due)
        )
        rows = self._connection.execute(query.with_for_update()).mappings()
        return [Review.model_validate({k: v for k, v in row.items() if k != "workspace"}) for row in rows]
