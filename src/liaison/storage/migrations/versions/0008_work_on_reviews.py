"""What is written in reviews, their actions and their lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_work",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_review_work")),
    )
    op.create_index("ix_review_work_recorded", "review_work", ["workspace", "recorded_at"])
    op.create_table(
        "review_actions",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=False),
        sa.Column("partnership", sa.String(length=128), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("remind_at", sa.DateTime(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_review_actions")),
    )
    op.create_index("ix_review_actions_open", "review_actions", ["workspace", "open", "due"])
    op.create_index("ix_review_actions_owner", "review_actions", ["workspace", "owner"])
    op.create_index("ix_review_actions_partnership", "review_actions", ["workspace", "partnership"])
    to_come = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_review_actions_remind",
        "review_actions",
        ["workspace", "remind_at"],
        sqlite_where=to_come,
        postgresql_where=to_come,
    )
    op.create_table(
        "lessons",
        sa.Column("workspace", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_lessons")),
    )
    op.create_index("ix_lessons_added", "lessons", ["workspace", "added_at"])
