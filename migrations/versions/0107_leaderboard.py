"""Whom the leaderboard shows, and who stays off it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("leaderboard", sa.String(40), nullable=False, server_default="seen"))
    op.add_column(
        "users", sa.Column("on_leaderboard", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    op.drop_column("users", "on_leaderboard")
    op.drop_column("companies", "leaderboard")
