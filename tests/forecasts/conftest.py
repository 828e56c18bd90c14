"""A company that sells in euros and dollars, and what it wins and hopes for this quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.forecasts.periods import Period
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import default_process

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31), "quarter")


@pytest.fixture
def noon(cast):
    """It is the middle of the fourth quarter of 2026."""
    with clock.travel(NOW):
        defaults.begin()
        db.session.add(Account(name="Acme"))
        db.session.commit()
        yield


@pytest.fixture
def deal(noon, cast) -> Callable[..., Opportunity]:
    """`deal("ada", 100_00, "commit")`: an open one that closes in a month; `won` closes it for that."""

    def make(
        owner: str | None,
        amount: int | None,
        category: str | None = None,
        *,
        won: bool = False,
        **values: Any,
    ) -> Opportunity:
        person = cast[owner or "root"]
        account = db.session.query(Account).filter_by(name="Acme").one()
        given = {"close_on": NOW.date() + timedelta(days=30)} | values
        made = Opportunity.open_new(
            name=f"{owner} {amount}", account=account, owner=person, by=person, amount=amount, **given
        )
        made.forecast_category = category
        db.session.flush()
        if won:
            made.close_won(Outcome(NOW.date(), amount), by=cast["root"])
        if owner is None:
            made.owner_id = None
        db.session.commit()
        return made

    return make


@pytest.fixture
def stages(noon):
    return default_process().open_stages
