"""A further message of a visitor who has not confirmed the first one yet is kept beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("web_form_answers") as table:
        table.add_column(sa.Column("further", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("web_form_answers") as table:
        table.alter_column("further", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("web_form_answers") as table:
        table.drop_column("further")
