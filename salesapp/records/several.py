"""Links of which a record can have several: those of the rows that `Field.also` names, beside the one in its column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, inspect, select

from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.registry import record_type

BESIDE = {"unscoped": "who sees a record sees what its own paper names", "with_deleted": True}


def linked_beside(model: Any, declared: Field, keys: Sequence[Any] | None = None) -> ColumnElement[bool]:
    """Whether a row beside the column links to anything, or to one of these ids."""
    row, parent = _rows(model, declared)
    found = select(parent).correlate_except(row)
    if keys is not None:
        found = found.where(getattr(row, declared.attribute).in_(keys))
    among: ColumnElement[bool] = model.id.in_(found)
    return among


def titles_beside(model: Any, declared: Field, records: Iterable[Any]) -> dict[int, str]:
    """Id of each of these records that has several → what they are called, in their order."""
    row, parent = _rows(model, declared)
    linked = record_type(declared.target).model
    query = select(parent, linked).join(linked, linked.id == getattr(row, declared.attribute))
    query = query.where(parent.in_([each.id for each in records])).order_by(parent, row.position)
    found: dict[int, list[str]] = {}
    for key, one in db.session.execute(query, execution_options=BESIDE):
        found.setdefault(key, []).append(str(one.title))
    return {key: ", ".join(titles) for key, titles in found.items()}


def _rows(model: Any, declared: Field) -> tuple[Any, Any]:
    """The class of the rows, and its column with the id of their record."""
    beside = inspect(model).mapper.relationships[declared.also]
    row = beside.mapper.class_
    (column,) = beside.remote_side
    return row, beside.mapper.get_property_by_column(column).class_attribute
