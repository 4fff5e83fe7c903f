"""When delivery looks at a notice next, under an index; several as one message; what people choose of their notices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAITING = ("pending", "held", "outdated")


def upgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("last_tried", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("searched_to", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("bundle", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("asleep_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("opened", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("wakes_at", sa.DateTime(), nullable=True))
        batch_op.drop_index("ix_notices_due")
    notices = sa.table(
        "notices",
        sa.column("state", sa.String),
        sa.column("due", sa.DateTime),
        sa.column("claimed_until", sa.DateTime),
        sa.column("wakes_at", sa.DateTime),
    )
    waiting = notices.update().where(notices.c.state.in_(WAITING))
    op.execute(waiting.values(wakes_at=notices.c.due))
    claimed = notices.update().where(notices.c.state == "claimed")
    op.execute(claimed.values(wakes_at=notices.c.claimed_until))
    op.create_table(
        "choices",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "user", name=op.f("pk_choices")),
    )
    bundled = sa.text("bundle IS NOT NULL")
    op.create_index(
        "ix_notices_bundle",
        "notices",
        ["workspace", "bundle"],
        sqlite_where=bundled,
        postgresql_where=bundled,
    )
    op.create_index("ix_notices_kind", "notices", ["workspace", "kind"])
    op.create_index("ix_notices_told", "notices", ["workspace", "to_user", "sent_at"])
    owed = sa.text("wakes_at IS NOT NULL")
    op.create_index(
        "ix_notices_wakes", "notices", ["workspace", "wakes_at"], sqlite_where=owed, postgresql_where=owed
    )
