"""The fapiao that the tax platform gave for an invoice or a credit note."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.core.fields import enum_of
from salesapp.customers.kinds import FapiaoKind
from salesapp.invoices.models import CreditNote, Invoice


class Fapiao(Base):
    """One fapiao; a red-letter one belongs to a credit note and names the confirmation (红字信息确认单) it goes by."""

    __tablename__ = "fapiao"

    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("credit_notes.id"), index=True)
    number: Mapped[str] = mapped_column(ShortText(20), unique=True)
    kind: Mapped[FapiaoKind] = mapped_column(enum_of(FapiaoKind))
    issued_on: Mapped[date] = mapped_column()
    red_reference: Mapped[str | None] = mapped_column(ShortText(40))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    invoice: Mapped[Invoice | None] = relationship()
    credit_note: Mapped[CreditNote | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="document",
        ),
    )
