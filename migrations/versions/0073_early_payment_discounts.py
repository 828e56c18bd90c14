"""Discounts that customers took by paying early, with the tax that each corrects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0073"
down_revision = "0069"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KEPT_SQLITE = """
CREATE TRIGGER IF NOT EXISTS discounts_taken_no_{act} BEFORE {act} ON discounts_taken
BEGIN SELECT RAISE(ABORT, 'discounts_taken are never changed'); END
"""
KEPT_POSTGRES = """
CREATE OR REPLACE FUNCTION discounts_taken_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'discounts_taken are never changed'; END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER discounts_taken_no_change BEFORE UPDATE OR DELETE ON discounts_taken
FOR EACH ROW EXECUTE FUNCTION discounts_taken_refuse();
CREATE OR REPLACE TRIGGER discounts_taken_kept BEFORE TRUNCATE ON discounts_taken
FOR EACH STATEMENT EXECUTE FUNCTION discounts_taken_refuse()
"""


def upgrade() -> None:
    op.create_table(
        "discounts_taken",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("taxes", JSON_TYPE, nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_discounts_taken_amount")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_discounts_taken_invoice_id_invoices")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_discounts_taken_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_discounts_taken_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discounts_taken")),
    )
    for name in ("invoice_id", "payment_id"):
        op.create_index(op.f(f"ix_discounts_taken_{name}"), "discounts_taken", [name])
    # Added in place on both databases: a copy of the table would lose its triggers.
    op.execute(
        "ALTER TABLE allocations ADD COLUMN discount_id INTEGER"
        " CONSTRAINT fk_allocations_discount_id_discounts_taken REFERENCES discounts_taken (id)"
    )
    op.create_index(op.f("ix_allocations_discount_id"), "allocations", ["discount_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(KEPT_POSTGRES)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(KEPT_SQLITE.format(act=act))


def downgrade() -> None:
    op.drop_index(op.f("ix_allocations_discount_id"), "allocations")
    op.drop_column("allocations", "discount_id")
    op.drop_table("discounts_taken")
