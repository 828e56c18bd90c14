"""Campaigns, what belongs to them, and the trade fairs at which leads are captured."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BELONGING = ("leads", "opportunities", "web_forms")
GOING_ON = sa.text("ended_at IS NULL")
SHOWN = sa.text("deleted_at IS NULL")


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    _campaigns()
    for table in BELONGING:
        add_link(table, "campaign_id", "campaigns")
    _fairs()
    add_link("leads", "fair_id", "fairs")


def add_link(table: str, column: str, target: str) -> None:
    """Added in place on both databases: a copy of the table would lose its triggers."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {target} (id)")
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("actual_cost", sa.BigInteger(), nullable=True),
        sa.Column("expected_response", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        link("campaigns", "owner_id", "users"),
        link("campaigns", "created_by_id", "users"),
        link("campaigns", "changed_by_id", "users"),
    )
    op.create_index(op.f("ix_campaigns_owner_id"), "campaigns", ["owner_id"])
    op.create_index("ix_campaigns_external", "campaigns", ["external_id"])
    for name, column in (("begins", "begins_on"), ("changed", "changed_at")):
        op.create_index(
            f"ix_campaigns_list_{name}",
            "campaigns",
            [column, "id"],
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        )


def _fairs() -> None:
    op.create_table(
        "fairs",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("follow_up_days", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairs")),
        link("fairs", "user_id", "users"),
        link("fairs", "campaign_id", "campaigns"),
    )
    for column in ("user_id", "campaign_id"):
        op.create_index(op.f(f"ix_fairs_{column}"), "fairs", [column])
    op.create_index(
        "ix_fairs_going_on",
        "fairs",
        ["user_id"],
        unique=True,
        sqlite_where=GOING_ON,
        postgresql_where=GOING_ON,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_leads_fair_id"), "leads")
    op.drop_column("leads", "fair_id")
    op.drop_table("fairs")
    for table in BELONGING:
        op.drop_index(op.f(f"ix_{table}_campaign_id"), table)
        op.drop_column(table, "campaign_id")
    op.drop_table("campaigns")
