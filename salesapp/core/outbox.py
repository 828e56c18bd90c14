"""Slow and outside things (mail, webhooks, imports): a row written with the change, carried out after the commit.

The worker takes a row by a lease, so that a killed worker's job is taken again; what a carrier does must therefore
bear being done twice (mail carries a fixed Message-ID). docs/adr/0004 says why this is a table and not a job engine.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.concurrency.jobs import until_done
from salesapp.core.db import Base, Json, LongText, ShortText, db

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
TRIES = 80
"""With an hour between two tries: what a silent server does not take is given up after three days."""
SLICE_SECONDS = 10.0
"""Mail and imports get their turn between the portions of what is long."""


class Outbox(Base):
    """One thing to carry out."""

    __tablename__ = "outbox"

    kind: Mapped[str] = mapped_column(ShortText(40))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(LongText())
    taken_by: Mapped[str | None] = mapped_column(ShortText(120))
    """The worker that has it in hand, or had it when it ended."""

    __table_args__ = (Index("ix_outbox_waiting", "done_at", "failed_at", "due_at"),)


class WorkerBeat(Base):
    """When the worker was last seen; `/readyz` and `salesapp check` look at it."""

    __tablename__ = "worker_beats"

    at: Mapped[datetime] = mapped_column()


BEAT = timedelta(seconds=20)


def beat() -> None:
    """Writes down that the worker lives, at most every twenty seconds."""
    row = db.session.scalar(select(WorkerBeat).limit(1))
    if row is not None and clock.now() - row.at < BEAT:
        db.session.rollback()
        return
    if row is None:
        row = WorkerBeat(at=clock.now())
        db.session.add(row)
    row.at = clock.now()
    db.session.commit()


def worker_alive() -> bool:
    """Whether the worker was seen in the last two minutes."""
    at = db.session.scalar(select(WorkerBeat.at).limit(1))
    return at is not None and clock.now() - at < timedelta(minutes=2)


class NotNow(Exception):
    """Raised by a carrier that cannot work yet (no mail server is set): the row waits and no try is counted."""


class Refused(Exception):
    """Raised by a carrier for what another try would not mend; the sentence says why. The row is given up at once."""


Carrier = Callable[[dict[str, Any]], None]
_carriers: dict[str, Carrier] = {}
_mourners: dict[str, Callable[[Outbox, str], None]] = {}


def carrier(kind: str) -> Callable[[Carrier], Carrier]:
    """Declares who carries out `kind`."""

    def declare(function: Carrier) -> Carrier:
        _carriers[kind] = function
        return function

    return declare


def given_up(kind: str) -> Callable[[Callable[[Outbox, str], None]], Callable[[Outbox, str], None]]:
    """Declares who is told, with the reason, when a row of `kind` is given up."""

    def declare(function: Callable[[Outbox, str], None]) -> Callable[[Outbox, str], None]:
        _mourners[kind] = function
        return function

    return declare


def post(kind: str, payload: dict[str, Any], *, due_at: datetime | None = None) -> Outbox:
    """Puts a thing to do beside the change that asks for it; both are committed or neither."""
    row = Outbox(kind=kind, payload=payload, due_at=due_at or clock.now())
    db.session.add(row)
    return row


def carry_portions(kind: str, payload: dict[str, Any], portion: Callable[[int], int | None]) -> None:
    """Carries out what is long a portion at a time, each with its own commit; what is left is posted again.

    `portion(after)` does the next records behind that id and gives the last one's; None behind the last.
    """
    after, until = payload.get("after", 0), monotonic() + SLICE_SECONDS
    while (last := portion(after)) is not None:
        after = last
        if monotonic() > until:
            post(kind, payload | {"after": after})
            break
        db.session.commit()
    db.session.commit()


def carry_next() -> bool:
    """Carries out one due row; False when none is due."""
    taken = _take()
    if taken is None:
        return False
    row_id, kind, payload = taken
    try:
        until_done(lambda: _carriers[kind](payload))
    except NotNow as why:
        db.session.rollback()
        _settle(row_id, due_at=clock.now() + timedelta(minutes=1), error=str(why), tries=Outbox.tries - 1)
    except Exception as error:  # noqa: BLE001  whatever a carrier meets is kept with its row and tried again later
        db.session.rollback()
        log.warning("outbox row %s (%s) failed: %s", row_id, kind, type(error).__name__)
        _failed(row_id, error)
    else:
        _settle(row_id, done_at=clock.now(), error=None)
    return True


def carry_all() -> int:
    """Carries out what is due now; how many."""
    count = 0
    while carry_next():
        count += 1
    return count


def _take() -> tuple[int, str, dict[str, Any]] | None:
    now = clock.now()
    query = (
        select(Outbox)
        .where(Outbox.done_at.is_(None), Outbox.failed_at.is_(None), Outbox.due_at <= now)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = db.session.scalar(query)
    if row is None:
        db.session.rollback()
        return None
    row.due_at, row.tries, row.taken_by = now + LEASE, row.tries + 1, this_worker()
    taken = (row.id, row.kind, row.payload)
    db.session.commit()
    return taken


def this_worker() -> str:
    """Machine, process and when that began: a number of a process is given again."""
    return f"{socket.gethostname()[:60]}/{os.getpid()}/{_begun(os.getpid())}"


def _begun(process: int) -> str:
    """When the process began, as Linux counts; empty for one that is gone, and on other systems."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def take_up_again() -> int:
    """Makes due what workers of this machine had in hand that are gone; how many rows."""
    here = f"{socket.gethostname()[:60]}/"
    open_ones = (Outbox.done_at.is_(None), Outbox.failed_at.is_(None), Outbox.taken_by.startswith(here))
    gone = [row for row in db.session.scalars(select(Outbox).where(*open_ones)) if _is_gone(row.taken_by)]
    for row in gone:
        row.due_at, row.taken_by = clock.now(), None
    db.session.commit()
    return len(gone)


def _is_gone(worker: str | None) -> bool:
    _machine, process, begun = (worker or "//").rsplit("/", 2)
    return not process.isdecimal() or _begun(int(process)) != begun


def _settle(row_id: int, **values: Any) -> None:
    db.session.execute(update(Outbox).where(Outbox.id == row_id).values(taken_by=None, **values))
    db.session.commit()


def _failed(row_id: int, error: Exception) -> None:
    row = db.session.get_one(Outbox, row_id)
    row.taken_by = None
    row.error = f"{type(error).__name__}: {error}"[:2000]
    row.due_at = clock.now() + timedelta(seconds=min(3600, 5 * 4 ** min(row.tries, 6)))
    if isinstance(error, Refused) or row.tries >= TRIES:
        give_up(row, str(error)[:2000])
    db.session.commit()


def give_up(row: Outbox, why: str) -> None:
    """It is not tried again; whoever is to know learns the reason."""
    row.failed_at = clock.now()
    if row.kind in _mourners:
        _mourners[row.kind](row, why)


def given_up_ones() -> int:
    """How many rows were given up."""
    return db.session.scalar(select(func.count(Outbox.id)).where(Outbox.failed_at.is_not(None))) or 0


def waiting() -> int:
    """How many rows are neither done nor given up."""
    query = select(func.count(Outbox.id)).where(Outbox.done_at.is_(None), Outbox.failed_at.is_(None))
    return db.session.scalar(query) or 0
