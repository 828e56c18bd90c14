"""A copy of a SQLite database while others work with it, for what takes long and must not keep its writers waiting."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from salesapp.core.db import db, engine_options, prepare_engine, sqlite_module


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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.sqlite"
        copy_sqlite(path)
        url = f"sqlite:///{path}"
        engines[None] = create_engine(url, **engine_options(url))
        prepare_engine(engines[None])
        try:
            yield
        finally:
            db.session.rollback()
            engines[None].dispose()
            engines[None] = live
