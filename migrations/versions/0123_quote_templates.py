"""Templates of quotes: lines, options and texts under a name, without a customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0123"
down_revision = "0112"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "quote_templates",
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("adjustments", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        link("quote_templates", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_templates")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_quote_templates_user_id_name")),
    )
    _lines()


def _lines() -> None:
    name = "quote_template_lines"
    op.create_table(
        name,
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("choice", sa.String(80), nullable=True),
        sa.Column("preselected", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(30), nullable=True),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate_id", sa.Integer(), nullable=True),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("tax_category", sa.String(40), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("net_after_discount", sa.BigInteger(), nullable=False),
        sa.Column("base_quantity", sa.BigInteger(), nullable=False),
        sa.Column("adjustments", JSON_TYPE, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        link(name, "template_id", "quote_templates"),
        link(name, "product_id", "products"),
        link(name, "tax_rate_id", "tax_rates"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("template_id", "product_id", "tax_rate_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def downgrade() -> None:
    op.drop_table("quote_template_lines")
    op.drop_table("quote_templates")
