"""Confirmed orders are amended, their confirmations sent, and customers request dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0088"
down_revision = "0093"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("place IS NULL")


def upgrade() -> None:
    op.add_column("orders", sa.Column("requested_on", sa.Date(), nullable=True))
    op.add_column("order_lines", sa.Column("requested_on", sa.Date(), nullable=True))
    _amendments()
    _dispatches()


def downgrade() -> None:
    op.drop_table("order_dispatches")
    op.drop_table("order_amendments")
    op.drop_column("order_lines", "requested_on")
    op.drop_column("orders", "requested_on")


def _amendments() -> None:
    op.create_table(
        "order_amendments",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("changes", JSON_TYPE, nullable=False),
        sa.Column("total_before", sa.BigInteger(), nullable=True),
        sa.Column("total_after", sa.BigInteger(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_amendments")),
        _link("order_amendments", "order_id", "orders"),
        *(
            _link("order_amendments", column, "users")
            for column in ("applied_by_id", "asked_by_id", "decided_by_id")
        ),
        sa.UniqueConstraint("order_id", "place", name=op.f("uq_order_amendments_order_id_place")),
    )
    op.create_index(op.f("ix_order_amendments_order_id"), "order_amendments", ["order_id"])
    op.create_index(
        "uq_order_amendments_open",
        "order_amendments",
        ["order_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _dispatches() -> None:
    op.create_table(
        "order_dispatches",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_dispatches")),
        _link("order_dispatches", "order_id", "orders"),
        _link("order_dispatches", "amendment_id", "order_amendments"),
        _link("order_dispatches", "by_id", "users"),
    )
    op.create_index(op.f("ix_order_dispatches_order_id"), "order_dispatches", ["order_id"])


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
