"""Awards badges: at once where somebody is past a threshold, and at the end of a period for what is known only then.

The period before the current one is looked at as well, so that what was entered late counts. A rule looks back at no
period that was over before there was the rule.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
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
from salesapp.core.traces import told
from salesapp.people.models import User
from salesapp.recognition.badges.models import AWARDED, Badge, BadgeRule
from salesapp.recognition.leaderboards import Leaderboard, everyones, has_leaderboard
from salesapp.recognition.merits import Merit
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span

log = logging.getLogger(__name__)
Counted = Callable[[Leaderboard, Span], Iterable[tuple[User, Merit]]]
"""What everybody has to show, counted once for all rules."""


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
    `looking_back` counts the period before the current one as well. A rule that fails is logged, and holds up no other.
    """
    with reading():
        due = list(_earned(looking_back=looking_back)) if has_leaderboard() else []
        db.session.rollback()
    if not due:
        return 0
    one_at_a_time("badges")
    holders = cache(_holders)
    due = [each for each in due if each.user.id not in holders(each.rule.id, each.span)]
    for each in due:
        _give(*each)
    return len(due)


def _earned(*, looking_back: bool) -> Iterator[Due]:
    """What people have earned by each rule; nothing of one that cannot be counted."""
    counted: Counted = cache(everyones)
    rules = db.session.scalars(select(BadgeRule.id).where(BadgeRule.active).order_by(BadgeRule.id)).all()
    for key in rules:
        try:
            yield from list(_due(db.session.get_one(BadgeRule, key), counted, looking_back=looking_back))
        except Exception as error:  # noqa: BLE001  a rule that fails holds up no other
            db.session.rollback()
            log.error("the badges of rule %s were not awarded\n%s", key, told(error))  # noqa: TRY400  a traceback quotes customers


def _due(rule: BadgeRule, counted: Counted, *, looking_back: bool) -> Iterator[Due]:
    for span in _spans(rule, looking_back=looking_back):
        held = _holders(rule.id, span)
        for user, merit in counted(rule.metric.board, span):
            if user.active and rule.is_met(merit) and user.id not in held:
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
