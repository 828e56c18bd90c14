"""The tables and first rows of one version as SQL, so that a new database need not go through every version before it.

`make snapshot` writes the files anew; between two writings the younger migrations follow as they would anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from salesapp.config import ROOT
from salesapp.core.db import db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

NEXT = "\n-- next\n"
VERSION = "-- version "


def file() -> Path:
    """The snapshot for the kind of database that is open; its first line says the version."""
    return ROOT / "migrations" / "snapshot" / f"{db.engine.dialect.name}.sql"


def version() -> str:
    """The version whose tables it holds."""
    return file().read_text().partition("\n")[0].removeprefix(VERSION)


def begin(script: ScriptDirectory) -> None:
    """Gives an empty database the tables of the snapshot, all or none. One that has tables is left alone."""
    if not file().exists() or inspect(db.engine).get_table_names():
        return
    from alembic.runtime.migration import MigrationContext

    with db.engine.begin() as connection:
        cursor = connection.connection.cursor()  # no placeholders are looked for in what triggers say
        for statement in file().read_text().split(NEXT):
            cursor.execute(statement)
        cursor.close()
        MigrationContext.configure(connection).stamp(script, version())
