"""Tax rates say why nothing is taxed and how long they hold; lines keep the category of their day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

LINES = ("quote_lines", "order_lines", "invoice_lines", "credit_note_lines")


def upgrade() -> None:
    """A rate of 0 % is of no category until an administrator has said why it is one; all others are taxed."""
    op.add_column("tax_rates", sa.Column("category", sa.String(40)))
    op.add_column("tax_rates", sa.Column("exemption_reason", sa.String(255)))
    op.add_column("tax_rates", sa.Column("exemption_code", sa.String(40)))
    op.add_column("tax_rates", sa.Column("valid_from", sa.Date))
    op.add_column("tax_rates", sa.Column("valid_to", sa.Date))
    op.execute("UPDATE tax_rates SET category = 'S' WHERE percent > 0")
    for table in LINES:
        op.add_column(table, sa.Column("tax_category", sa.String(40)))


def downgrade() -> None:
    for table in LINES:
        op.drop_column(table, "tax_category")
    for column in ("valid_to", "valid_from", "exemption_code", "exemption_reason", "category"):
        op.drop_column("tax_rates", column)
