"""The word index: which record is found by which word. Prefix look-ups on it answer on both databases alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Index, String, delete, event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from salesapp.core.db import Base, Record, ShortText, insert_plain
from salesapp.core.registry import RecordType, record_types
from salesapp.search.words import WORD_LENGTH, words

BATCH = 500


class SearchWord(Base):
    """One word of one record. Compared byte by byte, so that a prefix is a range of the index."""

    __tablename__ = "search_words"

    id = None  # type: ignore[assignment]  # the three columns are the key
    record_type: Mapped[str] = mapped_column(ShortText(40), primary_key=True)
    word: Mapped[str] = mapped_column(
        String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql"), primary_key=True
    )
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        Index("ix_search_words_record", "record_type", "record_id"),
        {"sqlite_with_rowid": False},
    )


def words_of(type_: RecordType, record: Any) -> set[str]:
    """What `record` is found by: the words of its searchable fields."""
    values = (getattr(record, each.attribute) for each in type_.fields if each.searchable)
    return words(" ".join(str(value) for value in values if value))


@event.listens_for(Session, "after_flush")
def _index(session: Session, _context: object) -> None:
    """Keeps the index in the transaction of the change."""
    types = {type_.key: type_ for type_ in record_types()}
    fresh = [row for row in session.new if isinstance(row, Record) and row.record_type_key in types]
    stale = [
        row
        for row in session.dirty
        if isinstance(row, Record) and _renamed(types.get(row.record_type_key), row)
    ]
    purged = [row for row in session.deleted if isinstance(row, Record)]
    connection = session.connection() if fresh or stale or purged else None
    if connection is None:
        return
    for row in (*stale, *purged):
        gone = delete(SearchWord).where(
            SearchWord.record_type == row.record_type_key, SearchWord.record_id == row.id
        )
        connection.execute(gone)
    _write(connection, ((types[row.record_type_key], row) for row in (*fresh, *stale)))


def _renamed(type_: RecordType | None, row: Record) -> bool:
    """Whether a field that it is found by changed."""
    if type_ is None:
        return False
    state = inspect(row)
    return any(state.attrs[each.attribute].history.has_changes() for each in type_.fields if each.searchable)


def _write(connection: Any, rows: Iterable[tuple[RecordType, Record]]) -> None:
    found = [(type_.key, word, row.id) for type_, row in rows for word in words_of(type_, row)]
    if found:
        insert_plain(connection, SearchWord, ("record_type", "word", "record_id"), found)
