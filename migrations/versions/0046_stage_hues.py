"""A stage has a colour of its own, where one was chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stages", sa.Column("hue", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("stages", "hue")
