"""The months and fiscal quarters that are forecast, as an address says them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from salesapp.records.filters.periods import quarter_of
from salesapp.reports.periods import buckets

GRAINS = {"month": "month", "quarter": "fiscal-quarter"}
SHAPE = re.compile(r"(month|quarter)-([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """A month or a fiscal quarter, from its first to its last day."""

    first: date
    last: date
    kind: str = "quarter"

    @classmethod
    def holding(cls, kind: str, day: date, fiscal: int) -> Period:
        """The one in which the day lies; the fiscal year begins in month `fiscal`."""
        first = day.replace(day=1) if kind == "month" else quarter_of(day, fiscal)
        leap = first + timedelta(days=32 if kind == "month" else 95)
        following = leap.replace(day=1) if kind == "month" else quarter_of(leap, fiscal)
        return cls(first, following - timedelta(days=1), kind)

    @classmethod
    def read(cls, word: str, today: date, fiscal: int) -> Period:
        """`quarter-2026-10`, `month-2026-11`; for anything else the quarter of today."""
        found = SHAPE.fullmatch(word)
        if found is None or not 1 <= int(found[3]) <= 12 or not 1900 <= int(found[2]) <= 2200:
            return cls.holding("quarter", today, fiscal)
        return cls.holding(found[1], date(int(found[2]), int(found[3]), 1), fiscal)

    @property
    def key(self) -> str:
        """How an address says it."""
        return f"{self.kind}-{self.first:%Y-%m}"

    def before(self, fiscal: int) -> Period:
        """The one that ends when this begins."""
        return Period.holding(self.kind, self.first - timedelta(days=1), fiscal)

    def after(self, fiscal: int) -> Period:
        """The one that begins when this ends."""
        return Period.holding(self.kind, self.last + timedelta(days=1), fiscal)

    def of_kind(self, kind: str, today: date, fiscal: int) -> Period:
        """The month or quarter with the same days in it, today's where it can be."""
        return Period.holding(kind, today if today in self else self.first, fiscal)

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        found = [self.first]
        while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= self.last:
            found.append(following)
        return found

    def label(self, fiscal: int, locale: Locale) -> str:
        """`Q4 2026`, `Nov 2026`, `Q1 FY2027`, in the reader's language."""
        found = buckets(
            GRAINS[self.kind], self.first, self.first, today=self.first, fiscal=fiscal, locale=locale
        )
        return found[0].label

    def days_left(self, today: date) -> int:
        """From today to its last day, both included; none once it is over."""
        return max(0, (self.last - max(today, self.first)).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
