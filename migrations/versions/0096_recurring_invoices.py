"""Recurring invoices and what became of each due date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recurring_invoices",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("month_end", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("covers", sa.String(40), nullable=False),
        sa.Column("issues", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("every > 0", name=op.f("ck_recurring_invoices_every")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["invoices.id"], name=op.f("fk_recurring_invoices_source_id_invoices")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_recurring_invoices_owner_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_invoices")),
    )
    op.create_index("ix_recurring_invoices_source_id", "recurring_invoices", ["source_id"])
    op.create_index("ix_recurring_invoices_next", "recurring_invoices", ["state", "next_on"])
    op.create_table(
        "recurring_dates",
        sa.Column("recurring_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "invoice_id IS NOT NULL OR note IS NOT NULL", name=op.f("ck_recurring_dates_reason")
        ),
        sa.ForeignKeyConstraint(
            ["recurring_id"],
            ["recurring_invoices.id"],
            name=op.f("fk_recurring_dates_recurring_id_recurring_invoices"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_recurring_dates_invoice_id_invoices")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_recurring_dates_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_dates")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_recurring_dates_invoice_id")),
        sa.UniqueConstraint("recurring_id", "due_on", name=op.f("uq_recurring_dates_recurring_id_due_on")),
    )
    op.create_index("ix_recurring_dates_recurring_id", "recurring_dates", ["recurring_id"])


def downgrade() -> None:
    op.drop_table("recurring_dates")
    op.drop_table("recurring_invoices")
