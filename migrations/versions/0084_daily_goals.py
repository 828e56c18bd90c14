"""Daily goals that people set for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_goals",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_daily_goals_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_goals")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_daily_goals_user_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("daily_goals")
