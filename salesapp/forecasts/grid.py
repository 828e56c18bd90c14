"""The forecast of a period from the database: a few statements, under the reader's rights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from salesapp.core.db import db
from salesapp.forecasts.figures import COLUMNS, Figures, Said, Sums
from salesapp.forecasts.models import ForecastCall
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import people_of, sees_company
from salesapp.forecasts.quotas.queries import quotas_by_month
from salesapp.forecasts.quotas.summing import monthly
from salesapp.forecasts.tree import Tree
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.processes.models import ForecastCategory

MEASURES = ("amount", "weighted")


@dataclass(frozen=True)
class Grid:
    """The sums of a period, and where the reader stands in them (None: above everybody)."""

    period: Period
    measure: str
    sums: Sums
    top: int | None

    @property
    def tree(self) -> Tree:
        return self.sums.tree

    def holds(self, key: int | None) -> bool:
        """Whether the reader sees that line."""
        return key == self.top or (key in self.tree.people if key is not None else self.top is None)


def grid_for(viewer: Any, period: Period, measure: str = "amount") -> Grid:
    """What they see of the period."""
    top = None if sees_company(viewer) else int(viewer.id)
    tree = Tree.of(people_of(viewer))
    owned = owned_in(period, measure)
    known = {key: figures for key, figures in owned.items() if key in tree.people or top is None}
    quotas = monthly(tree, quotas_by_month(period.months))
    together = {key: sum(months.values()) for key, months in quotas.items() if months}
    return Grid(period, measure, Sums(tree, known, said_in(period), together), top)


def in_period(period: Period) -> Any:
    """Won in it, or open and expected to close in it."""
    return or_(
        and_(Opportunity.state == State.OPEN, Opportunity.close_on.between(period.first, period.last)),
        and_(Opportunity.state == State.WON, Opportunity.closed_on.between(period.first, period.last)),
    )


def value_of(measure: str) -> Any:
    """What an opportunity counts, in the company's currency; what is won counts in full."""
    if measure == "amount":
        return Opportunity.present_worth
    return case((Opportunity.state == State.WON, Opportunity.present_worth), else_=Opportunity.weighted)


def owned_in(
    period: Period, measure: str, by: Any = Opportunity.owner_id, owners: Collection[int] | None = None
) -> dict[int | None, Figures]:
    """Owner (or what else it is counted `by`) → what is theirs alone, counted by the database.

    `owners`: only what these people own.
    """
    columns = (by.label("key"), Opportunity.category.label("category"), value_of(measure).label("value"))
    query = select(*columns).where(in_period(period))
    if owners is not None:
        query = query.where(Opportunity.owner_id.in_(owners))
    rows = query.subquery()
    found: dict[int | None, dict[ForecastCategory, tuple[int, int]]] = {}
    for owner, category, amount, count in db.session.execute(_summed(rows)):
        found.setdefault(owner, {})[category] = (int(amount), count)
    return {
        owner: Figures(*zip(*(by.get(each, (0, 0)) for each in COLUMNS), strict=True))
        for owner, by in found.items()
    }


def _summed(rows: Any) -> Select[Any]:
    keys = (rows.c.key, rows.c.category)
    return select(*keys, func.coalesce(func.sum(rows.c.value), 0), func.count()).group_by(*keys)


def said_in(period: Period) -> dict[tuple[int, ForecastCategory], Said]:
    """The calls that hold: the last own one and the last of a manager, by person and category."""
    query = select(ForecastCall).where(
        ForecastCall.first_on == period.first, ForecastCall.last_on == period.last
    )
    last: dict[tuple[int, ForecastCategory], dict[bool, int]] = {}
    for each in db.session.scalars(query.order_by(ForecastCall.id)):
        last.setdefault((each.user_id, each.category), {})[each.is_own] = each.value
    return {key: Said(by.get(True), by.get(False)) for key, by in last.items()}


@dataclass(frozen=True)
class Left:
    """Open opportunities that no forecast from this period on counts: how much, and how many."""

    late: tuple[int, int] = (0, 0)
    """Expected to close before the period began."""
    undated: tuple[int, int] = (0, 0)


def left_out(period: Period, owners: Collection[int] | None, within: Any = None) -> Left:
    """Of these owners (None: of everybody), as far as they are `within` what is asked; one statement."""
    undated = Opportunity.close_on.is_(None)
    columns = (undated.label("undated"), Opportunity.present_worth.label("worth"))
    rows = select(Opportunity.id, *columns).where(
        Opportunity.state == State.OPEN, or_(undated, Opportunity.close_on < period.first)
    )
    if owners is not None:
        rows = rows.where(Opportunity.owner_id.in_(owners))
    if within is not None:
        rows = rows.where(within)
    inner = rows.subquery()
    query = select(inner.c.undated, func.coalesce(func.sum(inner.c.worth), 0), func.count())
    found = {
        bool(row[0]): (int(row[1]), row[2]) for row in db.session.execute(query.group_by(inner.c.undated))
    }
    return Left(found.get(False, (0, 0)), found.get(True, (0, 0)))
