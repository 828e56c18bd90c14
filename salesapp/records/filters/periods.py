"""Days as people speak of them: *this quarter*, *next 30 days*, *more than 90 days ago*. Pure, by a given today."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from salesapp.core.i18n import _, _l

MOST_DAYS = 3650
"""Ten years: a day so far from any other stays in the calendar."""

NAMED = {
    "today": _l("today"),
    "yesterday": _l("yesterday"),
    "tomorrow": _l("tomorrow"),
    "this-week": _l("this week"),
    "last-week": _l("last week"),
    "next-week": _l("next week"),
    "this-month": _l("this month"),
    "last-month": _l("last month"),
    "next-month": _l("next month"),
    "this-quarter": _l("this quarter"),
    "last-quarter": _l("last quarter"),
    "next-quarter": _l("next quarter"),
    "this-year": _l("this year"),
    "last-year": _l("last year"),
    "next-year": _l("next year"),
    "this-year-to-date": _l("this year to date"),
    "last-year-to-date": _l("last year to the same day"),
    "this-quarter-to-date": _l("this quarter to date"),
    "last-year-quarter-to-date": _l("this quarter last year to the same day"),
    "this-month-to-date": _l("this month to date"),
    "last-year-month-to-date": _l("this month last year to the same day"),
    "last-12-months": _l("this month and the 11 before"),
    "past": _l("in the past"),
    "future": _l("in the future"),
}
"""Periods with a name of their own. Quarters and years are the company's fiscal ones."""

COUNTED = re.compile(r"(last|next|over)-([1-9][0-9]{0,3})-days(|-ago|-ahead)", re.ASCII)
COMMON = ("today", "this-week", "this-month", "this-quarter", "last-30-days", "next-30-days")
"""What the builder proposes first."""
FURTHER = (
    *("yesterday", "tomorrow", "last-week", "next-week", "last-month", "next-month"),
    *("last-quarter", "next-quarter", "this-year", "last-year", "last-7-days", "last-90-days"),
    *("next-7-days", "over-30-days-ago", "over-90-days-ago", "past", "future"),
)
"""What the builder proposes besides; any other number of days can be typed."""


@dataclass(frozen=True)
class Span:
    """From a day to another, both included; without one it has no end there."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def until(self, day: date) -> Span:
        """What of it is not after that day."""
        return Span(self.first, day if self.last is None else min(self.last, day))


def is_period(word: str) -> bool:
    """Whether there is such a period."""
    return word in NAMED or _counted(word) is not None


def _counted(word: str) -> tuple[str, int] | None:
    """`last-30-days` → (`last`, 30); for `over`, with where it lies. None for what is no such period."""
    found = COUNTED.fullmatch(word)
    if found is None or (found[1] == "over") != bool(found[3]) or int(found[2]) > MOST_DAYS:
        return None
    return found[1] + found[3], int(found[2])


def span(word: str, today: date, fiscal_start: int) -> Span:
    """The days of a period, seen from `today`; KeyError for none. The fiscal year begins in month `fiscal_start`."""
    counted = _counted(word)
    if counted is not None:
        return _counted_span(*counted, today)
    if word in _PLAIN:
        return _PLAIN[word](today)
    if word.endswith("-to-date"):
        return _to_date(word, today, fiscal_start)
    if word == "last-12-months":
        return Span(_months_on(today.replace(day=1), -11), today)
    which, _dash, unit = word.partition("-")
    step = {"last": -1, "this": 0, "next": 1}[which]
    begin, months = {
        "month": (today.replace(day=1), 1),
        "quarter": (quarter_of(today, fiscal_start), 3),
        "year": (year_of(today, fiscal_start), 12),
    }[unit]
    first = _months_on(begin, step * months)
    return Span(first, _months_on(first, months) - timedelta(days=1))


def _to_date(word: str, today: date, fiscal_start: int) -> Span:
    """What has begun until today, or the same of last year until the same day."""
    unit = word.removesuffix("-to-date").rpartition("-")[2]
    begin = {
        "month": today.replace(day=1),
        "quarter": quarter_of(today, fiscal_start),
        "year": year_of(today, fiscal_start),
    }[unit]
    if word.startswith("this-"):
        return Span(begin, today)
    return Span(_months_on(begin, -12), _a_year_before(today))


def _counted_span(which: str, days: int, today: date) -> Span:
    """The last and the next so many days have today in them; what is longer ago ends where the last ones begin."""
    return {
        "last": Span(today - timedelta(days=days), today),
        "next": Span(today, today + timedelta(days=days)),
        "over-ago": Span(None, today - timedelta(days=days + 1)),
        "over-ahead": Span(today + timedelta(days=days + 1), None),
    }[which]


def _week(today: date, step: int) -> Span:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    return Span(monday, monday + timedelta(days=6))


def _one(today: date, days: int) -> Span:
    day = today + timedelta(days=days)
    return Span(day, day)


_PLAIN: dict[str, Callable[[date], Span]] = {
    "yesterday": lambda today: _one(today, -1),
    "today": lambda today: _one(today, 0),
    "tomorrow": lambda today: _one(today, 1),
    "last-week": lambda today: _week(today, -1),
    "this-week": lambda today: _week(today, 0),
    "next-week": lambda today: _week(today, 1),
    "past": lambda today: Span(None, today - timedelta(days=1)),
    "future": lambda today: Span(today + timedelta(days=1), None),
}


def quarter_of(day: date, fiscal_start: int) -> date:
    """The first day of the fiscal quarter."""
    return _months_on(day.replace(day=1), -((day.month - fiscal_start) % 12 % 3))


def year_of(day: date, fiscal_start: int) -> date:
    """The first day of the fiscal year."""
    return _months_on(day.replace(day=1), -((day.month - fiscal_start) % 12))


def _months_on(first: date, months: int) -> date:
    """The first of a month, so many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _a_year_before(day: date) -> date:
    """The same day of the year before; of a leap day the last of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def label(word: str) -> str:
    """The period in words, as it follows a field's name: “this quarter”, “more than 90 days ago”."""
    counted = _counted(word)
    if counted is None:
        return str(NAMED.get(word, word))
    which, days = counted
    return {
        "last": _("the last %(num)s days", num=days),
        "next": _("the next %(num)s days", num=days),
        "over-ago": _("more than %(num)s days ago", num=days),
        "over-ahead": _("more than %(num)s days ahead", num=days),
    }[which]
