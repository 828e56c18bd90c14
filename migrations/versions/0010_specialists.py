"""Skills of users, and help that is asked of specialists with an opportunity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("skills", sa.String(length=255), nullable=True))
    op.create_table(
        "specialist_requests",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(length=80), nullable=True),
        sa.Column("skill", sa.String(length=80), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specialist_requests")),
        link("opportunity_id", "opportunities"),
        link("user_id", "users"),
        link("asked_by_id", "users"),
        link("answered_by_id", "users"),
    )
    for name in ("opportunity_id", "user_id"):
        op.create_index(op.f(f"ix_specialist_requests_{name}"), "specialist_requests", [name])
    columns = ["answered_at", "opportunity_id"]
    op.create_index("ix_specialist_requests_waiting", "specialist_requests", columns)


def link(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_specialist_requests_{column}_{target}")
    )


def downgrade() -> None:
    op.drop_table("specialist_requests")
    op.drop_column("users", "skills")
