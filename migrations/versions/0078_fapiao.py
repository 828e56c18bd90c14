"""Which fapiao of the tax platform belongs to which document, and what buyers want on theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("fapiao_title", sa.String(200), nullable=True))
    op.add_column("accounts", sa.Column("fapiao_kind", sa.String(40), nullable=True))
    op.create_table(
        "fapiao",
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("credit_note_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("red_reference", sa.String(40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_fapiao_document"),
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_fapiao_invoice_id_invoices")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_notes.id"], name=op.f("fk_fapiao_credit_note_id_credit_notes")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_fapiao_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fapiao")),
        sa.UniqueConstraint("number", name=op.f("uq_fapiao_number")),
    )
    op.create_index(op.f("ix_fapiao_invoice_id"), "fapiao", ["invoice_id"])
    op.create_index(op.f("ix_fapiao_credit_note_id"), "fapiao", ["credit_note_id"])


def downgrade() -> None:
    op.drop_table("fapiao")
    op.drop_column("accounts", "fapiao_kind")
    op.drop_column("accounts", "fapiao_title")
