"""What became of records since a run wrote them: whether somebody used them, or other records name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.core.events import Event, EventLink
from salesapp.core.events.touches import UNDOES
from salesapp.core.registry import RecordType, record_types

ALL = {"unscoped": "whether anybody did anything with it, seen or not"}


@dataclass
class Usage:
    """Of a portion of records: what the run wrote down about each, the oldest first, and which somebody used since."""

    own: dict[int, list[Event]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


def usage_of(source: str, type_: RecordType, keys: set[int]) -> Usage:
    """What a run is known by (`source`) is its own; anything else that a person did after it is use.

    What was taken back is not, nor is the taking back.
    """
    found, undone = Usage({key: [] for key in keys}), set[int]()
    happened = list(_happened(source, type_, keys))
    for each in happened:
        undone.update(each.particulars.get(UNDOES, ()))
        if each.source == source and isinstance(each, Event):
            found.own[each.subject_id].append(each)
    for each in happened:
        is_work = each.by_id is not None and each.source != source and UNDOES not in each.particulars
        if is_work and each.id not in undone:
            key = each.subject_id if isinstance(each, Event) else each.record_id
            own = found.own[key]
            if not own or each.id > own[0].id:
                found.used.add(key)
    return found


def _happened(source: str, type_: RecordType, keys: set[int]) -> Iterator[Any]:
    """The events of these records, and those that show on their timelines as well, since the run began."""
    begun = select(func.min(Event.id)).where(Event.source == source, Event.subject_type == type_.key)
    since = Event.id >= (db.session.scalar(begun, execution_options=ALL) or 0)
    own = select(Event).where(Event.subject_type == type_.key, Event.subject_id.in_(keys), since)
    yield from db.session.scalars(own.order_by(Event.id), execution_options=ALL)
    columns = (EventLink.record_id, Event.id, Event.by_id, Event.source, Event.particulars)
    linked = select(*columns).join(Event, Event.id == EventLink.event_id)
    linked = linked.where(EventLink.record_type == type_.key, EventLink.record_id.in_(keys), since)
    yield from db.session.execute(linked, execution_options=ALL)


def named(type_: RecordType, keys: set[int]) -> set[int]:
    """Those of these records to which a record outside the bin links."""
    found: set[int] = set()
    for other in record_types() if keys else ():
        for each in other.fields:
            column = getattr(other.model, each.attribute, None)
            if each.kind == "link" and each.target == type_.key and column is not None:
                query = select(column).where(column.in_(keys), other.model.deleted_at.is_(None)).distinct()
                found |= set(db.session.scalars(query, execution_options=ALL))
    return found
