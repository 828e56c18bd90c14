"""Small things that a request which reads finds worth keeping: for them nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from salesapp.core.concurrency.attempts import met_another
from salesapp.core.db import Base, apart

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def note(write: Callable[[Session], None]) -> None:
    """Does `write` in a transaction of its own. It is forgotten at once where somebody else holds SQLite's writer."""
    try:
        with apart(waiting=False) as session:
            write(session)
    except OperationalError as error:
        if not met_another(error):
            raise


def keep_once(session: Session, model: type[Base], **values: Any) -> None:
    """Adds the row unless one like it is there: of two that come at once both may find none."""
    insert = INSERTS[session.connection().dialect.name](model)
    session.execute(insert.values(**values).on_conflict_do_nothing())
