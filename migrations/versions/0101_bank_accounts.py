"""Several bank accounts: the company's one account becomes the first of them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from salesapp.core.ordering.collation import sort_key

revision = "0101"
down_revision = "0107"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SORTED = sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")
COLUMNS = {"bank": 255, "account_number": 60, "bic": 11, "bank_code": 40}


def upgrade() -> None:
    op.create_table(
        "bank_accounts",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.Column("account_number", sa.String(60), nullable=False),
        sa.Column("bic", sa.String(11), nullable=True),
        sa.Column("bank", sa.String(255), nullable=True),
        sa.Column("bank_code", sa.String(40), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_bank_accounts_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_bank_accounts_changed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_accounts")),
    )
    _move()
    for name in COLUMNS:
        op.drop_column("companies", name)


def _move() -> None:
    """A bank without a number is taken along: somebody may have typed the whole account into it."""
    accounts, companies = _tables()
    connection = op.get_bind()
    for row in connection.execute(sa.select(companies)).mappings():
        if not (row["account_number"] or row["bank"]):
            continue
        name = str(row["bank"] or row["account_number"])[:80]
        values: dict[str, Any] = {each: row[each] for each in COLUMNS}
        connection.execute(
            accounts.insert().values(
                **values | {"account_number": row["account_number"] or ""},
                name=name,
                name_sort=sort_key(name),
                is_default=True,
                version=1,
                created_at=datetime.now(UTC),
                changed_at=datetime.now(UTC),
                custom={},
            )
        )
        connection.execute(companies.update().values(setup_state=secrets.token_hex(12)))


def _tables() -> tuple[Any, Any]:
    names = [sa.column(each) for each in COLUMNS]
    others = ("name", "name_sort", "is_default", "version")
    moments = (
        sa.column(each, sa.DateTime(timezone=True)) for each in ("created_at", "changed_at", "deleted_at")
    )
    accounts = sa.table(
        "bank_accounts",
        sa.column("id"),
        sa.column("custom", JSON_TYPE),
        *map(sa.column, others),
        *moments,
        *names,
    )
    return accounts, sa.table("companies", sa.column("setup_state"), *map(sa.column, COLUMNS))


def downgrade() -> None:
    """The default for any currency, else the first account, is the company's again."""
    for name, length in COLUMNS.items():
        op.add_column("companies", sa.Column(name, sa.String(length), nullable=True))
    accounts, companies = _tables()
    living = sa.select(accounts).where(accounts.c.deleted_at.is_(None))
    row = (
        op.get_bind().execute(living.order_by(accounts.c.is_default.desc(), accounts.c.id)).mappings().first()
    )
    if row is not None:
        op.execute(companies.update().values({name: row[name] for name in COLUMNS}))
    op.drop_table("bank_accounts")
