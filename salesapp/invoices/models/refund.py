"""Money that goes back to a customer: of what a payment or a credit note has free. Append-only."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, LongText, ShortText
from salesapp.core.fields import enum_of
from salesapp.invoices.models.standing import PaymentMethod

if TYPE_CHECKING:
    from salesapp.invoices.models.credit_note import CreditNote
    from salesapp.invoices.models.payment import Payment


class Refund(Base):
    """So much was paid back, in minor units of its source's currency; one that `reverses` another came back to us."""

    __tablename__ = "refunds"

    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("credit_notes.id"), index=True)
    amount: Mapped[int] = mapped_column(Amount())
    refunded_on: Mapped[date] = mapped_column()
    method: Mapped[PaymentMethod] = mapped_column(enum_of(PaymentMethod))
    reference: Mapped[str | None] = mapped_column(ShortText(140))
    reason: Mapped[str | None] = mapped_column(LongText())
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("refunds.id"), unique=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    payment: Mapped[Payment | None] = relationship()
    credit_note: Mapped[CreditNote | None] = relationship()
    reversals: Mapped[list[Refund]] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END", name="sign"),
        CheckConstraint(
            "(CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="source",
        ),
    )

    @property
    def source(self) -> Any:
        """The payment or the credit note of which it is paid back."""
        return self.payment if self.credit_note_id is None else self.credit_note

    @property
    def is_standing(self) -> bool:
        """Whether the customer has the money: it is no reversal, and was not reversed."""
        return self.reverses_id is None and not self.reversals
