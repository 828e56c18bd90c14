"""A discount beyond one's limit is submitted for approval: its requests, and what stays while they wait."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0037"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COLUMNS = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until",
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
IN_APPROVAL = """OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR {differs})
  OR OLD.status = 'in_approval' AND ({decided_on})"""
BEFORE = "OLD.status <> 'draft' AND (NEW.status = 'draft' OR {differs})"


def upgrade() -> None:
    for table, documents in (("quote_approvals", "quotes"), ("order_approvals", "orders")):
        _make(table, documents)
    _freeze(IN_APPROVAL)


def downgrade() -> None:
    for table, documents in (("quote_approvals", "quotes"), ("order_approvals", "orders")):
        op.drop_table(table)
        rows = sa.table(documents, sa.column("status"))
        op.execute(rows.update().where(rows.c.status == "in_approval").values(status="draft"))
    _freeze(BEFORE)


def _make(table: str, documents: str) -> None:
    op.create_table(
        table,
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("list_net", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=True),
        sa.Column("discount_limit", sa.BigInteger(), nullable=False),
        sa.Column("unlisted", sa.Integer(), nullable=False),
        sa.Column("lines", JSON_TYPE, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["document_id"], [f"{documents}.id"], name=op.f(f"fk_{table}_document_id_{documents}")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f(f"fk_{table}_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f(f"fk_{table}_decided_by_id_users")
        ),
    )
    op.create_index(op.f(f"ix_{table}_document_id"), table, ["document_id"])
    waiting = sa.text("decided_at IS NULL")
    op.create_index(
        f"ix_{table}_waiting",
        table,
        ["document_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _freeze(refused: str) -> None:
    """What a quote keeps that left the house, and while somebody decides on it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(refused, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join(COLUMNS), refused=_differing(refused, "IS NOT")))


def _differing(refused: str, operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    return refused.format(differs=any_of(COLUMNS), decided_on=any_of(DECIDED_ON))
