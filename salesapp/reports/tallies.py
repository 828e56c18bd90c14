"""How what is measured comes together: the values of some rows, put together column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import func

from salesapp.reports.measures import Measure, Measured


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
            case "sum" | "of":
                return part.total
            case "per":
                return Decimal(part.total) / part.under if part.under else None
            case "velocity":  # closed × share won × average amount won ÷ average days to win
                return Decimal(part.total) * part.count / part.under if part.under > 0 else None
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
    under: Any = 0
    """Of a ratio: what the other column of it comes to."""

    def add(self, other: Part) -> None:
        """Takes others in."""
        self.count += other.count
        self.total += other.total
        self.least = min((each for each in (self.least, other.least) if each is not None), default=None)
        self.most = max((each for each in (self.most, other.most) if each is not None), default=None)
        self.values += other.values
        self.under += other.under


def aggregates(column: Any) -> list[Any]:
    """What the statement asks of a measured column."""
    return [func.count(column), func.sum(column), func.min(column), func.max(column)]


def tally_of(count: int, found: Sequence[Any], measured: Sequence[Measured]) -> Tally:
    """What a row of that statement says."""
    values, parts = iter(found), []
    for each in measured:
        if not each.has_column:
            parts.append(Part())
            continue
        number_of, total, least, most = (next(values) for _number in range(4))
        part = Part(number_of, _exact(total), least, most)
        if each.has_under:
            part.under = _exact([next(values) for _number in range(4)][1])
        parts.append(part)
    return Tally(count, parts)


def _exact(total: Any) -> Any:
    """Postgres sums whole numbers as decimals."""
    if total is None:
        return 0
    return int(total) if isinstance(total, Decimal) and total == total.to_integral_value() else total
