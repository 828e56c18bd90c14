"""Lists are sorted by people's order: beside each text they show stands its key, compared byte by byte."""

from __future__ import annotations

from itertools import islice

import sqlalchemy as sa
from alembic import op

from salesapp.core.ordering.collation import sort_key

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NEEDED = {
    "activities": ("subject",),
    "users": ("name",),
    "accounts": ("name",),
    "contacts": ("family_name",),
    "dialogs": ("name",),
    "lead_queues": ("name",),
    "campaigns": ("name",),
    "competitors": ("name",),
    "sales_processes": ("name",),
    "stages": ("name",),
    "loss_reasons": ("name",),
    "opportunities": ("name",),
    "leads": ("name",),
    "assignment_rules": ("name",),
    "lead_score_rules": ("name",),
    "web_forms": ("name",),
    "tax_rates": ("name",),
    "products": ("name",),
    "price_books": ("name",),
}
BLANK = {
    "users": ("team",),
    "contacts": ("given_name", "job_title"),
    "lead_statuses": ("name",),
    "lead_queues": ("description",),
    "competitors": ("key_product",),
    "leads": ("company",),
    "products": ("code", "family"),
}
INDEXES = {
    "accounts": "name_sort",
    "contacts": "family_name_sort",
    "competitors": "name_sort",
    "leads": "name_sort",
    "products": "name_sort",
}
BATCH = 1000


def upgrade() -> None:
    for table in dict.fromkeys([*NEEDED, *BLANK]):
        names = (*NEEDED.get(table, ()), *BLANK.get(table, ()))
        for name in names:
            nullable = name in BLANK.get(table, ())
            default = None if nullable else ""
            op.add_column(table, sa.Column(f"{name}_sort", key(), nullable=nullable, server_default=default))
        fill(table, names)
    shown = sa.text("deleted_at IS NULL")
    for table, column in INDEXES.items():
        name = f"ix_{table}_list_name"
        op.drop_index(name, table)
        op.create_index(name, table, [column, "id"], sqlite_where=shown, postgresql_where=shown)


def key() -> sa.String:
    return sa.String(1000).with_variant(sa.String(1000, collation="C"), "postgresql")


def fill(name: str, texts: tuple[str, ...]) -> None:
    """The keys of the rows that are there."""
    columns = [sa.column(each) for text in texts for each in (text, f"{text}_sort")]
    table = sa.table(name, sa.column("id"), *columns)
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, *(table.c[text] for text in texts))).all()
    update = sa.update(table).where(table.c.id == sa.bindparam("row"))
    update = update.values({f"{text}_sort": sa.bindparam(f"key_{text}") for text in texts})
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        values = [
            {"row": row.id} | {f"key_{text}": sort_key(getattr(row, text)) for text in texts} for row in batch
        ]
        connection.execute(update, values)
