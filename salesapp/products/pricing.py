"""What a document costs: one function prices quotes, orders, invoices and credit notes, as EN 16931 does.

    price(lines, currency, document_discount, adjustments=…, prepaid=…, rounding=…) -> Totals

- `Line`: quantity × unit price per `base_quantity`, less a discount in %, rounded once; its allowances and charges
  (`Adjustment`) are amounts of their own, each rounded, and a percentage is of the line before them. The result is
  `PricedLine.net_before` (BT-131); `PricedLine.adjustments` are the amounts (BT-136 and BT-141), allowances negative.
- `document_discount` is spread over the lines so that they still add up; by tax it is `Totals.discounts`.
- `DocumentAdjustment`: an allowance or a charge of the document with the tax of its own (BG-20, BG-21). A percentage
  is of the lines taxed alike, after the document discount. Its amount is in `Totals.adjustments`, in the given order.
- Tax is rounded once per category and rate, on lines less allowances plus charges (BT-116, BT-117: `RateTotal`).
- `Totals` are BT-106 `net_before`, BT-107 `allowances` (with the document discount), BT-108 `charges`, BT-109 `net`,
  BT-110 `tax`, BT-112 `total`, BT-113 `prepaid` (with `deducted`), BT-114 `rounding`, BT-115 `payable`.

Amounts come out as whole minor units of the document's currency; amounts and prices go in as `Decimal` in major units.
A credit note is priced with positive quantities, or mirrors an invoice as `-totals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from salesapp.core.i18n import _l
from salesapp.core.money import apportion, exact, round_half_up, spread, to_minor
from salesapp.products.adjustments.rules import (
    HUNDRED,
    ONE,
    ZERO,
    Adjustment,
    DocumentAdjustment,
    Percentage,
    PricedAdjustment,
    Step,
    check_percentage,
    check_tax,
    portion,
)
from salesapp.products.taxes.categories import TaxCategory, TaxKey, tax_key

__all__ = [
    "HUNDRED",
    "ZERO",
    "Adjustment",
    "DocumentAdjustment",
    "Line",
    "Percentage",
    "PricedAdjustment",
    "PricedLine",
    "RateTotal",
    "Step",
    "Totals",
    "bases",
    "portion",
    "price",
    "tax_on",
    "taxes_on",
]


@dataclass(frozen=True)
class Line:
    """One line as typed; a credit line has a negative quantity.

    `discount` and `tax` are percentages, 12.5 meaning 12.5 %; `unit_price` is for so many as `base_quantity` says.
    ValueError for a discount outside 0 to 100, a negative tax, a tax on a category without one, and what is no
    finite number.
    """

    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = ZERO
    tax: Decimal = ZERO
    category: TaxCategory | None = None
    base_quantity: Decimal = ONE
    adjustments: tuple[Adjustment, ...] = ()

    def __post_init__(self) -> None:
        numbers = (self.quantity, self.unit_price, self.discount, self.tax, self.base_quantity)
        if not all(value.is_finite() for value in numbers):
            raise ValueError("a line is made of finite numbers")
        check_percentage(self.discount)
        check_tax(self.tax)
        if self.base_quantity <= 0:
            raise ValueError(_l("The price must be for a quantity greater than zero."))
        tax_key(self.tax, self.category)

    @property
    def key(self) -> TaxKey:
        """What it is taxed with."""
        return tax_key(self.tax, self.category)

    def net_of(self, quantity: Decimal, currency: str) -> int:
        """The net of so much of this line, before any document discount, in minor units.

        Of a part of the line it holds that part of the allowances and charges; it is rounded once, so that more of the
        line is never less money.
        """
        if quantity == self.quantity or not self.adjustments:
            return self._gross_of(quantity, currency) + sum(self.amounts(currency))
        return portion(self.net_of(self.quantity, currency), quantity, self.quantity)

    def amounts(self, currency: str) -> tuple[int, ...]:
        """What each allowance (negative) and charge of the whole line comes to, in minor units."""
        gross = self._gross_of(self.quantity, currency)
        return tuple(each.amount_on(gross, currency) for each in self.adjustments)

    def _gross_of(self, quantity: Decimal, currency: str) -> int:
        with exact():
            value = quantity * self.unit_price * (HUNDRED - self.discount) / (HUNDRED * self.base_quantity)
        return to_minor(value, currency)


@dataclass(frozen=True)
class PricedLine:
    """A line's net before the document discount and its share of that discount, in minor units.

    `adjustments` are its own allowances (negative) and charges, which are in the net.
    """

    net_before: int
    discount: int
    tax: Decimal
    category: TaxCategory | None = None
    adjustments: tuple[int, ...] = ()

    @property
    def gross(self) -> int:
        """Quantity × price less the line's discount: the net before its allowances and charges."""
        return self.net_before - sum(self.adjustments)

    @property
    def net(self) -> int:
        """What the line contributes to the document: the base of its tax."""
        return self.net_before - self.discount

    @property
    def key(self) -> TaxKey:
        return tax_key(self.tax, self.category)

    def __neg__(self) -> PricedLine:
        back = tuple(-each for each in self.adjustments)
        return replace(self, net_before=-self.net_before, discount=-self.discount, adjustments=back)


