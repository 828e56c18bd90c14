"""What is known of past opportunities: how long each stood where, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.settings_cache import at_state
from salesapp.forecasts.periods import Period
from salesapp.forecasts.prediction.model import Deal, Outcome, Span, Stay, Trial, predict, tried
from salesapp.opportunities.models import Opportunity, StageChange, State

YEARS = 3
"""Older ones teach how it was, not how it is."""
MOST = 20_000
"""Of the newest closed ones; rates get no better by more."""
PAST = 8
TRIED = 4
RATES = {
    "unscoped": "rates of the whole company are learned from all of it; no opportunity of others is shown"
}


def prediction(
    period: Period, owners: Collection[int] | None, today: date, fiscal: int
) -> tuple[Outcome | None, list[tuple[Period, Trial]]]:
    """What the period will bring of these owners' opportunities (None: of everybody's), and how it did before."""
    earlier = [period]
    for _quarter in range(PAST):
        earlier.insert(0, earlier[0].before(fiscal))
    past = earlier[:-1]
    deals = history(today, owners)
    spans = [_span(each) for each in past]
    found = predict(deals, _span(period), today.toordinal(), spans)
    if found is None:
        return None, []
    days = (period.last - today).days
    # Each trial costs as much as the prediction; the past quarters stay what they were while nothing is closed anew.
    closed = [each.worth if each.won else 0 for each in deals if each.closed is not None]
    state = f"{company().setup_state} {len(closed)} {sum(closed)}"
    asked = frozenset(owners) if owners is not None else None
    trials = at_state(state, (tried, period, today, asked), lambda: tried(deals, spans, days))
    return found, list(zip(past[-len(trials) :], trials, strict=True))[-TRIED:] if trials else []


def _span(period: Period) -> Span:
    return Span(period.first.toordinal(), period.last.toordinal())


def history(today: date, owners: Collection[int] | None) -> list[Deal]:
    """Opportunities that are open, and those that were closed in the last years, with their ways. Two statements."""
    since = today - timedelta(days=365 * YEARS)
    worth = Opportunity.present_worth.label("worth")
    columns: tuple[Any, ...] = (
        Opportunity.id, Opportunity.owner_id, Opportunity.created_at, Opportunity.state, Opportunity.closed_on, worth
    )  # fmt: skip
    taught = select(*columns).where(or_(Opportunity.state == State.OPEN, Opportunity.closed_on >= since))
    taught = taught.where(Opportunity.deleted_at.is_(None)).order_by(Opportunity.id.desc()).limit(MOST)
    rows = db.session.execute(taught, execution_options=RATES).all()
    ways: dict[int, list[Stay]] = {}
    chosen = taught.with_only_columns(Opportunity.id).subquery()
    stays = select(
        StageChange.opportunity_id, StageChange.stage_id, StageChange.entered_at, StageChange.left_at
    ).where(StageChange.opportunity_id.in_(select(chosen.c.id)))
    for key, stage, entered, left in db.session.execute(
        stays.order_by(StageChange.id), execution_options=RATES
    ):
        until = None if left is None else left.date().toordinal()
        ways.setdefault(key, []).append(Stay(stage, entered.date().toordinal(), until))
    return [
        Deal(
            row.created_at.date().toordinal(),
            row.closed_on.toordinal() if row.closed_on and row.state != State.OPEN else None,
            row.state == State.WON,
            int(row.worth or 0),
            tuple(ways.get(row.id, ())),
            owners is None or row.owner_id in owners,
        )
        for row in rows
    ]
