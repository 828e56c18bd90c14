"""Months of quotas that were set together are undone together, and a submitted forecast can be withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quota_changes", sa.Column("step", sa.String(24), nullable=True))
    op.create_index("ix_quota_changes_step", "quota_changes", ["step"])
    op.add_column(
        "forecast_submissions", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("forecast_submissions", "withdrawn_at")
    op.drop_index("ix_quota_changes_step", "quota_changes")
    op.drop_column("quota_changes", "step")
