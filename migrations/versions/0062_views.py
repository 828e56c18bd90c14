"""Views of lists that people save, and which stand above a list for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0062"
down_revision = "0060"
branch_labels = None
depends_on = None

json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("type_key", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("args", json, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_views_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("user_id", "type_key", "name", name=op.f("uq_views_user_id_type_key_name")),
    )
    op.create_table(
        "pinned_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("type_key", sa.String(40), nullable=False),
        sa.Column("view", sa.String(40), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_pinned_views_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pinned_views")),
        sa.UniqueConstraint(
            "user_id", "type_key", "view", name=op.f("uq_pinned_views_user_id_type_key_view")
        ),
    )


def downgrade() -> None:
    op.drop_table("pinned_views")
    op.drop_table("views")
