"""Who reviewed which opportunity when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deal_reviews",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_deal_reviews_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_deal_reviews_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_reviews")),
    )
    op.create_index("ix_deal_reviews_by", "deal_reviews", ["by_id", "opportunity_id", "at"])


def downgrade() -> None:
    op.drop_table("deal_reviews")
