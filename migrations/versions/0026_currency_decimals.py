"""What the amounts of this database are counted in: the decimals of each currency, so that they are never reread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "currency_decimals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency_decimals")),
        sa.UniqueConstraint("currency", name=op.f("uq_currency_decimals_currency")),
    )