@dataclass(frozen=True)
class RateTotal:
    """The nets of one tax rate (percent) and category, and the tax on their sum, in minor units."""

    rate: Decimal
    base: int
    tax: int
    category: TaxCategory | None = None

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "category", self.key.category
        )  # said or not, what is taxed is of the standard one

    @property
    def key(self) -> TaxKey:
        return tax_key(self.rate, self.category)

    @property
    def total(self) -> int:
        return self.base + self.tax

    def __neg__(self) -> RateTotal:
        return replace(self, base=-self.base, tax=-self.tax)


@dataclass(frozen=True)
class Totals:
    """A priced document. `lines` and `adjustments` are in the order they came, `taxes` by rising rate.

    `deducted` holds, per rate, what down payment invoices have already asked for. It lowers what is payable, not the
    total; so does `prepaid`, and `rounding` raises or lowers it.
    """

    currency: str
    lines: tuple[PricedLine, ...]
    taxes: tuple[RateTotal, ...]
    deducted: tuple[RateTotal, ...] = ()
    adjustments: tuple[PricedAdjustment, ...] = ()
    prepaid: int = 0
    rounding: int = 0

    @property
    def net_before(self) -> int:
        """The sum of the lines."""
        return sum(line.net_before for line in self.lines)

    @property
    def discount(self) -> int:
        """The document discount, as spread over the lines."""
        return sum(line.discount for line in self.lines)

    @property
    def discounts(self) -> dict[TaxKey, int]:
        """The document discount by what it is taxed with; nothing where there is none."""
        sums: dict[TaxKey, int] = {}
        for line in self.lines:
            if line.discount:
                sums[line.key] = sums.get(line.key, 0) + line.discount
        return sums

    @property
    def allowances(self) -> int:
        """All that is taken off the sum of the lines, the document discount included."""
        return self.discount - sum(each.amount for each in self.adjustments if each.amount < 0)

    @property
    def charges(self) -> int:
        return sum(each.amount for each in self.adjustments if each.amount > 0)

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines) + sum(each.amount for each in self.adjustments)

    @property
    def tax(self) -> int:
        return sum(share.tax for share in self.taxes)

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def payable(self) -> int:
        """What this document asks for."""
        return self.total - sum(share.total for share in self.deducted) - self.prepaid + self.rounding

    def rounded(self, rounding: Decimal | Step) -> Totals:
        """With what is payable rounded to a coin, or by an amount in major units."""
        if not isinstance(rounding, Step):
            return replace(self, rounding=to_minor(rounding, self.currency))
        bare = replace(self, rounding=0)
        return replace(self, rounding=_to_coin(bare.payable, rounding, self.currency))

    def __neg__(self) -> Totals:
        """The credit note that takes all of this back."""
        return Totals(
            self.currency,
            tuple(-line for line in self.lines),
            tuple(-share for share in self.taxes),
            tuple(-share for share in self.deducted),
            tuple(-each for each in self.adjustments),
            -self.prepaid,
            -self.rounding,
        )


