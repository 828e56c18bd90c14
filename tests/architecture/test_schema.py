"""Models and migrations describe the same tables, on both databases."""

from __future__ import annotations

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Column, Connection, create_engine, text

from salesapp.core.db import Base, db, sqlite_module
from tests.architecture.data_model import listed, written
from tests.architecture.source import refuse

INDEX_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
}


@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping"
)  # of indexes over expressions; their names are compared
def test_models_match_the_migrated_database(app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": comparable}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)
        there = set(connection.scalars(text(INDEX_NAMES[connection.dialect.name])))
    gone = [f"index {name} is missing" for name in sorted(computed_indexes() - there)]
    refuse("Write the migration (flask db revision):", [*map(str, differences), *gone])


@pytest.mark.sqlite_only  # the comparison is with a database made from the models, quickest in memory
def test_migrations_make_the_triggers_and_indexes_that_the_models_make(app: Flask) -> None:
    from_models = create_engine("sqlite://", module=sqlite_module())
    with from_models.connect() as connection:
        Base.metadata.create_all(connection)
        wanted = made_things(connection)
    from_models.dispose()
    with db.engine.connect() as connection:
        found = made_things(connection)
    refuse(
        "Write the migration for both databases:",
        [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
        + [f"{name} is made though no model asks for it" for name in sorted(found.keys() - wanted.keys())]
        + [f"{name} differs" for name in sorted(wanted) if name in found and wanted[name] != found[name]],
    )


def made_things(connection: Connection) -> dict[str, str]:
    """Name → statement of every trigger, view and index, without what spacing and quoting change."""
    query = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    return {
        name: re.sub(r"[\s\"]+|IF NOT EXISTS", "", sql).lower()
        for name, sql in connection.execute(text(query))
    }


def comparable(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leaves out indexes over expressions, which databases describe in words of their own."""
    return not (kind == "index" and name in computed_indexes())


def computed_indexes() -> set[str]:
    """Indexes over expressions; only their names are compared."""
    return {
        str(index.name)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if any(not isinstance(expression, Column) for expression in index.expressions)
    }


def test_the_page_of_the_data_model_names_every_table(app: Flask) -> None:
    assert written() == listed(), "write it: python -m tests.architecture.data_model"
