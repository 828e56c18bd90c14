"""Requests to credit or to write off keep the net and the limit that whoever decides is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reduction_requests", sa.Column("net", sa.BigInteger(), nullable=True))
    op.add_column("reduction_requests", sa.Column("author_limit", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("reduction_requests", "author_limit")
    op.drop_column("reduction_requests", "net")
