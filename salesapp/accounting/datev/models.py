"""What is kept for the accountant: the number of each debtor, and the files of closed periods with their hashes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, Json, ShortText
from salesapp.people.models import User
from salesapp.records.merging.references import stays


class DebtorNumber(Base):
    """The customer's personal account; given once and never to somebody else."""

    __tablename__ = "debtor_numbers"

    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), unique=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), unique=True)
    number: Mapped[int] = mapped_column(unique=True)


stays(
    "debtor_numbers.account_id",
    "debtor_numbers.contact_id",
    why="files name the customer by it: who stays goes on with it where they have none, and nobody else gets it",
)


class DatevFile(Base):
    """One file of a closed period. `entries` is what it holds: key of the entry → digest of its lines."""

    __tablename__ = "datev_files"

    first: Mapped[date] = mapped_column()
    last: Mapped[date] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(ShortText(80))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    hash: Mapped[str] = mapped_column(ShortText(64))
    final: Mapped[bool] = mapped_column()
    """Whether the period was closed, so that its entries are in no later file."""
    entries: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    by: Mapped[User | None] = relationship()
