"""The levels of reminders, which invoice was reminded when, and which is in dispute."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.db import Base, Json, LongText, ShortText


class ReminderLevel(Base):
    """From how many days overdue on an invoice is reminded at this level, and in which words.

    `words` are subject and text by language: {"en": {"subject": …, "text": …}, "zh": …}.
    """

    __tablename__ = "reminder_levels"

    level: Mapped[int] = mapped_column(unique=True)
    days: Mapped[int] = mapped_column()
    words: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    __table_args__ = (CheckConstraint("level > 0 AND days > 0", name="positive"),)


class Reminder(Base):
    """An invoice was reminded at a level of what was due on a day: of each instalment anew, from the first level on.

    An issued invoice is never changed, so this is a row of its own.
    """

    __tablename__ = "invoice_reminders"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    due_on: Mapped[date] = mapped_column()
    level: Mapped[int] = mapped_column()
    address: Mapped[str] = mapped_column(ShortText(320))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (UniqueConstraint("invoice_id", "due_on", "level"),)


class Dispute(Base):
    """The customer contests the invoice; until it ends nobody reminds them of it."""

    __tablename__ = "invoice_disputes"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    reason: Mapped[str] = mapped_column(LongText())
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_invoice_disputes_invoice_id", "invoice_id"),
        # However many press: one dispute at a time.
        Index(
            "uq_invoice_disputes_open",
            "invoice_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
