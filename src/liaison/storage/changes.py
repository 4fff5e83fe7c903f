"""The changes made to the register as rows; what they say is encrypted, since it may be restricted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from liaison.domain.register.changes import Change
from liaison.domain.values import WorkspaceId
from liaison.storage import tables
from liaison.storage.cipher import Cipher

changes = tables.changes


class Changes:
    """The changes of one workspace's register, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def add(self, change: Change) -> None:
        """Keeps a change."""
        row = {"workspace": self._workspace, "version": change.version, "at": change.at}
        self._connection.execute(insert(changes).values(**row, body=self._cipher.seal(change, in_short=True)))

    def get(self, version: int) -> Change | None:
        """The change that made a version, locked until the transaction ends; None where there is none."""
        found = self._query().where(changes.c.version == version).with_for_update()
        return next(iter(self._found(found)), None)

    def save(self, change: Change) -> None:
        """Keeps that a change was undone."""
        self._connection.execute(
            update(changes)
            .where(changes.c.workspace == self._workspace, changes.c.version == change.version)
            .values(body=self._cipher.seal(change, in_short=True))
        )

    def after(self, version: int) -> Sequence[Change]:
        """The changes that were made after a version, the oldest first."""
        return self._found(self._query().where(changes.c.version > version).order_by(changes.c.version))

    def latest(self, most: int) -> Sequence[Change]:
        """The newest changes, the newest first."""
        return self._found(self._query().order_by(changes.c.version.desc()).limit(most))

    def _query(self) -> Select[Any]:
        return select(changes.c.body).where(changes.c.workspace == self._workspace)

    def _found(self, query: Select[Any]) -> list[Change]:
        return [self._cipher.open(Change, body) for body in self._connection.execute(query).scalars()]
