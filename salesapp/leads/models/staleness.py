"""When an open lead is stale: nobody has touched it for as many days as its status allows, and nothing is planned.

The one definition is an SQL criterion; the list, its chip, the lead's page and Today ask it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from salesapp.activities.models import Activity, ActivityStatus
from salesapp.core import clock
from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.leads.models import LEAD, Lead
from salesapp.leads.models.statuses import statuses


def stale(now: datetime | None = None) -> ColumnElement[bool]:
    """The leads that are stale now. Statuses of closed leads have no limit, so those never are."""
    now = now or clock.now()
    over = [
        and_(Lead.status_id == each.id, Lead.touched_at <= now - timedelta(days=each.stale_days))
        for each in statuses()
        if each.stale_days is not None and each.is_open
    ]
    return and_(or_(*over), ~_held(now)) if over else false()


def _held(now: datetime) -> ColumnElement[bool]:
    """Whether something is planned for today or later."""
    return exists().where(
        Activity.subject_type == LEAD.key,
        Activity.subject_id == Lead.id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
        or_(Activity.due_on >= now.astimezone(company_zone()).date(), Activity.starts_at >= now),
    )


def company_zone() -> ZoneInfo:
    """The calendar that decides, the same for everybody who counts."""
    return ZoneInfo(company().zone)


def is_stale(lead: Lead) -> bool:
    """Whether this one is."""
    return db.session.scalar(select(Lead.id).where(Lead.id == lead.id, stale())) is not None
