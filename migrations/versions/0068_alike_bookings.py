"""A booking says which earlier one it may be: the same money, told by another file in other words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bank_bookings") as table:
        table.add_column(sa.Column("like_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_bank_bookings_like_id_bank_bookings"), "bank_bookings", ["like_id"], ["id"]
        )
        table.create_index(op.f("ix_bank_bookings_like_id"), ["like_id"])
    _point_to_earlier_ones()


def _point_to_earlier_ones() -> None:
    """What waits and is over the money of an earlier file's booking on the same day gets a look before a payment."""
    columns = (
        *map(sa.column, ("id", "statement_id", "booked_on", "amount", "currency", "state", "like_id")),
    )
    bookings = sa.table("bank_bookings", *columns)
    statements = sa.table("bank_statements", sa.column("id"), sa.column("account"))
    early, its, own = bookings.alias("early"), statements.alias("its"), statements.alias("own")
    account = sa.select(own.c.account).where(own.c.id == bookings.c.statement_id).scalar_subquery()
    earlier = (
        sa.select(sa.func.min(early.c.id))
        .select_from(early.join(its, its.c.id == early.c.statement_id))
        .where(
            early.c.id < bookings.c.id,
            early.c.statement_id != bookings.c.statement_id,
            early.c.booked_on == bookings.c.booked_on,
            early.c.amount == bookings.c.amount,
            early.c.currency == bookings.c.currency,
            its.c.account == account,
        )
        .correlate(bookings)
        .scalar_subquery()
    )
    op.execute(bookings.update().where(bookings.c.state == "open").values(like_id=earlier))


def downgrade() -> None:
    with op.batch_alter_table("bank_bookings") as table:
        table.drop_index(op.f("ix_bank_bookings_like_id"))
        table.drop_constraint(op.f("fk_bank_bookings_like_id_bank_bookings"), type_="foreignkey")
        table.drop_column("like_id")
