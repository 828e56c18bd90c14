"""How opportunities stood at a past moment, told back from what happened since: the events say what each field was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.company import company, today_for, zone_of
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.money import convert
from salesapp.core.money.currencies import rate_to_company
from salesapp.forecasts.changes.moves import Move, Standing, Watched
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.processes.models import ForecastCategory, Stage
from salesapp.records.editing import DELETED, RESTORED

AT_ONCE = 1_000
"""Opportunities that are looked at together; of a busy week only those that moved the forecast are kept."""
FIELDS = frozenset(
    (
        "amount",
        "actual_amount",
        "currency",
        "close_on",
        "closed_on",
        "stage",
        "state",
        "owner",
        "forecast_category",
    )
)
THERE = "there"
"""Beside these: whether it was out of the recycle bin."""
GONE = {"with_deleted": True}


@dataclass(frozen=True)
class Moved:
    """An opportunity that moved the forecast."""

    opportunity: Opportunity
    move: Move
    before: Standing
    after: Standing
    delta: int
    """By how much everything in the period together changed."""


def moved_since(moment: datetime, watched: Watched) -> list[Moved]:
    """The opportunities that moved it since, the largest first."""
    told = _told(moment)
    categories = {
        row.id: row.forecast_category for row in db.session.execute(_CATEGORIES, execution_options=GONE)
    }
    found: list[Moved] = []
    keys = sorted(told)
    for at in range(0, len(keys), AT_ONCE):
        query = (
            select(Opportunity)
            .where(Opportunity.id.in_(keys[at : at + AT_ONCE]))
            .options(joinedload(Opportunity.stage))
        )
        for row in db.session.scalars(query, execution_options=GONE):
            moved = _moved(row, Past(row, told[row.id], moment, categories), watched)
            found += [] if moved is None else [moved]
    return sorted(found, key=lambda each: (-abs(each.delta), -each.opportunity.id))


def _moved(row: Opportunity, past: Past, watched: Watched) -> Moved | None:
    before, after = past.standing, _now(row)
    move = watched.move(before, after)
    if move is None:
        return None
    if move is Move.OMITTED and row.state is State.LOST:
        move = Move.LOST
    if move is Move.NEW and not past.is_younger:
        move = Move.RESTORED
    return Moved(row, move, before, after, watched.value(after) - watched.value(before))


_CATEGORIES = select(Stage.id, Stage.forecast_category)


def _told(moment: datetime) -> dict[int, dict[str, Any]]:
    """Opportunity → what its fields were before they were first changed; `made` where it was made since."""
    query = (
        select(Event.subject_id, Event.kind, Event.changes, Event.made_with.is_not(None))
        .where(Event.subject_type == OPPORTUNITY.key, Event.at > moment)
        .order_by(Event.id)
    )
    found: dict[int, dict[str, Any]] = {}
    for key, kind, changes, made in db.session.execute(query.execution_options(yield_per=AT_ONCE)):
        was = {"made": True} if made else {each["field"]: each["before"] for each in changes if _counts(each)}
        if kind in {DELETED, RESTORED}:
            was[THERE] = kind == DELETED
        if was:
            found[key] = was | found.get(key, {})
    return found


def _counts(change: dict[str, Any]) -> bool:
    return change.get("field") in FIELDS


def _now(row: Opportunity) -> Standing:
    won = row.state is State.WON
    minor = row.actual_amount if won and row.actual_amount is not None else row.amount
    day = row.closed_on if row.state is not State.OPEN else row.close_on
    # What was lost would have closed when it was expected to.
    day = row.close_on if row.state is State.LOST else day
    worth = _worth(row, minor, row.currency, on=today_for())
    return Standing(row.category, worth, day, row.owner_id, row.deleted_at is None)


@dataclass(frozen=True)
class Past:
    """An opportunity at a moment: what its fields were then, where they were changed since."""

    row: Opportunity
    was: dict[str, Any]
    moment: datetime
    categories: dict[int, ForecastCategory]

    @property
    def is_younger(self) -> bool:
        """Whether it was made since."""
        return "made" in self.was

    @property
    def _day(self) -> date:
        return self.moment.astimezone(ZoneInfo(zone_of())).date()

    def _field(self, name: str, now: Any) -> Any:
        return _plain(self.was[name]) if name in self.was else now

    @property
    def standing(self) -> Standing:
        row, state = self.row, State(self._field("state", self.row.state))
        if self.is_younger:
            return Standing(ForecastCategory.OMITTED, 0, None, None, there=False)
        won = state is State.WON
        minor, actual = self._field("amount", row.amount), self._field("actual_amount", row.actual_amount)
        minor = actual if won and actual is not None else minor
        day = self._field("closed_on", row.closed_on) if won else self._field("close_on", row.close_on)
        worth = _worth(row, minor, self._field("currency", row.currency), on=self._day)
        owner, there = self._field("owner", row.owner_id), self._field(THERE, row.deleted_at is None)
        return Standing(self._category(state), worth, day, owner, there)

    def _category(self, state: State) -> ForecastCategory:
        if state is not State.OPEN:
            return ForecastCategory.CLOSED if state is State.WON else ForecastCategory.OMITTED
        chosen, stage = (
            self._field("forecast_category", self.row.forecast_category),
            self._field("stage", self.row.stage_id),
        )
        category = (
            ForecastCategory(chosen) if chosen else self.categories.get(stage, ForecastCategory.PIPELINE)
        )
        return ForecastCategory.COMMIT if category is ForecastCategory.CLOSED else category


def _plain(value: Any) -> Any:
    """What history keeps, as the columns have it."""
    match value:
        case {"money": [minor, _currency]}:
            return minor
        case {"date": text}:
            return date.fromisoformat(text)
        case {"record": [_type, key, *_title]}:
            return key
        case {"choice": [_name, chosen]}:
            return chosen
    return value


def _worth(row: Opportunity, minor: int | None, currency: str, *, on: date) -> int:
    """In the company's currency: at the rate that the record was kept at; of an earlier currency, at that day's."""
    if minor is None or currency == company().currency:
        return minor or 0
    if currency == row.currency and row.amount and row.amount_in_company is not None:
        return (2 * minor * row.amount_in_company + row.amount) // (2 * row.amount)
    try:
        rate = rate_to_company(currency, on=on)
    except RuleBroken:
        return 0
    return convert(minor, currency, company().currency, rate)
