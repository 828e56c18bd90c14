"""The customer's address of an invoice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText

if TYPE_CHECKING:
    from salesapp.invoices.models.invoice import Invoice


class InvoiceLink(Base):
    """An address under which the customer sees an invoice without logging in. Only the hash of its secret is kept."""

    __tablename__ = "invoice_links"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(ShortText(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    invoice: Mapped[Invoice] = relationship()
