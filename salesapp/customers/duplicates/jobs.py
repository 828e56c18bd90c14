"""The worker looks for duplicates among all records, a portion at a time; later only among those that changed since."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import and_, or_, select, update

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.outbox import carrier, post
from salesapp.core.registry import record_type
from salesapp.customers.duplicates.bulk import likely_duplicates
from salesapp.customers.duplicates.pairs import DuplicateScan, keep_pairs, ordered, scan_of

BATCH = 300
SLICE_SECONDS = 10.0
"""Mail and imports get their turn in between."""
SETTLED = timedelta(seconds=5)
"""What changed just now may belong to a transaction that has not ended; it is looked at the next time."""


def look_for_duplicates(key: str) -> None:
    """Asks the worker to look among the records of the type that changed since it last did."""
    scan = scan_of(key)
    if scan is None:
        scan = DuplicateScan(record_type=key)
        db.session.add(scan)
    if not scan.busy:
        scan.busy = True
        post("duplicates", {"type": key})


def look_again() -> None:
    """Once a day: the same for every type of which somebody wanted to know."""
    for key in db.session.scalars(select(DuplicateScan.record_type)).all():
        look_for_duplicates(key)


def start_over() -> None:
    """Numbers are read in another way from now on: every record is looked at once more."""
    db.session.execute(update(DuplicateScan).values(changed_at=None, last_id=0))
    look_again()


@carrier("duplicates")
def carry_duplicates(payload: dict[str, Any]) -> None:
    """Looks for a while; what is left is posted again. May be done twice: each portion is written anew."""
    key, until = payload["type"], monotonic() + SLICE_SECONDS
    began = clock.now()
    while (more := _portion(key, began)) and monotonic() < until:
        db.session.commit()
    scan = scan_of(key)
    if scan is not None and more:
        post("duplicates", payload)
    elif scan is not None:
        scan.busy, scan.looked_at = False, began
    db.session.commit()


def _portion(key: str, began: Any) -> bool:
    """One portion; whether there may be more."""
    model, scan = record_type(key).model, scan_of(key)
    if scan is None:
        return False
    query = select(model).where(model.changed_at <= began - SETTLED)
    if scan.changed_at is not None:
        same = and_(model.changed_at == scan.changed_at, model.id > scan.last_id)
        query = query.where(or_(model.changed_at > scan.changed_at, same))
    records = list(db.session.scalars(query.order_by(model.changed_at, model.id).limit(BATCH)))
    if not records:
        return False
    found: dict[tuple[int, int], int] = {}
    for each, matches in zip(records, likely_duplicates(records), strict=True):
        found |= {ordered(each.id, match.record.id): match.score for match in matches}
    keep_pairs(key, records, found)
    scan.changed_at, scan.last_id = records[-1].changed_at, records[-1].id
    db.session.flush()
    return len(records) == BATCH
