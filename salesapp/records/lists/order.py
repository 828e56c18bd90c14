"""The order of a list: by what its rows are sorted, and where one of its pages ends."""

from __future__ import annotations

from collections.abc import Sequence
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
class Key:
    """One expression that rows are sorted by, blanks at the end."""

    by: Any
    descending: bool
    nullable: bool

    @property
    def term(self) -> Any:
        ordered = self.by.desc() if self.descending else self.by.asc()
        return ordered.nulls_last() if self.nullable else ordered


@dataclass(frozen=True)
class Order:
    """Rows by one key after the other, those that are equal by their id."""

    keys: tuple[Key, ...]
    id: Any

    @property
    def terms(self) -> list[Any]:
        """What the statement is ordered by."""
        return [*(each.term for each in self.keys), self.id.desc() if self.descending else self.id]

    @property
    def descending(self) -> bool:
        """Whether equal rows come the last made first."""
        return self.keys[0].descending

    @property
    def places(self) -> list[Any]:
        """What the statement gives beside each row, for `cursor`."""
        return [each.by.label(f"place_{number}") for number, each in enumerate(self.keys)]

    def after(self, cursor: str) -> ColumnElement[bool] | None:
        """The rows behind the one that `cursor` was made of; None for what is no place in this order."""
        found = cursors.decode(cursor, [*(each.by.type for each in self.keys), Integer()])
        if found is None or found[-1] is None:
            return None
        *values, key = found
        if any(value is None and not each.nullable for value, each in zip(values, self.keys, strict=True)):
            return None
        behind = self.id < key if self.descending else self.id > key
        for value, each in reversed(list(zip(values, self.keys, strict=True))):
            further = {"descending": each.descending, "nullable": each.nullable}
            behind = cursors.beyond(each.by, value, **further, ties=behind)
        return behind  # type: ignore[no-any-return]

    def cursor(self, values: Sequence[Any], key: int) -> str:
        """The place behind the row with these values and this id."""
        return cursors.encode([*values, key])


MOST_KEYS = 3


def sortable(type_: RecordType, sort: str) -> bool:
    """Whether a list of the type has this order."""
    names = sort.split(",")
    return len(names) <= MOST_KEYS and all(_sortable(type_, each.removeprefix("-")) for each in names)


def _sortable(type_: RecordType, name: str) -> bool:
    declared = type_.fields_by_name.get(name)
    return name in SYSTEM_SORTS or (declared is not None and declared.kind not in UNSORTED)


def lasts_order(type_: RecordType, sort: str) -> bool:
    """Whether the order is the same at any time: worth depends on the day's rates, and instants on who reads them."""
    declared = (type_.fields_by_name.get(each.removeprefix("-")) for each in sort.split(","))
    return all(each is None or each.kind not in {"instant", "money"} for each in declared)


def order_of(type_: RecordType, sort: str) -> Order:
    """The order that an address calls `sort`: names of fields (`close_on,-amount`), with a dash in front downwards."""
    return Order(tuple(_key(type_, each) for each in sort.split(",")), type_.model.id)


def _key(type_: RecordType, sort: str) -> Key:
    name, model = sort.removeprefix("-"), type_.model
    declared = type_.fields_by_name.get(name)
    by = column = getattr(model, name)
    nullable = bool(column.property.columns[0].nullable)
    if declared is not None and declared.kind == "money":
        by = worth(model, declared)
        nullable = nullable or by is not column
    elif declared is not None and declared.kind in PLAIN_TEXTS:
        by = text_order(model, name)
    return Key(by, sort.startswith("-"), nullable)


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
