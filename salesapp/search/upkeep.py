"""Keeps the word index: with every change in its transaction, and of many records at once by the worker.

A record is found by its searchable fields: texts by their words, phone numbers as they are dialled, amounts by their
digits, and a link by what the linked record is called: a deal by its customer. When that is renamed, what is found by
it follows at once where it is little, and by the worker where it is much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, bindparam, delete, event, insert, inspect, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.util import identity_key

from salesapp.core.company import region_of
from salesapp.core.db import Record, db
from salesapp.core.fields import Field, declared_fields
from salesapp.core.flushing.many_rows import insert_plain
from salesapp.core.flushing.written import has_changed
from salesapp.core.outbox import Outbox, carrier, carry_portions, post
from salesapp.core.registry import RecordType, record_type, record_types
from salesapp.search.models import SearchWord
from salesapp.search.pending import Pending
from salesapp.search.words import amount_word, phone_words, words

BATCH = 300
AT_ONCE = 200
"""So many records follow the name of their customer in the same transaction."""
PENDING = "words to write"

_WORDS = cast("Table", SearchWord.__table__)
_FORGET = delete(_WORDS).where(
    _WORDS.c.record_type == bindparam("type"), _WORDS.c.record_id.in_(bindparam("ids", expanding=True))
)

Titles = Mapping[tuple[str, int], str]
Row = tuple[RecordType, Any]


def words_of(type_: RecordType, record: Any, titles: Titles) -> set[str]:
    """What `record` is found by; `titles` are those of the records it links to, by type and id."""
    texts, found = [], set[str]()
    for attribute, field in _searched(cast("Any", type_.model)):
        value = getattr(record, attribute)
        if value is None or value == "":
            continue
        if field.kind == "link":
            found |= _title_words(titles.get((field.target, value), ""))
        elif field.kind == "money":
            found.add(amount_word(value))
        elif field.kind == "phone":
            found |= phone_words(value, region_of(record, field))
        else:
            texts.append(str(value))
    return found | words(" ".join(texts))


@cache
def _searched(model: Any) -> tuple[tuple[str, Field], ...]:
    """The attributes that a record is found by, with their fields."""
    return tuple((each.attribute, each) for each in declared_fields(model) if each.searchable)


@lru_cache(maxsize=4096)
def _title_words(title: str) -> frozenset[str]:
    """Remembered: customers have many deals."""
    return frozenset(words(title))


def titles_of(connection: Connection, rows: Iterable[Row]) -> dict[tuple[str, int], str]:
    """What the records are called to which `rows` link by a field that is searched."""
    asked: dict[str, set[int]] = defaultdict(set)
    found: dict[tuple[str, int], str] = {}
    for type_, row in rows:
        for field in _links(type_):
            key = getattr(row, field.attribute)
            if key and (title := _title_at_hand(row, field.target, key)) is not None:
                found[field.target, key] = title
            elif key:
                asked[field.target].add(key)
    for target, keys in asked.items():
        ordered = sorted(keys)
        for place in range(0, len(ordered), BATCH):
            query = _titles(record_type(target), ordered[place : place + BATCH])
            found |= {(target, key): title for key, title in connection.execute(query)}
    return found


def _title_at_hand(row: Any, target: str, key: int) -> str | None:
    """What the linked record is called, if the session of `row` knows it."""
    session = object_session(row) if isinstance(row, Record) else None
    if session is None:
        return None
    type_ = record_type(target)
    linked: Any = session.identity_map.get(identity_key(type_.model, key))
    return None if linked is None else inspect(linked).dict.get(type_.title)


def write_words(connection: Connection, rows: Sequence[Row]) -> None:
    """Puts in the words of records that have none yet."""
    titles = titles_of(connection, rows)
    found = [(type_.key, word, row.id) for type_, row in rows for word in words_of(type_, row, titles)]
    if found:
        insert_plain(connection, SearchWord, ("record_type", "word", "record_id"), found)


@event.listens_for(Session, "after_flush")
def _gather(session: Session, _context: object) -> None:
    types = {type_.key: type_ for type_ in record_types()}
    pending: Pending = session.info.setdefault(PENDING, Pending())
    for row in session.new:
        if isinstance(row, Record) and row.record_type_key in types:
            pending.fresh[row] = None
    for row in session.dirty:
        if isinstance(row, Record) and (type_ := types.get(row.record_type_key)) is not None:
            if _changed(row, _found_by(type_)) and row not in pending.fresh:
                pending.stale[row] = None
            if _changed(row, (type_.title,)):
                pending.renamed[row] = None
    _forget(session.connection, [row for row in session.deleted if isinstance(row, Record)])
    if pending.committing:
        _write(session, pending)


@event.listens_for(Session, "before_commit")
def _index(session: Session) -> None:
    """Keeps the index in the transaction of the change."""
    if session.in_nested_transaction():
        return
    session.flush()
    pending: Pending = session.info.setdefault(PENDING, Pending())
    pending.committing = True
    _write(session, pending)


def _write(session: Session, pending: Pending) -> None:
    """Of what a savepoint took back, or what was deleted since, nothing is written."""
    fresh, stale, renamed = (
        [row for row in rows if inspect(row).persistent]
        for rows in (pending.fresh, pending.stale, pending.renamed)
    )
    for done in (pending.fresh, pending.stale, pending.renamed):
        done.clear()
    if not fresh and not stale and not renamed:
        return
    connection = session.connection()
    _forget(session.connection, stale)
    write_words(connection, [(record_type(row.record_type_key), row) for row in (*fresh, *stale)])
    for row in renamed:
        _follow(connection, row)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(PENDING, None)


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, _previous: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(PENDING, None)


def _found_by(type_: RecordType) -> Iterator[str]:
    """The attributes whose change makes other words."""
    for field in type_.fields:
        if field.searchable:
            yield field.attribute
            if field.kind == "phone" and field.country in type_.fields_by_name:
                yield field.country


def _changed(row: Record, attributes: Iterable[str]) -> bool:
    mapped = inspect(row).mapper.attrs
    return has_changed(row, *(name for name in attributes if name in mapped))


def _follow(connection: Connection, renamed: Record) -> None:
    """The words of what is found by the name of this record."""
    for type_ in record_types():
        for field in _links(type_):
            if field.target == renamed.record_type_key:
                asked = {"type": type_.key, "field": field.name, "key": renamed.id}
                rows = connection.execute(_portion(asked, 0, AT_ONCE + 1)).all()
                if len(rows) > AT_ONCE:
                    connection.execute(insert(Outbox).values(kind="search_words", payload=asked))
                else:
                    _rewrite(connection, type_, rows)


def _rewrite(connection: Connection, type_: RecordType, rows: Sequence[Any]) -> None:
    _forget_ids(connection, type_.key, [row.id for row in rows])
    write_words(connection, [(type_, row) for row in rows])


def _forget(connection: Callable[[], Connection], rows: Iterable[Record]) -> None:
    by_type: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_type[row.record_type_key].append(row.id)
    for key, ids in by_type.items():
        _forget_ids(connection(), key, ids)


def _forget_ids(connection: Connection, key: str, ids: list[int]) -> None:
    for place in range(0, len(ids), BATCH):
        connection.execute(_FORGET, {"type": key, "ids": ids[place : place + BATCH]})


def _links(type_: RecordType) -> list[Field]:
    return [field for field in type_.fields if field.searchable and field.kind == "link"]


def _titles(type_: RecordType, keys: list[int]) -> Select[Any]:
    table = type_.model.__table__
    return select(table.c.id, table.c[type_.title]).where(table.c.id.in_(keys))


def _portion(asked: Mapping[str, Any], after: int, most: int) -> Select[Any]:
    """Rows of a type by their id; only those that link to `key` by `field`, where it is asked so."""
    type_ = record_type(asked["type"])
    table = type_.model.__table__
    query = select(table).where(table.c.id > after).order_by(table.c.id).limit(most)
    return (
        query.where(table.c[type_.field(asked["field"]).attribute] == asked["key"])
        if "field" in asked
        else query
    )


@carrier("search_words")
def carry_words(payload: dict[str, Any]) -> None:
    """Writes words anew: of the records of a type, of those that link to one, or (with nothing said) of all.

    After a change of what a record is found by, a migration posts `search_words` with nothing said.
    """
    if "type" not in payload:
        for type_ in record_types():
            if any(field.searchable for field in type_.fields):
                post("search_words", {"type": type_.key})
        return

    def portion(after: int) -> int | None:
        connection = db.session.connection()
        rows = connection.execute(_portion(payload, after, BATCH).with_for_update()).all()
        _rewrite(connection, record_type(payload["type"]), rows)
        return rows[-1].id if rows else None

    carry_portions("search_words", payload, portion)
