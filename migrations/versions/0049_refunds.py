"""Money that is free goes back to the customer: refunds, and what of a payment or a credit note is left after them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0046"
branch_labels = None
depends_on = None

# Each line says what must hold once the new row is there.
ALLOCATED = """
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
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT currency FROM credit_notes WHERE id = NEW.credit_note_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
        BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE credit_note_id = NEW.credit_note_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0))
"""
REFUNDABLE = """
  (NEW.reverses_id IS NULL OR NEW.amount = -(SELECT amount FROM refunds WHERE id = NEW.reverses_id))
  AND (NEW.payment_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id) + NEW.amount
      BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id)
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id)))
"""
SQLITE = """
CREATE TRIGGER {table}_fit BEFORE INSERT ON {table} WHEN NOT coalesce(({allowed}), 0)
BEGIN SELECT RAISE(ABORT, 'this {what}'); END
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_fit() RETURNS trigger AS $$
BEGIN
  {invoice}PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce(({allowed}), false)
  THEN RAISE EXCEPTION 'this {what}'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""
INVOICE = "PERFORM 1 FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;\n  "
GUARDS = (
    ("allocations", ALLOCATED, "allocation is more than what is open", INVOICE),
    ("refunds", REFUNDABLE, "refund is more than what is free", ""),
)
KEPT_SQLITE = """
CREATE TRIGGER refunds_no_{act} BEFORE {act} ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END
"""
KEPT_POSTGRES = """
CREATE OR REPLACE FUNCTION refunds_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'refunds are never changed'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER refunds_no_change BEFORE UPDATE OR DELETE ON refunds
FOR EACH ROW EXECUTE FUNCTION refunds_refuse();
CREATE TRIGGER refunds_kept BEFORE TRUNCATE ON refunds FOR EACH STATEMENT EXECUTE FUNCTION refunds_refuse();
CREATE TRIGGER refunds_fit BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION refunds_fit()
"""


def upgrade() -> None:
    _make()
    postgres = op.get_bind().dialect.name == "postgresql"
    if not postgres:
        op.execute("DROP TRIGGER allocations_fit")
    for table, allowed, what, invoice in GUARDS:
        statement = POSTGRES if postgres else SQLITE
        op.execute(statement.format(table=table, allowed=allowed, what=what, invoice=invoice))
    if postgres:
        op.execute(KEPT_POSTGRES)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(KEPT_SQLITE.format(act=act))


def _make() -> None:
    op.create_table(
        "refunds",
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("credit_note_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=140), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END", name=op.f("ck_refunds_sign")
        ),
        sa.CheckConstraint(
            "(CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_refunds_source"),
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_notes.id"], name=op.f("fk_refunds_credit_note_id_credit_notes")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["refunds.id"], name=op.f("fk_refunds_reverses_id_refunds")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_refunds_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])
    op.create_index(op.f("ix_refunds_credit_note_id"), "refunds", ["credit_note_id"])
    op.create_index(op.f("ix_refunds_reverses_id"), "refunds", ["reverses_id"], unique=True)
