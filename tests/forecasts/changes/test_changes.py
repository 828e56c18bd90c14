"""What changed since a moment: each opportunity once, why, by how much; together the difference of the figures."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.forecasts.calls import submit
from salesapp.forecasts.changes.moves import Watched
from salesapp.forecasts.changes.since import moved_since
from salesapp.forecasts.grid import grid_for
from salesapp.opportunities.outcome import Outcome
from salesapp.opportunities.processes.models import LossReason
from salesapp.people.models import User
from salesapp.records.recycle_bin.acts import delete, restore
from tests.forecasts.conftest import NOW, QUARTER


def whole(cast) -> int:
    db.session.expire_all()
    with acting_as(db.session.get(User, cast["ben"].id)):
        return sum(grid_for(cast["ben"], QUARTER).sums.line(cast["ben"].id).figures.amounts)


LATER = QUARTER.last + timedelta(days=40)


@pytest.fixture
def deals(deal):
    """One by what becomes of it."""
    return {
        name: deal(owner, amount, "commit", **values)
        for name, owner, amount, values in (
            ("grew", "ada", 100_00, {}),
            ("shrank", "ada", 90_00, {}),
            ("won", "ada", 80_00, {}),
            ("lost", "ada", 70_00, {}),
            ("pushed-out", "ada", 60_00, {}),
            ("pulled-in", "ada", 50_00, {"close_on": LATER}),
            ("category", "ada", 40_00, {}),
            ("went", "ada", 30_00, {}),
            ("came", "cora", 20_00, {}),
            ("deleted", "ada", 10_00, {}),
            ("restored", "ada", 25_00, {}),
            ("dollars", "ada", 200_00, {}),
            ("twice", "ada", 6_00, {}),
            ("same", "ada", 5_00, {}),
            ("elsewhere", "cora", 5_00, {}),
        )
    }


def test_each_change_is_named_and_together_they_are_the_difference(deal, deals, cast, stages, as_user):
    ada, ben, cora = cast["ada"], cast["ben"], cast["cora"]
    db.session.add(
        CurrencyRate(currency="USD", valid_from=NOW.date() - timedelta(days=9), rate=Decimal("0.5"))
    )
    delete(deals["restored"], by=cast["root"])
    db.session.commit()
    before, moment = whole(cast), clock.now()
    with acting_as(ben):
        submit(grid_for(ben, QUARTER).sums.line(ben.id), QUARTER, by=ben)
    db.session.commit()
    with clock.travel(NOW + timedelta(hours=2)):
        deals["grew"].amount, deals["shrank"].amount = 111_00, 80_00
        db.session.flush()
        deals["grew"].amount = 112_00
        deals["won"].close_won(Outcome(today_for(), 85_00), by=ada)
        reason = db.session.query(LossReason).filter_by(for_won=False).first()
        deals["lost"].close_lost(Outcome(today_for(), reason_id=reason.id), by=ada)
        deals["pushed-out"].close_on, deals["pulled-in"].close_on = LATER, QUARTER.last
        deals["category"].forecast_category = "best_case"
        deals["went"].owner_id, deals["came"].owner_id = cora.id, ada.id
        deals["same"].next_step = "Call"
        deals["elsewhere"].amount = 9_00
        delete(deals["deleted"], by=cast["root"])
        restore(deals["restored"], by=cast["root"])
        deals["dollars"].currency = "USD"
        for act in (delete, restore):
            act(deals["twice"], by=cast["root"])
        deal("ada", 3_00, "pipeline")
        with acting_as(db.session.get(User, ben.id)):
            owners = {ada.id, ben.id}
            found = moved_since(moment, Watched(QUARTER, owners))
        dollars = next(each for each in found if each.opportunity.id == deals["dollars"].id)
        assert (dollars.move.value, dollars.delta) == ("shrank", -100_00)
        moves = {each.move.value: each.delta // 100 for each in found if each is not dollars}
        # What went to others is out of ben's sight now.
        assert moves == {
            "grew": 12, "shrank": -10, "won": 5, "lost": -70, "pushed-out": -60, "pulled-in": 50,
            "category": 0, "came": 20, "new": 3, "deleted": -10, "restored": 25,
        }  # fmt: skip
        with acting_as(db.session.get(User, cast["root"].id)):
            found = moved_since(moment, Watched(QUARTER, owners))
        assert sum(each.delta for each in found) == whole(cast) - before
        assert {each.move.value for each in found} == {*moves, "went"}
        page = as_user("ben").get(f"/forecasts/changes?period={QUARTER.key}").text
        assert "Since last submission" in page
        assert "Commit → Best case" in page
        assert "+€12" in page


def test_a_prediction_says_when_it_knows_too_little(deal, as_user):
    deal("ada", 100_00, won=True)
    page = as_user("ben").get(f"/forecasts/prediction?period={QUARTER.key}").text
    assert "Too little history: a prediction needs 60 closed deals." in page
