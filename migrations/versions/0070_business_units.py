"""Business units, and the one that a user, an account and an opportunity belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0070"
down_revision = "0082"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
IN_ONE = ("users", "accounts", "opportunities")


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    name = "business_units"
    op.create_table(
        name,
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("code", sa.String(20), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name_sort", SORTED, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("external_id", sa.String(120), nullable=True),
        sa.Column("custom", JSON_TYPE, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        link(name, "parent_id", name),
        link(name, "created_by_id", "users"),
        link(name, "changed_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_units")),
    )
    op.create_index(op.f("ix_business_units_parent_id"), name, ["parent_id"])
    for table in IN_ONE:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN business_unit_id INTEGER"
            f" CONSTRAINT fk_{table}_business_unit_id_{name} REFERENCES {name} (id)"
        )
        op.create_index(op.f(f"ix_{table}_business_unit_id"), table, ["business_unit_id"])


def downgrade() -> None:
    for table in IN_ONE:
        op.drop_index(op.f(f"ix_{table}_business_unit_id"), table)
        op.drop_column(table, "business_unit_id")
    op.drop_table("business_units")
