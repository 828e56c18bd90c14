"""Invoices that the previous system issued, taken over as of a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("opened_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("invoices", "opened_on")
