"""A result as its chart and its table: what stands where, in the reader's words, and what opens it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel import numbers
from flask import url_for

from salesapp.core.company import company
from salesapp.core.i18n import _, _l
from salesapp.core.money import Money, exponent, round_half_up
from salesapp.reports import charts
from salesapp.reports.charts import Bar, Dot, Line, Mark, Point
from salesapp.reports.running import Keys, Result
from salesapp.web.filters import locale, percent

CHARTS = {
    "bars": (_l("Bar chart"), "list-ordered"),
    "columns": (_l("Column chart"), "chart-column"),
    "stacked": (_l("Stacked columns"), "layers"),
    "line": (_l("Line chart"), "chart-line"),
    "funnel": (_l("Funnel"), "funnel"),
    "scatter": (_l("Scatter plot"), "circle-dot"),
    "gauge": (_l("Gauge"), "gauge"),
    "number": (_l("Single number"), "hash"),
    "table": (_l("Table"), "table"),
}


@dataclass(frozen=True)
class Number:
    """A value in words, and the list that opens behind it."""

    text: str
    url: str


@dataclass(frozen=True)
class TableRow:
    """A row of the table behind a chart: its names and its numbers."""

    names: list[str]
    numbers: list[Number]
    is_total: bool = False


@dataclass(frozen=True)
class BarRow:
    """A lying bar: its name, its value and its parts (x, width, series, label)."""

    name: str
    number: Number
    parts: list[tuple[str, str, int, str]]


@dataclass(frozen=True)
class FunnelRow:
    """A step of a funnel: its name, its value, where its bar lies, and which part it is of the step before."""

    name: str
    number: Number
    x: str
    width: str
    passed: str


@dataclass(frozen=True)
class Plot:
    """An upright chart."""

    bars: list[Bar]
    lines: list[Line]
    dots: list[Dot]
    grid: list[Mark]
    names: list[Mark]


@dataclass(frozen=True)
class Gauge:
    """Which part of the goal there is, in hundredths, as far as a dial shows it; and both in words."""

    share: str
    words: str
    is_reached: bool


class Drawn:
    """Everything that a page shows of a result."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.first = result.measured[0]

    @property
    def is_data(self) -> bool:
        """Whether the names of its rows are data, at least a part of them."""
        return any(each.is_data for each in self.result.groupings)

    everything = ...
    """In the place of a column: all of them."""

    @property
    def scope(self) -> str:
        """Whose numbers they are, and what amounts are in."""
        if any(each.is_money for each in self.result.measured):
            return _("What you can see, in %(currency)s", currency=company().currency)
        return _("What you can see")

    @property
    def charts(self) -> list[tuple[str, str, str]]:
        """(chart, label, icon) of the ways to draw it."""
        return [(key, str(label), icon) for key, (label, icon) in CHARTS.items()]

    def number(self, row: Keys | None, column: Any, at: int) -> Number:
        """The number of a place, as a link to its rows."""
        if not self._is_there(row, column, at):
            return Number("–", "")
        return Number(
            self.result.measured[at].said(self.result.figure(row, column, at)), self.url(row, column, at)
        )

    def _is_there(self, row: Keys | None, column: Any, at: int) -> bool:
        """Whether records make the number; what has come together so far is there without new ones."""
        if self.result.measured[at].measure.kind == "running":
            return bool(self.result.figure(row, column, at))
        return bool(self.result.at(row, column).count)

    def url(self, row: Keys | None, column: Any, at: int = 0) -> str:
        """The list of the records behind a place."""
        criteria = self.result.opened(row, column, at)
        arguments: dict[str, Any] = criteria.args
        return url_for(f"{criteria.type.plural}.index", **arguments)

    @property
    def heads(self) -> list[str]:
        """The headings of the table's numbers: the columns of the first measure and their sum, or every measure."""
        if self.result.across is None:
            return [each.label for each in self.result.measured]
        return [*(self.result.across.name(each) for each in self.result.columns), self.first.label]

    @property
    def table(self) -> list[TableRow]:
        """All rows, and the total where there are several."""
        rows = [TableRow(self.result.names(row), self._numbers(row)) for row in self.result.rows]
        if len(rows) != 1 or not self.result.groupings:
            blank = [""] * (len(self.result.groupings) - 1)
            rows.append(TableRow(["", *blank], self._numbers(None), is_total=True))
        return [each for each in rows if self.result.groupings or each.is_total]

    def _numbers(self, row: Keys | None) -> list[Number]:
        if self.result.across is None:
            return [self.number(row, ..., at) for at in range(len(self.result.measured))]
        return [*(self.number(row, each, 0) for each in self.result.columns), self.number(row, ..., 0)]

    @property
    def legend(self) -> list[tuple[str, int]]:
        """(name, series) of the columns."""
        if self.result.across is None:
            return []
        found = enumerate(self.result.columns)
        return [(self.result.across.name(each), number % charts.SERIES) for number, each in found]

    @property
    def _stacks(self) -> bool:
        """Whether its columns are parts of a whole: years are set beside one another."""
        across = self.result.across
        return across is not None and not across.in_time and self.first.measure.adds_up

    @property
    def bars(self) -> list[BarRow]:
        """The lying bars of the first measure."""
        columns = self.result.columns if self._stacks else [...]
        values = [[self._value(row, each) for each in columns] for row in self.result.rows]
        shapes = charts.across(values, whole=self.first.whole)
        return [
            BarRow(
                " · ".join(self.result.names(row)),
                self.number(row, ..., 0),
                [
                    (*shape, number % charts.SERIES, self._said(row, columns[number], value))
                    for number, (shape, value) in enumerate(zip(shapes[at], values[at], strict=True))
                ],
            )
            for at, row in enumerate(self.result.rows)
        ]

    def _value(self, row: Keys, column: Any) -> Any:
        return self.result.figure(row, column)

    def _said(self, row: Keys, column: Any, value: Any) -> str:
        names = [*self.result.names(row)]
        if column is not ... and self.result.across is not None:
            names.append(self.result.across.name(column))
        return f"{' · '.join(names)}: {self.first.said(value)}"

    @property
    def funnel(self) -> list[FunnelRow]:
        """The first measure as steps of which each is a part of the one before."""
        values = [self.result.figure(row) or 0 for row in self.result.rows]
        shapes = charts.funnel(values)
        return [
            FunnelRow(
                " · ".join(self.result.names(row)),
                self.number(row, ..., 0),
                *shapes[at],
                _passed(values, at) if self._follows(at) else "",
            )
            for at, row in enumerate(self.result.rows)
        ]

    def _follows(self, at: int) -> bool:
        """Whether the row goes on from the one before it."""
        rows, grouping = self.result.rows, self.result.groupings[0]
        return at > 0 and grouping.follows(rows[at][0], rows[at - 1][0])

    def plot(self, *, as_lines: bool) -> Plot:
        """The first measure upright, over the rows in their order."""
        columns = self.result.columns if self.result.across is not None else [...]
        missing = None if as_lines and not self.first.measure.adds_up else 0
        series = [[self._point(row, column, missing) for row in self.result.rows] for column in columns]
        bars: list[Bar] = []
        found: tuple[list[Line], list[Dot]] = ([], [])
        if as_lines:
            scale, *found = charts.lines(series)  # type: ignore[assignment]
        else:
            stacked = self._stacks or self.result.report.chart == "stacked"
            scale, bars = charts.columns(series, stacked=stacked)
        grid = [Mark(charts.percent(scale.y(each)), self.short(each)) for each in scale.grid]
        names = charts.names([" · ".join(self.result.names(row)) for row in self.result.rows])
        return Plot(bars, *found, grid, names)

    @property
    def scatter(self) -> Plot | None:
        """Each row at its first two measures; None without two."""
        if len(self.result.measured) < 2:
            return None
        points = [(self.result.figure(row, ..., 0), self._pair(row)) for row in self.result.rows]
        across, up, dots = charts.scatter(points)
        grid = [Mark(charts.percent(up.y(each)), self.short(each, 1)) for each in up.grid]
        below = [
            Mark(charts.percent(across.x(each)), self.short(each), at % 2 == 1)
            for at, each in enumerate(across.grid)
        ]
        return Plot([], [], dots, grid, below)

    def _pair(self, row: Keys) -> Point:
        said = [self.result.measured[at].said(self.result.figure(row, ..., at)) for at in (0, 1)]
        name = " · ".join(self.result.names(row))
        return Point(
            self.result.figure(row, ..., 1), f"{name}: {said[0]}, {said[1]}", self.url(row, ..., 0), name
        )

    @property
    def gauge(self) -> Gauge | None:
        """The first number against the goal; a rate without one against all of them. None where there is none."""
        value, goal = self.result.figure(), self._goal
        if value is None or not goal:
            return None
        share = max(Decimal(value) / goal, Decimal(0))
        part = percent(round_half_up(share * 100, 0))
        words = _("%(part)s of %(goal)s", part=part, goal=self.first.said(goal))
        return Gauge(f"{min(share, Decimal(1)) * 100:.2f}", words, share >= 1)

    @property
    def _goal(self) -> Decimal:
        """In the unit of the first measure: minor units, or parts of one."""
        goal = Decimal(self.result.report.goal)
        if self.first.measure.is_ratio:
            return goal / 100 if goal else Decimal(1)
        return goal.scaleb(exponent(company().currency)) if self.first.is_money else goal

    def _point(self, row: Keys, column: Any, missing: Any) -> Point:
        if not self._is_there(row, column, 0):
            return Point(missing)
        value = self.result.figure(row, column)
        return Point(value, self._said(row, column, value), self.url(row, column))

    def short(self, value: Decimal, at: int = 0) -> str:
        """A number of a measure for tight places: `€1.2M`, `€120万`."""
        measured = self.result.measured[at]
        if measured.measure.is_ratio:
            return measured.said(value)
        if measured.is_money:
            return short_money(value)
        return _plain(numbers.format_compact_decimal(_carried(value), locale=locale(), fraction_digits=1))


def short_money(value: Any) -> str:
    """An amount of the company's currency for tight places: `€1.2M`, `€120万`."""
    amount = Money(int(value), company().currency).amount
    options: dict[str, Any] = {"locale": locale(), "fraction_digits": 1}
    return _plain(numbers.format_compact_currency(_carried(amount), company().currency, **options))


def _carried(value: Decimal) -> Decimal:
    """A number that rounds up to the next unit, as that: Babel chooses the unit before it rounds, as in `1000K`."""
    size = value.adjusted()
    each = 4 if locale().language == "zh" else 3
    unit = max(size, 0) // each * each
    rounded = round_half_up(value.scaleb(-unit), 1).scaleb(unit)
    return rounded if rounded.adjusted() > size else value


def _passed(values: list[Any], at: int) -> str:
    """Which part of the step before a step is; nothing where it is larger, since nothing passed then."""
    if not at or not values[at - 1] or values[at] > values[at - 1]:
        return ""
    return percent(round_half_up(Decimal(values[at]) / Decimal(values[at - 1]) * 100, 0))


def _plain(text: str) -> str:
    """Without a decimal that says nothing: `€2.0M` is `€2M`."""
    return text.replace(".0", "")
