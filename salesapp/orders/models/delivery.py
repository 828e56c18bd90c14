"""What was delivered of an order on one day; one that was typed wrong is reversed and stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, Json, LongText
from salesapp.people.models import User

if TYPE_CHECKING:
    from salesapp.orders.models import Order


class OrderDelivery(Base):
    """One delivery: `items` are the line's id, its name, and how much of it; `place` counts from 1 in each order."""

    __tablename__ = "order_deliveries"
    record_type_key: ClassVar[str] = "order_delivery"
    is_internal: ClassVar[bool] = False
    """What was delivered is known to the customer."""

    __table_args__ = (UniqueConstraint("order_id", "place"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    place: Mapped[int] = mapped_column()
    delivered_on: Mapped[date] = mapped_column()
    note: Mapped[str | None] = mapped_column(LongText())
    items: Mapped[list[Any]] = mapped_column(Json, default=list)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reversed_at: Mapped[datetime | None] = mapped_column()
    reversed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    order: Mapped[Order] = relationship(back_populates="deliveries")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    reversed_by: Mapped[User | None] = relationship(foreign_keys=[reversed_by_id])

    @property
    def number(self) -> str:
        """What the delivery note is called: the order's number with its own."""
        return f"{self.order.number}-D{self.place}"

    @property
    def title(self) -> str:
        return self.number

    @property
    def quantities(self) -> Mapping[int, Decimal]:
        """Line id → how much of it."""
        return {int(line): Decimal(quantity) for line, _name, quantity in self.items}

    @property
    def what(self) -> str:
        """`2 × Pump, 3 × Pipe`."""
        return ", ".join(f"{quantity} × {name}" for _line, name, quantity in self.items)

    @property
    def stands(self) -> bool:
        """Whether it was not reversed."""
        return self.reversed_at is None
