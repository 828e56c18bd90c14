"""The days on which somebody used the product, and what of it: they stay when sessions are long gone."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from salesapp.core.access import Scoped, Viewer
from salesapp.core.company import today_for
from salesapp.core.concurrency.noting import keep_once, note
from salesapp.core.db import Base, ShortText, db

SIGNED_IN = ""
"""What stands for the product as a whole: somebody was signed in on that day."""


class UserDay(Scoped, Base):
    """Somebody used something on a day of their own calendar; one row a day, however often."""

    __tablename__ = "user_days"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date())
    what: Mapped[str] = mapped_column(ShortText(60), default=SIGNED_IN)
    """`SIGNED_IN`, or `report:` with the key of a report that was opened."""

    __table_args__ = (UniqueConstraint("user_id", "what", "day"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return true() if viewer.sees_all("user") else cls.user_id.in_(viewer.reach)


def used(session: Session, user_id: int, day: date, what: str = SIGNED_IN) -> None:
    """Keeps that they did, once."""
    keep_once(session, UserDay, user_id=user_id, day=day, what=what)


def opened_today(user: Any, what: str) -> None:
    """Keeps that somebody who only reads opened it: one look a time, one write a day."""
    day = today_for(user)
    known = select(UserDay.id).where(UserDay.user_id == user.id, UserDay.what == what, UserDay.day == day)
    if db.session.scalar(known) is None:
        note(lambda session: used(session, user.id, day, what))
