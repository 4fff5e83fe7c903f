"""The register as entries: rows of one table, in place of a table for each kind; and the changes made to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The first schema's tables, in the order in which they are gone through, with what orders their rows.
KINDS = {
    "people": "position",
    "offices": "position",
    "terms": "position",
    "committees": "position",
    "partnerships": "position",
    "appointments": "position",
    "links": "slack_user",
}
AT_ONCE = 1_000
LONGEST_ID = 120  # of a term, which is made of two; a number may follow


def upgrade() -> None:
    entries = op.create_table(
        "entries",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "kind", "id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_version", ["workspace", "version"], unique=False)
    op.create_table(
        "changes",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "version", name=op.f("pk_changes")),
    )
    connection = op.get_bind()
    found = sa.MetaData()
    workspaces = sa.Table("workspaces", found, autoload_with=connection)
    versions = {row.workspace: row.version for row in connection.execute(sa.select(workspaces))}
    for kind, order in KINDS.items():
        table = sa.Table(kind, found, autoload_with=connection)
        rows = connection.execute(sa.select(table).order_by(table.c[order])).mappings()
        copied = list(_copied(kind, [dict(row) for row in rows], versions))
        for start in range(0, len(copied), AT_ONCE):
            connection.execute(sa.insert(entries), copied[start : start + AT_ONCE])
    for kind in KINDS:
        op.drop_table(kind)


def _copied(
    kind: str, rows: Iterable[Mapping[str, Any]], versions: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    terms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for position, row in enumerate(rows):
        workspace = row["workspace"]
        said = {name: value for name, value in row.items() if name not in {"workspace", "position"}}
        if kind == "partnerships":
            said = dict(row["entry"])
        elif kind == "terms":
            name = f"{row['office']}:{row['person']}"[:LONGEST_ID]
            terms[workspace][name] += 1
            times = terms[workspace][name]
            said["id"] = name if times == 1 else f"{name}:{times}"
        elif kind == "links":
            said["id"] = said.pop("slack_user")
        version = versions.get(workspace, 1)
        yield {
            "workspace": workspace,
            "kind": kind,
            "id": said["id"],
            "added": version,
            "position": position,
            "version": version,
            "entry": {name: _plain(value) for name, value in said.items() if value not in (None, [])},
        }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
