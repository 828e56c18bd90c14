"""Dashboards that people arrange."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0081"
down_revision = "0074"
branch_labels = None
depends_on = None

json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dashboards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("tiles", json, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_dashboards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboards")),
    )


def downgrade() -> None:
    op.drop_table("dashboards")
