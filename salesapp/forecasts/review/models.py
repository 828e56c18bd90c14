"""When somebody looked an opportunity through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core import clock
from salesapp.core.access import Scoped, Viewer
from salesapp.core.db import Base, db
from salesapp.opportunities.models import Opportunity


class DealReview(Scoped, Base):
    """A person reviewed an opportunity at a moment. Only added."""

    __tablename__ = "deal_reviews"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_deal_reviews_by", "by_id", "opportunity_id", "at"),)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return cls.by_id == viewer.id


def reviewed(opportunity: Opportunity, *, by: Any) -> None:
    """They have looked it through."""
    db.session.add(DealReview(opportunity_id=opportunity.id, by_id=by.id))


def last_reviews(by: Any) -> dict[int, datetime]:
    """Opportunity → when the person reviewed it last."""
    query = select(DealReview.opportunity_id, func.max(DealReview.at)).where(DealReview.by_id == by.id)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(DealReview.opportunity_id))}
