"""A new database begins with a snapshot of the tables, which is what every version before it makes of nothing."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from salesapp.core.db import db
from salesapp.operating import schema, snapshot
from tests.conftest import Database
from tests.databases import dump_program

NOISE = re.compile(
    r"^(COMMENT ON SCHEMA.*|--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict.*)\n", re.MULTILINE
)
MOMENT = re.compile(r"'20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00)?'")


NOW = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')",  # the form in which every instant is kept and compared
    "postgresql": "CURRENT_TIMESTAMP",
}


def as_sql() -> str:
    """What makes the tables of the open database and the rows in them, but for the table that says its version."""
    made = sqlite_as_sql() if db.engine.dialect.name == "sqlite" else postgres_as_sql()
    return MOMENT.sub(NOW[db.engine.dialect.name], made).strip() + "\n"


def sqlite_as_sql() -> str:
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        kept = [each for each in connection.iterdump() if "alembic_version" not in each]
    statements = kept[1:-1]  # it begins and ends its transaction itself
    return snapshot.NEXT.join(sorted(statements, key=lambda each: not each.startswith("CREATE TABLE")))


def postgres_as_sql() -> str:
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    options = ("--inserts", "--no-owner", "--no-privileges", "--exclude-table=alembic_version")
    made = subprocess.run([dump_program(), *options, url], check=True, capture_output=True, text=True).stdout
    return re.sub(r"\n{3,}", "\n\n", NOISE.sub("", made).replace("public.", ""))


def in_one_order(made: str) -> list[tuple[list[str], list[str]]]:
    """The statements, with constraints and indexes sorted: the tables that alembic copies have them in any order."""
    found = []
    for statement in made.split(snapshot.NEXT):
        lines = [line.strip().rstrip(", ") for line in statement.split("\n")]
        constraints = [line for line in lines if line.startswith("CONSTRAINT ")]
        found.append(([line for line in lines if line not in constraints], sorted(constraints)))
    return sorted(found, key=lambda each: each[0] if each[0][0].startswith("CREATE INDEX") else [""])


def empty_again() -> None:
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        Path(str(db.engine.url.database)).unlink()
        return
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))


def test_the_snapshot_is_what_all_versions_before_it_make_of_nothing(empty: None, database: Database) -> None:
    version = schema.newest_version() if (writes := os.environ.get("WRITE_SNAPSHOT")) else snapshot.version()
    assert version is not None
    schema.upgrade(version)
    by_migrations = as_sql()
    if writes:
        snapshot.file().write_text(f"{snapshot.VERSION}{version}\n{by_migrations}")
    empty_again()
    snapshot.begin(schema.script())
    assert in_one_order(as_sql()) == in_one_order(by_migrations)
    assert schema.current_version() == version


def test_the_newest_version_is_read_from_the_migrations_as_alembic_reads_it():
    assert schema.newest_version() == schema.script().get_current_head()
