"""Who asks, and when: what *me*, *my team* and *this quarter* mean in a condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from salesapp.core.access import current_viewer
from salesapp.core.company import company, today_for, zone_of
from salesapp.core.db import db
from salesapp.core.i18n import _l
from salesapp.people.models import User
from salesapp.records.filters import periods
from salesapp.records.filters.periods import Span

ME, TEAM, BELOW = "me", "my-team", "my-people"
PEOPLE = {ME: _l("me"), TEAM: _l("my team"), BELOW: _l("me and the people I manage")}
"""Words that stand for users: whoever asks, everybody of their team, everybody below them in the manager tree."""
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """Whoever asks: their today and time zone, the company's fiscal year, and whom their words for people mean."""

    today: date
    zone: str
    fiscal_start: int
    viewer: Any

    @classmethod
    def now(cls) -> Reader:
        """Whose statements the session runs, at this moment."""
        viewer = current_viewer()
        return cls(today_for(viewer), zone_of(viewer), company().fiscal_year_start, viewer)

    def span(self, period: str) -> Span:
        """The days of a period as they see it."""
        return periods.span(period, self.today, self.fiscal_start)

    def day_of(self, moment: datetime) -> date:
        """The day it is on their calendar."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def begin_of(self, day: date) -> datetime:
        """The instant at which the day begins on their clocks."""
        return self.instant(datetime.combine(day, time()))

    def end_of(self, day: date) -> datetime:
        """The instant at which the next day begins."""
        return LAST if day == date.max else self.begin_of(day + timedelta(days=1))

    def instant(self, moment: datetime) -> datetime:
        """The instant of a clock time without a zone on their clocks; at the ends of the calendar the last there is."""
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(self.zone))
        try:
            return aware.astimezone(UTC)
        except OverflowError:
            return LAST if moment.year == date.max.year else FIRST

    def users(self, word: str) -> frozenset[int]:
        """The ids of the users that a word or an id stands for."""
        match word:
            case "me":
                return self._me
            case "my-team":
                return self._team
            case "my-people":
                return frozenset(getattr(self.viewer, "reach", ()))
        return frozenset({int(word)})

    @property
    def _me(self) -> frozenset[int]:
        key = getattr(self.viewer, "id", None)
        return frozenset() if key is None else frozenset({key})

    @cached_property
    def _team(self) -> frozenset[int]:
        team = getattr(self.viewer, "team", None)
        if not team:
            return self._me
        return self._me | set(db.session.scalars(select(User.id).where(User.team == team)))
