"""Invoices of several orders: what of each, and of its credit notes, falls to which order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0097"
down_revision = "0106"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DOCUMENTS = {
    "invoices": ("invoice_orders", "invoice_id"),
    "credit_notes": ("credit_note_orders", "credit_note_id"),
}
LINES_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {lines}_frozen_{act} BEFORE {act} ON {lines}
WHEN EXISTS (SELECT 1 FROM {documents} WHERE status <> 'draft' AND id IN ({keys}))
BEGIN SELECT RAISE(ABORT, '{documents} that were issued keep their lines'); END
"""
LINES_POSTGRES = """
CREATE OR REPLACE FUNCTION {lines}_refuse() RETURNS trigger AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM {documents} WHERE id = OLD.{parent} AND status <> 'draft')
  THEN RAISE EXCEPTION '{documents} that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM {documents} WHERE id = NEW.{parent} AND status <> 'draft')
  THEN RAISE EXCEPTION '{documents} that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {lines}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {lines}
FOR EACH ROW EXECUTE FUNCTION {lines}_refuse()
"""
ACTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def upgrade() -> None:
    for documents, (rows, parent) in DOCUMENTS.items():
        # Added in place on both databases: a copy of the table would lose its triggers.
        op.execute(f"ALTER TABLE {documents} ADD COLUMN is_joint BOOLEAN NOT NULL DEFAULT FALSE")
        op.create_table(
            rows,
            sa.Column(parent, sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("taxes", JSON_TYPE, nullable=False),
            sa.Column("deductions", JSON_TYPE, nullable=False),
            sa.Column("adjustments", JSON_TYPE, nullable=False),
            sa.Column("order_id", sa.Integer(), nullable=False),
            sa.Column("id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{rows}_order_id_orders")),
            sa.ForeignKeyConstraint(
                [parent], [f"{documents}.id"], name=op.f(f"fk_{rows}_{parent}_{documents}")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{rows}")),
            sa.UniqueConstraint(parent, "order_id", name=op.f(f"uq_{rows}_{parent}_order_id")),
        )
        op.create_index(op.f(f"ix_{rows}_order_id"), rows, ["order_id"])
        names = {"documents": documents, "lines": rows, "parent": parent}
        if op.get_bind().dialect.name == "postgresql":
            op.execute(LINES_POSTGRES.format(**names))
            continue
        for act, sides in ACTS.items():
            keys = ", ".join(f"{side}.{parent}" for side in sides)
            op.execute(LINES_SQLITE.format(act=act, keys=keys, **names))


def downgrade() -> None:
    for documents, (rows, _parent) in DOCUMENTS.items():
        op.drop_table(rows)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {rows}_refuse()")
        op.execute(f"ALTER TABLE {documents} DROP COLUMN is_joint")
