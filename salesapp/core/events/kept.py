"""Values of columns as JSON keeps them, and back: what was removed can be put back as it was."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, Date
from sqlalchemy import Enum as Choice

from salesapp.core.types import OneOf, ScaledDecimal, UtcTime


def kept(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def brought_back(column: Column[Any], value: Any) -> Any:
    """What `kept` kept, as the column takes it.

    The column's own type is asked: what SQLAlchemy says of the Python type of one of ours is only `object`.
    """
    match column.type:
        case _ if value is None:
            return None
        case Choice(enum_class=enum) if enum is not None:
            return enum(value)
        case OneOf(choices=choices):
            return choices.of_code(value)
        case UtcTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case ScaledDecimal():
            return Decimal(value)
    return value
