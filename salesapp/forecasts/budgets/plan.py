"""The profit plan of a period: each team's budget against what reports count of it, each number with its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from salesapp.core.access import allows
from salesapp.core.db import db
from salesapp.core.i18n import _, _l
from salesapp.core.money import round_half_up
from salesapp.core.ordering.collation import folded, sort_key
from salesapp.core.registry import record_type
from salesapp.forecasts.budgets.models import Budget
from salesapp.forecasts.figures import attained
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import EVERYBODY
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User
from salesapp.records.filters.conditions import Condition, Group
from salesapp.records.filters.notation import written
from salesapp.records.filters.operators import Operator
from salesapp.records.lists.listing import Criteria
from salesapp.reports.grouping import Dimension
from salesapp.reports.measures import Measure
from salesapp.reports.report import Report
from salesapp.reports.running import Result, run

TEAM = "owner.team"
BILLED = "status:equals:issued;{kind}:none-of:down_payment,opening"
"""What is revenue: a down payment is only once the invoice that deducts it is issued; openings were before."""


@dataclass(frozen=True)
class Column:
    """What is counted of one record type in the days of a period; `sign` says how it counts as actual (0: not)."""

    key: str
    label: str
    type_key: str
    filter: str
    day: str
    measure: str
    sign: int = 0

    def report(self, period: Period) -> Report:
        """By team."""
        days = f"{self.day}:min:{period.first};{self.day}:max:{period.last}"
        measures = (Measure.read(self.measure),)
        return Report(
            record_type(self.type_key), f"{self.filter};{days}", (Dimension(TEAM),), measures=measures
        )

    def months(self, period: Period, team: str) -> Iterator[tuple[int, int]]:
        """The number of a month, and what it says for a team in it; a month may come in several years."""
        report = self.report(period)
        theirs = written(Group((Condition(TEAM, Operator.EQUALS, (folded(team),)),)))
        by = (Dimension(self.day, "month"),)
        result = run(replace(report, filter=f"{report.filter};{theirs}", by=by))
        for row in result.rows:
            first = result.groupings[0].buckets[row[0]].spans[0].first
            if first is not None:
                yield first.month, _figure(result, row).amount * self.sign


COLUMNS = {
    "invoiced": (
        Column("invoiced", _l("Invoiced"), "invoice", BILLED.format(kind="kind"), "issued_on", "sum:net", 1),
        Column(
            "credited",
            _l("Credited"),
            "credit_note",
            BILLED.format(kind="invoice.kind"),
            "issued_on",
            "sum:net",
            -1,
        ),
    ),
    "won": (
        Column("won", _l("Won"), "opportunity", "state:equals:won", "closed_on", "sum:amount", 1),
        *(
            Column(
                each.value,
                each.label,
                "opportunity",
                f"state:equals:open;forecast:listed:{each.value}",
                "close_on",
                "sum:amount",
            )
            for each in (ForecastCategory.COMMIT, ForecastCategory.BEST_CASE)
        ),
    ),
}
"""What actuals are measured by → the columns of the plan."""
LABELS = {"invoiced": _l("Invoiced"), "won": _l("Won")}


@dataclass(frozen=True)
class Figure:
    """An amount and the list of exactly its rows; no list where there are none."""

    amount: int
    opens: Criteria | None = None

    @property
    def url(self) -> str:
        """Its address; empty where there is none."""
        if self.opens is None:
            return ""
        arguments: dict[str, Any] = self.opens.args
        return url_for(f"{self.opens.type.plural}.index", **arguments)


@dataclass(frozen=True)
class Line:
    """A team (no name: whoever is in none), or all of them together."""

    name: str | None
    budget: int | None
    figures: tuple[Figure, ...]
    signs: tuple[int, ...]

    @property
    def actual(self) -> int:
        """What it brought in."""
        return sum(each.amount * sign for each, sign in zip(self.figures, self.signs, strict=True))

    @property
    def variance(self) -> int | None:
        """How much more than planned; below nothing where it is less. None without a budget."""
        return None if self.budget is None else self.actual - self.budget

    @property
    def percent(self) -> Decimal | None:
        """How much of the budget is reached."""
        return attained(self.actual, self.budget)

    @property
    def expected(self) -> int:
        """With what is committed: of opportunities alone."""
        return self.actual + self.figures[1].amount


def measured_by(viewer: Any) -> list[str]:
    """What actuals may be measured by, as far as the viewer's role sees it."""
    return [key for key, columns in COLUMNS.items() if allows(viewer, record_type(columns[0].type_key).view)]


def teams_of(viewer: Any) -> dict[str, str]:
    """Key → name of the teams of which they have everybody below them."""
    found: dict[str, str] = {}
    partly = set()
    query = select(User.id, User.team).where(func.coalesce(User.team, "") != "").order_by(User.id.desc())
    for key, team in db.session.execute(query, execution_options=EVERYBODY):
        name = str(team)
        found[folded(name)] = name
        if key not in viewer.reach:
            partly.add(folded(name))
    return {key: name for key, name in found.items() if key not in partly}


