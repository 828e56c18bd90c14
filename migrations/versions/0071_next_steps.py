"""Whose next steps are due is asked on every page, for the bell: an index knows, instead of all that somebody has open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    due = sa.text("state = 'open' AND deleted_at IS NULL AND next_step_on IS NOT NULL")
    op.create_index(
        "ix_opportunities_next_step",
        "opportunities",
        ["owner_id", "next_step_on"],
        sqlite_where=due,
        postgresql_where=due,
    )


def downgrade() -> None:
    op.drop_index("ix_opportunities_next_step", "opportunities")
