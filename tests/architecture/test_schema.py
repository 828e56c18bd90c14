"""Models and migrations describe the same tables, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Column, inspect

from salesapp.core.db import Base, db
from tests.architecture.source import refuse

INDEX_CHANGES = {"add_index", "remove_index"}


def test_models_match_the_migrated_database(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        differences = compare_metadata(context, Base.metadata)
        there = {
            index["name"]
            for table in Base.metadata.tables
            for index in inspect(connection).get_indexes(table)
        }
    plain = (
        each for each in differences if not (each[0] in INDEX_CHANGES and each[1].name in computed_indexes())
    )
    gone = (f"index {name} is missing" for name in sorted(computed_indexes() - there))
    refuse("Write the migration (flask db revision):", [*map(str, plain), *gone])


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The tests keep copies in a schema of their own."""
    return not (kind == "schema" and name not in {None, "public"})


def computed_indexes() -> set[str]:
    """Indexes over expressions: databases describe those in words of their own, so only their names are compared."""
    return {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if any(not isinstance(expression, Column) for expression in index.expressions)
    }
