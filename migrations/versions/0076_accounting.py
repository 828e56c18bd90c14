"""Accounts of the company's own, debtors' numbers, files for the accountant; payments keep the rate of their day."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0076"
down_revision = "0071"
branch_labels = None
depends_on = None

JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ONE = 10**8
"""A rate of 1, as it is kept."""
KEPT = """
CREATE TRIGGER payments_no_UPDATE BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END
"""


def upgrade() -> None:
    op.add_column("payments", sa.Column("rate", sa.BigInteger(), nullable=False, server_default=str(ONE)))
    _give_rates()
    op.create_table(
        "accounting_settings",
        sa.Column("chart", sa.String(40), nullable=False),
        sa.Column("consultant", sa.Integer(), nullable=True),
        sa.Column("client", sa.Integer(), nullable=True),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.Column("first_debtor", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounting_settings")),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("scope_key", sa.String(80), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("method", sa.String(40), nullable=True),
        sa.Column("currency", sa.String(3), nullable=True),
        sa.Column("number", sa.String(9), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("scope_key", name=op.f("uq_ledger_accounts_scope_key")),
    )
    op.create_table(
        "debtor_numbers",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_debtor_numbers_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_debtor_numbers_contact_id_contacts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debtor_numbers")),
        sa.UniqueConstraint("account_id", name=op.f("uq_debtor_numbers_account_id")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_debtor_numbers_contact_id")),
        sa.UniqueConstraint("number", name=op.f("uq_debtor_numbers_number")),
    )
    op.create_table(
        "datev_files",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("entries", JSON_TYPE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_datev_files_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datev_files")),
    )
    op.create_index(op.f("ix_datev_files_last"), "datev_files", ["last"])


def _give_rates() -> None:
    """What is there in other currencies: at the rate of its day, else the first one, else that of an invoice it paid."""
    connection = op.get_bind()
    foreign = connection.execute(
        sa.text(
            "SELECT id, currency, paid_on FROM payments WHERE currency <> (SELECT currency FROM companies LIMIT 1)"
        )
    ).all()
    if not foreign:
        return
    postgres = connection.dialect.name == "postgresql"
    op.execute(
        "ALTER TABLE payments DISABLE TRIGGER payments_no_change"
        if postgres
        else "DROP TRIGGER IF EXISTS payments_no_UPDATE"
    )
    for key, currency, paid_on in foreign:
        connection.execute(
            sa.text("UPDATE payments SET rate = :rate WHERE id = :key"),
            {"rate": _rate(connection, key, currency, paid_on), "key": key},
        )
    op.execute("ALTER TABLE payments ENABLE TRIGGER payments_no_change" if postgres else KEPT)


def _rate(connection: sa.Connection, key: int, currency: str, paid_on: object) -> int:
    looks = (
        "SELECT rate FROM currency_rates WHERE currency = :currency AND valid_from <= :on ORDER BY valid_from DESC",
        "SELECT rate FROM currency_rates WHERE currency = :currency ORDER BY valid_from",
        "SELECT i.rate FROM invoices i JOIN allocations a ON a.invoice_id = i.id WHERE a.payment_id = :key",
    )
    for look in looks:
        names = {"currency": currency, "on": paid_on, "key": key}
        wanted = {name: value for name, value in names.items() if f":{name}" in look}
        found = connection.execute(sa.text(f"{look} LIMIT 1"), wanted).scalar()
        if found is not None:
            return int(Decimal(found))
    return ONE


def downgrade() -> None:
    for table in ("datev_files", "debtor_numbers", "ledger_accounts", "accounting_settings"):
        op.drop_table(table)
    op.drop_column("payments", "rate")
