"""Discounts that customers took by paying early, each with the tax that it corrects. Append-only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, Json, Percent
from salesapp.products.pricing import RateTotal
from salesapp.products.stored import rate_totals

if TYPE_CHECKING:
    from salesapp.invoices.models.invoice import Invoice
    from salesapp.invoices.models.payment import Payment


class DiscountTaken(Base):
    """So much of an invoice is not paid because a payment came early; minor units of its currency, tax included.

    `taxes` splits the amount into net and tax per rate, as documents keep theirs: that much less was sold, and is
    taxed. A row with a negative amount takes back what an earlier one of the same payment gave.
    """

    __tablename__ = "discounts_taken"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    percent: Mapped[Decimal] = mapped_column(Percent())
    amount: Mapped[int] = mapped_column(Amount())
    taxes: Mapped[list[Any]] = mapped_column(Json)
    taken_on: Mapped[date] = mapped_column()
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    invoice: Mapped[Invoice] = relationship()
    payment: Mapped[Payment] = relationship()

    __table_args__ = (CheckConstraint("amount <> 0", name="amount"),)

    @property
    def tax_rows(self) -> list[RateTotal]:
        """Net and tax per rate."""
        return rate_totals(self.taxes)

    @property
    def tax(self) -> int:
        """What less of tax there is."""
        return sum(row.tax for row in self.tax_rows)
