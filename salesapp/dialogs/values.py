"""Answers that fill a field, between what the field holds and what is kept as JSON until the dialog is finished."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from salesapp.core.fields import Field
from salesapp.web.filters import money, show

TICKED, UNTICKED = "1", "0"
"""How an answer to tap keeps yes and no."""
DECIMALS = frozenset({"quantity", "unit_price", "percent", "rate", "decimal"})


def kept(value: Any) -> Any:
    """A field's value as JSON keeps it: enums by value, days as ISO text, decimals as exact text."""
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def read(declared: Field, kept_: Any) -> Any:
    """The value again. ValueError for one that the field no longer takes."""
    if kept_ is None or kept_ == "":
        return None
    if declared.choices is not None:
        return declared.choices(kept_)
    if declared.kind == "date":
        return date.fromisoformat(kept_)
    if declared.kind in DECIMALS:
        return Decimal(kept_)
    if declared.kind == "boolean":
        return kept_ in {True, TICKED}
    return kept_


def words(declared: Field, value: Any, currency: str) -> str:
    """The value as people read it."""
    if value is None or value == "":
        return ""
    if declared.kind == "money":
        return money(value, currency)
    return show(declared, value)
