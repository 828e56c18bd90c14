"""Stale leads are found by their status and when somebody last touched them; nothing asked for the changed ones so."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEX = "ix_leads_named_status"


def upgrade() -> None:
    op.drop_index(INDEX, "leads")
    op.create_index(INDEX, "leads", ["status_id", "touched_at"])
