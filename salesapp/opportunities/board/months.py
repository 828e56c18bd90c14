"""The spans of days that a board by close month is divided into: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

AHEAD = 6
"""As many months have a lane of their own, the present one among them."""
EARLIER, LATER, UNDATED = "earlier", "later", "undated"


@dataclass(frozen=True)
class Span:
    """From its first to its last day; the outermost spans have no end."""

    key: str
    first: date = date.min
    last: date = date.max


def spans(today: date) -> list[Span]:
    """What there is before this month, this month and the next ones, and what comes later."""
    starts = [month_start(today, number) for number in range(AHEAD + 1)]
    months = [_month(start) for start in starts[:-1]]
    return [Span(EARLIER, last=_day_before(starts[0])), *months, Span(LATER, first=starts[-1])]


def span_of(key: str, today: date) -> Span | None:
    """The span of that key, also of a month that has no lane today; None for anything else."""
    known = next((each for each in spans(today) if each.key == key), None)
    if known is not None:
        return known
    found = re.fullmatch(r"([1-9]\d{3})-(0[1-9]|1[0-2])", key)
    return _month(date(int(found[1]), int(found[2]), 1)) if found and found[1] != "9999" else None


def month_start(day: date, further: int = 0) -> date:
    """The first day of the month of `day`, or of one so many months later."""
    years, index = divmod(day.month - 1 + further, 12)
    return date(day.year + years, index + 1, 1)


def _month(start: date) -> Span:
    return Span(f"{start:%Y-%m}", start, _day_before(month_start(start, 1)))


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
