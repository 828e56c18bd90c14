"""The days on which people used the product, as far back as they left a trace; how many users there may be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0110"
branch_labels = None
depends_on = None

TOLD = """
INSERT INTO user_days (user_id, day, what)
SELECT by_id, date(at), '' FROM events WHERE by_id IS NOT NULL
UNION SELECT user_id, date(created_at), '' FROM login_sessions
UNION SELECT user_id, date(seen_at), '' FROM login_sessions
"""


def upgrade() -> None:
    op.create_table(
        "user_days",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_days")),
        sa.UniqueConstraint("user_id", "what", "day", name=op.f("uq_user_days_user_id_what_day")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_days_user_id_users"), ondelete="CASCADE"
        ),
    )
    op.execute(TOLD)
    op.add_column("companies", sa.Column("user_limit", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("companies", "user_limit")
    op.drop_table("user_days")
