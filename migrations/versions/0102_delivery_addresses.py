"""Several delivery addresses of an account, and the one that a document goes to in its parts."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
DOCUMENTS = ("quotes", "orders", "invoices", "credit_notes")
BEFORE = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until", "adjustments", "round_to", "payment_plan",
)  # fmt: skip
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
    op.create_table(
        "delivery_addresses",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(255), nullable=True),
        sa.Column("street", sa.String(255), nullable=True),
        sa.Column("city", sa.String(120), nullable=True),
        sa.Column("state", sa.String(120), nullable=True),
        sa.Column("postal_code", sa.String(20), nullable=True),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("name_sort", SORTED, nullable=False),
        sa.Column("city_sort", SORTED, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_delivery_addresses_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_delivery_addresses_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_delivery_addresses_changed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_addresses")),
    )
    op.create_index(op.f("ix_delivery_addresses_account_id"), "delivery_addresses", ["account_id"])
    for table in DOCUMENTS:
        op.add_column(table, sa.Column("shipping_parts", JSON_TYPE, nullable=True))
    _freeze((*BEFORE, "shipping_parts"))


def downgrade() -> None:
    _freeze(BEFORE)
    for table in DOCUMENTS:
        op.drop_column(table, "shipping_parts")
    op.drop_table("delivery_addresses")


def _freeze(columns: Sequence[str]) -> None:
    """What a quote that left the house says holds where its goods go, too."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(columns, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join(columns), refused=_differing(columns, "IS NOT")))


def _differing(columns: Sequence[str], operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    return REFUSED.format(differs=any_of(columns), decided_on=any_of(DECIDED_ON))
