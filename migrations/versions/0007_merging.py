"""Records that were merged, what takes that apart again, and pairs that are likely the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("winner_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("written", JSON_TYPE, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_event_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        link("merges", "event_id", "events"),
        link("merges", "undone_by_id", "users"),
        link("merges", "undo_event_id", "events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_winner", "merges", ["record_type", "winner_id"])
    op.create_table(
        "merged_records",
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        link("merged_records", "merge_id", "merges"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_records")),
        sa.UniqueConstraint("record_type", "record_id", name=op.f("uq_merged_records_record_type_record_id")),
    )
    op.create_index("ix_merged_records_into", "merged_records", ["record_type", "into_id"])
    op.create_index(op.f("ix_merged_records_merge_id"), "merged_records", ["merge_id"])
    op.add_column(
        "companies", sa.Column("doubles", JSON_TYPE, nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column(
        "import_runs", sa.Column("doubles", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )

    _pairs()


def _pairs() -> None:
    op.create_table(
        "double_pairs",
        *pair_columns("double_pairs"),
        sa.Column("score", sa.Integer(), nullable=False),
    )
    op.create_index("ix_double_pairs_score", "double_pairs", ["record_type", "score", "id"])
    op.create_table(
        "different_pairs",
        *pair_columns("different_pairs"),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        link("different_pairs", "by_id", "users"),
    )
    for table in ("double_pairs", "different_pairs"):
        op.create_index(op.f(f"ix_{table}_other_id"), table, ["other_id"])
    op.create_table(
        "double_scans",
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_scans")),
        sa.UniqueConstraint("record_type", name=op.f("uq_double_scans_record_type")),
    )


def pair_columns(table: str) -> list[sa.schema.SchemaItem]:
    """Two records of one type."""
    return [
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "record_type", "one_id", "other_id", name=op.f(f"uq_{table}_record_type_one_id_other_id")
        ),
    ]


def downgrade() -> None:
    for table in ("double_scans", "different_pairs", "double_pairs"):
        op.drop_table(table)
    op.drop_column("import_runs", "doubles")
    op.drop_column("companies", "doubles")
    op.drop_table("merged_records")
    op.drop_table("merges")
