"""Setting the budgets of a team, and taking back what was set in one go. Each change of a month is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Permission, allows
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.core.once import new_key
from salesapp.core.ordering.collation import folded
from salesapp.forecasts.budgets.models import Budget, BudgetChange

LONGEST = 80


def set_budget(team: str, wanted: Mapping[date, int | None], *, by: Any, step: str | None = None) -> int:
    """First day of a month → amount, or None for no budget; how many months changed. `step` undoes them."""
    if not allows(by, Permission.BUDGET_EDIT):
        raise RuleBroken(_("Your role can’t set budgets."))
    if not team.strip() or len(team) > LONGEST:
        raise RuleBroken(_("There is no team “%(name)s”.", name=team[:LONGEST]))
    if any(amount is not None and amount < 0 for amount in wanted.values()):
        raise RuleBroken(_("An amount can’t be negative."), field="amount")
    one_at_a_time("budgets")
    there, step, changed = _rows(folded(team), wanted), step or new_key(), 0
    for month, amount in wanted.items():
        row = there.get(month)
        before = None if row is None else row.amount
        if before == amount:
            continue
        changed += 1
        said = BudgetChange(team=folded(team), name=team, month=month, before=before, after=amount)
        said.by_id, said.step = by.id, step
        db.session.add(said)
        if amount is None:
            db.session.delete(row)
        elif row is None:
            db.session.add(Budget(team=folded(team), name=team, month=month, amount=amount))
        else:
            row.amount, row.name = amount, team
    return changed


def _rows(team: str, months: Mapping[date, Any]) -> dict[date, Budget]:
    query = select(Budget).where(Budget.team == team, Budget.month.in_(list(months)))
    asking = {"populate_existing": True, "unscoped": "what is set is set, whoever sees it"}
    return {each.month: each for each in db.session.scalars(query, execution_options=asking)}


def step_of(key: str) -> Sequence[BudgetChange]:
    """What was set in one go, as far as the reader sees it."""
    return db.session.scalars(select(BudgetChange).where(BudgetChange.step == key)).all()


def undo(changes: Sequence[BudgetChange], *, by: Any) -> int:
    """Sets what one step set back to what it was. RuleBroken where one of its months was set again since."""
    one_at_a_time("budgets")
    first = changes[0]
    since = select(BudgetChange.month).where(
        BudgetChange.team == first.team,
        BudgetChange.id > max(each.id for each in changes),
        BudgetChange.month.in_([each.month for each in changes]),
    )
    later = db.session.scalar(since.order_by(BudgetChange.id).limit(1))
    if later is not None:
        raise RuleBroken(
            _(
                "The budget of %(name)s for %(month)s was set again since. Nothing was undone.",
                name=first.name,
                month=f"{later:%Y-%m}",
            )
        )
    return set_budget(first.name, {each.month: each.before for each in changes}, by=by)


def changes_of(team: str, months: Sequence[date]) -> Sequence[BudgetChange]:
    """Who set what, the newest first."""
    query = select(BudgetChange).where(
        BudgetChange.team == folded(team), BudgetChange.month.between(months[0], months[-1])
    )
    return db.session.scalars(query.order_by(BudgetChange.id.desc()).limit(100)).all()
