"""Reports and dashboards are shared with single people; badges for speed ask for a number of leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_shares",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_report_shares_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_shares")),
        sa.UniqueConstraint("what", "key", "user_id", name=op.f("uq_report_shares_what_key_user_id")),
    )
    op.create_index(op.f("ix_report_shares_user_id"), "report_shares", ["user_id"])
    op.add_column("badge_rules", sa.Column("fewest", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("badge_rules", "fewest")
    op.drop_table("report_shares")
