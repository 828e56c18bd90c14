"""When what an invoice takes of an order was delivered: the date of supply that its paper has to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from salesapp.orders.models import Order

Period = tuple[date, date | None]
"""The first day and, where it is another one, the last."""


def supply_of(order: Order, wanted: Sequence[Decimal], billed: Sequence[Decimal]) -> Period | None:
    """The days on which these quantities were delivered; both have one for each line of the order.

    What was delivered first is billed first. None where nothing of them is recorded as delivered.
    """
    days = sorted(
        day
        for line, quantity, done in zip(order.lines, wanted, billed, strict=True)
        for day in _days(order, line.id, done, done + quantity)
    )
    if not days:
        return None
    return days[0], None if days[-1] == days[0] else days[-1]


def _days(order: Order, line_id: int, begin: Decimal, end: Decimal) -> Iterator[date]:
    """When what lies between these two sums of the line was delivered."""
    reached = Decimal(0)
    for each in sorted(
        (each for each in order.deliveries if each.stands), key=lambda each: each.delivered_on
    ):
        before, reached = reached, reached + each.quantities.get(line_id, Decimal(0))
        if max(before, begin) < min(reached, end):
            yield each.delivered_on
