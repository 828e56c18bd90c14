"""Congratulations on wins, badges with their rules, and the hall of fame."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0120"
down_revision = "0121"
branch_labels = None
depends_on = None

SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    _congratulations()
    _badges()
    _hall()


def _congratulations() -> None:
    op.create_table(
        "congratulations",
        sa.Column("close_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congratulations")),
        sa.UniqueConstraint("close_id", "user_id", name=op.f("uq_congratulations_close_id_user_id")),
        link("congratulations", "close_id", "opportunity_closes"),
        link("congratulations", "user_id", "users"),
    )
    op.create_index(op.f("ix_congratulations_close_id"), "congratulations", ["close_id"])
    op.create_index("ix_opportunity_closes_won", "opportunity_closes", ["outcome", "closed_on"])


def _badges() -> None:
    op.create_table(
        "badge_rules",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name_sort", SORTED, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_rules")),
        link("badge_rules", "created_by_id", "users"),
        link("badge_rules", "changed_by_id", "users"),
    )
    op.create_table(
        "badges",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("rule_id", "user_id", "first", name=op.f("uq_badges_rule_id_user_id_first")),
        link("badges", "rule_id", "badge_rules"),
        link("badges", "user_id", "users"),
    )
    op.create_index(op.f("ix_badges_user_id"), "badges", ["user_id"])


def _hall() -> None:
    op.create_table(
        "hall_quarters",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_quarters")),
        sa.UniqueConstraint("first", name=op.f("uq_hall_quarters_first")),
    )
    op.create_table(
        "hall_places",
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_places")),
        sa.UniqueConstraint(
            "quarter_id", "board", "user_id", name=op.f("uq_hall_places_quarter_id_board_user_id")
        ),
        link("hall_places", "quarter_id", "hall_quarters"),
        link("hall_places", "user_id", "users"),
    )


def downgrade() -> None:
    for table in ("hall_places", "hall_quarters", "badges", "badge_rules"):
        op.drop_table(table)
    op.drop_index("ix_opportunity_closes_won", "opportunity_closes")
    op.drop_table("congratulations")
