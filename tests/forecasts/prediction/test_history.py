"""A prediction out of the database: its trials on past quarters are reckoned once, until the past is another one."""

from __future__ import annotations

from datetime import timedelta

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.forecasts.prediction.history import prediction
from salesapp.forecasts.prediction.model import LEAST
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.outcome import Outcome
from tests.forecasts.conftest import NOW, QUARTER


def test_the_trials_are_kept_until_a_deal_of_the_past_is_another(noon, cast):
    ada, account = cast["ada"], db.session.query(Account).one()
    with clock.travel(NOW - timedelta(days=400)):
        for number in range(LEAST):
            made = Opportunity.open_new(name=f"{number}", account=account, owner=ada, by=ada, amount=100_00)
            db.session.flush()
            made.close_won(Outcome(clock.today("UTC"), 100_00), by=ada)
        db.session.commit()
    with acting_as(ada):
        asked = (QUARTER, {ada.id}, NOW.date(), 1)
        first, again = prediction(*asked)[1], prediction(*asked)[1]
        assert len(first) == 4
        assert all(one[1] is other[1] for one, other in zip(first, again, strict=True))
        made.actual_amount = 300_00
        db.session.commit()
        assert prediction(*asked)[1][0][1] is not first[0][1]
