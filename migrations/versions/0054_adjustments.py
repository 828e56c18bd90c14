"""Discounts and charges on lines and documents, prices per several units, and payable amounts rounded to a coin."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0056"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DOCUMENTS = ("quotes", "orders", "invoices", "credit_notes")
LINES = ("quote_lines", "order_lines", "invoice_lines", "credit_note_lines")
BILLED = ("invoices", "credit_notes")
BEFORE = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until",
)  # fmt: skip
COLUMNS = (*BEFORE, "adjustments", "round_to")
DECIDED_ON = ("currency", "discount", "total")

SQLITE = """
CREATE TRIGGER IF NOT EXISTS quotes_frozen BEFORE UPDATE OF status, {columns} ON quotes
WHEN {refused}
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep what they say'); END
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION quotes_refuse() RETURNS trigger AS $$
BEGIN
  IF {refused}
  THEN RAISE EXCEPTION 'quotes that are no drafts keep what they say'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""
REFUSED = """OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR {differs})
  OR OLD.status = 'in_approval' AND ({decided_on})"""


def upgrade() -> None:
    for table in (*DOCUMENTS, *LINES):
        op.add_column(table, sa.Column("adjustments", JSON_TYPE, nullable=False, server_default="[]"))
    for table in LINES:
        op.add_column(table, sa.Column("base_quantity", sa.BigInteger, nullable=False, server_default="1000"))
    for table in DOCUMENTS:
        op.add_column(table, sa.Column("round_to", sa.BigInteger))
    for table in BILLED:
        op.add_column(table, sa.Column("rounding", sa.BigInteger, nullable=False, server_default="0"))
    _freeze(COLUMNS)


def downgrade() -> None:
    _freeze(BEFORE)
    for table in BILLED:
        op.drop_column(table, "rounding")
    for table in DOCUMENTS:
        op.drop_column(table, "round_to")
    for table in LINES:
        op.drop_column(table, "base_quantity")
    for table in (*DOCUMENTS, *LINES):
        op.drop_column(table, "adjustments")


def _freeze(columns: Sequence[str]) -> None:
    """What a quote that left the house says holds these, too."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(columns, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join(columns), refused=_differing(columns, "IS NOT")))


def _differing(columns: Sequence[str], operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    return REFUSED.format(differs=any_of(columns), decided_on=any_of(DECIDED_ON))
