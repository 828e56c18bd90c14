"""Allowances and charges as documents keep them: the agreement, and what it came to when the document was priced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from salesapp.core.money import from_minor
from salesapp.products.adjustments.rules import (
    ZERO,
    Adjustment,
    DocumentAdjustment,
    Percentage,
    PricedAdjustment,
)
from salesapp.products.taxes.categories import TaxCategory, TaxKey, tax_key


@dataclass(frozen=True)
class Agreed:
    """One allowance or charge: `value` in per cent or in major units, `amount` in minor units, allowances negative.

    A document's has a tax of its own; a line's is taxed as the line is.
    """

    reason: str
    value: Decimal
    is_percent: bool = False
    is_charge: bool = False
    amount: int = 0
    tax_rate_id: int | None = None
    tax: Decimal = ZERO
    category: TaxCategory | None = None

    @property
    def tax_key(self) -> TaxKey:
        return tax_key(self.tax, self.category)

    @property
    def _value(self) -> Decimal | Percentage:
        return Percentage(self.value) if self.is_percent else self.value

    def on_line(self) -> Adjustment:
        return Adjustment(self._value, self.is_charge)

    def on_document(self) -> DocumentAdjustment:
        return DocumentAdjustment(self._value, self.is_charge, *self.tax_key)

    def priced(self) -> PricedAdjustment:
        return PricedAdjustment(self.amount, *self.tax_key)

    def part(self, amount: int, currency: str) -> Agreed:
        """So much of it as falls to a part of the document: an amount, unless it is all of it."""
        if amount == self.amount:
            return self
        return replace(self, amount=amount, value=from_minor(abs(amount), currency), is_percent=False)

    def at_its_rate(self, rate: Any) -> Agreed:
        """The same, taxed at what its tax rate is now."""
        return self if rate is None else replace(self, tax=rate.percent, category=rate.category)

    def stored(self) -> dict[str, Any]:
        """As JSON, without what says nothing."""
        said = {
            "reason": self.reason,
            "value": f"{self.value.normalize():f}",
            "percent": self.is_percent,
            "charge": self.is_charge,
            "amount": self.amount,
            "tax_rate": self.tax_rate_id,
            "tax": f"{self.tax.normalize():f}" if self.tax else None,
            "category": self.category and self.category.value,
        }
        return {name: value for name, value in said.items() if value not in (None, False)}


def stored(adjustments: Iterable[Agreed]) -> list[dict[str, Any]]:
    return [each.stored() for each in adjustments]


def agreed_in(rows: Any) -> tuple[Agreed, ...]:
    """Stored ones read back."""
    return tuple(_read(row) for row in rows or ())


def _read(row: dict[str, Any]) -> Agreed:
    category = row.get("category")
    return Agreed(
        row["reason"],
        Decimal(row["value"]),
        row.get("percent", False),
        row.get("charge", False),
        row.get("amount", 0),
        row.get("tax_rate"),
        Decimal(row.get("tax", 0)),
        TaxCategory(category) if category else None,
    )


def parts_of(whole: Sequence[Agreed], amounts: Sequence[int], currency: str) -> tuple[Agreed, ...]:
    """What of each falls to a part; a part without amounts has none."""
    pairs = zip(whole, amounts or [0] * len(whole), strict=True)
    return tuple(each.part(amount, currency) for each, amount in pairs)
