"""What a row newly leans on still stands, as it was read, when the transaction is committed.

Only Postgres needs it: writers of SQLite are alone. A foreign key does not see that its row went into the recycle bin,
was merged into another one, archived or closed, and a pair of type and id (the record of a task) has none at all. So
every record that a transaction begins to point at is looked at once more just before the commit, `FOR KEY SHARE`: who
deletes, merges, archives or closes it holds it `FOR UPDATE` from the beginning (`visible_or_404(…, to_change=True)`)
and either waits for us, and then finds what we hung on it, or was quicker, and then we begin again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Row, TextClause, event, inspect, text
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.util import identity_key

from salesapp.core.access import record_models
from salesapp.core.concurrency.attempts import Overtaken, running
from salesapp.core.db import Base, Record, db
from salesapp.core.flushing.written import has_changed

Key = tuple[str, int]
"""Table and id."""

BESIDE = frozenset({"created_by_id", "changed_by_id", "by_id"})
"""Columns that say who did something: that stays true, whatever becomes of the person."""
HISTORY = frozenset({"events", "event_links", "once_keys", "login_sessions"})
"""Tables that tell what happened to a record, which may be gone."""
PAIRS = (("subject_type", "subject_id"), ("record_type", "record_id"))
"""How a row points at a record of any type."""
LEANS = "leans on"


@cache
def _links(mapper: Mapper[Any]) -> tuple[tuple[str, str], ...]:
    """Attribute → table of every foreign key to a record."""
    columns = [] if mapper.local_table.name in HISTORY else list(mapper.column_attrs)  # type: ignore[attr-defined]
    return tuple(
        (attribute.key, target)
        for attribute in columns
        if attribute.key not in BESIDE
        for key in getattr(attribute.columns[0], "foreign_keys", ())
        if (target := _table_of(key)) in _models()
    )


def _table_of(key: ForeignKey) -> str:
    return key.target_fullname.rpartition(".")[0]


@cache
def _pair(mapper: Mapper[Any]) -> tuple[str, str] | None:
    """The attributes by which a row of the class says which record it is about."""
    if mapper.local_table.name in HISTORY:  # type: ignore[attr-defined]
        return None
    names = {each.key for each in mapper.column_attrs}
    return next((pair for pair in PAIRS if names.issuperset(pair)), None)


@cache
def _tables() -> dict[str, str]:
    """Record type → table."""
    return {model.record_type_key: model.__tablename__ for model in record_models()}


@cache
def _models() -> dict[str, type[Record]]:
    """Table → record type's class."""
    return {model.__tablename__: model for model in record_models()}


def leant_on(row: Base) -> Iterator[Key]:
    """The records at which the row points since this flush, and did not before."""
    state: Any = inspect(row)
    for name, table in _links(state.mapper):
        if (key := state.dict.get(name)) is not None and has_changed(row, name):
            yield table, key
    pair = _pair(state.mapper)
    if pair is not None and has_changed(row, *pair):
        about, key = _tables().get(str(state.dict.get(pair[0]))), state.dict.get(pair[1])
        if about is not None and key is not None:
            yield about, key


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    if running() is None or session.get_bind().dialect.name != "postgresql":
        return
    found: set[Key] = session.info.setdefault(LEANS, set())
    for row in (*session.new, *session.dirty):
        found.update(leant_on(row))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(LEANS, None)


@event.listens_for(Session, "before_commit")
def _look_again(session: Session) -> None:
    attempts = running()
    if attempts is None or session.in_nested_transaction():
        return
    session.flush()
    keys: set[Key] = session.info.pop(LEANS, set()) - attempts.contested
    if not keys:
        return
    now = {(row.table_name, row.id): row for row in _locked(session, keys, "KEY SHARE")}
    overtaken = {key for key in keys if not _stands(now.get(key), _version_read(session, key))}
    if overtaken:
        attempts.contested |= overtaken
        raise Overtaken(", ".join(f"{table} {key}" for table, key in sorted(overtaken)))


def _stands(row: Any, read: int | None) -> bool:
    """Whether the record is there to be leaned on, and is what was read."""
    return row is not None and row.stands and read in {None, row.version}


def _version_read(session: Session, key: Key) -> int | None:
    """The version in which this transaction knows the record; None where it only knows the id."""
    known = session.identity_map.get(identity_key(_models()[key[0]], key[1]))
    version: int | None = None if known is None else inspect(known).dict.get("version")
    return version


def hold(keys: set[Key]) -> None:
    """Locks these rows until the transaction ends, in one order: what is read from now on stays so."""
    if keys:
        _locked(db.session(), keys, "UPDATE")


def _locked(session: Session, keys: set[Key], strength: str) -> Sequence[Row[Any]]:
    """The rows with their version and whether they stand, locked in one statement in the order of table and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for table, key in sorted(keys):
        ids[table].append(key)
    # The session's own guard is about what viewers see; these rows are locked, not shown.
    return session.connection().execute(_locking(tuple(ids), strength), ids).all()


@cache
def _locking(tables: tuple[str, ...], strength: str) -> TextClause:
    parts = [
        f"SELECT '{t}' AS table_name, id, version, {_standing(t)} AS stands FROM {t}"  # noqa: S608
        f" WHERE id = ANY(:{t}) ORDER BY id FOR {strength}"
        for t in tables
    ]
    if len(parts) == 1:
        return text(parts[0])
    named = ", ".join(f"rows{number} AS MATERIALIZED ({part})" for number, part in enumerate(parts))
    return text(f"WITH {named} " + " UNION ALL ".join(f"SELECT * FROM rows{n}" for n in range(len(parts))))  # noqa: S608


def _standing(table: str) -> str:
    """What holds of a row that new ones may point at."""
    return "deleted_at IS NULL" + (" AND active" if "active" in _models()[table].__table__.columns else "")
