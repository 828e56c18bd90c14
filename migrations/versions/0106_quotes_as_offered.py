"""What a quote comes to with the options that are preselected."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0118"
branch_labels = None
depends_on = None

OFFERED = ("offered_net", "offered_tax", "offered_total")
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


def upgrade() -> None:
    for name in OFFERED:
        op.add_column("quotes", sa.Column(name, sa.BigInteger(), nullable=True))
    _freeze([*KEPT, *OFFERED])


def downgrade() -> None:
    _freeze(KEPT)
    for name in OFFERED:
        op.drop_column("quotes", name)


def _freeze(kept: Sequence[str]) -> None:
    """What was offered stays as it was sent."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES.format(refused=_differing(kept, "IS DISTINCT FROM")))
        return
    op.execute("DROP TRIGGER quotes_frozen")
    op.execute(SQLITE.format(columns=", ".join([*kept, *ONCE]), refused=_differing(kept, "IS NOT")))


def _differing(kept: Sequence[str], operator: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in names)

    written = [f"OLD.{name} IS NOT NULL AND OLD.{name} {operator} NEW.{name}" for name in ONCE]
    return REFUSED.format(differs=" OR ".join([any_of(kept), *written]), decided_on=any_of(DECIDED_ON))
