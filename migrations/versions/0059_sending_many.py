"""What was sent and when, and acts of the finance desk on many records at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invoice_dispatches",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_dispatches_invoice_id_invoices")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_invoice_dispatches_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_dispatches")),
    )
    op.create_index(op.f("ix_invoice_dispatches_invoice_id"), "invoice_dispatches", ["invoice_id"])
    op.create_table(
        "invoice_batches",
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_invoice_batches_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_batches")),
    )
    op.create_index(op.f("ix_invoice_batches_by_id"), "invoice_batches", ["by_id"])
    op.create_table(
        "invoice_batch_rows",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["invoice_batches.id"], name=op.f("fk_invoice_batch_rows_batch_id_invoice_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_batch_rows")),
    )
    op.create_index(op.f("ix_invoice_batch_rows_batch_id"), "invoice_batch_rows", ["batch_id"])
    # What the history tells of sending is a dispatch from now on.
    op.execute(
        "INSERT INTO invoice_dispatches (invoice_id, address, at, by_id)"
        " SELECT events.subject_id, NULL, events.at, events.by_id FROM events"
        " JOIN invoices ON invoices.id = events.subject_id"
        " WHERE events.subject_type = 'invoice' AND events.kind = 'invoice_sent'"
    )


def downgrade() -> None:
    op.drop_table("invoice_batch_rows")
    op.drop_table("invoice_batches")
    op.drop_table("invoice_dispatches")
