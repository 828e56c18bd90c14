"""The deck: which opportunities, the one that is shown, what stands in its way, and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.company import today_for, zone_of
from salesapp.core.db import db
from salesapp.core.events import Event, timeline
from salesapp.core.i18n import _, ngettext
from salesapp.forecasts.persons import sees_company
from salesapp.forecasts.review.models import last_reviews
from salesapp.forecasts.review.order import ORDERS, Card, ordered
from salesapp.opportunities.models import Opportunity, State
from salesapp.opportunities.path.progress import verdict_of

MOST = 500
"""The largest open ones of the people whose numbers the reader sees."""
SHOWN = 8
FIRST_TIME = timedelta(days=14)
"""Without an earlier review, what changed is looked up so far back."""


@dataclass(frozen=True)
class Deck:
    """The ids in their order; `left` are those that were not reviewed today."""

    by: str
    ids: list[int]
    left: list[int]
    last: dict[int, datetime]

    def at(self, key: int | None) -> int | None:
        """The opportunity to show: the one asked for, else the first that is left."""
        if key is not None:
            return key if key in self.ids else None
        return self.left[0] if self.left else None

    def after(self, key: int) -> int | None:
        """The next that is left behind it, else the first that is left at all."""
        place = self.ids.index(key) if key in self.ids else -1
        behind = [each for each in self.ids[place + 1 :] if each in set(self.left)]
        others = [each for each in self.left if each != key]
        return behind[0] if behind else others[0] if others else None

    def before(self, key: int) -> int | None:
        """The one in front of it."""
        place = self.ids.index(key)
        return self.ids[place - 1] if place else None


def deck_for(viewer: Any, by: str = "matters") -> Deck:
    """What the person goes through today."""
    columns: Any = (
        Opportunity.id,
        Opportunity.amount_in_company,
        Opportunity.touched_at,
        Opportunity.close_on,
    )
    query = select(*columns).where(Opportunity.state == State.OPEN)
    if not sees_company(viewer):
        query = query.where(Opportunity.owner_id.in_(viewer.reach))
    query = query.order_by(Opportunity.amount_in_company.desc().nulls_last(), Opportunity.id).limit(MOST)
    cards = [Card(row[0], row[1] or 0, row[2], row[3]) for row in db.session.execute(query)]
    by = by if by in ORDERS else "matters"
    ids, last = ordered(cards, by), last_reviews(viewer)
    begins = datetime.combine(today_for(viewer), time(), ZoneInfo(zone_of(viewer)))
    return Deck(by, ids, [each for each in ids if each not in last or last[each] < begins], last)


def shown(key: int) -> Opportunity | None:
    """The opportunity with what its screen names."""
    loads = (joinedload(Opportunity.account), joinedload(Opportunity.stage), joinedload(Opportunity.owner))
    query = select(Opportunity).where(Opportunity.id == key, Opportunity.state == State.OPEN).options(*loads)
    return db.session.scalar(query)


def blockers(opportunity: Opportunity, today: date) -> Iterator[str]:
    """What stands in the way, a sentence each."""
    if opportunity.close_on is None:
        yield _("No expected close date")
    elif opportunity.close_on < today:
        late = (today - opportunity.close_on).days
        yield ngettext("Close date passed %(num)s day ago", "Close date passed %(num)s days ago", late)
    if not opportunity.next_step and opportunity.next_step_on is None:
        yield _("No next step")
    elif opportunity.next_step_on is not None and opportunity.next_step_on < today:
        yield _("Next step overdue")
    _verdict, why = verdict_of(opportunity)
    if why:
        yield why
    if not opportunity.knows_who_decides:
        yield _("No decision maker known")
    if opportunity.waiting_win is not None:
        yield _("The win is waiting for approval")
    if opportunity.amount is None:
        yield _("No amount")
    for gap in opportunity.gaps([opportunity.stage]):
        yield gap.sentence


def news_of(opportunity: Opportunity, last: datetime | None, today: date) -> list[Event]:
    """What happened since it was reviewed last, the newest first."""
    since = last or datetime.combine(today, time(), ZoneInfo("UTC")) - FIRST_TIME
    return [each for each in timeline(opportunity, limit=SHOWN * 3) if each.at > since][:SHOWN]
