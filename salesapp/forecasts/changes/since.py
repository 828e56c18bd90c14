"""How opportunities stood at a past moment, told back from what happened since: the events say what each field was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import Event
from salesapp.core.money import convert
from salesapp.core.money.currencies import rate_to_company
from salesapp.forecasts.changes.moves import Move, Standing, Watched
from salesapp.opportunities.models import OPPORTUNITY, Opportunity, State
from salesapp.opportunities.processes.models import ForecastCategory, Stage

MOST = 5_000
"""Events that are looked at, the newest; a team of twenty makes some hundred a week."""
FIELDS = ("amount", "actual_amount", "close_on", "closed_on", "stage", "state", "owner", "forecast_category")
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
    """The opportunities that moved it since, the largest first. Three statements."""
    told = _told(moment)
    if not told:
        return []
    query = select(Opportunity).where(Opportunity.id.in_(told)).options(joinedload(Opportunity.stage))
    categories = {
        row.id: row.forecast_category for row in db.session.execute(_CATEGORIES, execution_options=GONE)
    }
    found = []
    for row in db.session.scalars(query, execution_options=GONE):
        before, after = _then(row, told[row.id], categories), _now(row)
        move = watched.move(before, after)
        if move is Move.OMITTED and row.state is State.LOST:
            move = Move.LOST
        if move is not None:
            delta = watched.value(after) - watched.value(before)
            found.append(Moved(row, move, before, after, delta))
    return sorted(found, key=lambda each: (-abs(each.delta), -each.opportunity.id))


_CATEGORIES = select(Stage.id, Stage.forecast_category)


def _told(moment: datetime) -> dict[int, dict[str, Any]]:
    """Opportunity → what its fields were before they were first changed; `made` where it was made since."""
    query = (
        select(Event.subject_id, Event.changes, Event.made_with)
        .where(Event.subject_type == OPPORTUNITY.key, Event.at > moment)
        .order_by(Event.id.desc())
        .limit(MOST)
    )
    found: dict[int, dict[str, Any]] = {}
    for key, changes, made_with in reversed(db.session.execute(query).all()):
        was = found.setdefault(key, {})
        if made_with is not None:
            was["made"] = True
        for name, before in _before(changes):
            was.setdefault(name, before)
    return found


def _before(changes: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for each in changes:
        if each.get("field") in FIELDS:
            yield each["field"], each["before"]


def _now(row: Opportunity) -> Standing:
    won = row.state is State.WON
    minor = row.actual_amount if won and row.actual_amount is not None else row.amount
    day = row.closed_on if row.state is not State.OPEN else row.close_on
    # What was lost would have closed when it was expected to.
    day = row.close_on if row.state is State.LOST else day
    return Standing(row.category, _worth(row, minor), day, row.owner_id, row.deleted_at is None)


def _then(row: Opportunity, was: dict[str, Any], categories: dict[int, ForecastCategory]) -> Standing:
    if was.get("made"):
        return Standing(ForecastCategory.OMITTED, 0, None, None, there=False)

    def field(name: str, now: Any) -> Any:
        return _plain(was[name]) if name in was else now

    state = State(field("state", row.state))
    amount, actual = field("amount", row.amount), field("actual_amount", row.actual_amount)
    won = state is State.WON
    chosen = field("forecast_category", row.forecast_category)
    stage = field("stage", row.stage_id)
    category = ForecastCategory(chosen) if chosen else categories.get(stage, ForecastCategory.PIPELINE)
    if state is not State.OPEN:
        category = ForecastCategory.CLOSED if won else ForecastCategory.OMITTED
    elif category is ForecastCategory.CLOSED:
        category = ForecastCategory.COMMIT
    day = field("closed_on", row.closed_on) if won else field("close_on", row.close_on)
    value = _worth(row, actual if won and actual is not None else amount)
    return Standing(category, value, day, field("owner", row.owner_id))


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


def _worth(row: Opportunity, minor: int | None) -> int:
    """In the company's currency: at the rate that the record was kept at."""
    if minor is None or row.currency == company().currency:
        return minor or 0
    if row.amount and row.amount_in_company is not None:
        return (2 * minor * row.amount_in_company + row.amount) // (2 * row.amount)
    try:
        rate = rate_to_company(row.currency, on=today_for())
    except RuleBroken:
        return 0
    return convert(minor, row.currency, company().currency, rate)
