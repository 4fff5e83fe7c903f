"""The register's rows: entries of all kinds in one table, each with the version at which it last changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Text, cast, insert, select, text, update

from liaison.domain.errors import NotFound
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import KINDS, About, Entry, Kind
from liaison.domain.register.snapshot import Register
from liaison.domain.values import WorkspaceId
from liaison.storage.database import put_all
from liaison.storage.memory import without_collecting
from liaison.storage.tables import entries, workspaces

HEAD = tuple(column.name for column in workspaces.columns if column.name not in {"workspace", "version"})
LISTS: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "about")


class RegisterRows:
    """The register of one workspace, inside a transaction; `known` is what this process has read of it before."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, known: Register | None = None) -> None:
        self._connection = connection
        self._workspace = workspace
        self.known = known
        self.has_changed = False

    def version(self) -> int:
        """The version; 0 where no register has been loaded."""
        query = select(workspaces.c.version).where(workspaces.c.workspace == self._workspace)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def load(self) -> Register | None:
        """The whole register, or None where none has been loaded; only rows newer than what is known are read."""
        # The head is read first: what is committed between the two reads is then read once more, and never missed.
        query = select(workspaces).where(workspaces.c.workspace == self._workspace)
        head = self._connection.execute(query).mappings().one_or_none()
        if head is None:
            return None
        version, fields = head["version"], {name: head[name] for name in HEAD}
        if self.known is None or self.known.version > version:
            self.known = self._whole(version, fields)
        elif self.known.version < version:
            self.known = self._newer(self.known, version, fields)
        return self.known

    def lock(self) -> None:
        """Lets no other transaction change this register until this one ends."""
        if self._connection.dialect.name == "postgresql":
            # SQLite has one writer at a time anyway.
            lock = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
            self._connection.execute(lock, {"name": f"register:{self._workspace}"})

    def replace(self, register: Register) -> None:
        """Puts this register in the place of whatever there was, at the next version."""
        head = {name: getattr(register, name) for name in HEAD}
        version = self._next_version(head)
        if version is None:
            version = 1
            new = insert(workspaces).values(workspace=self._workspace, version=version, **head)
            self._connection.execute(new)
        self._connection.execute(
            update(entries)
            .where(entries.c.workspace == self._workspace, entries.c.entry.is_not(None))
            .values(version=version, entry=None)
        )
        self._put(
            (Edit(kind, entry.id, entry) for kind in LISTS for entry in register.entries(kind)), version
        )

    def save(self, edits: Sequence[Edit]) -> int:
        """Puts entries in the place of theirs, at the next version, which it gives back.

        New ones come last; one that was removed and comes back takes its old place. Raises NotFound where no register
        has been loaded.
        """
        latest = {(edit.kind, edit.id): edit for edit in edits}.values()
        head = next((edit.entry for edit in latest if isinstance(edit.entry, About)), None)
        version = self._next_version(head.model_dump(exclude={"id"}) if head else {})
        if version is None:
            raise none_loaded()
        self._put((edit for edit in latest if edit.kind in LISTS), version, keeping=("added", "position"))
        return version

    def _next_version(self, head: Mapping[str, object]) -> int | None:
        """The version that follows; None where no register has been loaded.

        The workspace's row stays locked until the transaction ends, so versions become visible in their order.
        """
        self.has_changed = True
        following = update(workspaces).where(workspaces.c.workspace == self._workspace)
        following = following.values(**head, version=workspaces.c.version + 1)
        return self._connection.execute(following.returning(workspaces.c.version)).scalar_one_or_none()

    def _put(self, edits: Iterable[Edit], version: int, *, keeping: Collection[str] = ()) -> None:
        rows = [
            {
                "workspace": self._workspace,
                "kind": edit.kind,
                "id": edit.id,
                "added": version,
                "position": position,
                "version": version,
                "entry": edit.entry.model_dump(mode="json", exclude_defaults=True) if edit.entry else None,
            }
            for position, edit in enumerate(edits)
        ]
        put_all(self._connection, entries, rows, keeping=keeping)

    def _whole(self, version: int, fields: dict[str, Any]) -> Register:
        query = select(entries.c.kind, cast(entries.c.entry, Text)).where(
            entries.c.workspace == self._workspace, entries.c.entry.is_not(None)
        )
        written: defaultdict[Kind, list[str]] = defaultdict(list)
        for kind, entry in self._connection.execute(query.order_by(entries.c.added, entries.c.position)):
            written[kind].append(entry)
        with without_collecting():
            lists: dict[str, Any] = {kind: tuple(_read(kind, texts)) for kind, texts in written.items()}
        return Register(version=version, **fields, **lists)

    def _newer(self, known: Register, version: int, fields: dict[str, Any]) -> Register:
        """What is known, with what has changed since."""
        if any(getattr(known, name) != fields[name] for name in HEAD if name not in About.model_fields):
            return self._whole(version, fields)
        columns = entries.c.kind, entries.c.id, entries.c.added, cast(entries.c.entry, Text)
        query = select(*columns).where(
            entries.c.workspace == self._workspace, entries.c.version > known.version
        )
        rows = self._connection.execute(query.order_by(entries.c.added, entries.c.position)).all()
        there = [(added, known.entry(kind, id_) is not None) for kind, id_, added, _ in rows]
        if any(
            row[3] and added <= known.version and not is_known
            for row, (added, is_known) in zip(rows, there, strict=True)
        ):
            return self._whole(version, fields)  # it was removed and has come back to its old place
        about = About(**{name: fields[name] for name in HEAD if name in About.model_fields})
        edits = [Edit(kind, id_, _read(kind, [said])[0] if said else None) for kind, id_, _, said in rows]
        moved = [
            Edit(edit.kind, edit.id, None)
            for edit, (added, is_known) in zip(edits, there, strict=True)
            if is_known and added > known.version
        ]
        if moved:
            known = known.changed(moved)
        return known.changed([*edits, Edit("about", "about", about)], version=version)


def none_loaded() -> NotFound:
    """What is said where a workspace has no register."""
    return NotFound(
        "No register has been loaded for this workspace yet.",
        "Ask your administrator to run: liaison seed PACK --team TEAM.",
    )


@cache
def _reader(kind: Kind) -> TypeAdapter[list[Entry]]:
    one: Any = KINDS[kind]
    return TypeAdapter(list[one])


def _read(kind: Kind, texts: Sequence[str]) -> list[Entry]:
    # All of them in one go: 50,000 calls would take several times as long.
    return _reader(kind).validate_json(f"[{','.join(texts)}]")
