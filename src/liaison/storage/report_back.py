"""Drafts and reports as rows; what they say is encrypted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from liaison.domain.report_back.models import WAITING, Draft, DraftState, Report
from liaison.domain.values import PartnershipId, SlackUserId, WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import insert_new, put
from liaison.storage.tables import drafts, reports


class Reports:
    """The drafts and reports of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def draft(self, draft: str) -> Draft | None:
        """The draft, locked until the transaction ends."""
        return next(iter(self._drafts(drafts.c.id == draft, lock=True)), None)

    def open_draft(self, user: SlackUserId) -> Draft | None:
        """The draft that the user's direct message is about, locked until the transaction ends."""
        found = self._drafts(drafts.c.slack_user == user, drafts.c.state == DraftState.OPEN, lock=True)
        return next(iter(found), None)

    def drafts_of(self, user: SlackUserId) -> Sequence[Draft]:
        """All drafts of a user."""
        return self._drafts(drafts.c.slack_user == user)

    def unasked(self, *, before: datetime) -> Sequence[Draft]:
        """Open drafts whose next message was never sent."""
        return self._drafts(
            drafts.c.state == DraftState.OPEN, drafts.c.asked != drafts.c.step, drafts.c.updated_at < before
        )

    def save_draft(self, draft: Draft) -> None:
        """Keeps the draft as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": draft.id,
            "slack_user": draft.slack_user,
            "state": draft.state,
            "step": draft.step,
            "asked": draft.asked,
            "updated_at": draft.updated_at,
            "body": self._cipher.seal(draft),
        }
        put(self._connection, drafts, row)

    def add(self, report: Report) -> bool:
        """Keeps the report; False where it is there already."""
        row = {
            "workspace": self._workspace,
            "id": report.id,
            "partnership": report.partnership,
            "stage": report.stage,
            "submitted_at": report.submitted_at,
            "body": self._cipher.seal(report),
        }
        return insert_new(self._connection, reports, row)

    def get(self, report: str) -> Report | None:
        """The report with that id."""
        return next(iter(self._reports(reports.c.id == report)), None)

    def locked(self, report: str) -> Report | None:
        """The report with that id, locked until the transaction ends."""
        return next(iter(self._reports(reports.c.id == report, lock=True)), None)

    def save(self, report: Report) -> None:
        """Keeps a report that is there as it now stands."""
        there = (reports.c.workspace == self._workspace) & (reports.c.id == report.id)
        row = {"stage": report.stage, "body": self._cipher.seal(report)}
        self._connection.execute(update(reports).where(there).values(**row))

    def waiting(self) -> Sequence[Report]:
        """Reports that wait for the Committee Services Officer, the oldest first."""
        return self._reports(reports.c.stage == WAITING)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Report]:
        """All reports on a partnership, the oldest first."""
        return self._reports(reports.c.partnership == partnership)

    def submitted(self, since: datetime, until: datetime) -> Sequence[Report]:
        """Reports that were submitted from one moment on and before another, the oldest first."""
        return self._reports(reports.c.submitted_at >= since, reports.c.submitted_at < until)

    def all(self) -> Sequence[Report]:
        """Every report, the oldest first."""
        return self._reports()

    def _drafts(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Draft]:
        query = select(drafts.c.body).where(drafts.c.workspace == self._workspace, *conditions)
        if lock:
            query = query.with_for_update()
        return [self._cipher.open(Draft, body) for body in self._connection.execute(query).scalars()]

    def _reports(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Report]:
        query = select(reports.c.body).where(reports.c.workspace == self._workspace, *conditions)
        if lock:
            query = query.with_for_update()
        bodies = self._connection.execute(query.order_by(reports.c.submitted_at)).scalars()
        return [self._cipher.open(Report, body) for body in bodies]
