"""Cycles that staff keep, dates of meetings, and reviews that say when they are next told of, under an index."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_cycles",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_review_cycles")),
    )
    op.create_table(
        "committee_meetings",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("committee", sa.String(length=128), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "committee", "held_on", name=op.f("pk_committee_meetings")),
    )
    op.create_table(
        "review_looks",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_review_looks")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partnership", sa.String(length=128), nullable=True))
        batch_op.add_column(sa.Column("owner", sa.String(length=256), nullable=True))
        batch_op.add_column(sa.Column("handed_over", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("form", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=16), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("remind_at", sa.DateTime(), nullable=True))
        batch_op.alter_column("id", existing_type=sa.String(length=128), type_=sa.String(length=255))
        batch_op.drop_index("ix_reviews_open")
    reviews = sa.table(
        "reviews",
        sa.column("outcome", sa.Text),
        sa.column("due", sa.Date),
        sa.column("state", sa.String),
        sa.column("remind_at", sa.DateTime),
    )
    op.execute(reviews.update().where(reviews.c.outcome.is_not(None)).values(state="done"))
    # The next look finds out which reminder each of them is owed; what was told has its key, and is not told again.
    begun = sa.literal(datetime(2000, 1, 1), sa.DateTime)  # noqa: DTZ001 - moments are stored without a zone
    op.execute(reviews.update().where(reviews.c.outcome.is_(None)).values(remind_at=begun))
    op.create_index("ix_reviews_state", "reviews", ["workspace", "state", "due"])
    op.create_index("ix_reviews_cycle", "reviews", ["workspace", "cycle", "due"])
    op.create_index("ix_reviews_partnership", "reviews", ["workspace", "partnership", "due"])
    owed = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_reviews_remind", "reviews", ["workspace", "remind_at"], sqlite_where=owed, postgresql_where=owed
    )
