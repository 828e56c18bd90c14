"""A lead is disqualified for one of a few reasons, with a note beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("disqualified_for", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("leads", "disqualified_for")
