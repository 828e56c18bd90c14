"""Payment terms as records, what documents agree on of them, and the instalments of issued invoices."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0072"
down_revision = "0068"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
DOCUMENTS = ("quotes", "orders", "invoices", "credit_notes")
BEFORE = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until", "adjustments", "round_to",
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
KEPT_SQLITE = """
CREATE TRIGGER IF NOT EXISTS invoice_instalments_no_{act} BEFORE {act} ON invoice_instalments
BEGIN SELECT RAISE(ABORT, 'invoice_instalments are never changed'); END
"""
KEPT_POSTGRES = """
CREATE OR REPLACE FUNCTION invoice_instalments_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'invoice_instalments are never changed'; END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER invoice_instalments_no_change BEFORE UPDATE OR DELETE ON invoice_instalments
FOR EACH ROW EXECUTE FUNCTION invoice_instalments_refuse();
CREATE OR REPLACE TRIGGER invoice_instalments_kept BEFORE TRUNCATE ON invoice_instalments
FOR EACH STATEMENT EXECUTE FUNCTION invoice_instalments_refuse()
"""


def upgrade() -> None:
    _terms()
    _instalments()
    for table in (*DOCUMENTS, "accounts"):
        _add_link(table)
    for table in DOCUMENTS:
        op.add_column(table, sa.Column("payment_plan", JSON_TYPE, nullable=True))
    _freeze((*BEFORE, "payment_plan"))


def _terms() -> None:
    op.create_table(
        "payment_terms",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("end_of_month", sa.Boolean(), nullable=False),
        sa.Column("then_days", sa.Integer(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("discounts", JSON_TYPE, nullable=False),
        sa.Column("parts", JSON_TYPE, nullable=False),
        sa.Column("name_sort", SORTED, nullable=False),
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
            ["created_by_id"], ["users.id"], name=op.f("fk_payment_terms_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_payment_terms_changed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_terms")),
    )


def _instalments() -> None:
    op.create_table(
        "invoice_instalments",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_instalments_invoice_id_invoices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_instalments")),
    )
    for name in ("due_on", "invoice_id"):
        op.create_index(op.f(f"ix_invoice_instalments_{name}"), "invoice_instalments", [name])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(KEPT_POSTGRES)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(KEPT_SQLITE.format(act=act))


def _add_link(table: str) -> None:
    """Added in place on both databases: a copy of the table would lose its triggers."""
    name = f"fk_{table}_payment_terms_id_payment_terms"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN payment_terms_id INTEGER"
        f" CONSTRAINT {name} REFERENCES payment_terms (id)"
    )
    op.create_index(op.f(f"ix_{table}_payment_terms_id"), table, ["payment_terms_id"])


def downgrade() -> None:
    _freeze(BEFORE)
    for table in DOCUMENTS:
        op.drop_column(table, "payment_plan")
    for table in (*DOCUMENTS, "accounts"):
        op.drop_index(op.f(f"ix_{table}_payment_terms_id"), table)
        op.drop_column(table, "payment_terms_id")
    op.drop_table("invoice_instalments")
    op.drop_table("payment_terms")


def _freeze(columns: Sequence[str]) -> None:
    """What a quote that left the house says holds its payment terms, too."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(columns, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join(columns), refused=_differing(columns, "IS NOT")))


def _differing(columns: Sequence[str], operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    return REFUSED.format(differs=any_of(columns), decided_on=any_of(DECIDED_ON))
