"""A report is run: one statement under the reader's rights, its parts put together, each with what opens its rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import outerjoin

from salesapp.core.access import allows, current_viewer
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _
from salesapp.records.filters.conditions import Condition, Group, Part
from salesapp.records.filters.notation import written
from salesapp.records.filters.operators import Operator
from salesapp.records.filters.readers import Reader
from salesapp.records.lists.listing import Criteria
from salesapp.reports.grouping import OTHER, Grouping
from salesapp.reports.measures import SERIES, Measure, Measured
from salesapp.reports.report import MOST_ROWS, Report
from salesapp.reports.series import back_by, change, is_in_series, so_far
from salesapp.reports.tallies import Tally, aggregates, tally_of

Keys = tuple[Any, ...]
MOST_COLUMNS = 24


@dataclass
class Result:
    """What a report found: keys of its rows and columns in their order, and the tally of each place."""

    report: Report
    groupings: list[Grouping]
    across: Grouping | None
    measured: list[Measured]
    rows: list[Keys] = field(default_factory=list)
    columns: list[Any] = field(default_factory=list)
    cells: dict[tuple[Keys, Any], Tally] = field(default_factory=dict)
    total: Tally = field(default_factory=Tally)
    is_counted: bool = False

    @property
    def overlaps(self) -> bool:
        """Whether a record may stand in several rows: the total is less than they come to."""
        return any(each.parts for each in self.groupings)

    def at(self, row: Keys | None = None, column: Any = ...) -> Tally:
        """The tally of a place; without a row or a column, of all of them."""
        return self._sums.get((row, column)) or Tally()

    @cached_property
    def _sums(self) -> dict[tuple[Keys | None, Any], Tally]:
        found: dict[tuple[Keys | None, Any], Tally] = {}
        for (row, column), tally in self.cells.items():
            for place in ((row, column), (row, ...), (None, column), (None, ...)):
                found.setdefault(place, Tally()).add(tally)
        return found | {(None, ...): self.total} if self.overlaps else found

    def value(self, tally: Tally, at: int = 0) -> Any:
        """A measure of a tally by itself; of a series what its period alone comes to."""
        return tally.value(at, self.measured[at].measure, self.total)

    def figure(self, row: Keys | None = None, column: Any = ..., at: int = 0) -> Any:
        """A measure of a place; of a series beside its other periods."""
        measure = self.measured[at].measure
        if measure.kind == "velocity":
            value = self.value(self.at(row, column), at)
            return value if value is None else value / self._periods(row, column)
        if measure.kind not in SERIES:
            return self.value(self.at(row, column), at)
        if row is None:
            return self.value(self.at(None, column), at) if measure.kind == "running" else None
        if row[0] is None:
            return None
        values, periods = self._series(row[1:], column, at), self.groupings[0]
        if measure.kind == "running":
            return so_far(row[0], values)
        back = back_by(measure.kind, periods.dimension.grain)
        return change(row[0], values, back) if back and periods.compares(row[0], back) else None

    def _periods(self, row: Keys | None, column: Any) -> int:
        """Over how many periods a place goes: what is done in all of them together is no pace of one."""
        whole = [
            *(self.groupings if row is None else ()),
            *([self.across] if column is ... and self.across else []),
        ]
        return next((len(each.buckets) or 1 for each in whole if each.in_time), 1)

    def _series(self, rest: Keys, column: Any, at: int) -> dict[int, Any]:
        """Period → what it comes to, for the same other keys."""
        rows = (row for row in self.rows if row[0] is not None and row[1:] == rest)
        return {row[0]: self.value(self.at(row, column), at) for row in rows}

    def opened(self, row: Keys | None = None, column: Any = ..., at: int = 0) -> Criteria:
        """The list of exactly the records that make the number there."""
        criteria = self.report.criteria
        parts: list[Part] = []
        so_far = self.measured[at].measure.kind == "running"
        for number, (grouping, key) in enumerate(zip(self.groupings, row or (), strict=False)):
            until = so_far and number == 0 and key is not None
            parts.append(grouping.until(key) if until else grouping.part(key))
        if column is not ... and self.across is not None:
            parts.append(self.across.part(column))
        whole = (*criteria.asked.parts, *parts, *_counted(self.measured[at]))
        beyond = self.measured[at].beyond
        return beyond.opened(whole) if beyond else replace(criteria, filter=written(Group(whole)))

    def names(self, row: Keys) -> list[str]:
        """What a row is called, part by part."""
        return [grouping.name(key) for grouping, key in zip(self.groupings, row, strict=True)]


def _counted(measured: Measured) -> tuple[Part, ...]:
    """What holds of the records that a measure counts, beside what holds of its row."""
    if measured.only is None:
        return ()
    return (measured.only,) if measured.only.any else measured.only.parts


def run(report: Report) -> Result:
    """Runs it for whoever asks. RuleBroken where it, or its filter, cannot be asked."""
    viewer, criteria, reader = current_viewer(), report.criteria, Reader.now()
    if viewer is None or not allows(viewer, report.type.view):
        raise RuleBroken(_("Your role doesn’t see %(type)s.", type=report.type.label_plural))
    if criteria.problem:
        raise RuleBroken(criteria.problem, field="filter")
    alone = len(report.by) == 1 and report.across is None
    groupings = [Grouping(report.type, each, reader, alone=alone) for each in report.by]
    across = None if report.across is None else Grouping(report.type, report.across, reader)
    _refuse_series(report)
    _refuse_parts(groupings, across)
    measured = [Measured(report.type, _shared(each, groupings), reader) for each in report.measures]
    _refuse_beyond(report, measured)
    result = Result(report, groupings, across, measured)
    _count(result, criteria)
    _leave_others(result)
    _put_in_order(result)
    return result


def _shared(measure: Measure, groupings: list[Grouping]) -> Measure:
    """The same of the parts by which the rows are divided, where each has its own amount of that name."""
    parts = next((each.parts for each in groupings if each.parts and each.parts.instead), None)
    if parts is None or measure.kind != "sum" or measure.only:
        return measure
    known = measure.of in {each.name for each in parts.amounts}
    return replace(measure, of=f"{parts.plural}.{measure.of}") if known else measure


def _refuse_series(report: Report) -> None:
    """RuleBroken where periods are to be compared and the rows are none."""
    compares = any(each.kind in SERIES for each in report.measures)
    if compares and not is_in_series([each.grain for each in report.by]):
        raise RuleBroken(
            _("Group the rows by day, week, month, quarter or year to compare periods."), field="m"
        )


def _refuse_parts(groupings: list[Grouping], across: Grouping | None) -> None:
    """RuleBroken where a record would stand in several rows of several divisions."""
    if (across and across.parts) or (any(each.parts for each in groupings) and (across or groupings[1:])):
        label = next(each.label for each in (*groupings, across) if each and each.parts)
        raise RuleBroken(_("Group by %(field)s alone.", field=label), field="by")


def _refuse_beyond(report: Report, measured: list[Measured]) -> None:
    """RuleBroken where what belongs to the records could not be opened from a number."""
    asked = [Condition(each.path, Operator.FILLED) for each in (*report.by, report.across) if each]
    for each in measured:
        if each.beyond is not None:
            each.beyond.opened((*report.criteria.asked.parts, *asked))


def _count(result: Result, criteria: Criteria) -> None:
    """One pass over the records: keys and measured columns inside, counts and sums of them outside."""
    dimensions = [*result.groupings, *([result.across] if result.across else [])]
    rows = criteria.statement()
    if not result.is_counted:
        for each in dimensions:
            each.prepare(rows, criteria.asked)
    result.cells.clear()
    spread = next((each for each in result.groupings if each.parts), None)
    apart = spread.spread() if spread else None
    keys = [(each.key if apart is None else apart.c.key) for each in dimensions]
    inner = _inner(result, rows, keys, apart)
    grouped = [inner.c[f"key_{number}"] for number in range(len(keys))]
    for found in _tallied(inner, grouped, result):
        plain = [each.plain(key) for each, key in zip(dimensions, found, strict=False)]
        place, tally = (
            _place(result, plain),
            tally_of(found[len(keys)], found[len(keys) + 1 :], result.measured),
        )
        result.cells.setdefault(place, Tally()).add(tally)
        if spread is None:
            result.total.add(tally)
    if any(each.measure.is_middle for each in result.measured):
        _gather(result, inner, grouped, dimensions)
    if spread is not None and not result.is_counted:  # a record in several rows is one in the total
        whole = _inner(result, rows, [], spread.spread(whole=True))
        for found in _tallied(whole, [], result):
            result.total.add(tally_of(found[0], found[1:], result.measured))
        _gather(result, whole, [], []) if any(each.measure.is_middle for each in result.measured) else None
    result.is_counted = True


def _inner(result: Result, rows: Select[Any], keys: list[Any], apart: Any) -> Any:
    """Each record with its keys and what is measured of it; of several parts as often as keys divide them."""
    model = result.report.type.model
    for each in result.measured:
        asked = each.measure.name.partition(".")[2]
        each.spread = None if apart is None or each.parts is None else apart.c[asked]
    columns = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    for at, each in enumerate(result.measured):
        if each.has_column:
            columns.append(each.column.label(f"value_{at}"))  # type: ignore[union-attr]
        if each.has_under:
            columns.append(each.under.label(f"under_{at}"))  # type: ignore[union-attr]
    for each in result.measured:
        each.spread = None
    statement = rows.with_only_columns(model.id, *columns).order_by(None)
    if apart is not None:
        statement = statement.select_from(outerjoin(model, apart, apart.c.record == model.id))
    return statement.subquery()


def _tallied(inner: Any, grouped: list[Any], result: Result) -> Any:
    names = (f"{name}_{at}" for at in range(len(result.measured)) for name in ("value", "under"))
    measured = [part for name in names if name in inner.c for part in aggregates(inner.c[name])]
    query = _select(inner, [*grouped, func.count(inner.c.id), *measured]).group_by(*grouped)
    return db.session.execute(query)


def _select(inner: Any, columns: list[Any]) -> Any:
    return select(*columns).select_from(inner)


def _place(result: Result, keys: list[Any]) -> tuple[Keys, Any]:
    deep = len(result.groupings)
    return tuple(keys[:deep]), keys[deep] if result.across else None


def _gather(result: Result, inner: Any, grouped: list[Any], dimensions: list[Grouping]) -> None:
    """All values of the columns of which the middle one is asked; of a record in several rows its own for the total."""
    spreads = any(each.parts for each in result.groupings)
    for at, each in enumerate(result.measured):
        if not each.measure.is_middle:
            continue
        value = inner.c[f"value_{at}"]
        for *keys, found in db.session.execute(_select(inner, [*grouped, value]).where(value.is_not(None))):
            plain = [dimension.plain(key) for dimension, key in zip(dimensions, keys, strict=True)]
            if dimensions or not spreads:
                result.cells[_place(result, plain)].parts[at].values.append(found)
            if not spreads or not dimensions:
                result.total.parts[at].values.append(found)


def _leave_others(result: Result) -> None:
    """Rows beyond the largest become one, where the report says so."""
    top, grouping = result.report.top, result.groupings[0] if len(result.groupings) == 1 else None
    keys = {row for row, _column in result.cells}
    if not top or grouping is None or not grouping.leaves_others or len(keys) <= top + 1:
        return
    largest = sorted(keys, key=lambda row: _size(result, row), reverse=True)[:top]
    grouping.keep_apart(key for (key,) in largest)
    if grouping.parts is not None:
        _count(result, result.report.criteria)
        result.__dict__.pop("_sums", None)
        return
    cells: dict[tuple[Keys, Any], Tally] = {}
    for (row, column), tally in result.cells.items():
        cells.setdefault((row if row in largest else (OTHER,), column), Tally()).add(tally)
    result.cells = cells
    del result.__dict__["_sums"]


def _size(result: Result, row: Keys) -> tuple[Any, str]:
    value = result.value(result.at(row))
    return (value is not None, value or 0, str(row))  # type: ignore[return-value]


def _put_in_order(result: Result) -> None:
    rows = {row for row, _column in result.cells}
    for at, grouping in enumerate(result.groupings):
        grouping.learn({row[at] for row in rows} - {OTHER})
    result.rows = _ordered_rows(result, rows)
    if result.across is not None:
        keys = list({column for _row, column in result.cells})
        result.across.learn(keys)
        ordered = result.across.ordered(keys) or sorted(
            keys, key=lambda key: result.value(result.at(column=key)) or 0, reverse=True
        )
        result.columns = [each for each in ordered if each in keys or result.across.in_time]
    if len(result.rows) > MOST_ROWS * 4 or len(result.columns) > MOST_COLUMNS:
        raise RuleBroken(_("This report has too many rows or columns. Filter it, or group it by less."))


def _ordered_rows(result: Result, rows: set[Keys]) -> list[Keys]:
    """By the order of their own that keys have, else the largest first; what is left together comes last."""
    if not result.groupings:
        return [()] if rows else []
    first = result.groupings[0]
    keys = list({row[0] for row in rows})
    sizes = {key: sum((result.value(result.at(row)) or 0) for row in rows if row[0] == key) for key in keys}
    own = first.ordered(keys)
    largest = sorted(keys, key=lambda key: (key == OTHER, -sizes[key], str(key)))
    found: list[Keys] = []
    for key in own if own is not None else largest:
        inside = [row for row in rows if row[0] == key]
        if len(result.groupings) == 1:
            found += [(key,)] if inside or first.in_time else []
            continue
        second = result.groupings[1].ordered([row[1] for row in inside])
        order = second or [row[1] for row in sorted(inside, key=lambda row: _size(result, row), reverse=True)]
        found += [(key, each) for each in order if (key, each) in rows]
    return found
