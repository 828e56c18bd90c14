"""Bank statements, their bookings, and what the columns of an account's CSV files are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0053"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bank_statements",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("difference", sa.BigInteger(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bank_statements_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
    )
    op.create_table(
        "bank_bookings",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("valued_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("payer_account", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'matched') = (payment_id IS NOT NULL)", name=op.f("ck_bank_bookings_matched")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statements.id"],
            name=op.f("fk_bank_bookings_statement_id_bank_statements"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_bank_bookings_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bank_bookings_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_bookings")),
        sa.UniqueConstraint("key", name=op.f("uq_bank_bookings_key")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_bank_bookings_payment_id")),
    )
    op.create_index(op.f("ix_bank_bookings_statement_id"), "bank_bookings", ["statement_id"])
    op.create_index(op.f("ix_bank_bookings_payer_account"), "bank_bookings", ["payer_account"])
    op.create_index("ix_bank_bookings_state", "bank_bookings", ["state", "booked_on"])
    op.create_table(
        "bank_layouts",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("columns", JSON_TYPE, nullable=False),
        sa.Column("layout", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_layouts")),
        sa.UniqueConstraint("account", name=op.f("uq_bank_layouts_account")),
    )
    op.create_table(
        "bank_uploads",
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bank_uploads_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_uploads")),
    )
    op.create_index(op.f("ix_bank_uploads_by_id"), "bank_uploads", ["by_id"])


def downgrade() -> None:
    op.drop_table("bank_uploads")
    op.drop_table("bank_layouts")
    op.drop_table("bank_bookings")
    op.drop_table("bank_statements")
