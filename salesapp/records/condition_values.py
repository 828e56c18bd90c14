"""What conditions may ask of a record, and what the record answers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from salesapp.core.company import today_for
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.money import Money
from salesapp.core.money.currencies import rate_to_company
from salesapp.core.registry import RecordType
from salesapp.records.conditions import Value


def condition_fields(type_: RecordType) -> list[Field]:
    """What conditions may ask about: everything that somebody types."""
    return [each for each in type_.editable if each.kind != "link"]


def value_of(type_: RecordType, record: Any) -> Callable[[str], Value]:
    """Reads a record's fields, or its row's, for conditions: choices by value, amounts in the company's currency."""

    def read(name: str) -> Value:
        declared = type_.fields_by_name.get(name)
        value = None if declared is None else getattr(record, declared.attribute)
        if declared is None or value is None:
            return None
        if declared.kind == "money":
            return in_company(value, getattr(record, declared.currency) or "")
        return Decimal(value) if declared.numeric else str(value)

    return read


def in_company(minor: int, currency: str) -> Decimal | None:
    """The amount in the company's currency; None where nobody set a rate, so that no condition on it holds."""
    try:
        rate = rate_to_company(currency, on=today_for())
    except RuleBroken:
        return None
    return Money(minor, currency).amount * rate
