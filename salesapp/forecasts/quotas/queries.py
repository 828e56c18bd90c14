"""Reading quotas."""

from __future__ import annotations

from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.models import Quota


def quotas_in(period: Period) -> dict[int | None, int]:
    """Person → what they should close in the period: their months together. None stands for the company."""
    query = select(Quota.user_id, func.sum(Quota.amount)).where(
        Quota.month.between(period.first, period.last)
    )
    return {key: int(amount) for key, amount in db.session.execute(query.group_by(Quota.user_id))}
