"""The event that made a record keeps the values it was made with, so that its history explains what it is now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("events", sa.Column("made_with", kept, nullable=True))
