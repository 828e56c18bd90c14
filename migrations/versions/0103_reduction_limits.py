"""Credits and write-offs beyond a limit wait for a colleague's approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WAITING = sa.text("decided_at IS NULL")
LINKS = {
    "invoice_id": "invoices",
    "credit_note_id": "credit_notes",
    "allocation_id": "allocations",
    "asked_by_id": "users",
    "decided_by_id": "users",
}


def upgrade() -> None:
    op.add_column(
        "companies", sa.Column("approval_limits", JSON_TYPE, nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("credit_notes", sa.Column("author_limit", sa.BigInteger(), nullable=True))
    op.add_column("allocations", sa.Column("author_limit", sa.BigInteger(), nullable=True))
    op.create_table(
        "reduction_requests",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("wanted", JSON_TYPE, nullable=False),
        sa.Column("standing", sa.String(length=60), nullable=False),
        sa.Column("credit_note_id", sa.Integer(), nullable=True),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reduction_requests")),
        *(_link(column, target) for column, target in LINKS.items()),
        sa.UniqueConstraint("credit_note_id", name=op.f("uq_reduction_requests_credit_note_id")),
        sa.UniqueConstraint("allocation_id", name=op.f("uq_reduction_requests_allocation_id")),
    )
    op.create_index(op.f("ix_reduction_requests_invoice_id"), "reduction_requests", ["invoice_id"])
    op.create_index(
        "ix_reduction_requests_waiting",
        "reduction_requests",
        ["invoice_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("reduction_requests")
    op.drop_column("allocations", "author_limit")
    op.drop_column("credit_notes", "author_limit")
    op.drop_column("companies", "approval_limits")


def _link(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_reduction_requests_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
