"""What a transaction holds while it works: a rule over a whole set of rows (a circle in a tree), or a row it names."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, select, text

from salesapp.core.db import Record, db

RecordT = TypeVar("RecordT", bound=Record)


def one_at_a_time(rule: str) -> None:
    """Waits until no other transaction is between looking at `rule` and its commit. SQLite's writers are alone.

    What is looked at afterwards has to be read anew: rows that the session holds are as old as their reading.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        db.session.connection().execute(lock, {"lock": zlib.crc32(rule.encode())})


def held_row(model: type[RecordT], key: int) -> RecordT:
    """The row as it is now, in the bin or not, which nobody puts there or brings back until the transaction ends.

    It is read as a whole: whoever holds a document's customer asks for their address next.
    """
    held: RecordT = db.session.scalars(_held(model), {"key": key}).one()
    return held


@cache
def _held(model: type[RecordT]) -> Select[RecordT]:
    held = select(model).where(model.id == bindparam("key"))
    return held.with_for_update(of=model, read=True, key_share=True).execution_options(
        populate_existing=True, with_deleted=True, unscoped="a row that the caller names already, seen or not"
    )
