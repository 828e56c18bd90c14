"""Budgets of teams month by month, and each change of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, func, select, true
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import Amount, Base, ShortText
from salesapp.people.models import User

COUNTED = ("invoice", "opportunity")
"""Whoever sees all of one of these record types sees what every team should bring in."""


class OfTeam(Scoped):
    """A row about a team: for whoever sees all that is measured, or has everybody of the team below them."""

    if TYPE_CHECKING:
        team: Mapped[Any]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        if any(viewer.sees_all(each) for each in COUNTED):
            return true()
        people = aliased(User.__table__)
        teams = select(func.folded(people.c.team)).where(people.c.team.is_not(None))
        mine = people.c.id.in_(viewer.reach)
        return and_(cls.team.in_(teams.where(mine)), cls.team.not_in(teams.where(~mine)))


class Budget(OfTeam, Base):
    """What a team should bring in during a month, net, in the company's minor units."""

    __tablename__ = "budgets"

    team: Mapped[str] = mapped_column(ShortText(160))
    """As teams are compared: without regard to case and accents, `ß` spelt out."""
    name: Mapped[str] = mapped_column(ShortText(80))
    """As it was written when the budget was set."""
    month: Mapped[date]
    """Its first day."""
    amount: Mapped[int] = mapped_column(Amount())

    __table_args__ = (UniqueConstraint("team", "month"), Index("ix_budgets_month", "month"))


class BudgetChange(OfTeam, Base):
    """Somebody set a budget: what it was and what it became. Never changed."""

    __tablename__ = "budget_changes"

    team: Mapped[str] = mapped_column(ShortText(160), index=True)
    name: Mapped[str] = mapped_column(ShortText(80))
    month: Mapped[date]
    before: Mapped[int | None] = mapped_column(Amount())
    after: Mapped[int | None] = mapped_column(Amount())
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    step: Mapped[str] = mapped_column(ShortText(24), index=True)
    """What was set in one go, and is undone in one."""

    by: Mapped[User] = relationship(foreign_keys=[by_id])
