"""A further message of a visitor who has not confirmed the first one yet is kept beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("web_form_answers") as table:
        table.add_column(sa.Column("further", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("web_form_answers") as table:
        table.alter_column("further", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("web_form_answers") as table:
        table.drop_column("further")
