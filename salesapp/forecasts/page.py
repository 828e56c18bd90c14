"""What the page of a forecast shows of a grid: whose lines, in which words, and what each figure opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from salesapp.core.company import company
from salesapp.core.i18n import _
from salesapp.forecasts.figures import CALLED, COLUMNS, Line
from salesapp.forecasts.grid import Grid, Left, left_out
from salesapp.forecasts.opening import opened, opened_left_out
from salesapp.forecasts.periods import Period
from salesapp.forecasts.tree import Person
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.web.filters import locale, money_short

COMMIT = ForecastCategory.COMMIT


@dataclass(frozen=True)
class Piece:
    """A part of the bar that shows how far a quota is filled; places in percent."""

    series: int
    x: str
    width: str
    label: str


@dataclass(frozen=True)
class ForecastPage:
    """One line of a grid and its parts."""

    grid: Grid
    key: int | None

    @cached_property
    def line(self) -> Line:
        """Whose forecast it is."""
        return self.grid.sums.line(self.key)

    @cached_property
    def parts(self) -> list[Line]:
        """The lines that it is made of."""
        return self.grid.sums.shown(self.key) if self.line.leads or self.key is None else []

    @property
    def columns(self) -> list[ForecastCategory]:
        """Closed, commit, best case, pipeline."""
        return list(COLUMNS)

    @property
    def called(self) -> list[ForecastCategory]:
        """What people call."""
        return list(CALLED)

    @property
    def title(self) -> str:
        """`Forecast` for the reader's own top line, else whose it is."""
        return _("Forecast") if self.key == self.grid.top else self.name(self.line)

    @property
    def label(self) -> str:
        """The period in the reader's words."""
        return self.said(self.grid.period)

    def said(self, period: Period) -> str:
        """A period in the reader's words."""
        return period.label(company().fiscal_year_start, locale())

    @property
    def above(self) -> list[Person | None]:
        """The lines above that the reader may go back to, the nearest last."""
        if self.key == self.grid.top or self.key is None:
            return []
        way: list[Person | None] = [*self.grid.tree.way_to(self.key)]
        return [None, *way] if self.grid.top is None else way

    def name(self, line: Line) -> str:
        """What a line is called."""
        if line.person is None:
            return _("No owner") if line.alone else _("Company")
        return _("%(name)s’s own deals", name=line.person.name) if line.alone else line.person.name

    def url(self, key: int | None = None, **others: Any) -> str:
        """The page of another line, period or measure."""
        return url_for("forecasts.index", **self._args(key) | others)

    def beside(self, endpoint: str, **others: Any) -> str:
        """Something else about the same line."""
        return url_for(endpoint, **self._args(self.key) | others)

    def _args(self, key: int | None) -> dict[str, Any]:
        measure = None if self.grid.measure == "amount" else self.grid.measure
        return {"of": key, "period": self.grid.period.key, "measure": measure}

    def opened(self, line: Line, category: ForecastCategory) -> str:
        """The list behind a figure; empty where it counts nothing."""
        return opened(line, category, self.grid.period) if line.figures.count(category) else ""

    def bar(self, line: Line) -> list[Piece]:
        """Closed, committed, best case and pipeline side by side, as far as the quota or all of it goes."""
        whole = max(line.quota or 0, sum(line.figures.amounts), 1)
        found, done = [], 0
        for series, category in enumerate(COLUMNS):
            amount = line.figures.amount(category)
            said = f"{category.label}: {money_short(amount, company().currency)}"
            if amount > 0:
                found.append(Piece(series, _percent(done, whole), _percent(amount, whole), said))
            done += max(amount, 0)
        return found

    def mark(self, line: Line) -> str:
        """Where the quota stands on the bar; empty without one."""
        if not line.quota:
            return ""
        return _percent(line.quota, max(line.quota, sum(line.figures.amounts), 1))

    @cached_property
    def left(self) -> list[tuple[str, str]]:
        """Open money that stands in no period from here on, in words, with the list of it."""
        owners = None if self.key is None else set(self.grid.tree.under(self.key))
        return self.left_in_words(
            left_out(self.grid.period, owners),
            lambda undated: opened_left_out(self.line, self.grid.period, undated=undated),
        )

    def left_in_words(self, found: Left, url: Callable[[bool], str]) -> list[tuple[str, str]]:
        """What is late and what is undated, with the addresses of their lists."""
        currency = company().currency
        kinds = (
            (found.late, _("past its close date"), False),
            (found.undated, _("without a close date"), True),
        )
        return [
            (f"{money_short(amount, currency)} {said}", url(undated))
            for (amount, count), said, undated in kinds
            if count
        ]

    @property
    def outside(self) -> list[Person]:
        """People in nobody's team who have something in the period: an administrator should say whom they report to."""
        if self.key is not None or self.grid.top is not None:
            return []
        return [each for each in self.grid.tree.alone if self.grid.sums.line(each.id).figures.any]


def _percent(part: int, whole: int) -> str:
    """In hundredths of a percent, without a float."""
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
