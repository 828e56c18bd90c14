"""Reading quotas, and what of them is attained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, extract, func, select

from salesapp.core.db import db
from salesapp.forecasts.periods import Period
from salesapp.forecasts.quotas.models import Quota, QuotaChange
from salesapp.opportunities.models import Opportunity, State

Months = dict[int | None, dict[date, int]]


def quotas_by_month(months: Sequence[date]) -> Months:
    """Person → month → amount."""
    found: Months = {}
    for each in db.session.scalars(select(Quota).where(Quota.month.between(months[0], months[-1]))):
        found.setdefault(each.user_id, {})[each.month] = each.amount
    return found


def closed_by_quarter(quarters: Sequence[Period]) -> dict[int | None, list[int]]:
    """Owner → what they won in each of the quarters, counted by the database under the reader's rights."""
    inside = [
        case((Opportunity.closed_on.between(each.first, each.last), Opportunity.present_worth), else_=0)
        for each in quarters
    ]
    sums: list[Any] = [func.coalesce(func.sum(each), 0) for each in inside]
    whole = Opportunity.closed_on.between(quarters[0].first, quarters[-1].last)
    query = select(Opportunity.owner_id, *sums).where(and_(Opportunity.state == State.WON, whole))
    return {
        row[0]: [int(each) for each in row[1:]]
        for row in db.session.execute(query.group_by(Opportunity.owner_id))
    }


def seasons(keys: Sequence[int | None], before: date, months: Sequence[date]) -> list[int]:
    """What these people (None: everybody) won in each month of the year in the three years before, as weights."""
    first = before.replace(year=before.year - 3)
    month = extract("month", Opportunity.closed_on)
    query = select(month, func.coalesce(func.sum(Opportunity.present_worth), 0)).where(
        Opportunity.state == State.WON, Opportunity.closed_on >= first, Opportunity.closed_on < before
    )
    if None not in keys:
        query = query.where(Opportunity.owner_id.in_(keys))
    won = {int(number): int(amount) for number, amount in db.session.execute(query.group_by(month))}
    return [won.get(each.month, 0) for each in months]


def changes_of(key: int | None, months: Sequence[date]) -> Sequence[QuotaChange]:
    """Who set what, the newest first."""
    whose = QuotaChange.user_id.is_(None) if key is None else QuotaChange.user_id == key
    query = select(QuotaChange).where(whose, QuotaChange.month.between(months[0], months[-1]))
    return db.session.scalars(query.order_by(QuotaChange.id.desc()).limit(100)).all()
