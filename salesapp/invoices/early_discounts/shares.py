"""A discount as net and tax of each rate: the customer got the same percentage off everything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from salesapp.core.money import round_half_up, spread
from salesapp.products.pricing import RateTotal

HUNDRED = Decimal(100)


def shares_of(amount: int, taxes: Sequence[RateTotal]) -> list[RateTotal]:
    """`amount`, tax included, over the rates in proportion to what each comes to; the shares add up to it.

    The tax in each share is what its rate makes of it, rounded half up.
    """
    if not amount or not taxes:
        return []
    parts = spread(amount, [each.total for each in taxes])
    return [_share(part, each) for part, each in zip(parts, taxes, strict=True) if part]


def _share(part: int, of: RateTotal) -> RateTotal:
    tax = int(round_half_up(part * of.rate / (HUNDRED + of.rate), 0))
    return RateTotal(of.rate, part - tax, tax, of.category)
