"""What went up in a record stays as visible as the record: its story belongs to whoever works with it now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect, or_, select, update
from sqlalchemy.orm import Session

from salesapp.core.access import SYSTEM
from salesapp.core.db import Record
from salesapp.core.events import CHANGED_ALONG, record_many, told
from salesapp.core.events.journal import Change
from salesapp.core.registry import RecordType, record_types
from salesapp.core.relations.merged import MergedRecord
from salesapp.records.merging.telling import EVERY_ROW


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    """A lead given to a colleague takes along the leads that were merged into it."""
    for type_, row in _given_away(session):
        absorbed = select(MergedRecord.record_id).where(
            MergedRecord.record_type == type_.key, MergedRecord.into_id == row.id
        )
        theirs = {name: getattr(row, name) for name in type_.rights}
        _give(session, type_, absorbed, theirs)


def _give(session: Session, type_: RecordType, absorbed: Any, theirs: dict[str, Any]) -> None:
    """By statements, since a flush is under way, and with the events that it would no longer write."""
    table, by = type_.model.__table__, session.info.get("viewer") or SYSTEM
    differs = or_(*(getattr(type_.model, name).is_distinct_from(value) for name, value in theirs.items()))
    query = select(type_.model).where(type_.model.id.in_(absorbed), differs)
    rights = [each for each in type_.told_fields if each.attribute in theirs]
    for row in session.scalars(query, execution_options=EVERY_ROW).all():
        found = [Change(each, getattr(row, each.attribute), theirs[each.attribute]) for each in rights]
        changes = told(row, [each for each in found if each.before != each.after])
        record_many([row], CHANGED_ALONG, by=by, changes=changes)
        session.connection().execute(update(table).where(table.c.id == row.id).values(theirs))
        session.expire(row, list(theirs))


def _given_away(session: Session) -> Iterator[tuple[RecordType, Any]]:
    changed = [row for row in session.dirty if isinstance(row, Record)]
    types = {type_.model: type_ for type_ in record_types() if type_.rights} if changed else {}
    for row in changed:
        type_ = types.get(type(row))
        if type_ is not None and any(inspect(row).attrs[name].history.has_changes() for name in type_.rights):
            yield type_, row
