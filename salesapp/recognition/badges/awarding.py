"""Awards badges: at once where somebody is past a threshold, and at the end of a period for what is known only then.

The period before the current one is looked at as well, so that what was entered late counts. A rule looks back at no
period that was over before there was the rule.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from salesapp.core.access import SYSTEM
from salesapp.core.company import company, today_for
from salesapp.core.concurrency.locks import one_at_a_time
from salesapp.core.db import db
from salesapp.core.events import Event, record
from salesapp.people.models import User
from salesapp.recognition.badges.models import AWARDED, Badge, BadgeRule
from salesapp.recognition.leaderboards import everyones, has_leaderboard
from salesapp.recognition.merits import Merit
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span

News = tuple[date, int]


def news() -> News:
    """What tells whether there may be something to award: the day, and the last thing that happened."""
    options = {"unscoped": "only whether anything happened"}
    return today_for(), db.session.scalar(select(func.max(Event.id)), execution_options=options) or 0


def award() -> int:
    """Awards whatever is due; how many badges. Nobody has one where the company shows no results."""
    if not has_leaderboard():
        return 0
    one_at_a_time("badges")
    rules = db.session.scalars(select(BadgeRule).where(BadgeRule.active).order_by(BadgeRule.id)).all()
    due = [(rule, span, *each) for rule in rules for span in _spans(rule) for each in _due(rule, span)]
    # Everything is counted before anything is written: nobody who writes waits for the counting.
    for each in due:
        _give(*each)
    return len(due)


def _spans(rule: BadgeRule) -> list[Span]:
    """The current period and the one before. How fast somebody answers is known at the end."""
    today, fiscal = today_for(), company().fiscal_year_start
    which = ("last",) if rule.metric.board.lasts else ("last", "this")
    found = [periods.span(f"{each}-{rule.period.value}", today, fiscal) for each in which]
    return [each for each in found if each.last is None or each.last >= rule.created_at.date()]


def _due(rule: BadgeRule, span: Span) -> list[tuple[User, Merit]]:
    earned = [
        (user, merit)
        for user, merit in everyones(rule.metric.board, span)
        if user.active and rule.is_met(merit)
    ]
    have = select(Badge.user_id).where(Badge.rule_id == rule.id, Badge.first == span.first)
    known = set(db.session.scalars(have)) if earned else set()
    return [(user, merit) for user, merit in earned if user.id not in known]


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
