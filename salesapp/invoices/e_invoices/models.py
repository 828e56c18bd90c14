"""The e-invoice of each document that could have one, in both forms, kept as it was when the document was issued."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, LongText, ShortText
from salesapp.invoices.models.frozen import append_only
from salesapp.records.merging.references import stays


class IssuedEInvoice(Base):
    """The files of one document. They are written with it and never again."""

    __tablename__ = "issued_e_invoices"
    __table_args__ = (UniqueConstraint("document_type", "document_id"),)

    document_type: Mapped[str] = mapped_column(ShortText(40))
    document_id: Mapped[int] = mapped_column()
    ubl: Mapped[str] = mapped_column(LongText())
    cii: Mapped[str] = mapped_column(LongText())
    at: Mapped[datetime] = mapped_column(default=clock.now)


append_only(IssuedEInvoice.__table__)
stays("issued_e_invoices.document_id", why="documents are never merged, and what was issued is never changed")
