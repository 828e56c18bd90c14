"""The way an opportunity took: through the stages, and each time it was closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Date, Enum, ForeignKey, Index, UniqueConstraint, extract, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from salesapp.core import clock
from salesapp.core.db import Amount, Base, LongText, ShortText, db
from salesapp.marketing.competitors import Competitor
from salesapp.opportunities.outcome import State
from salesapp.opportunities.processes.models import LossReason, Stage, StageItem

if TYPE_CHECKING:
    from salesapp.opportunities.models.opportunity import Opportunity

SECONDS_OF_DAY = 86_400
NEARLY_ONE = 0.999
"""Days as fractions are off by some microseconds."""


class StageChange(Base):
    """A stay in a stage; `left_at` is None while it lasts. Closing ends the stay, reopening begins another."""

    __tablename__ = "stage_changes"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    opportunity: Mapped[Opportunity] = relationship(back_populates="stage_changes")
    stage: Mapped[Stage] = relationship()

    __table_args__ = (Index("ix_stage_changes_opportunity", "opportunity_id", "left_at"),)


def has_lasted() -> ColumnElement[bool]:
    """Whether a stay is over and was one: what is opened and led through stages at once stands in none of them."""
    lasted: ColumnElement[bool] = seconds_between(StageChange.entered_at, StageChange.left_at) >= NEARLY_ONE
    return lasted


def seconds_between(first: Any, last: Any) -> Any:
    """From one instant to another; SQLite keeps them as texts and takes those for days."""
    if db.engine.dialect.name == "postgresql":
        return extract("epoch", last - first)
    return (func.julianday(last) - func.julianday(first)) * SECONDS_OF_DAY


class OpportunityTick(Base):
    """A line of a stage's checklist that is done."""

    __tablename__ = "opportunity_ticks"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("stage_items.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    opportunity: Mapped[Opportunity] = relationship(back_populates="ticks")
    item: Mapped[StageItem] = relationship()

    __table_args__ = (UniqueConstraint("opportunity_id", "item_id"),)


class OpportunityClose(Base):
    """One closing. Reopening marks it as undone and never removes it. Money in minor units of `currency`."""

    __tablename__ = "opportunity_closes"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    outcome: Mapped[State] = mapped_column(
        Enum(
            State,
            native_enum=False,
            length=10,
            create_constraint=False,
            values_callable=lambda e: [m.value for m in e],
        )
    )
    closed_on: Mapped[date] = mapped_column(Date())
    actual_amount: Mapped[int | None] = mapped_column(Amount())
    currency: Mapped[str] = mapped_column(ShortText(3))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("loss_reasons.id"))
    competitor: Mapped[str | None] = mapped_column(ShortText(200))
    """The name of whom it was lost to, as it was then."""
    competitor_id: Mapped[int | None] = mapped_column(ForeignKey("competitors.id"), index=True)
    note: Mapped[str | None] = mapped_column(LongText())
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Whose it was then: whoever gets it later has not won it."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reopened_at: Mapped[datetime | None] = mapped_column()
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    opportunity: Mapped[Opportunity] = relationship(back_populates="closes")
    reason: Mapped[LossReason | None] = relationship()
    lost_to: Mapped[Competitor | None] = relationship()

    __table_args__ = (Index("ix_opportunity_closes_won", "outcome", "closed_on"),)
