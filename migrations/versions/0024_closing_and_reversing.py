"""Orders are closed for good, quantities are not billed again, and allocations and write-offs are taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Each line says what must hold once the new row is there.
ALLOWED = """
  (SELECT status = 'issued' FROM invoices WHERE id = NEW.invoice_id)
  AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE invoice_id = NEW.invoice_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM invoices WHERE id = NEW.invoice_id)
  AND (NEW.write_off_reason IS NULL OR (SELECT coalesce(sum(amount), 0) FROM allocations
       WHERE invoice_id = NEW.invoice_id AND write_off_reason IS NOT NULL) + NEW.amount >= 0)
  AND (NEW.payment_id IS NULL OR (
    (SELECT currency FROM payments WHERE id = NEW.payment_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id) + NEW.amount
        BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT currency FROM credit_notes WHERE id = NEW.credit_note_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
        BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE credit_note_id = NEW.credit_note_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0))
"""
SQLITE = f"""
CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations WHEN NOT coalesce(({ALLOWED}), 0)
BEGIN SELECT RAISE(ABORT, 'this allocation is more than what is open'); END
"""
POSTGRES = f"""
CREATE OR REPLACE FUNCTION allocations_fit() RETURNS trigger AS $$
BEGIN
  PERFORM 1 FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce(({ALLOWED}), false)
  THEN RAISE EXCEPTION 'this allocation is more than what is open'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    op.add_column(
        "order_lines", sa.Column("quantity_closed", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("orders", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("close_reason", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES)
    else:
        op.execute("DROP TRIGGER allocations_fit")
        op.execute(SQLITE)
