"""A copy of the database while others work with it, for what takes long and must not keep its writers waiting."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from salesapp.core.db import Base, db, engine_options, prepare_engine, sqlite_module


def copy_sqlite(target: Path) -> None:
    """Writes all that is committed now to the file `target`; writers go on meanwhile."""
    sqlite = sqlite_module()
    with (
        closing(sqlite.connect(str(db.engine.url.database))) as live,
        closing(sqlite.connect(str(target))) as saved,
    ):
        live.backup(saved)
        saved.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def on_a_copy() -> Iterator[None]:
    """Transactions begun in this block, by the whole process, are of a copy that is thrown away behind it.

    For commands alone: a server's threads would all be moved.
    """
    live, engines = db.engine, cast("dict[str | None, Engine]", db.engines)
    copied = _sqlite_copy() if live.dialect.name == "sqlite" else _postgres_copy(live)
    with copied as engine:
        engines[None] = engine
        try:
            yield
        finally:
            db.session.rollback()
            engines[None] = live


@contextmanager
def _sqlite_copy() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.sqlite"
        copy_sqlite(path)
        url = f"sqlite:///{path}"
        engine = create_engine(url, **engine_options(url))
        prepare_engine(engine)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _postgres_copy(live: Engine) -> Iterator[Engine]:
    """Temporary tables stand before the real ones: those of one connection, which are gone with it.

    They are filled in one snapshot. Reading locks nobody out, and what is written to them is nobody else's to wait
    for. Keys to other tables and triggers are not copied: what is kept for readers of the real tables is not wanted.
    """
    told = engine_options(str(live.url)) | {"poolclass": StaticPool}
    told.pop("pool_size")
    engine = create_engine(live.url, **told)
    prepare_engine(engine)
    try:
        with engine.begin() as connection:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            _copy_tables(connection)
        yield engine
    finally:
        engine.dispose()


def _copy_tables(connection: Connection) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    schema = quoted(connection.execute(text("SELECT current_schema()")).scalar_one())
    for name in map(quoted, Base.metadata.tables):
        connection.execute(text(f"CREATE TEMPORARY TABLE {name} (LIKE {schema}.{name} INCLUDING ALL)"))
        connection.execute(text(f"INSERT INTO pg_temp.{name} SELECT * FROM {schema}.{name}"))  # noqa: S608
    connection.execute(text("ANALYZE"))
