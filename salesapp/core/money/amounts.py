"""Exact money: whole minor units with a currency, one way of rounding, and sharing without losing a cent.

Writes amounts in Chinese capitals; `numbers` reads what people type. Nothing here is a float, and nothing depends on
the decimal context of the caller.
"""

from __future__ import annotations

import decimal
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import total_ordering
from typing import Self

from babel.numbers import get_currency_name

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.money.decimals import DECIMALS

_EXACT = decimal.Context(
    prec=100,
    rounding=ROUND_HALF_UP,
    Emin=-999_999,
    Emax=999_999,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


def exact() -> AbstractContextManager[decimal.Context]:
    """A decimal context of 100 digits for sums of money, whatever the caller's own context is."""
    return decimal.localcontext(_EXACT)


def exponent(currency: str) -> int:
    """How many decimals the currency has: EUR 2, JPY 0, KWD 3. ValueError for a code that is no currency."""
    try:
        return DECIMALS[currency]
    except KeyError:
        raise ValueError(f"{currency!r} is not a currency") from None


def mean_rate(amount: int, code: str, total: int, own: str) -> Decimal:
    """At which rate an amount came to its worth: of one row its rate, of several rows their mean by amount."""
    with exact():
        return round_half_up(
            Decimal(total).scaleb(-exponent(own)) / Decimal(amount).scaleb(-exponent(code)), 4
        )


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """`value` to so many decimals, a half going away from zero, so that a credit mirrors its invoice.

    ValueError for NaN, infinity and numbers beyond 100 digits.
    """
    if not value.is_finite():
        raise ValueError(f"{value} cannot be rounded")
    try:
        with exact():
            return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0
    except decimal.InvalidOperation:
        raise ValueError(f"{value} is too large") from None


def to_minor(value: Decimal, currency: str) -> int:
    """An amount in major units as whole minor units, rounded half up: 12.345 EUR is 1235."""
    digits = exponent(currency)
    rounded = round_half_up(value, digits)
    with exact():
        return int(rounded.scaleb(digits))


def from_minor(minor: int, currency: str) -> Decimal:
    """Minor units in major units, with the currency's decimals: 1235 in EUR is Decimal("12.35")."""
    digits = -exponent(currency)
    with exact():
        return Decimal(minor).scaleb(digits)


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in whole minor units. Amounts of two currencies are never added nor compared: ValueError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Self:
        """From major units, rounded half up. ValueError for what is no finite number."""
        try:
            value = Decimal(amount)
        except decimal.InvalidOperation:
            raise ValueError(f"{amount!r} is not a number") from None
        return cls(to_minor(value, currency), currency)

    @property
    def amount(self) -> Decimal:
        """Major units."""
        return from_minor(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added or compared")
        return other.minor


@dataclass(frozen=True)
class PricePerUnit:
    """What one unit costs, in major units with up to four decimal places."""

    amount: Decimal
    currency: str


def convert(minor: int, source: str, target: str, rate: Decimal) -> int:
    """Minor units of `source` in those of `target`; `rate` is the price of one `source` in `target`."""
    with exact():
        value = from_minor(minor, source) * rate
    return to_minor(value, target)


def same_figure(minor: int, source: str, target: str) -> int:
    """What was typed, when only its currency is changed: 2,500.00 EUR becomes 2,500 JPY. RuleBroken for 2,500.50."""
    figure = from_minor(minor, source)
    found = to_minor(figure, target)
    if from_minor(found, target) != figure:
        raise RuleBroken(
            _(
                "%(amount)s has more decimal places than %(currency)s allows.",
                amount=f"{figure:f}",
                currency=target,
            )
        )
    return found


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of `total` in proportion to `weights`, adding up exactly (largest remainder).

    Negative weights get shares of the opposite sign, zero weights nothing. Weights that cancel out have no
    proportions: then their sizes count; where all are zero, all get the same.
    ValueError when there is nobody to share with.
    """
    if not total:
        return [0] * len(weights)
    if not weights:
        raise ValueError("nothing to spread over")
    if not sum(weights):
        weights = [abs(weight) for weight in weights] if any(weights) else [1] * len(weights)
    whole = sum(weights)
    return apportion(total, [Fraction(total * weight, whole) for weight in weights])


def apportion(total: int, quotas: Sequence[Fraction]) -> list[int]:
    """Whole shares adding up to `total`, each less than one away from its quota (largest remainder).

    The quotas add up to `total`, or would if that were rounded. When everything changes its sign, so do the shares.
    """
    shares = [_nearest(quota) for quota in quotas]
    missing = total - sum(shares)
    step = 1 if missing > 0 else -1
    taste = 1 if missing * total < 0 else -1  # equal claims: large quotas gain first and lose last

    def claim(i: int) -> tuple[Fraction, Fraction, int]:
        return (shares[i] - quotas[i]) * step, abs(quotas[i]) * taste, -i * taste

    for i in sorted(range(len(quotas)), key=claim)[: abs(missing)]:
        shares[i] += step
    return shares


def _nearest(value: Fraction) -> int:
    """A fraction no Decimal can hold, rounded as `round_half_up` does."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value > 0 else -size


# --- Amounts in capitals ------------------------------------------------------------------------

_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
_PARTS = "角分厘毫"


def chinese_capitals(minor: int, currency: str) -> str:
    """The amount in Chinese capitals (大写金额), as the rules for cheques and vouchers want it: 壹仟零伍元整.

    Where the rules leave a choice, the first of their own examples decides. CNY is written bare, since forms
    print 人民币 in front themselves; the name of any other currency leads.
    """
    whole, fraction = divmod(abs(minor), 10 ** exponent(currency))
    digits = f"{fraction:0{exponent(currency)}d}" if exponent(currency) else ""
    name = "" if currency == "CNY" else get_currency_name(currency, locale="zh")
    yuan = f"{_capitals(whole)}元" if whole or not fraction else ""
    return f"{name}{'负' if minor < 0 else ''}{yuan}{_capital_parts(digits, whole)}"


def _capitals(number: int) -> str:
    """A whole number; one 零 stands for any run of zeros that is followed by something smaller."""
    for size, name in _PLACES:
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{_capitals(head)}{name}{gap}{_capitals(rest) if rest else ''}"
    return _NUMERALS[number]


def _capital_parts(digits: str, whole: int) -> str:
    """角, 分 and smaller, after so many 元. 整 closes an amount that does not reach its smallest part."""
    text = ""
    gap = whole > 0 and whole % 10 == 0
    for digit, part in zip(digits, _PARTS, strict=False):
        if digit != "0":
            text += f"{'零' if gap else ''}{_NUMERALS[int(digit)]}{part}"
        gap = digit == "0" and (bool(text) or whole > 0)
    return text if digits and digits[-1] != "0" else f"{text}整"
