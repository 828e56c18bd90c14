"""Small things that a request which reads finds worth keeping: for them nobody waits."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from salesapp.core.concurrency.attempts import met_another
from salesapp.core.db import apart


def note(write: Callable[[Session], None]) -> None:
    """Does `write` in a transaction of its own. It is forgotten at once where somebody else holds SQLite's writer."""
    try:
        with apart(waiting=False) as session:
            write(session)
    except OperationalError as error:
        if not met_another(error):
            raise
