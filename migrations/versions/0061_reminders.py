"""Levels of reminders, what was reminded when, and disputes that pause it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061"
down_revision = "0067"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "reminder_levels",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("words", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level > 0 AND days > 0", name=op.f("ck_reminder_levels_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_levels")),
        sa.UniqueConstraint("level", name=op.f("uq_reminder_levels_level")),
    )
    op.create_table(
        "invoice_reminders",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_reminders_invoice_id_invoices")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_invoice_reminders_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_reminders")),
        sa.UniqueConstraint("invoice_id", "level", name=op.f("uq_invoice_reminders_invoice_id_level")),
    )
    op.create_index(op.f("ix_invoice_reminders_invoice_id"), "invoice_reminders", ["invoice_id"])
    op.create_table(
        "invoice_disputes",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_disputes_invoice_id_invoices")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_invoice_disputes_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_disputes")),
    )
    op.create_index("ix_invoice_disputes_invoice_id", "invoice_disputes", ["invoice_id"])
    op.create_index(
        "uq_invoice_disputes_open",
        "invoice_disputes",
        ["invoice_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("invoice_disputes")
    op.drop_table("invoice_reminders")
    op.drop_table("reminder_levels")
