"""What a list is narrowed by: `city=bonn`, `amount__min=100`, as they stand in an address."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.types import TypeEngine

from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.money.currencies import worth
from salesapp.core.ordering import cursors
from salesapp.core.ordering.collation import contains
from salesapp.core.registry import RecordType
from salesapp.web.filters import zone
from salesapp.web.inputs.money import typed_amount, worth_of_typed

NOBODY = "none"
"""In an address, of a link: rows that name no other record."""
LOOKED_THROUGH = frozenset({"text", "email", "phone", "url"})
BOUNDED = frozenset({"date", "instant"})
BOUNDS = ("", "min", "max")


def known(type_: RecordType, key: str) -> bool:
    """Whether the type has such a filter; others are ignored, since links outlive fields and travel between lists."""
    name, _sep, bound = key.partition("__")
    if name in type_.criteria:
        return not bound
    declared = type_.fields_by_name.get(name)
    if declared is None or not declared.filterable or bound not in BOUNDS:
        return False
    return not bound or declared.numeric or declared.kind in BOUNDED


def lasts(type_: RecordType, key: str) -> bool:
    """Whether a filter or an order asks for the same whenever and whoever asks; instants and worth depend on both."""
    name, _sep, _bound = key.partition("__")
    if name in type_.criteria:
        return name in type_.lasting_criteria
    return name not in type_.fields_by_name or type_.fields_by_name[name].kind not in {"instant", "money"}


def criterion(type_: RecordType, key: str, text: str) -> ColumnElement[bool]:
    """The rows that a filter of a known name leaves; a value that does not fit leaves none."""
    name, _sep, bound = key.partition("__")
    if name in type_.criteria:
        return type_.criteria[name](text)  # type: ignore[no-any-return]
    declared = type_.fields_by_name[name]
    column = getattr(type_.model, declared.attribute)
    if declared.kind in LOOKED_THROUGH:
        return contains(column, text)  # type: ignore[no-any-return]
    if declared.kind == "link" and text == NOBODY:
        return column.is_(None)  # type: ignore[no-any-return]
    try:
        if declared.kind == "money":
            return _of_worth(type_.model, declared, bound, text)
        if declared.kind == "instant":
            return _at(column, bound, text)
        if declared.kind == "choice" and "," in text:
            return column.in_([_value(declared, each, column.type) for each in text.split(",")])  # type: ignore[no-any-return]
        return _compared(column, bound, _value(declared, text, column.type))
    except (ValueError, InvalidOperation, OverflowError, RuleBroken):
        return false()


def matches(type_: RecordType, text: str) -> ColumnElement[bool]:
    """The rows that hold the text in a field that is searched."""
    kinds = LOOKED_THROUGH | {"long_text"}
    columns = [
        getattr(type_.model, each.name) for each in type_.fields if each.searchable and each.kind in kinds
    ]
    return or_(false(), *(contains(column, text) for column in columns))


def _of_worth(model: Any, declared: Field, bound: str, text: str) -> ColumnElement[bool]:
    """Amounts of several currencies by their worth; one in a named currency only by what stands there."""
    typed = typed_amount(text)
    code = getattr(model, declared.currency, None)
    column = getattr(model, declared.shown or declared.attribute)
    if not bound and typed.currency and hasattr(code, "property"):
        minor = cursors.fitting(typed.minor(typed.currency), column.type)
        return and_(column == minor, cast("ColumnElement[bool]", code == typed.currency))
    by = worth(model, declared)
    return _compared(by, bound, cursors.fitting(worth_of_typed(typed), by.type))


def _at(column: Any, bound: str, text: str) -> ColumnElement[bool]:
    """Instants beside an instant, or beside a whole day on the reader's clocks."""
    first = datetime.fromisoformat(text)
    first = (first if first.tzinfo is not None else first.replace(tzinfo=ZoneInfo(zone()))).astimezone(UTC)
    if len(text) > len("2026-01-01"):
        return _compared(column, bound, first)
    after = datetime.combine(
        date.fromisoformat(text) + timedelta(days=1), time(), ZoneInfo(zone())
    ).astimezone(UTC)
    if bound == "min":
        return column >= first  # type: ignore[no-any-return]
    return column < after if bound == "max" else and_(column >= first, column < after)


def _compared(column: Any, bound: str, value: Any) -> ColumnElement[bool]:
    if bound == "min":
        return column >= value  # type: ignore[no-any-return]
    return column <= value if bound == "max" else column == value  # type: ignore[no-any-return]


def _value(declared: Field, text: str, type_: TypeEngine[Any]) -> Any:
    match declared.kind:
        case "integer" | "link":
            return cursors.fitting(int(text), type_)
        case "quantity" | "unit_price" | "percent" | "rate" | "decimal":
            return cursors.fitting(Decimal(text), type_)
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return text in {"1", "true", "y", "yes"}
        case "choice":
            return cast("Any", declared.choices)(text)
        case _:
            return cursors.plain_text(text)
