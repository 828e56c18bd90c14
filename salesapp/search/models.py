"""The word index: which record is found by which word. Prefix look-ups on it answer on both databases alike."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText
from salesapp.search.words import WORD_LENGTH


class SearchWord(Base):
    """One word of one record. Compared byte by byte, so that a prefix is a range of the index."""

    __tablename__ = "search_words"

    id = None  # type: ignore[assignment]  # the three columns are the key
    record_type: Mapped[str] = mapped_column(ShortText(40), primary_key=True)
    word: Mapped[str] = mapped_column(
        String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql"), primary_key=True
    )
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        Index("ix_search_words_record", "record_type", "record_id"),
        {"sqlite_with_rowid": False},
    )
