"""Notices say which act they came by: records that were transferred together are one piece of news."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices", sa.Column("act_id", sa.Integer()))
    notices = sa.table("notices", sa.column("event_id", sa.Integer()), sa.column("act_id", sa.Integer()))
    op.execute(notices.update().values(act_id=notices.c.event_id))
    with op.batch_alter_table("notices") as table:
        table.alter_column("act_id", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    op.drop_column("notices", "act_id")
