"""What counts as dealing with a record: putting records in order does not, nor does what was undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select

from salesapp.core.db import Record, db
from salesapp.core.events.log import APART, Event, record
from salesapp.core.events.reading import concerns
from salesapp.core.events.replay import settled

UNDOES = "undoes"
"""The particular of an undo: the ids of the events that it takes back."""
NEWEST = 200
EVERYTHING = {"unscoped": "when a record was touched does not depend on who asks"}


@contextmanager
def no_touch() -> Iterator[None]:
    """What is recorded within puts records in order, as an import does: their staleness runs on."""
    info = db.session.info
    before = info.get(APART, False)
    info[APART] = True
    try:
        yield
    finally:
        info[APART] = before


def last_touch(subject: Record) -> datetime | None:
    """When somebody last really did something with the record or what hangs on it, by what was not undone."""
    query = select(Event).where(concerns(subject)).order_by(Event.at.desc(), Event.id.desc()).limit(NEWEST)
    undone: set[int] = set()
    for each in db.session.scalars(query, execution_options=EVERYTHING):
        undone.update(each.particulars.get(UNDOES, ()))
        if each.is_touch and each.id not in undone:
            return each.at
    return None


def record_undo(subject: Any, kind: str, undone: Iterable[Event], *, by: Any, **particulars: Any) -> Event:
    """Writes down that these events were undone: the record is as stale as it was without them."""
    with no_touch():
        told = record(subject, kind, by=by, **undoing(undone), **particulars)
    touch_again(subject)
    return told


def undoing(undone: Iterable[Event | None]) -> dict[str, Any]:
    """The particular by which an event says which others it takes back."""
    return {UNDOES: [each.id for each in undone if each is not None]}


def touch_again(subject: Any) -> None:
    """After an undo: reckons anew when the record was touched, where it keeps that."""
    if hasattr(subject, "touched_at"):
        db.session.flush()
        subject.touched_at = last_touch(subject) or subject.created_at


def before(happened: Event, *names: str) -> dict[str, Any]:
    """Field → what it was before the event, for those of `names` that it changed."""
    return {each["field"]: settled(each["before"]) for each in happened.changes if each["field"] in names}


def last_of(subject: Record, kinds: Iterable[str], *, by: Any = None) -> Event | None:
    """The newest event of these kinds that happened to the record itself (and by this person)."""
    query = select(Event).where(
        Event.subject_type == subject.record_type_key,
        Event.subject_id == subject.id,
        Event.kind.in_(list(kinds)),
    )
    if by is not None:
        query = query.where(Event.by_id == by.id)
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1), execution_options=EVERYTHING)
