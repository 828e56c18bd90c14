"""The end of the chain that links all issued documents by their hashes."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Base, ShortText

START = "0" * 64
"""What the first document is chained to."""


class LedgerHead(Base):
    """One row: how many documents were issued, and the hash of the last. Locking it makes issuing go one by one."""

    __tablename__ = "ledger_heads"

    last: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(ShortText(64), default=START)
