"""That an invoice was sent: an issued invoice is never changed, so this is a row of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, exists
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.invoices.models import Invoice


class InvoiceDispatch(Base):
    """One time that an invoice left the house; without an address it went by another way than e-mail."""

    __tablename__ = "invoice_dispatches"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    address: Mapped[str | None] = mapped_column(ShortText(320))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    invoice: Mapped[Invoice] = relationship()


def never_sent() -> ColumnElement[bool]:
    """Invoices that were issued here and still ask for money, and that nobody has sent."""
    sent = exists().where(InvoiceDispatch.invoice_id == Invoice.id)
    issued = Invoice.position.is_not(None)
    return issued & (Invoice.payable > Invoice.settled) & ~sent
