"""Credit notes that lower a price: an amount is credited, and nothing of what was sold comes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "credit_notes", sa.Column("by_amount", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("credit_notes", "by_amount")
