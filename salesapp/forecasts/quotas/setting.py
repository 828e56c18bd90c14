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
from salesapp.core.once import new_key
from salesapp.forecasts.quotas.models import Quota, QuotaChange
from salesapp.forecasts.quotas.spreading import spread
from salesapp.people.models import User
from salesapp.people.models.user import reach_of

Wanted = Mapping[tuple[int | None, date], int | None]
"""(person or None for the company, first day of a month) → the amount; None takes the quota away."""


def may_set(by: Any, key: int | None) -> bool:
    """Whether `by` says what that person should close: whoever is above them; of all, administrators."""
    if by.role is Role.ADMINISTRATOR:
        return True
    return key is not None and key != by.id and key in by.reach


def set_quotas(wanted: Wanted, *, by: Any, step: str | None = None) -> int:
    """Sets them, all or none; how many months changed. `step` is the key to undo them by."""
    if not all(may_set(by, key) for key, _month in wanted):
        raise RuleBroken(_("You set the quotas of people who report to you."))
    if any(amount is not None and amount < 0 for amount in wanted.values()):
        raise RuleBroken(_("An amount can’t be negative."))
    one_at_a_time("quotas")
    months = sorted({month for _key, month in wanted})
    found = {
        (each.user_id, each.month): each
        for each in db.session.scalars(
            select(Quota).where(Quota.month.in_(months)).execution_options(populate_existing=True)
        )
    }
    changed, step = 0, step or new_key()
    for (key, month), amount in wanted.items():
        row = found.get((key, month))
        before = None if row is None else row.amount
        if before == amount:
            continue
        changed += 1
        db.session.add(
            QuotaChange(user_id=key, month=month, before=before, after=amount, by_id=by.id, step=step)
        )
        if amount is None:
            db.session.delete(row)
        elif row is None:
            db.session.add(Quota(user_id=key, month=month, amount=amount))
        else:
            row.amount = amount
    return changed


def set_year(
    key: int | None,
    months: Sequence[date],
    total: int,
    weights: Sequence[int],
    *,
    by: Any,
    step: str | None = None,
) -> int:
    """A year's amount, spread over its months as the weights are."""
    parts = spread(total, weights)
    wanted = {(key, month): part for month, part in zip(months, parts, strict=True)}
    return set_quotas(wanted, by=by, step=step)


def split(
    team: Mapping[date, int],
    people: Sequence[int],
    shares: Sequence[int],
    *,
    by: Any,
    step: str | None = None,
) -> int:
    """A team's months, each divided over its people as the shares are."""
    if not people:
        raise RuleBroken(_("No one in this team has a quota of their own."))
    wanted: dict[tuple[int | None, date], int | None] = dict(divided(team, people, shares).items())
    return set_quotas(wanted, by=by, step=step)


def divided(
    team: Mapping[date, int], people: Sequence[int], shares: Sequence[int]
) -> dict[tuple[int, date], int]:
    """What each would have in each month; together they have what the team has, to the cent."""
    return {
        (key, month): part
        for month, amount in team.items()
        for key, part in zip(people, spread(amount, shares), strict=True)
    }


def undo(changes: Sequence[QuotaChange], *, by: Any) -> int:
    """Sets what one step set back to what it was. RuleBroken where a quota was set since that stands on it.

    That is one of the same month, for the same person or for somebody below them.
    """
    one_at_a_time("quotas")
    last = max(each.id for each in changes)
    months = {each.month for each in changes}
    people = {each.user_id for each in changes}
    below = frozenset().union(*(reach_of(each) for each in people if each is not None))
    since = select(QuotaChange).where(QuotaChange.id > last, QuotaChange.month.in_(months))
    if None not in people:
        since = since.where(QuotaChange.user_id.in_(below))
    later = db.session.scalar(since.order_by(QuotaChange.id).limit(1).execution_options(unscoped=WHAT_STANDS))
    if later is not None:
        raise RuleBroken(_since_then(later))
    return set_quotas({(each.user_id, each.month): each.before for each in changes}, by=by)


WHAT_STANDS = "whether anything was set since, whoever set it and sees it"


def _since_then(later: QuotaChange) -> str:
    whose = None if later.user_id is None else db.session.get(User, later.user_id)
    month = f"{later.month:%Y-%m}"
    if whose is None:
        return _("The company’s quota of %(month)s was set again since. Nothing was undone.", month=month)
    return _(
        "The quota of %(name)s for %(month)s was set again since. Nothing was undone.",
        name=whose.name,
        month=month,
    )


def step_of(key: str) -> Sequence[QuotaChange]:
    """What was set in one go, as far as the reader sees it."""
    return db.session.scalars(select(QuotaChange).where(QuotaChange.step == key)).all()
