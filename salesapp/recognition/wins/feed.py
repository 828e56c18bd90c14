"""What was won lately, as far as the company shows results: each reader what they see anyway, or everybody's wins.

Of a win that the reader doesn't see they learn who won how much, and not what.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from salesapp.core.access import Viewer
from salesapp.core.company import LeaderboardReach, company, today_for
from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity, OpportunityClose, State
from salesapp.people.models import User
from salesapp.recognition.leaderboards import has_leaderboard
from salesapp.recognition.wins.models import Congratulation

LATELY = timedelta(days=90)
WEEK = timedelta(days=7)
MOST = 50


@dataclass(frozen=True)
class Win:
    """One closing that stands. `opportunity_id` and `name` are None where the reader doesn't see the record."""

    key: int
    winner_id: int
    winner: str
    amount: int | None
    currency: str
    on: date
    opportunity_id: int | None
    name: str | None
    from_whom: list[str] = field(default_factory=list)
    """The names of who congratulated."""
    mine: bool = False
    """Whether the reader has congratulated."""


def wins_for(viewer: Viewer, most: int = MOST, within: timedelta = LATELY) -> list[Win]:
    """The newest first; nobody's where the company shows no results, and none of who stays off the leaderboard."""
    if not has_leaderboard():
        return []
    since = today_for(viewer) - within
    query = _wins().where(OpportunityClose.closed_on >= since)
    return _found(
        query.order_by(OpportunityClose.closed_on.desc(), OpportunityClose.id.desc()).limit(most), viewer
    )


def win_for(viewer: Viewer, close_id: int) -> Win | None:
    """That one, if the feed shows it to them."""
    if not has_leaderboard():
        return None
    return next(iter(_found(_wins().where(OpportunityClose.id == close_id), viewer)), None)


def _wins() -> Any:
    query = select(
        OpportunityClose.id,
        User.id,
        User.name,
        OpportunityClose.actual_amount,
        OpportunityClose.currency,
        OpportunityClose.closed_on,
        Opportunity.id,
        Opportunity.name,
    ).select_from(OpportunityClose)
    query = query.join(Opportunity, Opportunity.id == OpportunityClose.opportunity_id)
    return query.join(User, User.id == OpportunityClose.owner_id).where(
        OpportunityClose.outcome == State.WON,
        OpportunityClose.reopened_at.is_(None),
        Opportunity.deleted_at.is_(None),
        User.on_leaderboard,
    )


def _found(query: Any, viewer: Viewer) -> list[Win]:
    everyones = company().leaderboard is LeaderboardReach.EVERYONE
    options = {"unscoped": "the company shows everybody’s results to everybody"} if everyones else {}
    rows = db.session.execute(query, execution_options=options).all()
    seen = set(db.session.scalars(select(Opportunity.id).where(Opportunity.id.in_([row[6] for row in rows]))))
    said = _congratulations([row[0] for row in rows])
    found = []
    for key, winner_id, winner, amount, currency, on, opportunity_id, name in rows:
        shown = (opportunity_id, name) if opportunity_id in seen else (None, None)
        names = [each for _user, each in said[key]]
        mine = any(user == viewer.id for user, _each in said[key])
        win = Win(key, winner_id, winner, amount, currency, on, shown[0], shown[1], names, mine)
        found.append(win)
    return found


def _congratulations(keys: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Win → who congratulated, the first first."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    query = select(Congratulation.close_id, User.id, User.name).join(User, User.id == Congratulation.user_id)
    for close, key, name in db.session.execute(
        query.where(Congratulation.close_id.in_(keys)).order_by(Congratulation.id)
    ):
        found[close].append((key, name))
    return found
