"""The order of a list: by what its rows are sorted, and where one of its pages ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, collate, func

from salesapp.core.db import db, sorted_by
from salesapp.core.money.currencies import worth
from salesapp.core.ordering import cursors
from salesapp.core.registry import RecordType

SYSTEM_SORTS = ("changed_at", "created_at", "id")
UNSORTED = frozenset({"link", "long_text"})
PLAIN_TEXTS = frozenset({"text", "email", "phone", "url"})


@dataclass(frozen=True)
class Order:
    """Rows by one expression, blanks at the end, those that are equal by their id."""

    by: Any
    key: Any
    descending: bool
    nullable: bool

    @property
    def terms(self) -> list[Any]:
        """What the statement is ordered by."""
        ordered = self.by.desc() if self.descending else self.by.asc()
        return [
            ordered.nulls_last() if self.nullable else ordered,
            self.key.desc() if self.descending else self.key,
        ]

    def after(self, cursor: str) -> ColumnElement[bool] | None:
        """The rows behind the one that `cursor` was made of; None for what is no place in this order."""
        place = cursors.decode(cursor, [self.by.type, Integer()])
        if place is None or place[1] is None or (place[0] is None and not self.nullable):
            return None
        value, key = place
        ties = self.key < key if self.descending else self.key > key
        return cursors.beyond(self.by, value, descending=self.descending, nullable=self.nullable, ties=ties)

    def cursor(self, value: Any, key: int) -> str:
        """The place behind the row with this value and id."""
        return cursors.encode([value, key])


def sortable(type_: RecordType, sort: str) -> bool:
    """Whether a list of the type has this order."""
    name = sort.removeprefix("-")
    declared = type_.fields_by_name.get(name)
    return name in SYSTEM_SORTS or (declared is not None and declared.kind not in UNSORTED)


def lasts_order(type_: RecordType, sort: str) -> bool:
    """Whether the order is the same at any time: worth depends on the day's rates, and instants on who reads them."""
    declared = type_.fields_by_name.get(sort.removeprefix("-"))
    return declared is None or declared.kind not in {"instant", "money"}


def order_of(type_: RecordType, sort: str) -> Order:
    """The order that an address calls `sort`: a field's name, with a dash in front downwards."""
    name, model = sort.removeprefix("-"), type_.model
    declared = type_.fields_by_name.get(name)
    by = column = getattr(model, name)
    nullable = bool(column.property.columns[0].nullable)
    if declared is not None and declared.kind == "money":
        by = worth(model, declared)
        nullable = nullable or by is not column
    elif declared is not None and declared.kind in PLAIN_TEXTS:
        by = text_order(model, name)
    return Order(by, model.id, sort.startswith("-"), nullable)


def text_order(model: type[Any], name: str) -> Any:
    """What rows are sorted by for a text: the key that is kept beside it, else its letters without regard to case."""
    kept = sorted_by(model, name)
    if kept is not None:
        return kept
    lowered = func.lower(getattr(model, name), type_=String())
    return collate(lowered, "C") if db.engine.dialect.name == "postgresql" else lowered


def title_order(type_: RecordType) -> list[Any]:
    """What records are sorted by where their titles stand: in choices and in proposals."""
    return [*(text_order(type_.model, each) for each in type_.titled_by or (type_.title,)), type_.model.id]
