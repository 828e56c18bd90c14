"""Badges that the demo company awards, and what its manager says to whoever won last. The worker awards them."""

from __future__ import annotations

from salesapp.core.db import db
from salesapp.people.models import User
from salesapp.recognition.badges.models import BadgePeriod, BadgeRule, Metric
from salesapp.recognition.wins.feed import wins_for
from salesapp.recognition.wins.models import congratulate


def tell(people: dict[str, User]) -> None:
    """Two rules, and a congratulation."""
    db.session.add_all(
        [
            BadgeRule(name="Deal maker", metric=Metric.DEALS, period=BadgePeriod.QUARTER, threshold=2),
            BadgeRule(name="New ground", metric=Metric.CUSTOMERS, period=BadgePeriod.QUARTER, threshold=1),
        ]
    )
    manager = people["manager"]
    for win in wins_for(manager, most=1):
        congratulate(win.key, win.winner, by=manager)
