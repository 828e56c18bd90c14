"""Which worker has a row of the outbox in hand, so that it goes on at once after a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("taken_by", sa.String(length=120), nullable=True))
