"""The register's rows, and the snapshots that lookups answer from (design decision 5)."""

import threading
import time
from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text, update

from liaison.domain.errors import NotFound
from liaison.domain.register.models import Appointment, Committee, Office, Partnership, Person, Register, Term
from liaison.domain.values import ChannelId, CommitteeId, Value, WorkspaceId
from liaison.storage import tables
from liaison.storage.database import READING
from liaison.storage.tables import workspaces

LISTS: tuple[tuple[str, Table, type[Value]], ...] = (
    ("people", tables.people, Person),
    ("offices", tables.offices, Office),
    ("terms", tables.terms, Term),
    ("committees", tables.committees, Committee),
    ("appointments", tables.appointments, Appointment),
)
STALE_AFTER = 1.0  # seconds for which another process's change may go unnoticed


class RegisterRows:
    """The register of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def version(self) -> int:
        """The version; 0 where no register has been loaded."""
        query = select(workspaces.c.version).where(workspaces.c.workspace == self._workspace)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def load(self) -> Register | None:
        """The whole register, or None where none has been loaded."""
        query = select(workspaces).where(workspaces.c.workspace == self._workspace)
        head = self._connection.execute(query).mappings().one_or_none()
        if head is None:
            return None
        fields = {name: value for name, value in head.items() if name != "workspace"}
        lists = {name: self._rows(table, kind) for name, table, kind in LISTS}
        entries = select(tables.partnerships.c.entry).where(
            tables.partnerships.c.workspace == self._workspace
        )
        partnerships = self._connection.execute(entries.order_by(tables.partnerships.c.position)).scalars()
        return Register(
            **fields, **lists, partnerships=tuple(Partnership.model_validate(entry) for entry in partnerships)
        )

    def lock(self) -> None:
        """Lets no other transaction change this register until this one ends."""
        if self._connection.dialect.name == "postgresql":
            # SQLite has one writer at a time anyway.
            lock = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
            self._connection.execute(lock, {"name": f"register:{self._workspace}"})

    def replace(self, register: Register) -> None:
        """Puts this register in the place of whatever there was, at the next version."""
        version = self.version() + 1
        for table in (workspaces, tables.partnerships, *(table for _, table, _ in LISTS)):
            self._connection.execute(delete(table).where(table.c.workspace == self._workspace))
        head = {
            column.name: getattr(register, column.name)
            for column in workspaces.columns
            if column.name not in {"workspace", "version"}
        }
        self._connection.execute(
            insert(workspaces).values(workspace=self._workspace, version=version, **head)
        )
        for name, table, _ in LISTS:
            rows = [
                {"workspace": self._workspace, "position": position, **entry.model_dump()}
                for position, entry in enumerate(getattr(register, name))
            ]
            if rows:
                self._connection.execute(insert(table), rows)
        entries = [
            {
                "workspace": self._workspace,
                "position": position,
                "id": partnership.id,
                "name": partnership.name,
                "entry": partnership.model_dump(mode="json", exclude_defaults=True),
            }
            for position, partnership in enumerate(register.partnerships)
        ]
        if entries:
            self._connection.execute(insert(tables.partnerships), entries)

    def add_person(self, person: Person) -> None:
        """Adds a person at the end of the list."""
        last = select(func.coalesce(func.max(tables.people.c.position), 0)).where(
            tables.people.c.workspace == self._workspace
        )
        position = self._connection.execute(last).scalar_one() + 1
        row = {"workspace": self._workspace, "position": position, **person.model_dump()}
        self._connection.execute(insert(tables.people).values(**row))
        self._next_version()

    def set_channel(self, committee: CommitteeId, channel: ChannelId) -> None:
        """Sets where Liaison posts for a committee."""
        self._connection.execute(
            update(tables.committees)
            .where(tables.committees.c.workspace == self._workspace, tables.committees.c.id == committee)
            .values(channel=channel)
        )
        self._next_version()

    def _next_version(self) -> None:
        self._connection.execute(
            update(workspaces)
            .where(workspaces.c.workspace == self._workspace)
            .values(version=workspaces.c.version + 1)
        )

    def _rows(self, table: Table, kind: type[Value]) -> tuple[Value, ...]:
        names = [column for column in table.columns if column.name in kind.model_fields]
        query = select(*names).where(table.c.workspace == self._workspace).order_by(table.c.position)
        return tuple(kind.model_validate(dict(row)) for row in self._connection.execute(query).mappings())


class Snapshots:
    """The registers of all workspaces in memory, each replaced as a whole when its version has changed.

    A lookup never waits for the rows: at most once a second the version number is compared. Safe to share between
    threads.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[WorkspaceId, tuple[float, Register]] = {}
        self._changes = 0

    def of(self, workspace: WorkspaceId, *, at_once: bool = False) -> Register:
        """The workspace's register; `at_once` compares the version even within the second.

        Raises NotFound where none has been loaded.
        """
        held = self._held.get(workspace)
        if held and not at_once and self._clock() - held[0] < STALE_AFTER:
            return held[1]
        reading = self._engine.execution_options(**{READING: True})
        with self._lock, reading.connect() as connection:
            changes, asked = self._changes, self._clock()
            newer = self._held.get(workspace)
            if newer is not held and newer is not None and not at_once:
                return newer[1]  # another thread looked while this one waited
            held = newer
            rows = RegisterRows(connection, workspace)
            current = held is not None and rows.version() == held[1].version
            register = held[1] if held is not None and current else rows.load()
            if register is None:
                raise NotFound(
                    "No register has been loaded for this workspace yet.",
                    "Ask your administrator to run: liaison seed PACK --team TEAM.",
                )
            self._held[workspace] = (asked, register)
            if self._changes != changes:
                self._held.pop(workspace, None)  # it changed while it was read
            return register

    def forget(self, workspace: WorkspaceId) -> None:
        """Looks again at the next question, because this process has changed the register."""
        self._changes += 1
        self._held.pop(workspace, None)
