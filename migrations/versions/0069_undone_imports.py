"""An import can be undone: how far that is, and what it left as it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_runs", sa.Column("undo_asked_at", sa.DateTime(timezone=True)))
    op.add_column("import_runs", sa.Column("undone_at", sa.DateTime(timezone=True)))
    for name in ("undone", "left"):
        op.add_column("import_runs", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("import_rows", sa.Column("is_undone", sa.Boolean()))
    op.add_column("import_rows", sa.Column("left_because", sa.Text()))


def downgrade() -> None:
    op.drop_column("import_rows", "left_because")
    op.drop_column("import_rows", "is_undone")
    for name in ("left", "undone", "undone_at", "undo_asked_at"):
        op.drop_column("import_runs", name)
