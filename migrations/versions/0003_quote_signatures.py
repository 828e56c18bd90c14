"""What a customer drew when accepting a quote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote_signatures",
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_quote_signatures_quote_id_quotes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_signatures")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_quote_signatures_quote_id")),
    )


def downgrade() -> None:
    op.drop_table("quote_signatures")
