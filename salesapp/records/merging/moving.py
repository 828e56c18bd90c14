"""Everything that points at records that go points at the one that stays, and back again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, and_, delete, select, update

from salesapp.core.concurrency.noting import INSERTS
from salesapp.core.db import Base, db
from salesapp.core.events.kept import brought_back, kept
from salesapp.core.registry import RecordType
from salesapp.records.merging.models import Trace
from salesapp.records.merging.references import Reference, column_called, references_to
from salesapp.records.merging.telling import Telling

AT_ONCE = 500
UNSCOPED = {
    "unscoped": "what hangs on a record goes along with it, whoever sees it",
    "told": "by `Telling`, just before",
}


def take_along(type_: RecordType, winner_id: int, trace: Trace, telling: Telling) -> None:
    """Moves the rows that point at the losers of `trace`, and writes into it which they were."""
    for reference in references_to(type_):
        for loser_id in trace.losers:
            _move(reference, type_, loser_id, winner_id, trace, telling)


def put_back(winner_id: int, trace: Trace, telling: Telling) -> None:
    """The reverse. A row that was given to another record since stays there."""
    for name, loser_id, ids in trace.moved:
        column = column_called(name)
        for some in _portions(ids):
            theirs = [column.table.c.id.in_(some), column == winner_id]
            _point(column, theirs, winner_id, loser_id, telling)
    for table_name, key, name, before, after in trace.joined:
        _unjoin(f"{table_name}.{name}", key, before, after)
    for table_name, row in trace.removed:
        table = Base.metadata.tables[table_name]
        values = {name: brought_back(table.c[name], value) for name, value in row.items()}
        insert = INSERTS[db.session.connection().dialect.name]
        # Where the like of it has come there since, that one is newer.
        _run(insert(table).values(values).on_conflict_do_nothing())


def _move(  # noqa: PLR0917  from whom to whom, and who writes it down
    reference: Reference, type_: RecordType, loser_id: int, winner_id: int, trace: Trace, telling: Telling
) -> None:
    table, column = reference.table, reference.column
    theirs = [column == loser_id, *reference.among]
    if table is type_.model.__table__:
        theirs.append(table.c.id.not_in([winner_id, *trace.losers]))
    for others in reference.unique_with:
        _join_twins(reference, others, theirs, winner_id, trace)
    ids = _point(column, theirs, loser_id, winner_id, telling)
    if ids:
        trace.moved.append([reference.name, loser_id, ids])


def _point(column: Any, theirs: list[Any], before: int, after: int, telling: Telling) -> list[int]:
    """Sets the column from one id to another; gives the ids of the rows. A record among them gets a new version."""
    table, values = column.table, {column.name: after}
    if telling.moved(column, theirs, before, after):
        values["version"] = table.c.version + 1
    return sorted(_run(update(table).where(*theirs).values(values).returning(table.c.id)).scalars())


def _join_twins(
    reference: Reference, others: Iterable[Any], theirs: list[Any], winner_id: int, trace: Trace
) -> None:
    """Of two rows that would say the same (a person twice in one opportunity) the winner's own stays."""
    table, column = reference.table, reference.column
    for row in _run(select(table).where(*theirs)).mappings().all():
        if any(row[each.name] is None for each in others):
            continue  # no unique key counts what is blank
        like_it = and_(column == winner_id, *reference.among, *(each == row[each.name] for each in others))
        twin = _run(select(table).where(like_it)).mappings().first()
        if twin is not None:
            _join(table, row, twin, column.name, trace)


def _join(table: Any, row: Any, twin: Any, link: str, trace: Trace) -> None:
    """The row goes; what its twin left blank, or did not say yes to, comes from it."""
    for column in table.columns:
        before, theirs = twin[column.name], row[column.name]
        gives = (
            (not before and theirs)
            if isinstance(column.type, Boolean)
            else (before is None and theirs is not None)
        )
        if gives and column.name != link:
            _run(update(table).where(table.c.id == twin["id"]).values({column.name: theirs}))
            trace.joined.append([table.name, twin["id"], column.name, kept(before), kept(theirs)])
    trace.removed.append([table.name, {name: kept(value) for name, value in row.items()}])
    _run(delete(table).where(table.c.id == row["id"]))


def _unjoin(name: str, key: int, before: Any, after: Any) -> None:
    column = column_called(name)
    still = and_(column.table.c.id == key, column == brought_back(column, after))
    _run(update(column.table).where(still).values({column.name: brought_back(column, before)}))


def _portions(ids: list[int]) -> Iterable[list[int]]:
    return (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE))


def _run(statement: Any) -> Any:
    return db.session.execute(statement, execution_options=UNSCOPED)
