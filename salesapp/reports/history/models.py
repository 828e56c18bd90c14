"""The table of the pipeline's past, and how far the events have been told into it."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, ForeignKey, Index, select, true
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import True_

from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import Amount, Base, ShortText
from salesapp.opportunities.models import Opportunity
from salesapp.records.merging.references import stays


class PipelineSpan(Scoped, Base):
    """How an opportunity stood from an instant until another: one row for all the days on which nothing changed.

    Every day is in it without a row for every day; who may see the opportunity now sees its past. `worth` is its
    amount in minor units of the company's currency, at the rate that it was kept at.
    """

    __tablename__ = "pipeline_spans"

    opportunity_id: Mapped[int] = mapped_column(
        ForeignKey("opportunities.id", ondelete="CASCADE"), index=True
    )
    begins_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime | None] = mapped_column()
    state: Mapped[str] = mapped_column(ShortText(10))
    in_bin: Mapped[bool] = mapped_column(default=False)
    process_id: Mapped[int | None] = mapped_column()
    stage_id: Mapped[int | None] = mapped_column()
    owner_id: Mapped[int | None] = mapped_column()
    close_on: Mapped[date | None] = mapped_column()
    category: Mapped[str | None] = mapped_column(ShortText(40))
    """Its own category, else that of its stage."""
    amount: Mapped[int | None] = mapped_column(Amount())
    currency: Mapped[str] = mapped_column(ShortText(3))
    worth: Mapped[int] = mapped_column(Amount(), default=0)

    __table_args__ = (
        Index("ix_pipeline_spans_begins_at", "begins_at"),
        Index("ix_pipeline_spans_ends_at", "ends_at"),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """With the opportunity, one in the bin too: the past does not lose it."""
        criterion = Opportunity.visible_to(viewer)
        if isinstance(criterion, True_):
            return true()
        table = Opportunity.__table__
        seen = select(table.c.id).where(table.c.id == cls.opportunity_id, criterion).correlate_except(table)
        return cast("ColumnElement[bool]", seen.exists())


class PipelineMark(Base):
    """Up to which event the spans are told: one row for the first telling, one for the second look."""

    __tablename__ = "pipeline_mark"

    event_id: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column()


stays(
    "pipeline_spans.process_id",
    "pipeline_spans.stage_id",
    "pipeline_spans.owner_id",
    why="where a deal stood and whose it was then; processes, stages and users are never merged",
)
stays("pipeline_mark.event_id", why="a place in the order of events, and events stay")
