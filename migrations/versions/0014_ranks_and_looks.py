"""The place of an opportunity in a column ordered by hand, and up to where somebody saw what happened to a record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
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
    op.create_table(
        "looks",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_looks_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
        sa.UniqueConstraint(
            "user_id", "subject_type", "subject_id", name=op.f("uq_looks_user_id_subject_type_subject_id")
        ),
    )
    op.create_index("ix_looks_subject", "looks", ["subject_type", "subject_id"])
