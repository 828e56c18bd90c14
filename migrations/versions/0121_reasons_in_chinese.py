"""Why nothing is taxed is said in the language of the document: a rate may have a Chinese sentence of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tax_rates", sa.Column("exemption_reason_zh", sa.String(255), nullable=True))


def downgrade() -> None:
    op.drop_column("tax_rates", "exemption_reason_zh")
