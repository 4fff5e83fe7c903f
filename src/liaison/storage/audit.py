"""The audit trail as rows that are only ever added."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select, text

from liaison.domain.audit import Entry
from liaison.domain.values import WorkspaceId
from liaison.storage.tables import audit


class Trail:
    """The audit trail of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def last(self) -> Entry | None:
        """The newest entry; no other transaction can add one until this one ends."""
        if self._connection.dialect.name == "postgresql":
            # SQLite has one writer at a time anyway.
            lock = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
            self._connection.execute(lock, {"name": f"audit:{self._workspace}"})
        newest = (
            select(func.max(audit.c.number)).where(audit.c.workspace == self._workspace).scalar_subquery()
        )
        query = select(audit).where(audit.c.workspace == self._workspace, audit.c.number == newest)
        row = self._connection.execute(query).mappings().one_or_none()
        return self._entry(dict(row)) if row else None

    def add(self, entry: Entry) -> None:
        """Adds an entry."""
        self._connection.execute(insert(audit).values(workspace=self._workspace, **entry.model_dump()))

    def all(self) -> Iterator[Entry]:
        """Every entry, in order."""
        query = select(audit).where(audit.c.workspace == self._workspace).order_by(audit.c.number)
        for row in self._connection.execution_options(yield_per=500).execute(query).mappings():
            yield self._entry(dict(row))

    def _entry(self, row: dict[str, object]) -> Entry:
        return Entry.model_validate({name: value for name, value in row.items() if name != "workspace"})
