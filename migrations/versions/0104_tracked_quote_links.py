"""Each recipient of a quote has a link of their own: who opened it, how often, and who answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0117"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quote_links", sa.Column("recipient", sa.String(254), nullable=True))
    op.add_column("quote_links", sa.Column("opened", sa.Integer(), nullable=False, server_default="0"))
    for name in ("first_opened_at", "last_opened_at", "answered_at"):
        op.add_column("quote_links", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("quote_links", sa.Column("answer", sa.String(20), nullable=True))


def downgrade() -> None:
    for name in ("answer", "answered_at", "last_opened_at", "first_opened_at", "opened", "recipient"):
        op.drop_column("quote_links", name)
