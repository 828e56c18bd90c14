"""Awards badges: at once where somebody is past a threshold, and at the end of a period for what is known only then.

The period before the current one is looked at as well, so that what was entered late counts. A rule looks back at no
period that was over before there was the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import func, select

from salesapp.core import clock
from salesapp.core.access import SYSTEM
from salesapp.core.company import company, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db, reading
from salesapp.core.events import Event, record
from salesapp.people.models import User
from salesapp.recognition.badges.models import AWARDED, Badge, BadgeRule
from salesapp.recognition.leaderboards import everyones, has_leaderboard
from salesapp.recognition.merits import Merit
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span


class News(NamedTuple):
    """What tells whether there may be something to award: the hour, and the last thing that happened."""

    day: date
    hour: int
    event: int


class Due(NamedTuple):
    """What somebody has earned."""

    rule: BadgeRule
    span: Span
    user: User
    merit: Merit


def news() -> News:
    """As it is now."""
    options = {"unscoped": "only whether anything happened"}
    last = db.session.scalar(select(func.max(Event.id)), execution_options=options)
    return News(today_for(), clock.now().hour, last or 0)


def award(*, looking_back: bool = True) -> int:
    """Awards whatever is due; how many badges. Nobody has one where the company shows no results.

    Begins with no transaction: everything is counted in one that only reads, so nobody who writes waits for it.
    `looking_back` counts the period before the current one as well.
    """
    with reading():
        due = list(_due(looking_back=looking_back)) if has_leaderboard() else []
        db.session.rollback()
    if not due:
        return 0
    one_at_a_time("badges")
    holders = cache(_holders)
    due = [each for each in due if each.user.id not in holders(each.rule.id, each.span)]
    for each in due:
        _give(*each)
    return len(due)


def _due(*, looking_back: bool) -> Iterator[Due]:
    counted, holders = cache(everyones), cache(_holders)
    rules = db.session.scalars(select(BadgeRule).where(BadgeRule.active).order_by(BadgeRule.id)).all()
    for rule in rules:
        for span in _spans(rule, looking_back=looking_back):
            for user, merit in counted(rule.metric.board, span):
                if user.active and rule.is_met(merit) and user.id not in holders(rule.id, span):
                    yield Due(rule, span, user, merit)


def _spans(rule: BadgeRule, *, looking_back: bool) -> list[Span]:
    """The current period and the one before. How fast somebody answers is known at the end."""
    today, fiscal = today_for(), company().fiscal_year_start
    which = [*(["last"] if looking_back else []), *([] if rule.metric.board.lasts else ["this"])]
    found = [periods.span(f"{each}-{rule.period.value}", today, fiscal) for each in which]
    return [each for each in found if each.last is None or each.last >= rule.created_at.date()]


def _holders(rule: int, span: Span) -> set[int]:
    have = select(Badge.user_id).where(Badge.rule_id == rule, Badge.first == span.first)
    return set(db.session.scalars(have))


def _give(rule: BadgeRule, span: Span, user: User, merit: Merit) -> None:
    db.session.add(
        Badge(
            rule_id=rule.id,
            user_id=user.id,
            first=span.first,
            last=span.last,
            name=rule.name,
            metric=rule.metric.value,
            value=merit.value,
            currency=company().currency,
        )
    )
    record(user, AWARDED, by=SYSTEM, tells=[user.id], badge=rule.name)
