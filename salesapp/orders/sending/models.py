"""That the confirmation of an order was sent, and which one: the first, or that of an amendment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.orders.amendments.models import OrderAmendment, applied
from salesapp.orders.models import Order


class OrderDispatch(Base):
    """One e-mail with the confirmation."""

    __tablename__ = "order_dispatches"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("order_amendments.id"))
    address: Mapped[str] = mapped_column(ShortText(320))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    order: Mapped[Order] = relationship(backref=backref("dispatches", order_by="OrderDispatch.id"))


def confirmation_of(order: Order) -> Order | OrderAmendment:
    """The document that says what the order is now."""
    amendments = applied(order)
    return amendments[-1] if amendments else order


def sent_now(order: Order) -> OrderDispatch | None:
    """The last time that what the order is now was sent."""
    current = confirmation_of(order)
    amendment_id = current.id if isinstance(current, OrderAmendment) else None
    return next((each for each in reversed(order.dispatches) if each.amendment_id == amendment_id), None)
