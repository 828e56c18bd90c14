"""When an opportunity went stale, and why: pure.

The clock runs from the later of *entered this stage* and *last real touch*. A planned activity that still lies ahead
holds it. Nothing closed is ever stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesapp.core.i18n import _, ngettext


class Freshness(StrEnum):
    """How an open opportunity stands."""

    FRESH = "fresh"
    WARM = "warm"
    ROTTEN = "rotten"

    @property
    def tone(self) -> str:
        return {"fresh": "good", "warm": "warn", "rotten": "bad"}[self.value]


@dataclass(frozen=True)
class Staleness:
    """The verdict: how stale, since how many whole days, and the day of the plan that holds it, if one does."""

    freshness: Freshness
    days: int
    held_until: date | None = None

    @property
    def is_stale(self) -> bool:
        return self.freshness is not Freshness.FRESH


def idle_days(entered_at: datetime, touched_at: datetime, now: datetime) -> int:
    """Whole days since the later of the two; never negative."""
    return max((now - max(entered_at, touched_at)).days, 0)


def staleness(
    *,
    entered_at: datetime,
    touched_at: datetime,
    now: datetime,
    today: date,
    warm_days: int | None,
    rotten_days: int | None,
    planned_on: date | None = None,
) -> Staleness:
    """The verdict for an open opportunity. A threshold of None is never reached; `planned_on` is a plan's day."""
    days = idle_days(entered_at, touched_at, now)
    if planned_on is not None and planned_on >= today:
        return Staleness(Freshness.FRESH, days, planned_on)
    if rotten_days is not None and days >= rotten_days:
        return Staleness(Freshness.ROTTEN, days)
    if warm_days is not None and days >= warm_days:
        return Staleness(Freshness.WARM, days)
    return Staleness(Freshness.FRESH, days)


def stale_words(verdict: Staleness, *, has_step: bool, overdue: bool) -> str:
    """Why it is stale: `9 days, no next step`. A step without a day is never overdue."""
    if overdue:
        return _("%(num)s days without activity, next step overdue", num=verdict.days)
    if has_step:
        return ngettext("no activity for %(num)s day", "no activity for %(num)s days", verdict.days)
    return _("%(num)s days, no next step", num=verdict.days)
