"""Months, quarters and years as they stand in addresses: `2026-11`, `2026-q4`, `2026`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton

PERIOD = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|q([1-4])))?")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PATTERNS = {"month": "yMMMM", "quarter": "yQQQ", "year": "y"}


@dataclass(frozen=True)
class Period:
    """Some days, both included, that books are kept by."""

    kind: str
    first: date

    @property
    def last(self) -> date:
        return self._moved(1).first - timedelta(days=1)

    @property
    def word(self) -> str:
        """As it stands in an address."""
        year = f"{self.first.year}"
        match self.kind:
            case "month":
                return f"{year}-{self.first.month:02d}"
            case "quarter":
                return f"{year}-q{(self.first.month + 2) // 3}"
        return year

    @property
    def before(self) -> Period:
        return self._moved(-1)

    @property
    def after(self) -> Period:
        return self._moved(1)

    def as_(self, kind: str) -> Period:
        """The month, quarter or year that begins nearest before this one's first day."""
        return period_of(self.first, kind)

    def said(self, locale: str) -> str:
        """`November 2026`, `Q4 2026`, `2026`."""
        return format_skeleton(PATTERNS[self.kind], self.first, locale=locale)

    def _moved(self, by: int) -> Period:
        months = self.first.year * 12 + self.first.month - 1 + by * MONTHS[self.kind]
        return Period(self.kind, date(months // 12, months % 12 + 1, 1))


def period_of(day: date, kind: str = "month") -> Period:
    """The month, quarter or year of the day."""
    size = MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // size * size + 1, 1))


def period_in(word: str | None, today: date) -> Period:
    """The period that an address names; today's month where it names none."""
    found = PERIOD.fullmatch(word or "")
    if found is None:
        return period_of(today)
    year, month, quarter = found.groups()
    if month:
        return Period("month", date(int(year), int(month), 1))
    return (
        Period("quarter", date(int(year), int(quarter) * 3 - 2, 1))
        if quarter
        else Period("year", date(int(year), 1, 1))
    )
