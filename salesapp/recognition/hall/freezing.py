"""Writes down how everybody stood at the end of a quarter, once, a week after it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select

from salesapp.core.company import company, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db, reading
from salesapp.people.models import User
from salesapp.recognition.hall.models import HallPlace, HallQuarter
from salesapp.recognition.leaderboards import BOARDS, Leaderboard, everyones, has_leaderboard
from salesapp.recognition.merits import Merit
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span

AFTER = timedelta(days=7)
"""What was signed on the last day is entered in the days after."""
MOST = 8
"""So many quarters back the first time."""


def freeze() -> int:
    """Writes down the oldest quarter that is due; how many that were. Where the company shows no results none is kept.

    Begins with no transaction: everything is counted in one that only reads, so nobody who writes waits for it.
    """
    with reading():
        due = _due() if has_leaderboard() else None
        counted = [(board, *each) for board in BOARDS for each in everyones(board, due)] if due else []
        db.session.rollback()
    if due is None:
        return 0
    one_at_a_time("hall of fame")
    if due != _due():
        return 0
    _keep(due, counted)
    return 1


def _due() -> Span | None:
    """The oldest quarter that is over and begins after those that are written down.

    Another fiscal year may cut the days of one into two others: what was counted once is not counted again.
    """
    last = db.session.scalar(select(func.max(HallQuarter.last)))
    over = _over(today_for() - AFTER)
    return next(
        (each for each in over if last is None or (each.first is not None and each.first > last)), None
    )


def _over(day: date) -> Iterator[Span]:
    """The quarters that were over on that day, the oldest first."""
    found = []
    for _each in range(MOST):
        quarter = periods.span("last-quarter", day, company().fiscal_year_start)
        found.append(quarter)
        day = quarter.first or day
    yield from reversed(found)


def _keep(span: Span, counted: list[tuple[Leaderboard, User, Merit]]) -> None:
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
