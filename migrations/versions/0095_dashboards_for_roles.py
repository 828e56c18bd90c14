"""Dashboards that everybody of a role sees."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dashboards", sa.Column("for_role", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("dashboards", "for_role")
