"""Back orders: what of confirmed orders is still to be delivered."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from salesapp.orders.models import UNDELIVERED, Order, OrderLine

WANTED_ON = func.coalesce(OrderLine.requested_on, Order.requested_on)
MISSING = OrderLine.quantity - OrderLine.quantity_fulfilled - OrderLine.quantity_closed


def back_orders() -> Select[OrderLine]:
    """Lines of which something is missing, those wanted first first; what nobody dated comes last."""
    query = select(OrderLine).join(OrderLine.order)
    query = query.where(Order.status.in_(UNDELIVERED), Order.deleted_at.is_(None), MISSING > 0)
    query = query.order_by(WANTED_ON.is_(None), WANTED_ON, Order.ordered_on, OrderLine.id)
    customers = (joinedload(Order.account), joinedload(Order.contact))
    return query.options(contains_eager(OrderLine.order).options(*customers))
