"""What a piece of code sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from salesapp.core.db import db

BESIDE = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")
"""What frames the statements and asks for nothing."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that run in the block, without those that only frame them."""
    ran: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(BESIDE):
            ran.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
