"""What must be true of an opportunity before it leaves a stage, and stages that are celebrated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("stages", sa.Column("exit_checks", JSON_TYPE, server_default="[]", nullable=False))
    op.add_column("stages", sa.Column("celebrated", sa.Boolean(), server_default=sa.false(), nullable=False))
