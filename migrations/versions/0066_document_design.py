"""A logo, a color, a paper size and a Chinese footer for documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("document_footer_zh", sa.Text()))
    op.add_column("companies", sa.Column("accent", sa.String(7), nullable=False, server_default="#3845bf"))
    op.add_column("companies", sa.Column("paper_size", sa.String(40), nullable=False, server_default="a4"))
    op.add_column("companies", sa.Column("logo", sa.String(64)))


def downgrade() -> None:
    for name in ("logo", "paper_size", "accent", "document_footer_zh"):
        op.drop_column("companies", name)
