"""How an import and those who save meanwhile take turns on SQLite, where one transaction writes at a time.

A batch is read and worked out before it takes the write lock, keeps the lock only while its rows are written, and then
leaves it free for longer than it had it. How many rows a batch has follows from how long the ones before it held the
lock, so that it stays short on a slow machine too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from salesapp.core.concurrency.attempts import met_another
from salesapp.core.db import db, reading_first

Answer = TypeVar("Answer")
Step = TypeVar("Step")

BATCH = 500
"""Rows to a transaction where others can save meanwhile."""
LARGE_BATCH = 2_000
"""The same where there are no others: each transaction writes the pages once that its rows have in common."""
SHORT_BATCH, SHORTEST_BATCH, LONGEST_BATCH = 25, 5, 100
"""The same on SQLite, where nobody else writes while it lasts: at first, at least and at most."""
HELD = 0.02
"""Seconds that a batch may hold the lock: nobody notices so short a wait."""
FREE = 2.0
"""For so many times as long as it was held, the lock is left to others."""
LONGEST_PAUSE = 0.5
TRIES = 3
"""So often a batch is worked out without the lock before it takes the lock first: colleagues who save all the time
must not keep it from ever ending."""


class Turns:
    """Carries the batches of one run out."""

    def __init__(self, *, alone: bool) -> None:
        """`alone`: nobody else works with the database meanwhile."""
        self.shared = not alone and writers_wait()
        self.size = LARGE_BATCH if alone else min(BATCH, SHORT_BATCH) if self.shared else BATCH
        self._writing_since: float | None = None
        self._begun = monotonic()

    def carry(self, work: Callable[[], Answer]) -> Answer:
        """What the work answers. It is begun anew where somebody else wrote between its reading and its writing."""
        if not self.shared:
            return work()
        for _attempt in range(TRIES):
            try:
                with reading_first(), _told_of_flushes(db.session(), self._writes):
                    return _written(work)
            except OperationalError as error:
                if not met_another(error):
                    raise
                db.session.rollback()
                self._writing_since = None
        self._writes()
        return work()

    def giving_way(self, steps: Iterator[Step]) -> Iterator[Step]:
        """The steps, to be committed one by one; between two of them those who wait to save have their turn."""
        self._begun = monotonic()
        for step in steps:
            yield step
            if self.shared:
                sleep(self._pause())
            self._begun, self._writing_since = monotonic(), None

    def _writes(self) -> None:
        self._writing_since = self._writing_since or monotonic()

    def _pause(self) -> float:
        """Seconds to rest after the step is committed; the time in which it only read counts as rest."""
        now = monotonic()
        since = now if self._writing_since is None else self._writing_since
        self.size = next_size(self.size, held=now - since)
        return rest(held=now - since, free=since - self._begun)


def next_size(size: int, *, held: float) -> int:
    """How many rows the next batch has when one of `size` held the lock for so many seconds."""
    if held > HELD:
        return max(SHORTEST_BATCH, int(size * max(HELD / held, 0.5)))
    return min(LONGEST_BATCH, size + 5) if held < HELD / 2 else size


def rest(*, held: float, free: float) -> float:
    """Seconds for which a lock that was held, after it was free, is left to others before it is sought again."""
    return min(max(FREE * held - free, 0.0), LONGEST_PAUSE)


def _written(work: Callable[[], Answer]) -> Answer:
    answer = work()
    db.session.flush()
    return answer


def writers_wait() -> bool:
    """Whether only one transaction writes at a time."""
    return db.session.get_bind().dialect.name == "sqlite"


@contextmanager
def _told_of_flushes(session: Session, hear: Callable[[], None]) -> Iterator[None]:
    """Calls `hear` whenever the session begins to write, in this block."""

    def heard(*_told: object) -> None:
        hear()

    event.listen(session, "before_flush", heard)
    try:
        yield
    finally:
        event.remove(session, "before_flush", heard)
