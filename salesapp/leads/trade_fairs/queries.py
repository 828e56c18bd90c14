"""What came of a trade fair so far, counted from its leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from salesapp.core.db import db
from salesapp.leads.models import Lead
from salesapp.leads.trade_fairs.models import Fair
from salesapp.leads.trade_fairs.pace import hour_begins, per_hour

OWN: Any = {"unscoped": "how many leads somebody captured is theirs to know, whoever has them now"}


SOONEST = timedelta(minutes=10)
"""Before this a pace says nothing: two leads in the first minute are no 120 an hour."""


@dataclass(frozen=True)
class Standing:
    """Leads so far, those of this hour of the clock, and how many an hour since it began."""

    leads: int
    this_hour: int
    per_hour: Decimal | None


def standing(fair: Fair, now: datetime, zone: str) -> Standing:
    """In one statement; leads in the bin do not count. Of an ended fair the pace until its end."""
    lately = func.coalesce(func.sum(case((Lead.created_at >= hour_begins(now, zone), 1), else_=0)), 0)
    query = select(func.count(Lead.id), lately).where(Lead.fair_id == fair.id, Lead.deleted_at.is_(None))
    leads, this_hour = db.session.execute(query, execution_options=OWN).one()
    until = fair.ended_at or now
    pace = per_hour(leads, fair.started_at, until) if until - fair.started_at >= SOONEST else None
    return Standing(leads, int(this_hour), pace)


def last_of(fair: Fair, most: int) -> Sequence[Lead]:
    """The leads captured last, as far as the viewer still sees them."""
    query = select(Lead).where(Lead.fair_id == fair.id)
    return db.session.scalars(query.order_by(Lead.created_at.desc(), Lead.id.desc()).limit(most)).all()


def going_on(user: Any) -> Fair | None:
    """The fair that `user` is at."""
    return db.session.scalar(select(Fair).where(Fair.user_id == user.id, Fair.ended_at.is_(None)))


def ended_of(user: Any, most: int = 5) -> Sequence[Fair]:
    """Those before, the last one first."""
    query = select(Fair).where(Fair.user_id == user.id, Fair.ended_at.is_not(None))
    return db.session.scalars(query.order_by(Fair.ended_at.desc()).limit(most)).all()
