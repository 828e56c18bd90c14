"""What a report measures: how many, how much in sum, on average, at most; which share; how many of them went well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, case, func

from salesapp.core.company import company
from salesapp.core.errors import RuleBroken
from salesapp.core.fields import Field
from salesapp.core.i18n import _, _l
from salesapp.core.money import round_half_up
from salesapp.core.money.currencies import worth
from salesapp.core.registry import RecordType
from salesapp.records.filters.checking import filter_from
from salesapp.records.filters.criteria import criterion
from salesapp.records.filters.fields import own_fields
from salesapp.records.filters.readers import Reader
from salesapp.records.filters.words import sentence
from salesapp.reports.days import Days
from salesapp.web.filters import money, number, percent

KINDS = {
    "count": _l("Number of records"),
    "sum": _l("Total"),
    "avg": _l("Average"),
    "median": _l("Median"),
    "min": _l("Smallest"),
    "max": _l("Largest"),
    "share": _l("Share of total"),
    "rate": _l("Share of records"),
    "running": _l("Running total"),
    "change": _l("Change to the period before"),
    "change-year": _l("Change to the year before"),
    "days": _l("Average days"),
    "days-median": _l("Median days"),
}
OF_FIELDS = ("sum", "avg", "median", "min", "max")
SERIES = ("running", "change", "change-year")
"""What compares the periods of a report with one another; of the number of records, or of a field."""
BETWEEN = ("days", "days-median")
"""What is measured between two moments of a record: `days:created_at~closed_on`."""
RATES = {
    "state:equals:won": _l("Win rate"),
    "converted_at:filled": _l("Conversion rate"),
}
"""Shares of records that have a name."""
OPEN = Field("money", _l("Unpaid"), name="open", currency="currency")
"""Of an invoice: what is payable less what is settled."""


@dataclass(frozen=True)
class Measure:
    """As an address says it: `count`, `sum:amount`, `rate:state:equals:won`."""

    kind: str
    of: str = ""

    @classmethod
    def read(cls, text: str) -> Measure:
        kind, _colon, of = text.partition(":")
        needs, may = kind in {*OF_FIELDS, *BETWEEN, "rate"}, kind in {*SERIES, "share"}
        if kind not in KINDS or (bool(of) is not needs and not may):
            raise RuleBroken(_("There is no measure “%(name)s”.", name=text), field="m")
        return cls(kind, of)

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}" if self.of else self.kind

    @property
    def adds_up(self) -> bool:
        """Whether the parts of a total make it by addition."""
        return self.kind in {"count", "sum"}

    @property
    def is_ratio(self) -> bool:
        """Whether its values are parts of a hundred, not amounts or days."""
        return self.kind in {"rate", "share"} or self.is_change

    @property
    def is_change(self) -> bool:
        """Whether it says by how much of a period another one differs."""
        return self.kind in {"change", "change-year"}

    @property
    def is_middle(self) -> bool:
        """Whether it asks for the middle one of all values."""
        return self.kind in {"median", "days-median"}


class Measured:
    """A measure of one record type for one reader: its column, and its values in words."""

    def __init__(self, type_: RecordType, measure: Measure, reader: Reader) -> None:
        self.type, self.measure = type_, measure
        plain = measure.of and measure.kind not in {"count", "rate", *BETWEEN}
        self.field = self._field() if plain else None
        self._hit = None
        self._days: Days | None = None
        if measure.kind == "rate":
            self._hit = criterion(type_, filter_from(type_, measure.of), reader)
        if measure.kind in BETWEEN:
            self._days = Days.between(type_, measure.of, reader)

    def _field(self) -> Field:
        declared = own_fields(self.type).get(self.measure.of)
        if self.measure.of == OPEN.name and self.type.key == "invoice":
            return OPEN
        if declared is None or not declared.numeric:
            raise RuleBroken(_("There is no number called “%(name)s”.", name=self.measure.of), field="m")
        return declared

    @property
    def label(self) -> str:
        """`Amount`, `Average amount`, `Win rate`."""
        if self.measure.kind == "count":
            return str(self.type.label_plural)
        if self.measure.kind == "rate":
            known = RATES.get(self.measure.of)
            return str(known or sentence(self.type, filter_from(self.type, self.measure.of)))
        if self._days is not None:
            return _("%(measure)s, %(moments)s", measure=KINDS[self.measure.kind], moments=self._days.label)
        if self.field is None:
            return str(KINDS[self.measure.kind])
        if self.measure.kind == "sum":
            return str(self.field.label)
        return _("%(measure)s (%(field)s)", measure=KINDS[self.measure.kind], field=self.field.label)

    @property
    def column(self) -> ColumnElement[Any] | None:
        """What is measured of each record."""
        if self._hit is not None:
            return case((self._hit, 1), else_=0)
        if self._days is not None:
            return self._days.column
        if self.field is None:
            return None
        model = self.type.model
        if self.field is OPEN:
            parts = [Field("money", "", name=each, currency="currency") for each in ("payable", "settled")]
            payable, settled = (worth(model, each) for each in parts)
            return payable - settled  # type: ignore[no-any-return]
        if self.field.kind == "money":
            return worth(model, self.field)  # type: ignore[no-any-return]
        return getattr(model, self.field.attribute)  # type: ignore[no-any-return]

    def said(self, value: Any) -> str:
        """A value in words; a dash for none."""
        if value is None:
            return "–"
        if self.measure.kind in {"rate", "share"}:
            return percent(round_half_up(Decimal(value) * 100, 1))
        if self.measure.is_change:
            return f"{'+' if value > 0 else ''}{percent(round_half_up(Decimal(value) * 100, 1))}"
        if self._days is not None:
            return number(round_half_up(Decimal(value), 1))
        if self.field is not None and self.field.kind == "money":
            return money(int(round_half_up(Decimal(value), 0)), company().currency)
        if self.field is not None and self.field.kind == "percent":
            return percent(round_half_up(Decimal(value), 1))
        return number(round_half_up(Decimal(value), 2))


@dataclass
class Tally:
    """What is known of some rows: how many they are, and of each measured column its values put together."""

    count: int = 0
    parts: list[Part] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Takes the rows of another one in."""
        self.count += other.count
        self.parts = self.parts or [Part() for _each in other.parts]
        for mine, theirs in zip(self.parts, other.parts, strict=True):
            mine.add(theirs)

    def value(self, at: int, measure: Measure, whole: Tally) -> Any:
        """The measure of that number; None where there is nothing to measure."""
        part = self.parts[at] if self.parts else Part()
        match measure.kind:
            case "count":
                return self.count
            case "sum":
                return part.total
            case "running" | "change" | "change-year":
                return part.total if measure.of else self.count
            case "avg" | "days":
                return Decimal(part.total) / part.count if part.count else None
            case "rate":
                return Decimal(part.total) / self.count if self.count else None
            case "median" | "days-median":
                return median(part.values) if part.values else None
            case "min" | "max":
                return part.least if measure.kind == "min" else part.most
        whole_part = whole.parts[at] if whole.parts else Part()
        mine, all_ = (part.total, whole_part.total) if measure.of else (self.count, whole.count)
        return Decimal(mine) / all_ if all_ else None


