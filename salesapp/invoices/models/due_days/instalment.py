"""The instalments of an issued invoice. Append-only, and there only where it is paid in parts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Amount, Base


class InvoiceInstalment(Base):
    """So much of an invoice is due on a day; minor units of its currency.

    `upto` is what is due by then in all: the part is open while less than that is settled.
    """

    __tablename__ = "invoice_instalments"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[int] = mapped_column(Amount())
    upto: Mapped[int] = mapped_column(Amount())
