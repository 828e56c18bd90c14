"""How the numbers of each series are written, and the first of each year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("number_series", sa.Column("first", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "number_formats",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("separator", sa.String(length=1), nullable=False),
        sa.Column("year_digits", sa.Integer(), nullable=False),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_formats")),
    )
    op.create_index(op.f("ix_number_formats_series"), "number_formats", ["series"])


def downgrade() -> None:
    op.drop_table("number_formats")
    op.drop_column("number_series", "first")