@dataclass
class Part:
    """The values of one column, as far as there are any."""

    count: int = 0
    total: Any = 0
    least: Any = None
    most: Any = None
    values: list[Any] = field(default_factory=list)

    def add(self, other: Part) -> None:
        """Takes others in."""
        self.count += other.count
        self.total += other.total
        self.least = min((each for each in (self.least, other.least) if each is not None), default=None)
        self.most = max((each for each in (self.most, other.most) if each is not None), default=None)
        self.values += other.values


def aggregates(column: Any) -> list[Any]:
    """What the statement asks of a measured column; nothing of none."""
    if column is None:
        return []
    return [func.count(column), func.sum(column), func.min(column), func.max(column)]


def tally_of(count: int, found: Sequence[Any], measured: Sequence[Measured]) -> Tally:
    """What a row of that statement says."""
    values, parts = iter(found), []
    for each in measured:
        if each.column is None:
            parts.append(Part())
            continue
        number_of, total, least, most = (next(values) for _number in range(4))
        parts.append(Part(number_of, _exact(total), least, most))
    return Tally(count, parts)


def _exact(total: Any) -> Any:
    """Postgres sums whole numbers as decimals."""
    if total is None:
        return 0
    return int(total) if isinstance(total, Decimal) and total == total.to_integral_value() else total
