"""That a document of an order was sent: its confirmation, that of an amendment, or the note of a delivery."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.orders.amendments.models import OrderAmendment, applied
from salesapp.orders.models import Order
from salesapp.orders.models.delivery import OrderDelivery


class OrderDispatch(Base):
    """One e-mail with the confirmation, or with the note of a delivery."""

    __tablename__ = "order_dispatches"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("order_amendments.id"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("order_deliveries.id"))
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
    sent = [each for each in order.dispatches if each.delivery_id is None]
    return next((each for each in reversed(sent) if each.amendment_id == amendment_id), None)


def note_sent(delivery: OrderDelivery) -> OrderDispatch | None:
    """The last time that the note of this delivery was sent."""
    sent = reversed(delivery.order.dispatches)
    return next((each for each in sent if each.delivery_id == delivery.id), None)
