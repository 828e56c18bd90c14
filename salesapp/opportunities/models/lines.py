"""Product lines of an opportunity, in the opportunity's currency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.db import Amount, Base, Percent, Quantity, ShortText, UnitPrice
from salesapp.products.models import Product
from salesapp.products.pricing import Line

if TYPE_CHECKING:
    from salesapp.opportunities.models.opportunity import Opportunity


class OpportunityLine(Base):
    """So many of a product at a price. `net` is in minor units, after the discount (a percentage)."""

    __tablename__ = "opportunity_lines"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    description: Mapped[str | None] = mapped_column(ShortText(500))
    position: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1))
    unit_price: Mapped[Decimal] = mapped_column(UnitPrice(), default=Decimal(0))
    discount: Mapped[Decimal] = mapped_column(Percent(), default=Decimal(0))
    net: Mapped[int] = mapped_column(Amount(), default=0)

    opportunity: Mapped[Opportunity] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()

    def reprice(self, currency: str) -> None:
        """Brings `net` in step; ValueError for a discount outside 0 to 100."""
        line = Line(self.quantity, self.unit_price, self.discount or Decimal(0))
        self.net = line.net_of(self.quantity, currency)
