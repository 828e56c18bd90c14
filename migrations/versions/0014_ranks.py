"""The place of an opportunity in a column that is ordered by hand: whatever came last stands first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None

FILL = {
    "sqlite": "UPDATE opportunities SET rank = -CAST(strftime('%s', stage_entered_at) AS INTEGER) * 1000000",
    "postgresql": "UPDATE opportunities SET rank = -CAST(extract(epoch FROM stage_entered_at) * 1000000 AS BIGINT)",
}


def upgrade() -> None:
    op.add_column(
        "opportunities", sa.Column("rank", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.execute(FILL[op.get_bind().dialect.name])
