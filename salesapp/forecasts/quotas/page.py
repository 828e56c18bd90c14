"""A fiscal year of quotas: everybody with their quarters, what is attained, at which pace the rest comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask import request
from flask_login import current_user

from salesapp.core.company import company, today_for
from salesapp.core.parsing.texts import key_in
from salesapp.forecasts.figures import attained
from salesapp.forecasts.periods import Period
from salesapp.forecasts.persons import people_of, sees_company
from salesapp.forecasts.quotas.queries import Months, closed_by_quarter, quotas_by_month
from salesapp.forecasts.quotas.spreading import months_of_year, weekly
from salesapp.forecasts.quotas.summing import monthly
from salesapp.forecasts.tree import Person, Tree
from salesapp.records.filters.periods import year_of
from salesapp.reports.periods import buckets


@dataclass(frozen=True)
class QuotaLine:
    """A person with their team, or the company (no person)."""

    person: Person | None
    depth: int
    quarters: list[int | None]
    closed: list[int]
    assigned: int | None = None
    """What the people directly below have together; None where nobody is below."""
    is_set: bool = False
    """Whether it was set, and is not only what the people below have."""

    @property
    def total(self) -> int | None:
        known = [each for each in self.quarters if each is not None]
        return sum(known) if known else None

    @property
    def attained(self) -> int:
        return sum(self.closed)

    @property
    def rest(self) -> int | None:
        """What of a team's quota nobody in it has; below nothing where they have more."""
        if not self.is_set or self.assigned is None or self.total is None:
            return None
        return self.total - self.assigned

    @property
    def percent(self) -> Decimal | None:
        """How much is attained."""
        return attained(self.attained, self.total)


@dataclass
class QuotaYear:
    """A fiscal year as a reader sees it."""

    first: date
    tree: Tree
    top: int | None
    quotas: Months
    won: dict[int | None, list[int]]
    _lines: dict[int | None, QuotaLine] = field(default_factory=dict)

    @classmethod
    def of(cls, viewer: Any, first: date, fiscal: int) -> QuotaYear:
        """Four statements, however many people there are."""
        top = None if sees_company(viewer) else int(viewer.id)
        quarters = quarters_of(first, fiscal)
        months = months_of_year(first)
        return cls(
            first, Tree.of(people_of(viewer)), top, quotas_by_month(months), closed_by_quarter(quarters)
        )

    @property
    def months(self) -> list[date]:
        return months_of_year(self.first)

    def line(self, key: int | None, depth: int = 0) -> QuotaLine:
        """Somebody with everybody below."""
        if key not in self._lines:
            below = [self.line(each.id, depth + 1) for each in self.tree.reports(key)]
            own = self.won.get(key, [0] * 4)
            closed = [sum(part) for part in zip(own, *(each.closed for each in below), strict=True)]
            totals = [each.total for each in below if each.total is not None]
            self._lines[key] = QuotaLine(
                self.tree.people.get(key or 0),
                depth,
                self._quarters(self._wanted.get(key, {})),
                closed,
                sum(totals) if below else None,
                key in self.quotas,
            )
        return self._lines[key]

    @cached_property
    def _wanted(self) -> Months:
        return monthly(self.tree, self.quotas)

    def _quarters(self, mine: dict[date, int]) -> list[int | None]:
        return [_together([mine.get(month) for month in self.months[3 * at : 3 * at + 3]]) for at in range(4)]

    @cached_property
    def lines(self) -> list[QuotaLine]:
        """All that say something, each below its manager."""
        self.line(self.top)
        found: list[QuotaLine] = []
        self._walk(self.top, found)
        return found

    def _walk(self, key: int | None, found: list[QuotaLine]) -> None:
        line = self._lines[key]
        matters = any(self.tree.people[each].sells for each in self.tree.under(key) if each)
        if key is None or matters or line.total is not None or line.attained:
            found.append(line)
        for each in self.tree.reports(key):
            self._walk(each.id, found)

    def own_months(self, key: int | None) -> dict[date, int]:
        """The months that were set for somebody."""
        return self.quotas.get(key, {})


def _together(parts: list[int | None]) -> int | None:
    known = [each for each in parts if each is not None]
    return sum(known) if known else None


def quarters_of(first: date, fiscal: int) -> list[Period]:
    """The four quarters of the fiscal year that begins there."""
    return [Period.holding("quarter", month, fiscal) for month in months_of_year(first)[::3]]


def pace(line: QuotaLine, at: int, quarter: Period, today: date) -> int:
    """What has to be closed a week to reach a quarter's quota; nothing once it is reached or over."""
    wanted = line.quarters[at]
    if wanted is None or today not in quarter:
        return 0
    return weekly(wanted - line.closed[at], quarter.days_left(today))


def asked_year() -> date:
    """The first day of the fiscal year that the address names by the year it begins in, else of today's."""
    fiscal, asked = company().fiscal_year_start, key_in(request.args.get("year", "")) or 0
    day = date(asked, fiscal, 1) if 1900 <= asked <= 2200 else today_for(current_user)
    return year_of(day, fiscal)


def year_label(first: date, fiscal: int, locale: Any) -> str:
    """`2026`, `FY2027`."""
    return buckets("fiscal-year", first, first, today=first, fiscal=fiscal, locale=locale)[0].label


def years_beside(first: date, fiscal: int, locale: Any) -> list[tuple[int, str]]:
    """The fiscal years before and after the one that begins there: the year each begins in, and what it is called."""
    years = [year_of(first + timedelta(days=each), fiscal) for each in (-1, 370)]
    return [(each.year, year_label(each, fiscal, locale)) for each in years]
