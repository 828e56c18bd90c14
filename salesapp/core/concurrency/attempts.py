"""Work whose transaction met another one's is carried out again from the start, and nobody sees it.

A deadlock, a serialisation failure, a row or a unique value that a colleague was quicker with: all of them say that
what was read is no longer so. Run again, the same work reads it as it is now, and the rules decide anew.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from salesapp.core.concurrency.taken import Taken, taken_in

MOST = 10
"""So often a piece of work is begun at most."""
SOON = 3
"""In this attempt a value that is still taken is no meeting any more: no rule looked for it, so the form is told."""
PATIENCE = 20.0
"""Seconds after which it is not begun again: its person waits."""
MET = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "23503",  # foreign_key_violation: the row was removed since it was read
        "23505",  # unique_violation: a colleague was quicker
    }
)
"""SQLSTATEs of Postgres that another transaction can cause, whatever ours did."""


class Overtaken(Exception):
    """What the work read and leans on was changed by a colleague before it was committed."""


class Attempts:
    """How often a piece of work was begun, and which rows stood between it and a colleague's."""

    def __init__(self) -> None:
        self.number = 1
        self.contested: set[tuple[str, int]] = set()
        """(table, id) of the rows to be locked before anything is read, so that the next attempt finds them still."""
        self.taken: Taken | None = None
        """What the attempt before could not have because another row has it: its form is not valid."""
        self.ended_in: Exception | None = None
        self._end = time.monotonic() + PATIENCE

    def worth_another(self, error: Exception) -> bool:
        """Whether the work that ended in `error` is begun again: this is said once of each error, and then holds."""
        if self.ended_in is not error:
            can = self.number < MOST and time.monotonic() < self._end
            self.ended_in = error if can and self._could_end_otherwise(error) else None
        return self.ended_in is error

    def _could_end_otherwise(self, error: Exception) -> bool:
        taken = taken_in(error)
        if taken is None:
            return met_another(error)
        if self.taken is not None:
            return False  # no form of the work could say it
        if not met_another(error) or self.number >= SOON:
            self.taken = taken
        return True

    def next(self) -> None:
        """Waits a moment, longer each time and never as long as the other one does, and counts."""
        time.sleep(random.uniform(0, 0.005 * 2 ** min(self.number, 6)))  # noqa: S311  no secret
        self.number, self.ended_in = self.number + 1, None


_running: ContextVar[Attempts | None] = ContextVar("attempts", default=None)


def running() -> Attempts | None:
    """The attempts of the work that is being done; None where nothing would begin it again."""
    return _running.get()


@contextmanager
def counted() -> Iterator[Attempts]:
    """What runs in the block can be begun again; work within such work belongs to it."""
    attempts = Attempts()
    token = _running.set(attempts)
    try:
        yield attempts
    finally:
        _running.reset(token)


def met_another(error: BaseException) -> bool:
    """Whether another transaction is why the work could not be done, or a connection that ended before its commit.

    Nobody asks a connection of the pool whether it still stands: of the work that met its end, nothing was kept.
    """
    if isinstance(error, Overtaken | StaleDataError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return error.statement is not None  # a COMMIT that was lost on the way may have been carried out
    return getattr(error.orig, "sqlstate", None) in MET or "database is locked" in str(error.orig)
