"""Allowances and charges as they are agreed: an amount or a percentage, on a line or on a whole document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from salesapp.core.i18n import _l
from salesapp.core.money import exact, round_half_up, to_minor
from salesapp.products.taxes.categories import TaxCategory, TaxKey, tax_key

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Percentage:
    """A share of a document or a line; where this or a Decimal may stand, the Decimal is an amount in major units."""

    value: Decimal


@dataclass(frozen=True)
class Step:
    """The coin that what is payable is rounded to, in major units: 0.05 for Swiss francs in cash."""

    value: Decimal


@dataclass(frozen=True)
class Adjustment:
    """An allowance or a charge: an amount, or a percentage of what it is taken from."""

    value: Decimal | Percentage
    is_charge: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.value, Percentage):
            check_percentage(self.value.value)
        elif not self.value.is_finite():
            raise ValueError("an allowance or a charge is a finite number")

    def amount_on(self, base: int, currency: str) -> int:
        """What it adds, in minor units: an allowance is negative."""
        if isinstance(self.value, Percentage):
            size = portion(base, self.value.value, HUNDRED)
        else:
            size = to_minor(self.value, currency)
        return size if self.is_charge else -size


@dataclass(frozen=True)
class DocumentAdjustment(Adjustment):
    """An allowance or a charge of a whole document, which is taxed by itself."""

    tax: Decimal = ZERO
    category: TaxCategory | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_tax(self.tax)
        tax_key(self.tax, self.category)

    @property
    def key(self) -> TaxKey:
        return tax_key(self.tax, self.category)


@dataclass(frozen=True)
class PricedAdjustment:
    """What an allowance (negative) or a charge of the document comes to, in minor units, and its tax."""

    amount: int
    tax: Decimal = ZERO
    category: TaxCategory | None = None

    @property
    def key(self) -> TaxKey:
        return tax_key(self.tax, self.category)

    @property
    def net(self) -> int:
        return self.amount

    def __neg__(self) -> PricedAdjustment:
        return replace(self, amount=-self.amount)


def portion(amount: int, part: Decimal, whole: Decimal) -> int:
    """`part` of `whole` of an amount in minor units, rounded half up."""
    with exact():
        value = amount * part / whole
    return int(round_half_up(value, 0))


def check_percentage(percent: Decimal) -> None:
    if not (percent.is_finite() and 0 <= percent <= HUNDRED):
        raise ValueError(_l("A discount must be between 0 and 100 percent."))


def check_tax(percent: Decimal) -> None:
    if not percent.is_finite():
        raise ValueError("a tax rate is a finite number")
    if percent < 0:
        raise ValueError(_l("A tax rate can’t be negative."))
