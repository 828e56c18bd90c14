"""Reminders name the day on which what they ask for was due; payments may say when the money really came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0081"
branch_labels = None
depends_on = None

# What was open first as the reminder went out: of an invoice in instalments the earliest that was not settled then.
ASKED_FOR = """
UPDATE invoice_reminders SET due_on = (
  SELECT coalesce(
    (SELECT min(part.due_on) FROM invoice_instalments AS part
      WHERE part.invoice_id = invoice_reminders.invoice_id
        AND part.upto > (SELECT coalesce(sum(amount), 0) FROM allocations
          WHERE invoice_id = invoice_reminders.invoice_id AND allocated_on <= date(invoice_reminders.at))),
    due_on) FROM invoices WHERE id = invoice_reminders.invoice_id)
"""
# Of what was due on several days only one reminder of each level went out: the first of a level is kept.
TWICE = """
DELETE FROM invoice_reminders WHERE id NOT IN (
  SELECT min(id) FROM invoice_reminders GROUP BY invoice_id, level)
"""


def upgrade() -> None:
    op.add_column("payments", sa.Column("value_on", sa.Date(), nullable=True))
    op.add_column("invoice_reminders", sa.Column("due_on", sa.Date(), nullable=True))
    op.execute(ASKED_FOR)
    with op.batch_alter_table("invoice_reminders") as table:
        table.alter_column("due_on", existing_type=sa.Date(), nullable=False)
        table.drop_constraint(op.f("uq_invoice_reminders_invoice_id_level"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_invoice_reminders_invoice_id_due_on_level"), ["invoice_id", "due_on", "level"]
        )


def downgrade() -> None:
    op.execute(TWICE)
    with op.batch_alter_table("invoice_reminders") as table:
        table.drop_constraint(op.f("uq_invoice_reminders_invoice_id_due_on_level"), type_="unique")
        table.drop_column("due_on")
        table.create_unique_constraint(op.f("uq_invoice_reminders_invoice_id_level"), ["invoice_id", "level"])
    op.drop_column("payments", "value_on")
