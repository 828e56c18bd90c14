"""Where a page of rows ends, as an address carries it: the values that the rows are ordered by.

What a value may be is asked of its column's type, the one that SQLAlchemy binds it with. Addresses are typed, cut and
made up: whatever `encode` did not write for these types is no place, and the list begins at its first page.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum as Choices
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Date, Enum, Integer, String, and_, literal, or_
from sqlalchemy.types import TypeEngine

from salesapp.core.types import OneOf, ScaledDecimal, UtcTime

LONGEST = 4000
"""Characters of a cursor: a text of a list's order with all it may hold fits."""


def encode(values: Sequence[Any]) -> str:
    """The place behind a row with these values."""
    return urlsafe_b64encode(json.dumps([_plain(each) for each in values]).encode()).decode()


def decode(text: str, types: Sequence[TypeEngine[Any]]) -> list[Any] | None:
    """The values that `encode` wrote, fit for these types; None for anything else."""
    if not text or len(text) > LONGEST:
        return None
    try:
        kept = json.loads(urlsafe_b64decode(text.encode()))
        if not isinstance(kept, list):
            return None
        return [
            None if value is None else _typed(value, type_) for value, type_ in zip(kept, types, strict=True)
        ]
    except (ValueError, TypeError, LookupError, OverflowError, InvalidOperation, RecursionError):
        return None


def beyond(column: Any, value: Any, *, descending: bool, nullable: bool, ties: Any) -> ColumnElement[bool]:
    """The rows that follow a value in an order with blanks at its end; `ties` says which of equal ones follow."""
    if value is None:
        return and_(column.is_(None), ties)
    here = literal(value, column.type)
    further = column < here if descending else column > here
    found = or_(further, and_(column == here, ties))
    return or_(found, column.is_(None)) if nullable else found


def fitting(value: Any, type_: TypeEngine[Any]) -> Any:
    """The number, if a column of this type can hold it. ValueError where it can't, and to ask for it would fail."""
    if isinstance(type_, ScaledDecimal):
        return _scaled(value, type_)
    return _whole(value, 63 if isinstance(type_, BigInteger) else 31) if isinstance(type_, Integer) else value


def _plain(value: Any) -> Any:
    match value:
        case date():  # an instant as well
            return value.isoformat()
        case Decimal():
            return str(value)
        case Choices():
            return value.value
    return value


def _typed(value: Any, type_: TypeEngine[Any]) -> Any:
    """What a column of this type gives for what was kept of it. Raises for what it can't have given."""
    match type_:
        case UtcTime():
            return datetime.fromisoformat(value).astimezone(UTC)
        case Date():
            return date.fromisoformat(value)
        case ScaledDecimal():
            return _scaled(Decimal(str(value)), type_)
        case Enum():
            return type_.enum_class(value)  # type: ignore[misc]
        case OneOf():
            return type_.choices.of_code(plain_text(_of(value, str)))
        case Boolean():
            return _of(value, bool)
        case Integer():
            return _whole(value, 63 if isinstance(type_, BigInteger) else 31)
        case String():
            return plain_text(_of(value, str))
    raise TypeError(f"rows are not ordered by {type_}")


def _scaled(value: Decimal, type_: ScaledDecimal) -> Decimal:
    if not value.is_finite() or value.adjusted() > 18:
        raise ValueError(f"{value} is too large")
    scaled = value.scaleb(type_.places)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has more decimal places")
    _whole(int(scaled), 63)
    return value


def _whole(value: Any, bits: int) -> int:
    if type(value) is not int or value.bit_length() > bits:
        raise ValueError(f"{value!r} is no whole number of {bits} bits")
    return value


def plain_text(text: str) -> str:
    """The text, if a database can be asked for it: no NUL, no half of a surrogate pair. ValueError for others."""
    text.encode()
    if "\0" in text:
        raise ValueError("no text holds a NUL")
    return text


def _of(value: Any, type_: type) -> Any:
    if type(value) is not type_:
        raise TypeError(f"{value!r} is no {type_.__name__}")
    return value
