"""Rows of a list as bare records: objects of the model with the columns and links that lists print, and nothing more.

A record of the session costs twice what its row does: it is told apart from others, watched for changes and looked
through for what is to be written. What is only printed needs none of that, but the model's own words: titles, regions,
labels. So a bare record is an object of the model without a session. It holds values, cannot be changed or saved, and
raises `NotHere` for whatever did not come along; the list is then loaded as records, now and from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Text, select
from sqlalchemy.orm import MANYTOONE

from salesapp.core.db import db
from salesapp.core.fields import Field
from salesapp.core.registry import RecordType
from salesapp.core.settings_cache import is_kept, kept_row
from salesapp.records.lists.cells import own_cell

BOOKKEEPING = frozenset(
    {"version", "created_at", "changed_at", "deleted_at", "created_by_id", "changed_by_id", "external_id"}
)
SHAPES = 256
STATE = "_sa_instance_state"
"""Where SQLAlchemy keeps what it knows of an object."""

_whole: set[tuple[str, tuple[Field, ...]]] = set()
"""Lists that print more than comes along: a type, and the columns that somebody chose."""


class NotHere(Exception):
    """Something was asked of a bare record that did not come along."""


class _NoSession:
    """What SQLAlchemy would ask about an object that it loaded. `getattr(record, name, None)` hears of it too."""

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values

    def __getattr__(self, name: str) -> Any:
        raise NotHere(name)


class _Link(NamedTuple):
    """A link of a row: its attribute, the column that holds the key, and what it leads to."""

    name: str
    column: str
    model: Any


class Shape(NamedTuple):
    """What comes along of a model's rows."""

    model: Any
    columns: tuple[str, ...]
    links: tuple[_Link, ...]

    @property
    def attributes(self) -> list[Any]:
        """The columns for a statement."""
        return [getattr(self.model, name) for name in self.columns]

    def records(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """A bare record of each row of values, with its links."""
        found = [_bare(self.model, self.columns, row) for row in rows]
        for link in self.links:
            keys = {key for each in found if (key := each.__dict__[link.column]) is not None}
            there = _linked(link.model, keys)
            for each in found:
                held = each.__dict__
                held[link.name] = other = there.get(held[link.column])
                if other is not None and not is_kept(link.model):
                    held[STATE].values += other.__dict__[STATE].values
        return found


def values_of(record: Any) -> tuple[Any, ...] | None:
    """All that a bare record holds, the records that it links to included, but for what the company has set up.

    None for a record of the session.
    """
    state = record.__dict__[STATE]
    return state.values if type(state) is _NoSession else None


def prints_bare(type_: RecordType, chosen: Sequence[Field]) -> bool:
    """Whether lists of the type print nothing but what comes along, as far as is known."""
    return not type_.computed and (type_.key, tuple(chosen)) not in _whole


def print_whole(type_: RecordType, chosen: Sequence[Field]) -> None:
    """They do not, as has turned out."""
    _whole.add((type_.key, tuple(chosen)))


def shape_of(type_: RecordType, chosen: Sequence[Field]) -> Shape:
    """What comes along of a list that shows these columns."""
    shown = (*type_.listed, *chosen)
    columns = {name for each in shown for name in (each.attribute, each.shown, each.currency)}
    links = {each.linked for each in shown if each.kind == "link"} | set(type_.named_after)
    for each in shown:
        cell = own_cell(type_.key, each.name)
        links.update(() if cell is None else cell.links)
    model: Any = type_.model
    return _shape(model, frozenset(columns), frozenset(links))


@lru_cache(maxsize=SHAPES)
def _shape(model: Any, columns: frozenset[str], links: frozenset[str]) -> Shape:
    """All columns but paragraphs and what is kept for others than readers, unless they are asked for."""
    mapper = model.__mapper__
    held = [
        each.key
        for each in mapper.column_attrs
        if isinstance(each.columns[0], Column)
        and not each.deferred
        and (each.key in columns or not _is_left(each.key, each.columns[0]))
    ]
    followed = [
        _Link(each.key, mapper.get_property_by_column(next(iter(each.local_columns))).key, each.mapper.class_)
        for each in mapper.relationships
        if each.direction is MANYTOONE
        and len(each.local_columns) == 1
        and (each.key in links or is_kept(each.mapper.class_))
    ]
    return Shape(model, tuple(held), tuple(each for each in followed if each.column in held))


def _is_left(name: str, column: Any) -> bool:
    return name in BOOKKEEPING or name.endswith("_sort") or isinstance(column.type, (Text, JSON))


def _bare(model: Any, names: Sequence[str], values: Sequence[Any]) -> Any:
    found = model.__new__(model)
    found.__dict__.update(zip(names, values, strict=True))
    found.__dict__[STATE] = _NoSession(tuple(values))
    return found


def _linked(model: Any, keys: set[int]) -> dict[int, Any]:
    """The records behind links by their keys, those in the bin too; those that the reader does not see are none."""
    if is_kept(model):
        return {key: kept_row(model, key) for key in keys}
    if not keys:
        return {}
    shape = _shape(model, frozenset(), frozenset())
    statement = select(*shape.attributes).where(model.id.in_(keys))
    rows = db.session.execute(statement, execution_options={"with_deleted": True}).all()
    return {each.id: each for each in shape.records(rows)}
