"""The BIC of the company's account, and the bank code where there is no IBAN."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("bic", sa.String(11), nullable=True))
    op.add_column("companies", sa.Column("bank_code", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("companies", "bank_code")
    op.drop_column("companies", "bic")
