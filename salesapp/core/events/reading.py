"""What happened, read again: the timeline of a record, and its history."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select, union_all

from salesapp.core.db import Record, db
from salesapp.core.events.log import Event, EventLink
from salesapp.core.relations.merged import with_absorbed


def timeline(
    subject: Record, *, before: int | None = None, after: int | None = None, limit: int = 30
) -> list[Event]:
    """The newest events on `subject`, on what went up in it and on what hangs on it, as far as the viewer sees them.

    They come in the order in which things happened, which is not always the one in which they were written down: what
    was imported, or moved here from another record, may be older. `before` is the id of an event: what happened before
    it follows. `after` is one too: only what was written down since counts.
    """
    query = select(Event).where(concerns(subject)).order_by(Event.at.desc(), Event.id.desc())
    bound = None if before is None else db.session.scalar(select(Event.at).where(Event.id == before))
    if bound is not None:
        query = query.where(or_(Event.at < bound, (Event.at == bound) & (Event.id < before)))
    if after is not None:
        query = query.where(Event.id > after)
    return list(db.session.scalars(query.limit(limit)))


def last_written(subject: Record) -> int:
    """The id of the event on the timeline of `subject` that was written down last; 0 where there is none."""
    return db.session.scalar(select(func.max(Event.id)).where(concerns(subject))) or 0


def concerns(subject: Record) -> ColumnElement[bool]:
    """What happened to the record, to what went up in it, and what shows on its timeline as well."""
    kind = subject.record_type_key
    keys = with_absorbed(kind, subject.id)
    events, links = Event.__table__.c, EventLink.__table__.c
    own = select(events.id).where(events.subject_type == kind, events.subject_id.in_(keys))
    linked = select(links.event_id).where(links.record_type == kind, links.record_id.in_(keys))
    # Found by the record: of events in the order of time a database would look through all of them.
    return Event.id.in_(union_all(own, linked))


def in_order_of_time(events: Iterable[Event]) -> list[Event]:
    """The newest first, by when they happened."""
    return sorted(events, key=lambda each: (each.at, each.id), reverse=True)


def last_change(subject: Record, *, since: int) -> Event | None:
    """The newest event that changed fields of the record from that version on (events tell what they changed from)."""
    query = select(Event).where(
        Event.subject_type == subject.record_type_key,
        Event.subject_id == subject.id,
        Event.subject_version >= since,
    )
    found = db.session.scalars(query.order_by(Event.id.desc()))
    return next((each for each in found if each.changes), None)


def who_did(kind: str, about: Record) -> str | None:
    """The name of whoever did that last, as the record's timeline tells it."""
    query = select(Event).join(EventLink, EventLink.event_id == Event.id)
    query = query.where(
        Event.kind == kind,
        EventLink.record_type == about.record_type_key,
        EventLink.record_id == about.id,
    )
    found = db.session.scalar(query.order_by(Event.id.desc()).limit(1))
    return None if found is None else found.by_name


def history(subject: Record) -> list[Event]:
    """Every event of the record itself, newest first."""
    query = select(Event).where(Event.subject_type == subject.record_type_key, Event.subject_id == subject.id)
    return list(db.session.scalars(query.order_by(Event.id.desc())))
