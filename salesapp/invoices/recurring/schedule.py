"""On which days a recurring invoice falls due, and which days each of them covers. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from salesapp.core.i18n import _l

Period = tuple[date, date | None]
"""The first day and, where it is another one, the last."""
DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a rhythm counts."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return UNIT_LABELS[self]


UNIT_LABELS = {
    Unit.WEEK: _l("Weeks"),
    Unit.MONTH: _l("Months"),
    Unit.QUARTER: _l("Quarters"),
    Unit.YEAR: _l("Years"),
}
EACH = {
    Unit.WEEK: _l("Every week"),
    Unit.MONTH: _l("Every month"),
    Unit.QUARTER: _l("Every quarter"),
    Unit.YEAR: _l("Every year"),
}
SEVERAL = {
    Unit.WEEK: _l("Every %(num)s weeks"),
    Unit.MONTH: _l("Every %(num)s months"),
    Unit.QUARTER: _l("Every %(num)s quarters"),
    Unit.YEAR: _l("Every %(num)s years"),
}
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


class Covers(StrEnum):
    """What an invoice of the series is for, seen from its due date."""

    COMING = "coming"
    PAST = "past"
    DAY = "day"

    @property
    def label(self) -> str:
        return COVERS_LABELS[self]


COVERS_LABELS = {
    Covers.COMING: _l("The period that begins (in advance)"),
    Covers.PAST: _l("The period that has ended (in arrears)"),
    Covers.DAY: _l("Only that day"),
}


@dataclass(frozen=True)
class Schedule:
    """Every so many units from a day on.

    Dates are counted from the first one: after 31 January come 28 February and 31 March. At `month_end` each of them is
    the last day of its month, whatever the first one was.
    """

    every: int
    unit: Unit
    starts_on: date
    month_end: bool = False

    def nth(self, place: int) -> date:
        """The due date at that place, the first one at 0; OverflowError beyond the calendar."""
        if self.unit is Unit.WEEK:
            return self.starts_on + timedelta(weeks=self.every * place)
        begin = self.starts_on.year * 12 + self.starts_on.month - 1
        year, month = divmod(begin + self.every * MONTHS[self.unit] * place, 12)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError(year)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, last if self.month_end else min(self.starts_on.day, last))

    def period(self, place: int, covers: Covers) -> Period:
        """The days that the invoice at that place is for. At the end of a month a period begins on the day after."""
        day = self.nth(place)
        if covers is Covers.DAY:
            return day, None
        before, after = (place, place + 1) if covers is Covers.COMING else (place - 1, place)
        shift = DAY if self.month_end and self.unit is not Unit.WEEK else timedelta(0)
        begin, end = self.nth(before) + shift, self.nth(after) + shift - DAY
        return begin, None if end == begin else end

    @property
    def words(self) -> str:
        """`Every 2 weeks`."""
        if self.every == 1:
            return str(EACH[self.unit])
        return str(SEVERAL[self.unit]) % {"num": self.every}
