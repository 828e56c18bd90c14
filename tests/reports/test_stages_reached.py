"""How far opportunities get: the stages in which they stood, not those that they were led through on their way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.access import set_viewer
from salesapp.core.db import db
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.models import LossReason, SalesProcess, Stage
from salesapp.records.lists.listing import Criteria
from salesapp.reports.running import run
from salesapp.reports.shipped import BY_KEY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def way(open_deal, cast):
    """A deal that enters stages, so many hours after it was opened."""

    def take(name, *steps):
        with clock.travel(NOON):
            deal = open_deal(name, "ada", 100_00)
        for hours, stage in steps:
            with clock.travel(NOON + timedelta(hours=hours)):
                deal.enter(stage, by=cast["ada"])
                db.session.commit()
        return deal

    return take


def test_a_stage_is_reached_by_whoever_stood_in_it_or_stands_in_it_now(way, open_deal, cast):
    own = open_deal("First", "ada", 1_00).process
    first, second, third = own.stages[:3]
    other = SalesProcess(name="Renewals", position=own.position + 1)
    other.stages = [Stage(name="Due", position=0, probability=50), Stage(name="Sign", position=1)]
    db.session.add(other)
    db.session.flush()
    slowly = way("Slowly", (48, second), (72, third))
    at_once = way("At once", (0, second), (0, third))
    renewal = way("Renewal", (48, other.stages[0]), (48, other.stages[1]))
    lost = way("Lost", (24, second))
    with clock.travel(NOON + timedelta(hours=24)):
        reason = db.session.scalar(select(LossReason).where(LossReason.for_won.is_(False)).limit(1))
        lost.close_lost(Outcome(NOON.date(), reason_id=reason.id), by=cast["ada"])
        db.session.commit()
    set_viewer(cast["ada"])
    found = run(BY_KEY["stages-reached"].report)
    assert {found.names(row)[0]: {deal.name for deal in rows_of(found, row)} for row in found.rows} == {
        f"{own.name} · {first.name}": {"First", slowly.name, lost.name},
        f"{own.name} · {second.name}": {slowly.name, lost.name},
        f"{own.name} · {third.name}": {slowly.name, at_once.name},
        "Renewals · Sign": {renewal.name},
    }
    lasted = run(BY_KEY["time-in-past-stages"].report)
    assert [lasted.figure(row) for row in lasted.rows[:3]] == [1.5, 0.5, None]


def rows_of(found, row):
    """What the number opens."""
    opened = found.opened(row)
    rows = db.session.scalars(Criteria.from_args(opened.type, opened.args).statement()).all()
    assert found.value(found.at(row)) == len(rows)
    return rows
