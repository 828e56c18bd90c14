"""Every column that holds ids of a record, found in the tables themselves: a table added later is not forgotten.

A foreign key and a pair `subject_type`, `subject_id` explain themselves. A bare id is declared: what it means, or why
it stays. A test fails for a column that says neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, String, Table, UniqueConstraint, select

from salesapp.core.db import Base
from salesapp.core.registry import RecordType


@dataclass(frozen=True)
class Reference:
    """A column that holds ids of records of one type, in the rows that meet `among`."""

    column: Column[Any]
    among: tuple[ColumnElement[bool], ...] = ()

    @property
    def table(self) -> Table:
        return self.column.table

    @property
    def name(self) -> str:
        return name_of(self.column)

    @property
    def unique_with(self) -> list[tuple[Column[Any], ...]]:
        """The other columns of each unique key that the column is part of: with them a moved row may meet its like."""
        sets = [tuple(each.columns) for each in self.table.constraints if isinstance(each, UniqueConstraint)]
        sets += [tuple(each.columns) for each in self.table.indexes if each.unique]
        return [
            tuple(each for each in columns if each is not self.column)
            for columns in sets
            if self.column in columns
        ]


_means: dict[str, str] = {
    "once_keys.user_id": "user",
    "opportunity_totals.owner_id": "user",
    "opportunity_totals.stage_id": "stage",
}
_stays: dict[str, str] = {
    "events.subject_id": "what happened is never written anew; the timeline asks for the absorbed records as well",
    "event_links.record_id": "as with the events themselves",
    "search_words.record_id": "the words of the record itself, which nobody finds any more",
    "merged_records.record_id": "the absorbed record itself",
    "merges.winner_id": "what happened then",
}
_movable: dict[str, ColumnElement[bool]] = {}


def refers(column: str, *, to: str) -> None:
    """Says of a bare id (`opportunities.lead_id`) of which record type it is."""
    _means[column] = to


def stays(*columns: str, why: str) -> None:
    """Says of columns that their rows keep the id they have when records are merged."""
    _stays.update(dict.fromkeys(columns, why))


def movable(table: Table, when: ColumnElement[bool]) -> None:
    """Says which rows of a table may be changed at all: the others keep the ids they have."""
    _movable[table.name] = when


def references_to(type_: RecordType) -> list[Reference]:
    """The columns that are moved when records of the type are merged."""
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    found = [reference for column in columns if (reference := _reference(column, type_)) is not None]
    return [each for each in found if each.name not in _stays]


def unexplained() -> list[str]:
    """Whole numbers called like an id of which nothing says what they are."""
    return [
        name_of(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_id")
        and isinstance(column.type, Integer)
        and not column.foreign_keys
        and _kind_beside(column) is None
        and name_of(column) not in _means | _stays | dict.fromkeys(_TYPED_ELSEWHERE, "")
    ]


def name_of(column: Column[Any]) -> str:
    """`contacts.account_id`."""
    return f"{column.table.name}.{column.name}"


def column_called(name: str) -> Column[Any]:
    """The column that `name_of` names."""
    table, _dot, column = name.partition(".")
    return Base.metadata.tables[table].columns[column]


def _reference(column: Column[Any], type_: RecordType) -> Reference | None:
    table, name = column.table, name_of(column)
    still = (_movable[table.name],) if table.name in _movable else ()
    if any(key.column.table is type_.model.__table__ for key in column.foreign_keys):
        return Reference(column, still)
    if name in _TYPED_ELSEWHERE:
        return Reference(column, (_TYPED_ELSEWHERE[name](type_.key), *still))
    if _means.get(name) == type_.key:
        return Reference(column, still)
    kind = _kind_beside(column)
    return None if kind is None else Reference(column, (kind == type_.key, *still))


def _kind_beside(column: Column[Any]) -> Column[Any] | None:
    """The column beside `subject_id` that says of what type the record is."""
    if not column.name.endswith("_id") or column.foreign_keys:
        return None
    kind = column.table.columns.get(f"{column.name.removesuffix('_id')}_type")
    return kind if kind is not None and isinstance(kind.type, String) else None


def _imported(key: str) -> ColumnElement[bool]:
    tables = Base.metadata.tables
    runs = tables["import_runs"].c
    return tables["import_rows"].c.run_id.in_(select(runs.id).where(runs.record_type == key))


def _absorbed(key: str) -> ColumnElement[bool]:
    return Base.metadata.tables["merged_records"].c.record_type == key


_TYPED_ELSEWHERE = {"import_rows.record_id": _imported, "merged_records.into_id": _absorbed}
"""Bare ids whose type another column or the row above says."""


def links_to_itself(type_: RecordType) -> Sequence[str]:
    """Fields of the type that name another record of it: a parent, a superior."""
    return [each.name for each in type_.fields if each.kind == "link" and each.target == type_.key]


def tables_moved(type_: RecordType) -> Iterator[Table]:
    """The tables whose rows may move; each needs an id, by which an undo finds them again."""
    yield from dict.fromkeys(each.table for each in references_to(type_))
