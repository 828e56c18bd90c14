"""What somebody typed as a deal's amount is kept, whatever its products come to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0045"
branch_labels = None
depends_on = None

TYPED = """
UPDATE opportunities SET typed_amount = amount, amount_follows_lines = false
WHERE amount IS NOT NULL AND (NOT amount_follows_lines OR NOT EXISTS (
  SELECT 1 FROM opportunity_lines WHERE opportunity_lines.opportunity_id = opportunities.id))
"""


def upgrade() -> None:
    op.add_column("opportunities", sa.Column("typed_amount", sa.BigInteger(), nullable=True))
    op.execute(TYPED)
    op.execute("UPDATE opportunities SET amount_follows_lines = true WHERE amount IS NULL")


def downgrade() -> None:
    op.drop_column("opportunities", "typed_amount")
