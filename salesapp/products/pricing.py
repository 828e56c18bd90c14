"""What a document costs: one function prices quotes, orders, invoices and credit notes.

Each line is rounded to a net, the document discount is spread over the nets so that they still add up, and tax is
rounded once per rate on the sum of that rate's nets. Amounts are whole minor units of the document's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salesapp.core.i18n import _l
from salesapp.core.money import apportion, exact, round_half_up, spread, to_minor

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Line:
    """One line as typed; a credit line has a negative quantity.

    `discount` and `tax` are percentages, 12.5 meaning 12.5 %. ValueError for a discount outside 0 to 100, a
    negative tax, and what is no finite number.
    """

    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = ZERO
    tax: Decimal = ZERO

    def __post_init__(self) -> None:
        if not all(value.is_finite() for value in (self.quantity, self.unit_price, self.discount, self.tax)):
            raise ValueError("a line is made of finite numbers")
        _check_percentage(self.discount)
        if self.tax < 0:
            raise ValueError(_l("A tax rate can’t be negative."))

    def net_of(self, quantity: Decimal, currency: str) -> int:
        """The net of so much of this line, before any document discount, in minor units."""
        with exact():
            value = quantity * self.unit_price * (HUNDRED - self.discount) / HUNDRED
        return to_minor(value, currency)


@dataclass(frozen=True)
class Percentage:
    """A share of a document; where this or a Decimal may stand, the Decimal is an amount in major units."""

    value: Decimal


@dataclass(frozen=True)
class PricedLine:
    """A line's net before the document discount and its share of that discount, in minor units."""

    net_before: int
    discount: int
    tax: Decimal

    @property
    def net(self) -> int:
        """What the line contributes to the document: the base of its tax."""
        return self.net_before - self.discount


@dataclass(frozen=True)
class RateTotal:
    """The nets of one tax rate (percent) and the tax on their sum, in minor units."""

    rate: Decimal
    base: int
    tax: int

    @property
    def total(self) -> int:
        return self.base + self.tax

    def __neg__(self) -> RateTotal:
        return RateTotal(self.rate, -self.base, -self.tax)


@dataclass(frozen=True)
class Totals:
    """A priced document. `lines` are in the order they came, `taxes` by rising rate.

    `deducted` holds, per rate, what down payment invoices have already asked for: it lowers what is payable, not
    the total.
    """

    currency: str
    lines: tuple[PricedLine, ...]
    taxes: tuple[RateTotal, ...]
    deducted: tuple[RateTotal, ...] = ()

    @property
    def net_before(self) -> int:
        return sum(line.net_before for line in self.lines)

    @property
    def discount(self) -> int:
        """The document discount, as spread over the lines."""
        return sum(line.discount for line in self.lines)

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(share.tax for share in self.taxes)

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def payable(self) -> int:
        """What this document asks for."""
        return self.total - sum(share.total for share in self.deducted)

    def __neg__(self) -> Totals:
        """The credit note that takes all of this back."""
        return Totals(
            self.currency,
            tuple(PricedLine(-line.net_before, -line.discount, line.tax) for line in self.lines),
            tuple(-share for share in self.taxes),
            tuple(-share for share in self.deducted),
        )


def price(lines: Sequence[Line], currency: str, document_discount: Decimal | Percentage = ZERO) -> Totals:
    """Prices a whole document. ValueError for a document discount that exceeds what it is taken from.

    A credit note's discount amount is negative like its lines, so that it mirrors its invoice exactly.
    """
    nets = [line.net_of(line.quantity, currency) for line in lines]
    shares = _discounts(lines, nets, currency, document_discount)
    priced = tuple(
        PricedLine(net, share, line.tax) for line, net, share in zip(lines, nets, shares, strict=True)
    )
    return Totals(currency, priced, taxes_on(bases(priced)))


def bases(lines: Iterable[PricedLine]) -> dict[Decimal, int]:
    """The sum of the nets of each tax rate."""
    sums: dict[Decimal, int] = {}
    for line in lines:
        sums[line.tax] = sums.get(line.tax, 0) + line.net
    return sums


def taxes_on(nets: Mapping[Decimal, int]) -> tuple[RateTotal, ...]:
    return tuple(RateTotal(rate, base, tax_on(base, rate)) for rate, base in sorted(nets.items()))


def tax_on(base: int, rate: Decimal) -> int:
    """The tax of one rate on the sum of its nets, in minor units."""
    return portion(base, rate, HUNDRED)


def portion(amount: int, part: Decimal, whole: Decimal) -> int:
    """`part` of `whole` of an amount in minor units, rounded half up."""
    with exact():
        value = amount * part / whole
    return int(round_half_up(value, 0))


def _discounts(
    lines: Sequence[Line], nets: Sequence[int], currency: str, discount: Decimal | Percentage
) -> list[int]:
    """The document discount spread over the lines, in their order.

    It is dealt in an order of its own: where two lines of different tax rates have the same claim to the odd cent,
    their positions must not decide the tax.
    """
    dealt = sorted(range(len(lines)), key=lambda i: (abs(nets[i]), lines[i].tax), reverse=True)
    weights = [nets[i] for i in dealt]
    if isinstance(discount, Percentage):
        shares = _percent_off(weights, discount.value)
    else:
        shares = _amount_off(weights, to_minor(discount, currency))
    by_line = dict(zip(dealt, shares, strict=True))
    return [by_line[i] for i in range(len(lines))]


def _percent_off(nets: Sequence[int], percent: Decimal) -> list[int]:
    """Each net's own percentage is its claim, so that lines of both signs keep their rate however they cancel out."""
    _check_percentage(percent)
    return apportion(portion(sum(nets), percent, HUNDRED), [net * Fraction(percent) / 100 for net in nets])


def _amount_off(nets: Sequence[int], amount: int) -> list[int]:
    if not min(0, sum(nets)) <= amount <= max(0, sum(nets)):
        raise ValueError(_l("The discount is larger than the amount."))
    return spread(amount, nets)


def _check_percentage(percent: Decimal) -> None:
    if not (percent.is_finite() and 0 <= percent <= HUNDRED):
        raise ValueError(_l("A discount must be between 0 and 100 percent."))
