"""That a pro forma invoice was sent; its paper is kept like that of any document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, ShortText, db


class ProForma(Base):
    """One that went to the customer; `place` counts from 1 for each document it was made of."""

    __tablename__ = "pro_formas"
    __table_args__ = (UniqueConstraint("document_type", "document_id", "place"),)
    record_type_key: ClassVar[str] = "pro_forma"

    document_type: Mapped[str] = mapped_column(ShortText(40))
    document_id: Mapped[int] = mapped_column()
    place: Mapped[int] = mapped_column()
    number: Mapped[str] = mapped_column(ShortText(60))
    address: Mapped[str] = mapped_column(ShortText(320))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def is_internal(self) -> bool:
        """Whether it was not sent yet: only looked at."""
        return self.id is None

    @property
    def title(self) -> str:
        return self.number


def next_of(document: Any) -> ProForma:
    """The next one of the document, not sent yet: called after the document, or after the id of a draft."""
    theirs = ProForma.document_type == document.record_type_key, ProForma.document_id == document.id
    place = (db.session.scalar(select(func.max(ProForma.place)).where(*theirs)) or 0) + 1
    number = f"{document.number}-P{place}" if document.number else f"PF-{document.id}-{place}"
    return ProForma(
        document_type=document.record_type_key, document_id=document.id, place=place, number=number
    )
