"""Options and alternatives of quotes, and what was accepted with them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0105"
down_revision = "0119"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KEPT = (
    "account_id", "contact_id", "currency", "rate", "payment_days", "customer_reference", "language",
    "billing_address", "shipping_address", "discount", "net", "tax", "total", "taxes", "notes", "terms",
    "number", "revision", "valid_until", "adjustments", "round_to", "payment_plan", "shipping_parts",
)  # fmt: skip
ONCE = ("accepted_options", "accepted_net", "accepted_tax", "accepted_total", "accepted_hash")
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
OPTIONS_SQLITE = """
CREATE TRIGGER quote_options_frozen_{act} BEFORE {act} ON quote_options
WHEN (SELECT status FROM quotes WHERE id = {row}.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END
"""
OPTIONS_POSTGRES = """
CREATE OR REPLACE FUNCTION quote_options_refuse() RETURNS trigger AS $$
BEGIN
  IF (SELECT status FROM quotes
      WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.quote_id ELSE OLD.quote_id END) <> 'draft'
  THEN RAISE EXCEPTION 'quotes that are no drafts keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER quote_options_frozen BEFORE INSERT OR UPDATE OR DELETE ON quote_options
FOR EACH ROW EXECUTE FUNCTION quote_options_refuse()
"""


def upgrade() -> None:
    _options()
    op.add_column("quotes", sa.Column("accepted_options", JSON_TYPE, nullable=True))
    for name in ("accepted_net", "accepted_tax", "accepted_total"):
        op.add_column("quotes", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("quotes", sa.Column("accepted_hash", sa.String(64), nullable=True))
    op.execute(
        "UPDATE quotes SET accepted_options = '[]', accepted_net = net, accepted_tax = tax, accepted_total = total"
        " WHERE status = 'accepted'"
    )
    _freeze(ONCE)


def downgrade() -> None:
    _freeze(())
    for name in ONCE:
        op.drop_column("quotes", name)
    op.drop_table("quote_options")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION quote_options_refuse")


def _options() -> None:
    op.create_table(
        "quote_options",
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(80), nullable=True),
        sa.Column("preselected", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(30), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate_id", sa.Integer(), nullable=True),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("tax_category", sa.String(40), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("net_after_discount", sa.BigInteger(), nullable=False),
        sa.Column("base_quantity", sa.BigInteger(), nullable=False),
        sa.Column("adjustments", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_options_quote_id_quotes")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_quote_options_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["tax_rate_id"], ["tax_rates.id"], name=op.f("fk_quote_options_tax_rate_id_tax_rates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_options")),
    )
    for column in ("quote_id", "product_id", "tax_rate_id"):
        op.create_index(op.f(f"ix_quote_options_{column}"), "quote_options", [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(OPTIONS_POSTGRES)
        return
    for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        op.execute(OPTIONS_SQLITE.format(act=act, row=row))


def _freeze(once: Sequence[str]) -> None:
    """What was accepted is written once."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(once, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join([*KEPT, *once]), refused=_differing(once, "IS NOT")))


def _differing(once: Sequence[str], operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    written = [f"OLD.{name} IS NOT NULL AND OLD.{name} {operator} NEW.{name}" for name in once]
    return REFUSED.format(differs=" OR ".join([any_of(KEPT), *written]), decided_on=any_of(DECIDED_ON))
