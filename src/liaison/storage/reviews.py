"""Occurrences of review cycles as rows, and the cycles that staff keep."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select, tuple_

from liaison.domain.reviews.models import Beside, Cycle, Owner, Review, ReviewState, Subject
from liaison.domain.values import CommitteeId, PartnershipId, WorkspaceId
from liaison.storage.database import insert_new, put
from liaison.storage.tables import committee_meetings, review_cycles, review_looks, reviews

AT_ONCE = 500  # ids in one query


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
        return insert_new(self._connection, reviews, self._row(review))

    def save(self, review: Review) -> None:
        """Keeps the review as it now stands."""
        put(self._connection, reviews, self._row(review))

    def due(self, now: datetime) -> Sequence[Review]:
        """Those whose next reminder has come, locked."""
        return self._found(reviews.c.remind_at.is_not(None), reviews.c.remind_at <= now)

    def open(self) -> Sequence[Review]:
        """Those that are to be done, the soonest first."""
        return self._found(reviews.c.state == ReviewState.OPEN)

    def dropped(self, *, since: date) -> Sequence[Review]:
        """Those that were dropped and would be due on a day or later."""
        return self._found(reviews.c.state == ReviewState.DROPPED, reviews.c.due >= since)

    def known(self, ids: Iterable[str]) -> dict[str, Review]:
        """Those of these ids that are there, by their ids."""
        wanted = list(ids)
        found: dict[str, Review] = {}
        for start in range(0, len(wanted), AT_ONCE):
            batch = self._found(reviews.c.id.in_(wanted[start : start + AT_ONCE]))
            found |= {review.id: review for review in batch}
        return found

    def of_group(self, cycle: str, due: date) -> Sequence[Review]:
        """The reviews of a cycle that fall due on a day."""
        return self._found(reviews.c.cycle == cycle, reviews.c.due == due)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Review]:
        """Every review of a partnership, the earliest first."""
        return self._found(reviews.c.partnership == partnership)

    def recorded_subjects(self) -> Sequence[Subject]:
        """What has been reviewed at all: each subject of each partnership once."""
        query = select(reviews.c.partnership, reviews.c.subject).distinct().where(self._is_recorded())
        return [Subject(*row) for row in self._connection.execute(query)]

    def count_recorded(self, subjects: Sequence[Subject] | None) -> int:
        """How many reviews have been recorded; of these subjects, where any are given."""
        query = select(func.count()).select_from(reviews).where(self._is_recorded(), *self._of(subjects))
        return self._connection.execute(query).scalar_one()

    def recorded(self, subjects: Sequence[Subject] | None, *, skip: int, most: int) -> Sequence[Review]:
        """So many of them, after those that are skipped, that of the latest day first: a correction moves none of them."""
        query = select(reviews).where(self._is_recorded(), *self._of(subjects))
        query = query.order_by(reviews.c.reviewed_on.desc(), reviews.c.id.desc()).offset(skip).limit(most)
        return [self._review(row) for row in self._connection.execute(query).mappings()]

    def reviewed(self, since: date, until: date) -> Sequence[Review]:
        """Those that took place on a day from one to another, inclusive, the latest first."""
        within = reviews.c.reviewed_on.between(since, until)
        query = select(reviews).where(self._is_recorded(), within)
        query = query.order_by(reviews.c.reviewed_on.desc(), reviews.c.id.desc())
        return [self._review(row) for row in self._connection.execute(query).mappings()]

    def _is_recorded(self) -> ColumnElement[bool]:
        return (reviews.c.workspace == self._workspace) & (reviews.c.state == ReviewState.DONE)

    def _of(self, subjects: Sequence[Subject] | None) -> Sequence[ColumnElement[bool]]:
        if subjects is None:
            return ()
        named = tuple_(func.coalesce(reviews.c.partnership, ""), reviews.c.subject)
        return [named.in_([(each.partnership or "", each.subject) for each in subjects])]

    def beside(self, review: Review) -> Beside:
        """When the same cycle fell due before a review, and falls due after it, for the same partnership."""
        same = (
            reviews.c.workspace == self._workspace,
            reviews.c.cycle == review.cycle,
            reviews.c.partnership.is_not_distinct_from(review.partnership),
            reviews.c.state != ReviewState.DROPPED,
        )
        due = reviews.c.due
        before = func.max(due).filter(due < review.due).label("before")
        after = func.min(due).filter(due > review.due).label("after")
        row = self._connection.execute(select(before, after).where(*same)).one()
        return Beside(before=row.before, after=row.after)

    def last_of(self, cycle: str) -> dict[PartnershipId | None, date]:
        """The day of the last review of a cycle that was recorded, for each partnership."""
        query = (
            select(reviews.c.partnership, func.max(reviews.c.reviewed_on).label("last"))
            .where(
                reviews.c.workspace == self._workspace,
                reviews.c.cycle == cycle,
                reviews.c.state == ReviewState.DONE,
            )
            .group_by(reviews.c.partnership)
        )
        return {row.partnership: row.last for row in self._connection.execute(query) if row.last}

    def _row(self, review: Review) -> dict[str, Any]:
        row = review.model_dump() | {"workspace": self._workspace}
        state = ReviewState.DONE if review.outcome else review.state
        return row | {
            "state": state,
            "owner": str(review.owner) if review.owner else None,
            "remind_at": review.remind_at if state is ReviewState.OPEN else None,
        }

    def _found(self, *conditions: ColumnElement[bool]) -> list[Review]:
        query = (
            select(reviews)
            .where(reviews.c.workspace == self._workspace, *conditions)
            .order_by(reviews.c.due, reviews.c.id)
        )
        rows = self._connection.execute(query.with_for_update()).mappings()
        return [self._review(row) for row in rows]

    def _review(self, row: RowMapping) -> Review:
        fields = {name: value for name, value in row.items() if name != "workspace"}
        return Review.model_validate(fields | {"owner": Owner.read(row["owner"])})


class Cycles:
    """The cycles that the staff of one workspace keep, and the dates of meetings on which cycles hang."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def all(self) -> Sequence[Cycle]:
        """The cycles that staff have added or adjusted, by their ids."""
        query = (
            select(review_cycles.c.body)
            .where(review_cycles.c.workspace == self._workspace)
            .order_by(review_cycles.c.id)
        )
        return [Cycle.model_validate(body) for body in self._connection.execute(query).scalars()]

    def save(self, cycle: Cycle) -> None:
        """Keeps the cycle as it now stands."""
        row = {"workspace": self._workspace, "id": cycle.id, "body": cycle.model_dump(mode="json")}
        put(self._connection, review_cycles, row)

    def meetings(self) -> dict[CommitteeId, tuple[date, ...]]:
        """The known meetings of each committee, the earliest first."""
        table = committee_meetings
        query = (
            select(table.c.committee, table.c.held_on)
            .where(table.c.workspace == self._workspace)
            .order_by(table.c.held_on)
        )
        found: dict[CommitteeId, tuple[date, ...]] = {}
        for row in self._connection.execute(query):
            found[row.committee] = (*found.get(row.committee, ()), row.held_on)
        return found

    def save_meetings(self, committee: CommitteeId, days: Iterable[date]) -> None:
        """Keeps these as the meetings of a committee, in the place of those that were known."""
        table = committee_meetings
        self._connection.execute(
            delete(table).where(table.c.workspace == self._workspace, table.c.committee == committee)
        )
        for day in sorted(set(days)):
            insert_new(
                self._connection,
                table,
                {"workspace": self._workspace, "committee": committee, "held_on": day},
            )

    def last_look(self) -> tuple[date | None, str]:
        """The day on which reviews were last made, and what was seen then."""
        query = select(review_looks).where(review_looks.c.workspace == self._workspace)
        row = self._connection.execute(query).first()
        return (row.looked_on, row.seen) if row else (None, "")

    def looked(self, day: date, seen: str) -> None:
        """Keeps what was seen on a day; nothing, where everything is to be looked at anew."""
        put(
            self._connection,
            review_looks,
            {"workspace": self._workspace, "looked_on": day, "seen": seen},
        )
