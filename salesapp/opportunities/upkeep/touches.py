"""Keeps `touched_at`: whatever event counts as a touch, on an opportunity or shown on it, restarts its clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from sqlalchemy import Table, event, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from salesapp.core.events import CREATED, Event
from salesapp.opportunities.models.opportunity import OPENED, Opportunity


@event.listens_for(Session, "before_flush")
def _touch(session: Session, _context: object, _instances: object) -> None:
    """One that is being saved anyway takes the instant along; the others get it by one statement apart."""
    touched = _touched(session)
    apart: dict[datetime, list[int]] = {}
    for key, at in touched.items():
        loaded = cast("Opportunity | None", session.identity_map.get(identity_key(Opportunity, key)))
        if loaded is not None and loaded in session.dirty and session.is_modified(loaded):
            loaded.touched_at = max(loaded.touched_at, at)
        else:
            apart.setdefault(at, []).append(key)
    for at, keys in apart.items():
        _restart(session, keys, at)


def _restart(session: Session, keys: list[int], at: datetime) -> None:
    table = cast("Table", Opportunity.__table__)
    statement = update(table).where(table.c.id.in_(keys), table.c.touched_at < at).values(touched_at=at)
    session.execute(statement.execution_options(unscoped="a touch is no change by the toucher"))


def _touched(session: Session) -> dict[int, datetime]:
    """Opportunity id → the latest touch among the events about to be written."""
    found: dict[int, datetime] = {}
    for row in session.new:
        if isinstance(row, Event) and row.is_touch:
            for key in _about(row):
                found[key] = max(found.get(key, row.at), row.at)
    return found


def _about(happened: Event) -> Iterator[int]:
    """Those that it is a touch of. One that was made only now was touched as it was made."""
    if happened.subject_type == Opportunity.record_type_key and happened.kind not in {CREATED, OPENED}:
        yield happened.subject_id
    yield from (key for kind, key in happened.about if kind == Opportunity.record_type_key)
