"""Deliveries of orders are rows with their day; what was delivered before is one delivery of each order."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ORDERS = sa.table(
    "orders",
    sa.column("id", sa.Integer()),
    sa.column("ordered_on", sa.Date()),
    sa.column("confirmed_at", sa.DateTime(timezone=True)),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
LINES = sa.table(
    "order_lines",
    sa.column("id", sa.Integer()),
    sa.column("order_id", sa.Integer()),
    sa.column("position", sa.Integer()),
    sa.column("description", sa.Text()),
    sa.column("quantity_fulfilled", sa.BigInteger()),
)
THOUSANDTHS = 1000


def upgrade() -> None:
    op.create_table(
        "order_deliveries",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("items", JSON_TYPE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_deliveries")),
        _link("order_id", "orders"),
        _link("by_id", "users"),
        _link("reversed_by_id", "users"),
        sa.UniqueConstraint("order_id", "place", name=op.f("uq_order_deliveries_order_id_place")),
    )
    op.create_index(op.f("ix_order_deliveries_order_id"), "order_deliveries", ["order_id"])
    _tell_what_was_delivered()


def downgrade() -> None:
    op.drop_table("order_deliveries")


def _link(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_order_deliveries_{column}_{target}")
    )


def _tell_what_was_delivered() -> None:
    """One delivery of all so far, on the day of the order: nobody wrote down another.

    An order of an old version may say neither its day nor when it was confirmed; then it is the day it was made.
    """
    bind = op.get_bind()
    query = (
        sa.select(LINES).where(LINES.c.quantity_fulfilled > 0).order_by(LINES.c.order_id, LINES.c.position)
    )
    items: defaultdict[int, list[Any]] = defaultdict(list)
    for line in bind.execute(query):
        name = line.description.split("\n", 1)[0][:120]
        items[line.order_id].append([line.id, name, _plain(line.quantity_fulfilled)])
    made = sa.table(
        "order_deliveries",
        sa.column("order_id", sa.Integer()),
        sa.column("place", sa.Integer()),
        sa.column("delivered_on", sa.Date()),
        sa.column("items", JSON_TYPE),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    rows = [
        {
            "order_id": order.id,
            "place": 1,
            "delivered_on": order.ordered_on or (order.confirmed_at or order.created_at).date(),
            "items": items[order.id],
            "at": order.confirmed_at or order.created_at,
        }
        for order in bind.execute(sa.select(ORDERS)).all()
        if order.id in items
    ]
    if rows:
        op.bulk_insert(made, rows)


def _plain(thousandths: int) -> str:
    whole, part = divmod(int(thousandths), THOUSANDTHS)
    return f"{whole}.{part:03d}".rstrip("0").rstrip(".")
