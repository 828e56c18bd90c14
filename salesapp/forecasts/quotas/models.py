"""Quotas month by month, and each change of one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, ShortText
from salesapp.forecasts.persons import OfPerson
from salesapp.people.models import User


class Quota(OfPerson, Base):
    """What a person with their team (None: the whole company) should close in a month, in the company's minor units."""

    __tablename__ = "quotas"

    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    month: Mapped[date]
    """Its first day."""
    amount: Mapped[int] = mapped_column(Amount())

    __table_args__ = (
        UniqueConstraint("user_id", "month"),
        Index("ix_quotas_month", "month"),
        # The unique constraint lets as many rows of nobody pass as there are.
        Index(
            "uq_quotas_company",
            "month",
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
    )


class QuotaChange(OfPerson, Base):
    """Somebody set a quota: what it was and what it became. Never changed."""

    __tablename__ = "quota_changes"

    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    month: Mapped[date]
    before: Mapped[int | None] = mapped_column(Amount())
    after: Mapped[int | None] = mapped_column(Amount())
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    step: Mapped[str | None] = mapped_column(ShortText(24), index=True)
    """What was set in one go, and is undone in one."""

    by: Mapped[User] = relationship(foreign_keys=[by_id])
