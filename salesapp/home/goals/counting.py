"""How far somebody's day has come: counted from what they did, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from salesapp.core.access import Permission, allows
from salesapp.core.db import db
from salesapp.home.goals.models import GoalKind, goals_of
from salesapp.leads.models import Lead
from salesapp.quotes.models import Quote


@dataclass(frozen=True)
class Ring:
    """A goal and how far it is reached."""

    label: str
    done: int
    target: int

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.target)

    @property
    def reached(self) -> bool:
        return self.done >= self.target


def rings_of(user: Any, done: Mapping[str, int], begins: datetime) -> list[Ring]:
    """The goals of a person, filled by what they did since their day began; `done` are activities by kind."""
    goals = goals_of(user)
    return [Ring(str(kind.label), _count(kind, user, done, begins), target) for kind, target in goals.items()]


def _count(kind: GoalKind, user: Any, done: Mapping[str, int], begins: datetime) -> int:
    match kind:
        case GoalKind.CALLS:
            return done["call"]
        case GoalKind.MEETINGS:
            return done["meeting"]
        case GoalKind.LEADS if allows(user, Permission.LEAD_VIEW):
            made = select(func.count(Lead.id)).where(Lead.created_by_id == user.id, Lead.created_at >= begins)
            return _counted(made)
        case GoalKind.QUOTES if allows(user, Permission.QUOTE_VIEW):
            sent = select(func.count(Quote.id)).where(Quote.owner_id == user.id, Quote.sent_at >= begins)
            return _counted(sent)
    return 0


def _counted(query: Select[Any]) -> int:
    return db.session.scalar(query) or 0
