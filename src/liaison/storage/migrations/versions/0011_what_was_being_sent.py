"""What was claimed when the process stopped may have been sent: from here on its row says so by itself."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE notices SET unsure = true WHERE state = 'claimed' AND sent_ts IS NULL")
