"""Companies of a given size to measure on, on both databases, with twins for whatever changes something.

With BENCH_DATA=folder (and SALESAPP_TEST_POSTGRES_URL for Postgres) what was loaded is kept for the next run.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import psycopg
from flask import Flask
from psycopg import sql

from bench.company import KEY
from salesapp import create_app
from salesapp.config import Settings
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.demo.load import load
from salesapp.operating.schema import migrate
from salesapp.operating.serving import settle_in
from tests.databases import Run, start_cluster, with_database

SEED = 7
ENGINES = ("sqlite", "postgres")


class Stock:
    """Loaded companies by size. SQLite is filled by `salesapp load`; Postgres gets a copy of the same rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._server = os.environ.get("SALESAPP_TEST_POSTGRES_URL", "")
        self._twins = 0

    @property
    def server(self) -> str:
        """The address of the Postgres server: a throwaway cluster unless one is given."""
        if not self._server:
            self._server = start_cluster(Run(cast("Any", SimpleNamespace()), self.folder))
        return self._server

    @contextmanager
    def app(self, engine: str, opportunities: int) -> Iterator[Flask]:
        """The application on the company itself, for what only reads."""
        with opened(self._url(engine, opportunities), self.folder) as app:
            yield app

    @contextmanager
    def twin(self, engine: str, opportunities: int) -> Iterator[str]:
        """The address of a copy of the company, which goes afterwards."""
        source = self._url(engine, opportunities)
        with self._new(engine) as (url, name):
            if engine == "sqlite":
                shutil.copyfile(source.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
            else:
                template = urlsplit(source).path.strip("/")
                self._administer("CREATE DATABASE {} TEMPLATE {}", name, template)
            yield url

    @contextmanager
    def empty(self, engine: str) -> Iterator[str]:
        """The address of a database with nothing in it, which goes afterwards."""
        with self._new(engine) as (url, name):
            if engine != "sqlite":
                self._administer("CREATE DATABASE {}", name)
            yield url

    @contextmanager
    def _new(self, engine: str) -> Iterator[tuple[str, str]]:
        """An address and the name in it that nobody has yet; what is made there goes afterwards."""
        self._twins += 1
        name = f"twin_{os.getpid()}_{self._twins}"
        if engine == "sqlite":
            path = self.folder / f"{name}.sqlite"
            try:
                yield f"sqlite:///{path}", name
            finally:
                for rest in ("", "-wal", "-shm"):
                    Path(f"{path}{rest}").unlink(missing_ok=True)
            return
        try:
            yield with_database(self.server, name), name
        finally:
            self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _url(self, engine: str, opportunities: int) -> str:
        return self._sqlite(opportunities) if engine == "sqlite" else self._postgres(opportunities)

    def _sqlite(self, opportunities: int) -> str:
        path = self.folder / f"company-{opportunities}.sqlite"
        url = f"sqlite:///{path}"
        if not path.exists():
            making = path.with_suffix(".making")
            making.unlink(missing_ok=True)
            fill(f"sqlite:///{making}", opportunities, self.folder)
            settle(making)
            making.rename(path)
        return url

    def _postgres(self, opportunities: int) -> str:
        name = f"bench_{opportunities}"
        with psycopg.connect(with_database(self.server, "postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        url = with_database(self.server, name)
        if not known:
            making = f"{name}_making"
            self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", making)
            self._administer("CREATE DATABASE {}", making)
            copy_rows(
                Path(self._sqlite(opportunities).removeprefix("sqlite:///")),
                with_database(self.server, making),
            )
            self._administer("ALTER DATABASE {} RENAME TO {}", making, name)
        return url

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(with_database(self.server, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(cast("Any", statement)).format(*map(sql.Identifier, names)))


@contextmanager
def stock() -> Iterator[Stock]:
    """The stock in BENCH_DATA, else in a folder that goes afterwards."""
    kept = os.environ.get("BENCH_DATA")
    if kept:
        yield Stock(Path(kept))
        return
    with tempfile.TemporaryDirectory(prefix="salesapp-bench-") as folder:
        yield Stock(Path(folder))


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Flask]:
    """The application on the database at `url`, as the server has it."""
    app = create_app(Settings(database_url=url, secret_key=KEY, files=str(folder / "files")))
    settle_in()
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def fill(url: str, opportunities: int, folder: Path) -> None:
    """Makes the schema and loads the synthetic company."""
    with opened(url, folder) as app, app.app_context():
        migrate()
        set_viewer(SYSTEM)
        load(opportunities, SEED)
        db.session.commit()
        db.session.remove()


def settle(path: Path) -> None:
    """Everything into the one file, with the statistics that the planner wants."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def copy_rows(source: Path, url: str) -> None:
    """Brings the schema up on Postgres and copies every row of the SQLite file."""
    with opened(url, source.parent) as app, app.app_context():
        migrate()
        db.session.remove()
    with closing(sqlite3.connect(source)) as origin, psycopg.connect(url) as target:
        target.execute("SET session_replication_role = replica")
        tables = target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            if table != "alembic_version":
                _copy_table(origin, target, table)
    with psycopg.connect(url, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")


def _copy_table(origin: sqlite3.Connection, target: psycopg.Connection[Any], table: str) -> None:
    # Nothing foreign gets into this SQL: the names are our own tables'.
    rows = origin.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    columns = [each[0] for each in rows.description]
    target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with target.cursor().copy(
        sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    ) as copy:
        for row in rows:
            copy.write_row(row)
    if "id" in columns:
        last = "SELECT setval(pg_get_serial_sequence({0}, 'id'), coalesce(max(id), 1)) FROM {1}"
        found = target.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        if found and found[0]:
            target.execute(sql.SQL(cast("Any", last)).format(sql.Literal(table), sql.Identifier(table)))
