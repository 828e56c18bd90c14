"""Writes down how everybody stood at the end of a quarter, once, a week after it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from salesapp.core.company import company, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.recognition.hall.models import HallPlace, HallQuarter
from salesapp.recognition.leaderboards import BOARDS, everyones, has_leaderboard
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span

AFTER = timedelta(days=7)
"""What was signed on the last day is entered in the days after."""
MOST = 8
"""So many quarters back the first time."""


def freeze() -> int:
    """Writes down the oldest quarter that is due; how many that were. Where the company shows no results none is kept.

    One at a time, and everything is counted before anything is written: nobody who writes waits for the counting.
    """
    if not has_leaderboard():
        return 0
    one_at_a_time("hall of fame")
    known = set(db.session.scalars(select(HallQuarter.first)))
    due = next((each for each in _over(today_for() - AFTER) if each.first not in known), None)
    if due is None:
        return 0
    _freeze(due)
    return 1


def _over(day: date) -> Iterator[Span]:
    """The quarters that were over on that day, the oldest first."""
    found = []
    for _each in range(MOST):
        quarter = periods.span("last-quarter", day, company().fiscal_year_start)
        found.append(quarter)
        day = quarter.first or day
    yield from reversed(found)


def _freeze(span: Span) -> None:
    counted = [(board, *each) for board in BOARDS for each in everyones(board, span)]
    quarter = HallQuarter(first=span.first, last=span.last)
    db.session.add(quarter)
    db.session.flush()
    for board, user, merit in counted:
        place = HallPlace(
            quarter_id=quarter.id,
            board=board.key,
            user_id=user.id,
            value=merit.value,
            count=merit.count,
            currency=company().currency,
        )
        db.session.add(place)
        db.session.flush()
