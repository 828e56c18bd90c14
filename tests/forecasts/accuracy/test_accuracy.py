"""Past calls stand beside what was closed: the last own one counts, and how far off it was."""

from __future__ import annotations

from datetime import timedelta

from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.forecasts.accuracy.past import records
from salesapp.forecasts.calls import call
from salesapp.forecasts.grid import grid_for
from salesapp.opportunities.processes.models import ForecastCategory
from salesapp.people.models import User
from tests.forecasts.conftest import NOW, QUARTER

COMMIT = ForecastCategory.COMMIT


def test_the_last_own_call_is_held_against_what_came(deal, cast, as_user):
    ada, ben = cast["ada"], cast["ben"]
    call(ada, QUARTER, COMMIT, 500_00, by=ada)
    call(ada, QUARTER, COMMIT, 200_00, by=ada)
    call(ada, QUARTER, ForecastCategory.BEST_CASE, 900_00, by=ada)
    call(ada, QUARTER, COMMIT, 10_00, by=ben, note="No.")
    call(ben, QUARTER, COMMIT, 150_00, by=ben)
    deal("ada", 120_00, won=True)
    deal("ben", 60_00, won=True)
    following = QUARTER.after(1)
    with clock.travel(NOW + timedelta(days=90)):
        with acting_as(db.session.get(User, ben.id)):
            tree = grid_for(ben, following).tree
            found = records(tree, ben.id, following, 1)
        said = [
            (each.person.name, each.error, [(one.called, one.closed, one.error) for one in each.results])
            for each in found
        ]
        assert said == [
            ("Ben Manager", 20, [(150_00, 180_00, 20)]),
            ("Ada Rep", 40, [(200_00, 120_00, -40)]),
        ]
        page = as_user("ben").get(f"/forecasts/accuracy?period={following.key}").text
        assert "off by 40% on average" in page
        assert "−40%" in page
        assert "Once calls of a period are over" in as_user("cora").get("/forecasts/accuracy").text
