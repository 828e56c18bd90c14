"""Writing hundreds of thousands of rows: what is worth its memory while one process has the database to itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from salesapp.core.db import db

LITTER = 50_000
"""So many new objects before anything looks for garbage: a batch leaves hardly any that goes by counting."""
USUAL = {"cache_size": -2_000, "wal_autocheckpoint": 1_000}
"""What SQLite has of itself: 2 MB of pages, and the log copied into the file when it is 4 MB long."""
MUCH = {"cache_size": -32_000, "wal_autocheckpoint": 10_000}
"""With pages at hand and a longer log, a page that many batches change is written a fifth as often."""


@contextmanager
def writing_much() -> Iterator[None]:
    """For a command that writes alone. Nothing that was built before the block counts as garbage in it."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(LITTER)
    _set(MUCH)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        db.session.rollback()
        _set(USUAL)


def _set(pragmas: dict[str, int]) -> None:
    """On the one connection that a command uses."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            for name, value in pragmas.items():
                connection.exec_driver_sql(f"PRAGMA {name} = {value}")
