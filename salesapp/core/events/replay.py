"""A record's events played one after the other: they must give what the record is now."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from salesapp.core.events import Event, plain
from salesapp.core.registry import RecordType, record_types

AT_ONCE = 1000
EVERYTHING = {"unscoped": "the audit reads everything"}


def replayed(happened: Iterable[Any]) -> dict[str, Any]:
    """Field name → its value after these events (rows of `made_with`, `changes`) of one record, the oldest first.

    What is missing was never told: it is blank where the first one made the record.
    """
    found: dict[str, Any] = {}
    for each in happened:
        if each.made_with is not None:  # SQLite gives the id of a row that is gone for good to another one
            found = {name: settled(value) for name, value in each.made_with.items()}
        found |= {change["field"]: settled(change["after"]) for change in each.changes}
    return found


def settled(value: Any) -> Any:
    """A value of history as one compares it: a link by its key, an amount by its minor units."""
    match value:
        case "":
            return None
        case {"money": [minor, _]}:
            return minor
        case {"record": [_, key, *_]}:
            return key
        case {"decimal": text}:
            return Decimal(text)
        case {"instant": text}:
            return datetime.fromisoformat(text).astimezone(UTC)
        case {"date": text}:
            return text
        case _:
            return value


def faults(session: Session) -> Generator[str]:
    """Fields that are otherwise than the history of their record says.

    Records older than the first event that keeps values are looked at by what was told of them since.
    """
    since = session.scalar(_begun(), execution_options=EVERYTHING)
    if since is None:
        return
    told_of = set(session.scalars(select(Event.subject_type).distinct(), execution_options=EVERYTHING))
    for type_ in record_types():
        if type_.key in told_of and type_.told_fields:
            yield from _faults_of(session, type_, since)


def _begun() -> Any:
    """The first event that keeps values."""
    return select(Event.id).where(Event.made_with.is_not(None)).order_by(Event.id).limit(1)


def _faults_of(session: Session, type_: RecordType, since: int) -> Iterator[str]:
    for rows in _portions(session, type_):
        stories = _stories(session, type_.key, rows[0].id, rows[-1].id, since)
        for row in rows:
            if row.id in stories:
                yield from _differences(type_, row, stories[row.id])


def _portions(session: Session, type_: RecordType) -> Iterator[list[Any]]:
    """The rows of the type by their ids, those in the bin too."""
    table: Table = type_.model.__table__
    columns = [table.c[each.attribute] for each in type_.told_fields]
    query, last = select(table.c.id, *columns).order_by(table.c.id).limit(AT_ONCE), 0
    while rows := list(session.execute(query.where(table.c.id > last), execution_options=EVERYTHING)):
        yield rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _stories(session: Session, key: str, first: int, last: int, since: int) -> dict[int, list[Any]]:
    """Record id → its events of this type between two ids, the oldest first."""
    query = select(Event.subject_id, Event.made_with, Event.changes).order_by(Event.id)
    query = query.where(
        Event.subject_type == key, Event.subject_id >= first, Event.subject_id <= last, Event.id >= since
    )
    found: dict[int, list[Any]] = {}
    for each in session.execute(query, execution_options=EVERYTHING):
        found.setdefault(each.subject_id, []).append(each)
    return found


def _differences(type_: RecordType, row: Any, story: list[Any]) -> Iterator[str]:
    known = replayed(story)
    whole = any(each.made_with is not None for each in story)
    for declared in type_.told_fields:
        if whole or declared.name in known:
            now, then = settled(plain(getattr(row, declared.attribute))), known.get(declared.name)
            if now != then:
                yield f"{type_.key} {row.id}: {declared.name} is {now}, its history says {then}."
