"""Boards that somebody saved, and which one they begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("args", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_boards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_boards_user_id_name")),
    )
    op.create_table(
        "default_boards",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["boards.id"], name=op.f("fk_default_boards_board_id_boards"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_default_boards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_default_boards")),
        sa.UniqueConstraint("user_id", name=op.f("uq_default_boards_user_id")),
    )
    op.create_index(op.f("ix_default_boards_board_id"), "default_boards", ["board_id"])


def downgrade() -> None:
    op.drop_table("default_boards")
    op.drop_table("boards")
