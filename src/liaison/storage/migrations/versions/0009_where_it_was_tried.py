"""The channel to which a notice may have been sent, and when one that was put off was due: channels and clocks change."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tried_channel", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("first_due", sa.DateTime(), nullable=True))
