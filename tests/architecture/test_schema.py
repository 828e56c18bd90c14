"""Models and migrations describe the same tables, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from salesapp.core.db import Base, db
from tests.architecture.source import refuse


def test_models_match_the_migrated_database(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        differences = compare_metadata(context, Base.metadata)
    refuse("Write the migration (flask db revision):", map(str, differences))


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The tests keep copies in a schema of their own."""
    return not (kind == "schema" and name not in {None, "public"})


def test_every_foreign_key_column_is_indexed_or_leads_a_key() -> None:
    refuse(
        "An unindexed foreign key makes deleting and joining slow; add index=True or an Index that begins with it:",
        sorted(
            f"{table.name}.{column.name}"
            for table in Base.metadata.tables.values()
            for column in table.columns
            if column.foreign_keys
            and column.name not in leading(table)
            and not column.name.endswith("by_id")
        ),
    )


def leading(table: object) -> set[str]:
    """The columns that an index or key begins with."""
    keyed = [*table.indexes, *table.constraints]  # type: ignore[attr-defined]
    found = {
        key.columns[0].name for key in keyed if hasattr(key, "columns") and len(key.columns) and indexed(key)
    }
    return found | {table.primary_key.columns[0].name}  # type: ignore[attr-defined]


def indexed(key: object) -> bool:
    return type(key).__name__ in {"Index", "UniqueConstraint", "PrimaryKeyConstraint"}