def price(
    lines: Sequence[Line],
    currency: str,
    document_discount: Decimal | Percentage = ZERO,
    *,
    adjustments: Sequence[DocumentAdjustment] = (),
    prepaid: Decimal = ZERO,
    rounding: Decimal | Step = ZERO,
) -> Totals:
    """Prices a whole document. ValueError for a document discount that exceeds what it is taken from.

    A credit note's discount amount is negative like its lines, so that it mirrors its invoice exactly.
    """
    nets = [line.net_of(line.quantity, currency) for line in lines]
    shares = _discounts(lines, nets, currency, document_discount)
    priced = tuple(
        PricedLine(net, share, line.tax, line.key.category, line.amounts(currency))
        for line, net, share in zip(lines, nets, shares, strict=True)
    )
    nets_by_tax = bases(priced)
    further = tuple(
        PricedAdjustment(each.amount_on(nets_by_tax.get(each.key, 0), currency), each.tax, each.key.category)
        for each in adjustments
    )
    taxes = taxes_on(bases([*priced, *further]))
    totals = Totals(currency, priced, taxes, (), further, to_minor(prepaid, currency))
    return totals.rounded(rounding)


def bases(parts: Iterable[PricedLine | PricedAdjustment]) -> dict[TaxKey, int]:
    """The sum of the nets of what is taxed alike."""
    sums: dict[TaxKey, int] = {}
    for each in parts:
        sums[each.key] = sums.get(each.key, 0) + each.net
    return sums


def taxes_on(nets: Mapping[TaxKey, int]) -> tuple[RateTotal, ...]:
    keys = sorted(nets, key=lambda key: key.place)
    return tuple(
        RateTotal(key.percent, nets[key], tax_on(nets[key], key.percent), key.category) for key in keys
    )


def tax_on(base: int, rate: Decimal) -> int:
    """The tax of one rate on the sum of its nets, in minor units."""
    return portion(base, rate, HUNDRED)


def _discounts(
    lines: Sequence[Line], nets: Sequence[int], currency: str, discount: Decimal | Percentage
) -> list[int]:
    """The document discount spread over the lines, in their order.

    It is dealt in an order of its own: where two lines of different tax rates have the same claim to the odd cent,
    their positions must not decide the tax.
    """
    dealt = sorted(range(len(lines)), key=lambda i: (abs(nets[i]), lines[i].key.place), reverse=True)
    weights = [nets[i] for i in dealt]
    if isinstance(discount, Percentage):
        shares = _percent_off(weights, discount.value)
    else:
        shares = _amount_off(weights, to_minor(discount, currency))
    by_line = dict(zip(dealt, shares, strict=True))
    return [by_line[i] for i in range(len(lines))]


def _percent_off(nets: Sequence[int], percent: Decimal) -> list[int]:
    """Each net's own percentage is its claim, so that lines of both signs keep their rate however they cancel out."""
    check_percentage(percent)
    return apportion(portion(sum(nets), percent, HUNDRED), [net * Fraction(percent) / 100 for net in nets])


def _amount_off(nets: Sequence[int], amount: int) -> list[int]:
    if not min(0, sum(nets)) <= amount <= max(0, sum(nets)):
        raise ValueError(_l("The discount is larger than the amount."))
    return spread(amount, nets)


def _to_coin(amount: int, step: Step, currency: str) -> int:
    """What brings an amount to the nearest multiple of the coin; half goes away from zero. ValueError for no coin."""
    coin = to_minor(step.value, currency)
    if coin <= 0:
        raise ValueError(_l("Amounts can only be rounded to more than zero."))
    with exact():
        return int(round_half_up(Decimal(amount) / coin, 0)) * coin - amount
