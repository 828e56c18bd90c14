"""Quarters that are over and who stood where. What was written down stays, whatever becomes of the records."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Base, ShortText
from salesapp.core.types import Amount
from salesapp.people.models import User


class HallQuarter(Base):
    """A quarter whose results are written down, also where nobody had any."""

    __tablename__ = "hall_quarters"

    first: Mapped[date] = mapped_column(unique=True)
    last: Mapped[date] = mapped_column()
    frozen_at: Mapped[datetime] = mapped_column(default=clock.now)


class HallPlace(Base):
    """What somebody had to show on one board in one quarter, best first in the order of the ids."""

    __tablename__ = "hall_places"

    quarter_id: Mapped[int] = mapped_column(ForeignKey("hall_quarters.id"))
    board: Mapped[str] = mapped_column(ShortText(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    value: Mapped[int] = mapped_column(Amount())
    """In the board's unit; an amount in minor units of `currency`."""
    count: Mapped[int] = mapped_column()
    currency: Mapped[str] = mapped_column(ShortText(3))

    quarter: Mapped[HallQuarter] = relationship()
    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("quarter_id", "board", "user_id"),)
