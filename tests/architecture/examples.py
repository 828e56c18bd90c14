"""The smallest row of any table, filled from its columns: what the access walk opens and is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from salesapp.core.access import Owned
from salesapp.core.db import Base, Record, db
from salesapp.core.registry import RecordType, record_types
from salesapp.core.types import OneOf, ScaledDecimal
from salesapp.people.models import User
from salesapp.records.picklists.models import PicklistEntry

ByHand = Callable[["Examples"], Any]
BY_HAND: dict[str, ByHand] = {
    "picklist_entries": lambda _examples: db.session.scalar(sa.select(PicklistEntry).limit(1)),
}
"""Table name → makes the row, where columns alone do not say what a valid one is."""

SAID: dict[str, dict[str, Any]] = {"payments": {"amount": 1_000_000}}
"""Table name → what its row has instead of some value: of a payment something is left, whatever was settled before."""

USUAL = {"account_id", "contact_id"}
"""What a row may lack, but hardly ever does."""

numbers = count(1)


class Examples:
    """Rows that belong to one person; what a row needs is made on the way."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.made: dict[str, Any] = {"users": owner}

    def of(self, model: Any) -> Any:
        """The person's row of the model."""
        name = model.__tablename__
        if name not in self.made:
            found = db.session.scalar(sa.select(model).limit(1)) if not issubclass(model, Record) else None
            self.made[name] = found or self._new(model)
        return self.made[name]

    def of_every_type(self) -> dict[str, Record]:
        """Record type key → the person's record."""
        found = {type_.key: self.of(type_.model) for type_ in record_types()}
        db.session.commit()
        return found

    def _new(self, model: Any) -> Any:
        make = BY_HAND.get(model.__tablename__)
        row = make(self) if make else model(**self._needed(model))
        db.session.add(row)
        db.session.flush()
        return row

    def _needed(self, model: Any) -> dict[str, Any]:
        columns = model.__table__.columns
        values = {c.key: self._value(c) for c in columns if needed(c) or c.key in USUAL}
        if issubclass(model, Owned):
            values["owner_id"] = self.owner.id
        return values | SAID.get(model.__tablename__, {})

    def _value(self, column: sa.Column[Any]) -> Any:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table
            return self.of(model_of(target)).id
        return plain_value(column)


def needed(column: sa.Column[Any]) -> bool:
    """Whether a row cannot be made without a value for the column."""
    given = column.default is not None or column.server_default is not None
    return not (column.nullable or column.primary_key or given or column.computed is not None)


def model_of(table: sa.FromClause) -> Any:
    return next(mapper.class_ for mapper in mappers() if mapper.local_table is table)


def mappers() -> list[Mapper[Any]]:
    return list(Base.registry.mappers)


def plain_value(column: sa.Column[Any]) -> Any:
    """Some value of the column's type."""
    match column.type:
        case ScaledDecimal():
            return Decimal(1)
        case sa.Enum() as enum:
            return next(iter(enum.enum_class)) if enum.enum_class else enum.enums[0]
        case OneOf(choices=choices):
            return next(iter(choices))
        case sa.Boolean():
            return False
        case sa.Integer():
            return next(numbers)
        case sa.Date():
            return date(2026, 5, 3)
        case sa.JSON():
            return {}
        case sa.String(length=2 | 3 as length):
            return {2: "DE", 3: "EUR"}[length]
        case sa.String():
            return f"example {next(numbers)}"[: column.type.length]
    return datetime(2026, 5, 3, tzinfo=UTC)


def type_by_slug() -> dict[str, RecordType]:
    return {type_.slug: type_ for type_ in record_types()}
