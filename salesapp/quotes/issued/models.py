"""The paper of each document that left the house: first its finished words, then the bytes that are kept for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.core.types import JsonOrNothing


class IssuedPaper(Base):
    """One document's paper. While `digest` is empty the PDF is still to be made, of nothing but `words`."""

    __tablename__ = "issued_papers"
    __table_args__ = (UniqueConstraint("document_type", "document_id"),)

    document_type: Mapped[str] = mapped_column(ShortText(40))
    document_id: Mapped[int] = mapped_column()
    number: Mapped[str] = mapped_column(ShortText(60))
    language: Mapped[str] = mapped_column(ShortText(10))
    words: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNothing)
    """The sheet as `core.paper` sets it; given up once the bytes are there."""
    digest: Mapped[str | None] = mapped_column(ShortText(64), index=True)
    """SHA-256 of the bytes, by which `core.storage` keeps them."""
    size: Mapped[int | None] = mapped_column()
    fixed_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None] = mapped_column()
