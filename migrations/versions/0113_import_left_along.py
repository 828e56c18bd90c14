"""What came along with an import and stayed after its undo, with the reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_left_along",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("left_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_import_left_along_run_id_import_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_left_along")),
    )
    op.create_index("ix_import_left_along_record", "import_left_along", ["record_type", "record_id"])
    op.create_index("ix_import_left_along_run", "import_left_along", ["run_id", "id"])


def downgrade() -> None:
    op.drop_table("import_left_along")
