"""Opportunities for reports, made by the verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes import defaults


@pytest.fixture
def open_deal(cast) -> Any:
    """Makes and commits one of a person, for an amount; won for another, on a day."""
    defaults.begin()
    account = Account(name="Acme", industry="retail")
    db.session.add(account)

    def make(
        name: str, owner: str, amount: int, *, won: int | None = None, closed_on: str = ""
    ) -> Opportunity:
        person = cast[owner]
        made = Opportunity.open_new(name=name, account=account, owner=person, by=person, amount=amount)
        db.session.flush()
        if won is not None:
            day = date.fromisoformat(closed_on) if closed_on else today_for()
            made.close_won(Outcome(day, won), by=person)
        db.session.commit()
        return made

    return make