def all_teams() -> dict[str, str]:
    """Key → name of every team that somebody is in."""
    query = select(User.team).where(func.coalesce(User.team, "") != "").order_by(User.id.desc())
    return {folded(name): name for name in db.session.scalars(query) if name}


def seasons_of(viewer: Any, team: str, months: Sequence[date]) -> list[int]:
    """What a team won in each month of the year in the three years before, as weights.

    For a viewer whose role sees no opportunities: what it invoiced.
    """
    first, last = months[0].replace(year=months[0].year - 3), months[0] - timedelta(days=1)
    found = dict.fromkeys(range(1, 13), 0)
    for column in COLUMNS["won" if "won" in measured_by(viewer) else "invoiced"]:
        if column.sign:
            for month, amount in column.months(Period(first, last, "year"), team):
                found[month] += amount
    return [max(found[each.month], 0) for each in months]


@dataclass
class Plan:
    """The plan of a period as a reader sees it."""

    period: Period
    columns: tuple[Column, ...]
    names: dict[str, str]
    is_whole: bool
    """Whether they see every team, and what belongs to none."""
    budgets: Mapping[str, int]
    lacks: list[str] = field(default_factory=list)
    """What their role does not see and is therefore not counted."""

    @classmethod
    def of(cls, viewer: Any, period: Period, measured: str) -> Plan:
        columns = COLUMNS[measured]
        seen = tuple(each for each in columns if allows(viewer, record_type(each.type_key).view))
        is_whole = viewer.sees_all(columns[0].type_key)
        names = all_teams() if is_whole else teams_of(viewer)
        budgets, called = _budgets(period)
        kept = {key: amount for key, amount in budgets.items() if is_whole or key in names}
        names = {key: called[key] for key in kept if key not in names} | names
        lacks = [str(record_type(each.type_key).label_plural) for each in columns if each not in seen]
        return cls(period, seen, names, is_whole, kept, lacks)

    @cached_property
    def results(self) -> list[Result]:
        """One statement a column."""
        return [run(each.report(self.period)) for each in self.columns]

    @cached_property
    def lines(self) -> list[Line]:
        """Each team by name; last what belongs to none, where there is any."""
        keys = sorted(self.names, key=lambda key: sort_key(self.names[key]) or "")
        found = [self._line(key, self.names[key]) for key in keys]
        if not self.is_whole:
            return found
        rest = self._line(None, None)
        return [*found, rest] if any(each.opens for each in rest.figures) else found

    @property
    def total(self) -> Line:
        """All together: what the lines come to."""
        budget = sum(self.budgets.values()) if self.budgets else None
        figures = [
            Figure(sum(line.figures[at].amount for line in self.lines), self._opened(result))
            for at, result in enumerate(self.results)
        ]
        return Line(None, budget, tuple(figures), self._signs)

    def _opened(self, result: Result) -> Criteria | None:
        """The list of all lines together; None where there are no rows, or more teams than a filter can name."""
        there = tuple(row[0] for row in result.rows if row[0] in self.names)
        if self.is_whole:
            return result.opened() if result.rows else None
        of = Condition(TEAM, Operator.ONE_OF, there)
        criteria = result.opened()
        found = replace(criteria, filter=written(Group((*criteria.asked.parts, of))))
        return found if there and not found.problem else None

    @property
    def _signs(self) -> tuple[int, ...]:
        return tuple(each.sign for each in self.columns)

    def _line(self, key: str | None, name: str | None) -> Line:
        figures = tuple(_figure(each, (key,)) for each in self.results)
        return Line(name, None if key is None else self.budgets.get(key), figures, self._signs)

    @property
    def expects(self) -> bool:
        """Whether it says what is still to come."""
        return len(self.columns) > 1 and not self.columns[1].sign

    @property
    def missing(self) -> str:
        """A sentence about what is not counted; empty where all is."""
        return (
            _("Not deducted, because your role doesn’t see them: %(types)s.", types=self.lacks[0])
            if self.lacks
            else ""
        )


def _budgets(period: Period) -> tuple[dict[str, int], dict[str, str]]:
    """Team → budget in the period, and what it was called when that was set."""
    found: dict[str, int] = {}
    names: dict[str, str] = {}
    query = select(Budget).where(Budget.month.between(period.first, period.last)).order_by(Budget.id)
    for each in db.session.scalars(query):
        found[each.team] = found.get(each.team, 0) + each.amount
        names[each.team] = each.name
    return found, names


def budgets_of(team: str, months: list[date]) -> dict[date, int]:
    """The months that were set for a team."""
    query = select(Budget).where(Budget.team == folded(team), Budget.month.between(months[0], months[-1]))
    return {each.month: each.amount for each in db.session.scalars(query)}


def _figure(result: Result, row: tuple[str | None]) -> Figure:
    tally = result.at(row)
    if not tally.count:
        return Figure(0)
    return Figure(int(round_half_up(Decimal(result.figure(row) or 0), 0)), result.opened(row))
