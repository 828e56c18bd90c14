"""What settles what: a part of a payment, of a credit note, or a write-off, allocated to one invoice. Append-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, LongText

if TYPE_CHECKING:
    from salesapp.invoices.models.credit_note import CreditNote
    from salesapp.invoices.models.discount_taken import DiscountTaken
    from salesapp.invoices.models.invoice import Invoice
    from salesapp.invoices.models.payment import Payment


class Allocation(Base):
    """So much of an invoice is settled; minor units of its currency. Exactly one source: payment, credit or reason.

    A negative amount takes back what the same source settled of the invoice.
    """

    __tablename__ = "allocations"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("credit_notes.id"), index=True)
    write_off_reason: Mapped[str | None] = mapped_column(LongText())
    discount_id: Mapped[int | None] = mapped_column(ForeignKey("discounts_taken.id"), index=True)
    """What is given up as a discount for paying early; the reason says so."""
    amount: Mapped[int] = mapped_column(Amount())
    author_limit: Mapped[int | None] = mapped_column(Amount())
    """Up to how much who wrote it off might on their own, in the company's currency; None without a limit."""
    allocated_on: Mapped[date] = mapped_column()
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    invoice: Mapped[Invoice] = relationship()
    payment: Mapped[Payment | None] = relationship()
    credit_note: Mapped[CreditNote | None] = relationship()
    discount: Mapped[DiscountTaken | None] = relationship()

    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint(
            "(CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN write_off_reason IS NULL THEN 0 ELSE 1 END) = 1",
            name="source",
        ),
    )


def still_settled(allocations: Iterable[Allocation]) -> set[int]:
    """The ids of the invoices of which something is left once what was taken back is deducted."""
    sums: Counter[int] = Counter()
    for each in allocations:
        sums[each.invoice_id] += each.amount
    return {key for key, amount in sums.items() if amount > 0}
