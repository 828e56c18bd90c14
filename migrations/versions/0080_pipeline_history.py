"""The pipeline's past: how each opportunity stood from when until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pipeline_spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("in_bin", sa.Boolean(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("close_on", sa.Date(), nullable=True),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("worth", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_pipeline_spans_opportunity_id_opportunities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_spans")),
    )
    op.create_index("ix_pipeline_spans_opportunity_id", "pipeline_spans", ["opportunity_id"])
    op.create_index("ix_pipeline_spans_begins_at", "pipeline_spans", ["begins_at"])
    op.create_index("ix_pipeline_spans_ends_at", "pipeline_spans", ["ends_at"])
    op.create_table(
        "pipeline_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_mark")),
    )


def downgrade() -> None:
    op.drop_table("pipeline_mark")
    op.drop_table("pipeline_spans")
