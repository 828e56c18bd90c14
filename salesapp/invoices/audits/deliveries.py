"""What is delivered of each order line is what its deliveries say, and at most what was ordered."""

from __future__ import annotations

from collections.abc import Generator
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesapp.invoices.audits.rows import stream
from salesapp.orders.models import Order, OrderLine
from salesapp.orders.models.delivery import OrderDelivery


def faults(session: Session) -> Generator[str]:
    """One sentence for each line that is delivered otherwise than its deliveries say, or beyond what was ordered."""
    said: dict[int, Decimal] = {}
    for (items,) in stream(session, select(OrderDelivery.items).where(OrderDelivery.reversed_at.is_(None))):
        for line, _name, quantity in items:
            said[line] = said.get(line, Decimal(0)) + Decimal(quantity)
    lines = select(
        OrderLine.id, Order.number, OrderLine.position, OrderLine.quantity, OrderLine.quantity_fulfilled
    )
    for key, number, position, quantity, delivered in stream(session, lines.join(OrderLine.order)):
        if delivered != said.pop(key, 0):
            yield f"Of the order {number}, line {position} is not delivered as its deliveries say."
        elif delivered > max(quantity, 0):
            yield f"Of the order {number}, line {position} is delivered beyond what was ordered."
    if said:
        yield f"Deliveries name order lines that are gone: {', '.join(map(str, sorted(said)[:5]))}."
