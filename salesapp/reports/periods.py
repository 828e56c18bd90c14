"""Days in buckets: by day, week, month, quarter or year, month by month of several years, or by age. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale, dates

from salesapp.core.errors import RuleBroken
from salesapp.core.i18n import _, _l
from salesapp.records.filters.periods import Span, quarter_of, year_of

MOST = 400
"""Buckets of one report: a day each for more than a year."""
GRAINS = {
    "day": _l("Day"),
    "week": _l("Week"),
    "month": _l("Month"),
    "quarter": _l("Quarter"),
    "fiscal-quarter": _l("Fiscal quarter"),
    "year": _l("Year"),
    "fiscal-year": _l("Fiscal year"),
    "month-of-year": _l("Month, years side by side"),
    "quarter-of-year": _l("Quarter, years side by side"),
    "age": _l("Days overdue"),
}
AGES = ((1, 30), (31, 60), (61, 90))


@dataclass(frozen=True)
class Bucket:
    """The days of it, in one span or several, and what it is called."""

    label: str
    spans: tuple[Span, ...]


def buckets(grain: str, first: date, last: date, *, today: date, fiscal: int, locale: Locale) -> list[Bucket]:
    """Those that the days from `first` to `last` fall into, in order. RuleBroken for more than a page can hold."""
    if grain == "age":
        return _ages(today)
    if grain.endswith("-of-year"):
        return _of_years(grain, first, last, fiscal, locale)
    found = []
    for begin, end in _steps(grain, first, last, fiscal):
        found.append(Bucket(_called(grain, begin, end, fiscal, locale), (Span(begin, end),)))
        if len(found) > MOST:
            raise RuleBroken(_("These are too many periods to show. Choose a longer one."), field="by")
    return found


def _steps(grain: str, first: date, last: date, fiscal: int) -> Iterator[tuple[date, date]]:
    begin = BEGINS[grain](first, fiscal)
    while begin <= last:
        following = BEGINS[grain](begin + LEAPS[grain], fiscal)
        yield begin, following - timedelta(days=1)
        begin = following


BEGINS: dict[str, Callable[[date, int], date]] = {
    "day": lambda day, _fiscal: day,
    "week": lambda day, _fiscal: day - timedelta(days=day.weekday()),
    "month": lambda day, _fiscal: day.replace(day=1),
    "quarter": lambda day, _fiscal: quarter_of(day, 1),
    "fiscal-quarter": quarter_of,
    "year": lambda day, _fiscal: year_of(day, 1),
    "fiscal-year": year_of,
}
LEAPS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "quarter": timedelta(days=95),
    "fiscal-quarter": timedelta(days=95),
    "year": timedelta(days=370),
    "fiscal-year": timedelta(days=370),
}
"""From the beginning of one into the next, never beyond it."""


def _called(grain: str, begin: date, end: date, fiscal: int, locale: Locale) -> str:
    match grain:
        case "day":
            return dates.format_skeleton("yMMMd", begin, locale=locale)
        case "week":
            return dates.format_skeleton("yMMMd", begin, locale=locale)
        case "month":
            return dates.format_skeleton("yMMM", begin, locale=locale)
        case "quarter":
            return dates.format_skeleton("yQQQ", begin, locale=locale)
        case "fiscal-quarter":
            if fiscal == 1:
                return dates.format_skeleton("yQQQ", begin, locale=locale)
            number = (begin.month - fiscal) % 12 // 3 + 1
            return _("Q%(number)s FY%(year)s", number=number, year=_fiscal_name(begin, fiscal))
        case "fiscal-year" if fiscal > 1:
            return _("FY%(year)s", year=_fiscal_name(begin, fiscal))
    return str(end.year) if begin.month == 1 else f"{begin.year}/{end.year}"


def _fiscal_name(day: date, fiscal: int) -> int:
    """A fiscal year is named by the calendar year in which it ends."""
    return year_of(day, fiscal).year + (fiscal > 1)


def _of_years(grain: str, first: date, last: date, fiscal: int, locale: Locale) -> list[Bucket]:
    unit = grain.removesuffix("-of-year")
    step = "fiscal-quarter" if unit == "quarter" else unit
    begun = year_of(first, fiscal)
    steps = list(_steps(step, begun, last, fiscal))
    count = 4 if unit == "quarter" else 12
    found = []
    for number in range(count):
        spans = tuple(Span(*each) for each in steps[number::count])
        if spans and spans[0].first is not None:
            name = (
                _("Q%(number)s", number=number + 1)
                if unit == "quarter"
                else dates.format_skeleton("MMM", spans[0].first, locale=locale)
            )
            found.append(Bucket(name, spans))
    return found


def _ages(today: date) -> list[Bucket]:
    found = [Bucket(_("Not due yet"), (Span(today, None),))]
    for least, most in AGES:
        span = Span(today - timedelta(days=most), today - timedelta(days=least))
        found.append(Bucket(_("%(least)s–%(most)s days", least=least, most=most), (span,)))
    beyond = AGES[-1][1]
    found.append(
        Bucket(_("More than %(num)s days", num=beyond), (Span(None, today - timedelta(days=beyond + 1)),))
    )
    return found
