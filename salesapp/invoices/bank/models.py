"""Statements of our bank accounts and their bookings. What the bank said of a booking is never changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, Json, LongText, ShortText
from salesapp.invoices.models import Payment
from salesapp.people.models import User


class BookingState(StrEnum):
    """What became of a booking."""

    OPEN = "open"
    MATCHED = "matched"
    DISMISSED = "dismissed"


class BankStatement(Base):
    """One statement as it was imported. `difference` is what its balances and bookings lack; None without balances."""

    __tablename__ = "bank_statements"

    account: Mapped[str] = mapped_column(ShortText(60))
    currency: Mapped[str] = mapped_column(ShortText(3))
    number: Mapped[str] = mapped_column(ShortText(60), default="")
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    opening: Mapped[int | None] = mapped_column(Amount())
    closing: Mapped[int | None] = mapped_column(Amount())
    difference: Mapped[int | None] = mapped_column(Amount())
    file_name: Mapped[str] = mapped_column(ShortText(255))
    known: Mapped[int] = mapped_column(default=0)
    """How many of its bookings an earlier statement had brought already."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    bookings: Mapped[list[BankBooking]] = relationship(
        order_by="BankBooking.booked_on, BankBooking.id", back_populates="statement"
    )


class BankBooking(Base):
    """One booking. `key` is its identity (docs/bank.md); `amount` is negative where money went out."""

    __tablename__ = "bank_bookings"

    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statements.id"), index=True)
    key: Mapped[str] = mapped_column(ShortText(64), unique=True)
    booked_on: Mapped[date] = mapped_column()
    valued_on: Mapped[date | None]
    amount: Mapped[int] = mapped_column(Amount())
    currency: Mapped[str] = mapped_column(ShortText(3))
    name: Mapped[str] = mapped_column(ShortText(200), default="")
    payer_account: Mapped[str] = mapped_column(ShortText(60), default="", index=True)
    text: Mapped[str] = mapped_column(LongText(), default="")
    reference: Mapped[str] = mapped_column(ShortText(200), default="")
    state: Mapped[BookingState] = mapped_column(ShortText(20), default=BookingState.OPEN)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), unique=True)
    recorded: Mapped[bool] = mapped_column(default=False)
    """Whether confirming it recorded the payment; else it was there before."""
    like_id: Mapped[int | None] = mapped_column(ForeignKey("bank_bookings.id"), index=True)
    """The booking of an earlier file that this one may be: the same money on the same day in other words."""
    note: Mapped[str | None] = mapped_column(LongText())
    settled_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    statement: Mapped[BankStatement] = relationship(back_populates="bookings")
    payment: Mapped[Payment | None] = relationship()
    like: Mapped[BankBooking | None] = relationship(remote_side="BankBooking.id")
    by: Mapped[User | None] = relationship()

    __table_args__ = (
        Index("ix_bank_bookings_state", "state", "booked_on"),
        CheckConstraint(
            "(state = 'matched') = (payment_id IS NOT NULL)",
            name="matched",
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.state == BookingState.OPEN

    @property
    def who(self) -> str:
        """Whoever is on the other side, as far as the bank says."""
        return self.name or self.payer_account or self.text[:60] or "–"


class BankLayout(Base):
    """What the columns of an account's CSV files are, as somebody said once."""

    __tablename__ = "bank_layouts"

    account: Mapped[str] = mapped_column(ShortText(60), unique=True)
    columns: Mapped[list[Any]] = mapped_column(Json, default=list)
    layout: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class BankUpload(Base):
    """A table whose columns nobody has explained yet; it goes once they are, or with the uploader's next file."""

    __tablename__ = "bank_uploads"

    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    file_name: Mapped[str] = mapped_column(ShortText(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
