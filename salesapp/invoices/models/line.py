"""Lines of invoices and credit notes, each knowing the line that it bills or takes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core.db import Base
from salesapp.orders.models import OrderLine
from salesapp.products.documents import PricedLine

if TYPE_CHECKING:
    from salesapp.invoices.models.credit_note import CreditNote
    from salesapp.invoices.models.invoice import Invoice


class BilledLine(PricedLine):
    """A line that may have been supplied on other days than the document says."""

    supply_from: Mapped[date | None] = mapped_column()
    supply_to: Mapped[date | None] = mapped_column()


class InvoiceLine(BilledLine, Base):
    """One line of an invoice. `quantity` of a part is what this invoice takes of the order's line."""

    __tablename__ = "invoice_lines"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), index=True)

    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    order_line: Mapped[OrderLine | None] = relationship()


class CreditNoteLine(BilledLine, Base):
    """One line of a credit note: so much of the invoice's line is taken back."""

    __tablename__ = "credit_note_lines"

    credit_note_id: Mapped[int] = mapped_column(ForeignKey("credit_notes.id"), index=True)
    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_lines.id"), index=True)

    credit_note: Mapped[CreditNote] = relationship(back_populates="lines")
    invoice_line: Mapped[InvoiceLine] = relationship()
