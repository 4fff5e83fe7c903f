"""Unsaved words of the register's forms as rows; what they say is encrypted."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from liaison.domain.register.drafts import FormDraft
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import put
from liaison.storage.tables import form_drafts


class FormDrafts:
    """The form drafts of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, user: SlackUserId, form: str) -> FormDraft | None:
        """The draft, locked until the transaction ends."""
        query = select(form_drafts.c.body).where(*self._of(user, form))
        body = self._connection.execute(query.with_for_update()).scalar()
        return self._cipher.open(FormDraft, body) if body else None

    def save(self, draft: FormDraft) -> None:
        """Keeps the draft as it now stands."""
        row = {
            "workspace": self._workspace,
            "slack_user": draft.user,
            "form": draft.form,
            "begun_at": draft.begun_at,
            "body": self._cipher.seal(draft),
        }
        put(self._connection, form_drafts, row)

    def drop(self, user: SlackUserId, form: str) -> None:
        """Forgets the draft."""
        self._connection.execute(delete(form_drafts).where(*self._of(user, form)))

    def forget(self, *, before: datetime) -> None:
        """Forgets drafts that were begun before a moment."""
        here = form_drafts.c.workspace == self._workspace
        self._connection.execute(delete(form_drafts).where(here, form_drafts.c.begun_at < before))

    def _of(self, user: SlackUserId, form: str) -> tuple[ColumnElement[bool], ...]:
        table = form_drafts.c
        return (table.workspace == self._workspace, table.slack_user == user, table.form == form)
