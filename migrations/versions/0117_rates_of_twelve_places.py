"""Exchange rates have twelve decimal places: eight leave a rupiah in euro with four figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0108"
branch_labels = None
depends_on = None

TABLES = ("currency_rates", "payments", "quotes", "orders", "invoices", "credit_notes")


def upgrade() -> None:
    for table in TABLES:
        _write(table, "rate * 10000")


def downgrade() -> None:
    """What has more than eight places is cut off."""
    for table in TABLES:
        _write(table, "rate / 10000")


def _write(table: str, rate: str) -> None:
    """Each rate stays the number it was, so what was issued says the same; its triggers rest meanwhile."""
    rates = sa.table(table, sa.column("rate"))
    statement = rates.update().values(rate=sa.literal_column(rate))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        op.execute(statement)
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    triggers = op.get_bind().execute(query, {"table": table}).all()
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    op.execute(statement)
    for _name, sql in triggers:
        op.get_bind().exec_driver_sql(sql)
