"""Which days of a period a report has records of: a part of a month is not compared with a whole one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from salesapp.records.filters.conditions import Condition, Group, Part
from salesapp.records.filters.operators import Operator
from salesapp.records.filters.periods import Span
from salesapp.records.filters.readers import Reader

EVER: tuple[Span, ...] = (Span(None, None),)
LEAP = 1
"""A year to date has one day more than the one before where a leap day is in it."""


def let_in(part: Part, path: str, reader: Reader) -> tuple[Span, ...]:
    """The days of the field that the filter lets in."""
    match part:
        case Condition(field=field) if field == path:
            return (_span(part, reader),)
        case Group(any=True) if part.parts:
            return tuple(span for each in part.parts for span in let_in(each, path, reader))
        case Group(any=False):
            found = EVER
            for each in part.parts:
                found = _both(found, let_in(each, path, reader))
            return found
    return EVER


def _span(part: Condition, reader: Reader) -> Span:
    wanted = part.wanted[0] if part.wanted else ""
    if part.operator is Operator.WITHIN:
        return reader.span(wanted)
    bounds = {
        Operator.EQUALS: (True, True),
        Operator.AT_LEAST: (True, False),
        Operator.AT_MOST: (False, True),
    }
    begins, ends = bounds.get(part.operator, (False, False))
    day = date.fromisoformat(wanted[:10]) if begins or ends else None
    return Span(day if begins else None, day if ends else None)


def _both(some: Iterable[Span], others: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(
        Span(_latest(one.first, other.first), _earliest(one.last, other.last))
        for one in some
        for other in others
    )


def _latest(one: date | None, other: date | None) -> date | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _earliest(one: date | None, other: date | None) -> date | None:
    return min((each for each in (one, other) if each is not None), default=None)


def is_comparable(one: Span, other: Span, days: tuple[Span, ...]) -> bool:
    """Whether of both periods all days are there, or of both the same part from their beginning."""
    mine, theirs = (_missing(each, days) for each in (one, other))
    if mine == theirs == 0:
        return True
    return 0 not in {mine, theirs} and abs(_begun(one, days) - _begun(other, days)) <= LEAP


def _inside(period: Span, days: tuple[Span, ...]) -> int:
    """How many of its days are there."""
    return sum(
        max(0, (last - first).days + 1)
        for each in _both([period], days)
        if (first := each.first) is not None and (last := each.last) is not None
    )


def _missing(period: Span, days: tuple[Span, ...]) -> int:
    return max(0, _inside(period, EVER) - _inside(period, days))


def _begun(period: Span, days: tuple[Span, ...]) -> int:
    """How many of its days are there from its first one on; none where that one is missing."""
    first = Span(period.first, period.first)
    return _inside(period, days) if _inside(first, days) else -LEAP - 1
