"""Which delivery note of an order was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0113"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("order_dispatches") as table:
        table.add_column(sa.Column("delivery_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_order_dispatches_delivery_id_order_deliveries"),
            "order_deliveries",
            ["delivery_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("order_dispatches") as table:
        table.drop_constraint(op.f("fk_order_dispatches_delivery_id_order_deliveries"), type_="foreignkey")
        table.drop_column("delivery_id")
