"""Pro forma invoices that were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pro_formas",
        sa.Column("document_type", sa.String(40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_pro_formas_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pro_formas")),
        sa.UniqueConstraint(
            "document_type",
            "document_id",
            "place",
            name=op.f("uq_pro_formas_document_type_document_id_place"),
        ),
    )


def downgrade() -> None:
    op.drop_table("pro_formas")
