"""Beside each text that lists show, the key they are sorted by: the reader's order, the same on both databases.

Whatever writes a record through the session keeps the key in step, and a statement that puts rows in by itself has it
worked out as the column's default. Only a statement that changes such a text by itself would have to give the key too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import MappedColumn, mapped_column

from salesapp.core.flushing.written import has_changed
from salesapp.core.ordering.collation import sort_key

SUFFIX = "_sort"
LENGTH = 1000


def sort_column(name: str, *, nullable: bool) -> MappedColumn[Any]:
    """The column of the key of a text; Postgres compares its bytes whatever the language of the database."""

    def of_row(context: Any) -> str | None:
        return sort_key(context.get_current_parameters().get(name))

    type_ = String(LENGTH).with_variant(String(LENGTH, collation="C"), "postgresql")
    return mapped_column(type_, nullable=nullable, default=of_row)


def add_sort_keys(model: type[Any]) -> None:
    """Declares the keys of a model that is about to be mapped, for its own texts and those of its traits."""
    kept = [
        (name, column)
        for base in model.__mro__
        for name, column in vars(base).items()
        if isinstance(column, MappedColumn) and _sorted(column)
    ]
    for name, column in kept:
        setattr(model, name + SUFFIX, sort_column(name, nullable=bool(column.column.nullable)))
    model.sorted_texts = tuple(dict.fromkeys(name for name, _column in kept))


def _sorted(column: MappedColumn[Any]) -> bool:
    declared = column.column.info.get("field")
    return declared is not None and declared.kind == "text" and declared.listed and declared.in_words


def sorted_by(model: Any, name: str) -> Any:
    """The column that lists sort a text of the model by; None where none is kept."""
    return getattr(model, name + SUFFIX, None)


def keep_in_step(base: type[Any]) -> None:
    """Listens for the records of every model below `base`."""
    event.listen(base, "before_insert", _keep, propagate=True)
    event.listen(base, "before_update", _keep, propagate=True)


def _keep(_mapper: Any, _connection: Any, row: Any) -> None:
    for name in row.sorted_texts:
        if has_changed(row, name):
            setattr(row, name + SUFFIX, sort_key(getattr(row, name)))
