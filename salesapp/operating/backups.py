"""Backup and restore in one file, while the product runs.

A backup is a zip: a manifest, the database (SQLite's own online copy, or every Postgres table as COPY wrote it in one
snapshot) and the stored files.
"""

from __future__ import annotations

import json
import lzma
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.exc import DBAPIError

from salesapp.core import clock
from salesapp.core.concurrency.online_copies import copy_sqlite
from salesapp.core.db import db, sqlite_module
from salesapp.core.errors import RuleBroken
from salesapp.core.files import storage
from salesapp.core.i18n import _
from salesapp.operating.schema import current_version, upgrade, versions

MANIFEST, SQLITE, TABLES, FILES = "manifest.json", "database.sqlite", "tables/", "files/"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, TypeError, ValueError,
    RuntimeError, psycopg.DataError, psycopg.IntegrityError,
)  # fmt: skip
"""What reading a cut, foreign, encrypted or changed archive raises."""
UNWRITTEN = (OSError, sqlite_module().Error, psycopg.Error, DBAPIError)
"""What a full disk or a database that went away raises while it is copied."""
BEGINS = b"SQLite format 3\0"


def backup(target: Path) -> None:
    """Writes the backup to `target`, complete or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        _write(part)
        part.replace(target)
    except UNWRITTEN as failed:
        raise RuleBroken(_("The backup couldn’t be written: %(why)s.", why=_why(failed))) from failed
    finally:
        part.unlink(missing_ok=True)


def _why(failed: Exception) -> str:
    """In the system's words, one line."""
    return (getattr(failed, "strerror", None) or str(failed)).strip().partition("\n")[0]


def _write(part: Path) -> None:
    kind = db.engine.dialect.name
    # A file whose time was lost, as some copies lose it, is dated 1980 in the archive.
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        manifest = {"database": kind, "version": current_version(), "made_at": clock.now().isoformat()}
        archive.writestr(MANIFEST, json.dumps(manifest))
        _save_sqlite(archive, part.parent) if kind == "sqlite" else _save_postgres(archive)
        for path in _stored_files():
            with suppress(FileNotFoundError):  # swept away meanwhile: no row of the copied database names it
                archive.write(path, FILES + path.relative_to(storage.folder()).as_posix())


def restore(source: Path) -> None:
    """Puts a backup into this database, which must be empty of users; RuleBroken for a file that does not fit."""
    try:
        with zipfile.ZipFile(source) as archive:
            _restore(archive, _checked(archive))
    except DAMAGE as damaged:
        raise RuleBroken(
            _("This file isn’t a complete backup: %(why)s. Nothing was restored.", why=str(damaged))
        ) from damaged
    except UNWRITTEN as failed:
        raise RuleBroken(_("The backup couldn’t be restored: %(why)s.", why=_why(failed))) from failed


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after every byte was compared with its checksum: nothing of a damaged backup gets in."""
    if (broken := archive.testzip()) is not None:
        raise zipfile.BadZipFile(f"{broken} is damaged")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    content = SQLITE if manifest["database"] == "sqlite" else f"{TABLES}users"
    with archive.open(content) as begun:
        if content == SQLITE and begun.read(len(BEGINS)) != BEGINS:
            raise zipfile.BadZipFile(f"{SQLITE} is no database")
    if str(manifest["version"]) not in versions():
        raise RuleBroken(
            _(
                "This backup is from a newer version of the product. Install that one first. Nothing was restored."
            )
        )
    return manifest


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if manifest["database"] != db.engine.dialect.name:
        raise RuleBroken(
            _(
                "This backup is from %(kind)s. Set SALESAPP_DATABASE_URL to a database of that kind.",
                kind=manifest["database"],
            )
        )
    if _holds_data():
        raise RuleBroken(
            _("This database already contains data. Restore into an empty one. Nothing was changed.")
        )
    # The database comes last: until it is there, the same command can be given again.
    for name in archive.namelist():
        if name.startswith(FILES) and not name.endswith("/"):
            _put_file(archive, name)
    (_load_sqlite if manifest["database"] == "sqlite" else _load_postgres)(archive, manifest)


def _holds_data() -> bool:
    if current_version() is None:
        return False
    with db.engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT count(*) FROM users").scalar())


def _stored_files() -> Iterator[Path]:
    """Whole ones: what is being written begins with a dot."""
    folder = storage.folder()
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return (path for path in found if path.is_file() and not path.name.startswith("."))


def _put_file(archive: zipfile.ZipFile, name: str) -> None:
    folder = storage.folder().resolve()
    path = (folder / name.removeprefix(FILES)).resolve()
    if not path.is_relative_to(folder):
        raise RuleBroken(
            _("The backup contains a file outside its folder. It wasn’t created by this product.")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    _unpack(archive, name, path)


def _unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Complete or not at all, and never as a whole in memory."""
    part = target.with_name(f".{target.name}.restored")
    try:
        with archive.open(name) as packed, part.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


# --- SQLite -----------------------------------------------------------------------------------------------------


def _save_sqlite(archive: zipfile.ZipFile, beside: Path) -> None:
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        copy = Path(folder) / SQLITE
        copy_sqlite(copy)
        archive.write(copy, SQLITE)


def _load_sqlite(archive: zipfile.ZipFile, _manifest: dict[str, Any]) -> None:
    db.session.remove()
    db.engine.dispose()
    target = Path(str(db.engine.url.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    _unpack(archive, SQLITE, target)


# --- Postgres ---------------------------------------------------------------------------------------------------


@contextmanager
def _connection() -> Iterator[psycopg.Connection[Any]]:
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        yield connection


def _tables() -> list[str]:
    return [table.name for table in db.metadata.sorted_tables]


def _columns(table: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in db.metadata.tables[table].columns)


def _save_postgres(archive: zipfile.ZipFile) -> None:
    with _connection() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for table in _tables():
            statement = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), _columns(table))
            with connection.cursor().copy(statement) as rows, archive.open(f"{TABLES}{table}", "w") as saved:
                for chunk in rows:
                    saved.write(chunk)


def _load_postgres(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Tables are filled without foreign keys and triggers, which come back before the one commit."""
    upgrade(manifest["version"])
    db.session.remove()
    db.engine.dispose()
    with _connection() as connection:
        keys = _drop_foreign_keys(connection)
        for table in _tables():
            _load_table(connection, archive, table)
        for table, name, definition in keys:
            head = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(
                sql.Identifier(table), sql.Identifier(name)
            )
            connection.execute(head + sql.SQL(definition))


def _drop_foreign_keys(connection: psycopg.Connection[Any]) -> list[tuple[str, str, Any]]:
    query = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
               WHERE contype = 'f' AND connamespace = 'public'::regnamespace"""
    keys = connection.execute(query).fetchall()
    for table, name, _definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )
    return keys


def _load_table(connection: psycopg.Connection[Any], archive: zipfile.ZipFile, table: str) -> None:
    name = sql.Identifier(table)
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    connection.execute(sql.SQL("DELETE FROM {}").format(name))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(name, _columns(table))
    with connection.cursor().copy(statement) as rows, archive.open(f"{TABLES}{table}") as saved:
        while chunk := saved.read(1 << 20):
            rows.write(chunk)
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))
    if "id" in db.metadata.tables[table].columns:
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest((SELECT max(id) FROM {}), 1))"
            ).format(name),
            [table],
        )
