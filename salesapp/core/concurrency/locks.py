"""Rules over a whole set of rows (the last administrator, a circle in a tree) are looked at by one at a time."""

from __future__ import annotations

import zlib

from sqlalchemy import text

from salesapp.core.db import db


def one_at_a_time(rule: str) -> None:
    """Waits until no other transaction is between looking at `rule` and its commit. SQLite's writers are alone.

    What is looked at afterwards has to be read anew: rows that the session holds are as old as their reading.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        db.session.connection().execute(lock, {"lock": zlib.crc32(rule.encode())})
