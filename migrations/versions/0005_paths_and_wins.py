"""What a stage asks beyond its fields, wins that somebody must agree to, and renewals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NO = sa.false()
WAITING = "decided_at IS NULL"


def upgrade() -> None:
    for table, name in (
        ("stages", "decider_required"),
        ("stages", "next_step_required"),
        ("sales_processes", "approval_required"),
    ):
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=NO))
    _items()
    _requests()
    _renewals()


def _items() -> None:
    op.create_table(
        "stage_items",
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_stage_items_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_items")),
    )
    op.create_index(op.f("ix_stage_items_stage_id"), "stage_items", ["stage_id"])
    op.create_table(
        "opportunity_ticks",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_opportunity_ticks_by_id_users")),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["stage_items.id"],
            name=op.f("fk_opportunity_ticks_item_id_stage_items"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_ticks_opportunity_id_opportunities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_ticks")),
        sa.UniqueConstraint(
            "opportunity_id", "item_id", name=op.f("uq_opportunity_ticks_opportunity_id_item_id")
        ),
    )
    op.create_index(op.f("ix_opportunity_ticks_item_id"), "opportunity_ticks", ["item_id"])


def _requests() -> None:
    op.create_table(
        "win_requests",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("actual_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_win_requests_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_win_requests_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_win_requests_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["loss_reasons.id"], name=op.f("fk_win_requests_reason_id_loss_reasons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_win_requests")),
    )
    op.create_index(op.f("ix_win_requests_opportunity_id"), "win_requests", ["opportunity_id"])
    op.create_index(
        "ix_win_requests_waiting",
        "win_requests",
        ["opportunity_id"],
        unique=True,
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )


def _renewals() -> None:
    name = op.f("fk_opportunities_renewal_of_id_opportunities")
    column = sa.Column("renewal_of_id", sa.Integer(), nullable=True)
    if op.get_bind().dialect.name == "sqlite":
        # Added in place: a copy of the table would lose its triggers.
        op.execute(
            f"ALTER TABLE opportunities ADD COLUMN renewal_of_id INTEGER CONSTRAINT {name} "
            "REFERENCES opportunities (id)"
        )
    else:
        op.add_column("opportunities", column)
        op.create_foreign_key(name, "opportunities", "opportunities", ["renewal_of_id"], ["id"])
    op.create_index(op.f("ix_opportunities_renewal_of_id"), "opportunities", ["renewal_of_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunities_renewal_of_id"), "opportunities")
    op.drop_column("opportunities", "renewal_of_id")
    for table in ("win_requests", "opportunity_ticks", "stage_items"):
        op.drop_table(table)
    op.drop_column("sales_processes", "approval_required")
    for name in ("next_step_required", "decider_required"):
        op.drop_column("stages", name)
