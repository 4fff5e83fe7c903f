"""What was done in a period is found by an index: reviews, report-backs, and the actions that were closed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review_actions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    op.create_index("ix_reviews_reviewed", "reviews", ["workspace", "reviewed_on"])
    op.create_index("ix_reports_submitted", "reports", ["workspace", "submitted_at"])
