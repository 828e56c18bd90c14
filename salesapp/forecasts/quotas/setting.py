"""Setting quotas: by month, over a year, split over a team, or many of a table. Each change of a month is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Role
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.forecasts.quotas.models import Quota, QuotaChange
from salesapp.forecasts.quotas.spreading import spread

Wanted = Mapping[tuple[int | None, date], int | None]
"""(person or None for the company, first day of a month) → the amount; None takes the quota away."""


def may_set(by: Any, key: int | None) -> bool:
    """Whether `by` says what that person should close: whoever is above them; of all, administrators."""
    if by.role is Role.ADMINISTRATOR:
        return True
    return key is not None and key != by.id and key in by.reach


def set_quotas(wanted: Wanted, *, by: Any) -> int:
    """Sets them, all or none; how many months changed."""
    if not all(may_set(by, key) for key, _month in wanted):
        raise RuleBroken(_("You set the quotas of people who report to you."))
    if any(amount is not None and amount < 0 for amount in wanted.values()):
        raise RuleBroken(_("An amount can’t be negative."))
    one_at_a_time("quotas")
    months = sorted({month for _key, month in wanted})
    found = {
        (each.user_id, each.month): each
        for each in db.session.scalars(select(Quota).where(Quota.month.in_(months)))
    }
    changed = 0
    for (key, month), amount in wanted.items():
        row = found.get((key, month))
        before = None if row is None else row.amount
        if before == amount:
            continue
        changed += 1
        db.session.add(QuotaChange(user_id=key, month=month, before=before, after=amount, by_id=by.id))
        if amount is None:
            db.session.delete(row)
        elif row is None:
            db.session.add(Quota(user_id=key, month=month, amount=amount))
        else:
            row.amount = amount
    return changed


def set_year(key: int | None, months: Sequence[date], total: int, weights: Sequence[int], *, by: Any) -> int:
    """A year's amount, spread over its months as the weights are."""
    parts = spread(total, weights)
    return set_quotas({(key, month): part for month, part in zip(months, parts, strict=True)}, by=by)


def split(team: Mapping[date, int], people: Sequence[int], shares: Sequence[int], *, by: Any) -> int:
    """A team's months, each divided over its people as the shares are."""
    if not people:
        raise RuleBroken(_("No one in this team has a quota of their own."))
    wanted: dict[tuple[int | None, date], int | None] = {}
    for month, amount in team.items():
        for key, part in zip(people, spread(amount, shares), strict=True):
            wanted[key, month] = part
    return set_quotas(wanted, by=by)
