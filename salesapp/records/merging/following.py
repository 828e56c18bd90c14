"""What went up in a record stays as visible as the record: its story belongs to whoever works with it now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect, select, update
from sqlalchemy.orm import Session

from salesapp.core.db import Record
from salesapp.core.merged import MergedRecord
from salesapp.core.registry import RecordType, record_types


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    """A lead given to a colleague takes along the leads that were merged into it."""
    for type_, row in _given_away(session):
        table = type_.model.__table__
        absorbed = select(MergedRecord.record_id).where(
            MergedRecord.record_type == type_.key, MergedRecord.into_id == row.id
        )
        theirs = {name: getattr(row, name) for name in type_.rights}
        session.connection().execute(update(table).where(table.c.id.in_(absorbed)).values(theirs))


def _given_away(session: Session) -> Iterator[tuple[RecordType, Any]]:
    changed = [row for row in session.dirty if isinstance(row, Record)]
    types = {type_.model: type_ for type_ in record_types() if type_.rights} if changed else {}
    for row in changed:
        type_ = types.get(type(row))
        if type_ is not None and any(inspect(row).attrs[name].history.has_changes() for name in type_.rights):
            yield type_, row
