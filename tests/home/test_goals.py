"""Daily goals are one's own and fill themselves; the quarter stands on Today against its quota."""

from __future__ import annotations

import re

from salesapp.activities.actions import log_call
from salesapp.activities.models import CallOutcome
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.forecasts.quotas.setting import set_quotas
from salesapp.home.goals.models import GoalKind, goals_of
from salesapp.leads.models import Lead
from tests.forecasts.conftest import QUARTER, deal, noon  # noqa: F401  fixtures

RING = re.compile(
    r"<strong>(\d+)</strong><span class=\"muted\">/(\d+)</span></span>\s*<span class=\"ring-label\">([^<]+)<"
)


def test_goals_fill_themselves_from_what_one_does(deal, cast, as_user):  # noqa: F811
    ada, made = as_user("ada"), deal("ada", 100_00)
    assert "Set goals" in ada.get("/").text
    assert ada.submit("/goals", calls="501").status_code == 422
    assert ada.submit("/goals", calls="2", leads="1", meetings="", quotes="0").status_code == 303
    with acting_as(cast["ada"]):
        assert goals_of(cast["ada"]) == {GoalKind.CALLS: 2, GoalKind.LEADS: 1}
    log_call(made, CallOutcome.REACHED, None, None, by=cast["ada"])
    with acting_as(cast["ada"]):
        db.session.add(Lead(name="Nina", company="Nord", owner_id=cast["ada"].id))
        db.session.commit()
    page = ada.get("/").text
    assert RING.findall(page) == [("1", "2", "Calls"), ("1", "1", "New leads")]
    assert page.count("is-reached") == 1
    assert RING.findall(as_user("ben").get("/").text) == []
    assert ada.submit("/goals", calls="", leads="").status_code == 303
    assert "ring-count" not in ada.get("/").text


def test_the_quarter_stands_on_today_against_its_quota(deal, cast, as_user):  # noqa: F811
    set_quotas({(cast["ada"].id, QUARTER.months[1]): 400_00}, by=cast["ben"])
    deal("ada", 100_00, won=True)
    panel = as_user("ben").get("/forecasts/today").text
    for said in ("€100 / €400", "25%", "needs €46 a week", "Biggest changes since yesterday", "+€100"):
        assert said in panel
    assert "/forecasts/today" in as_user("ben").get("/").text
    assert "/forecasts/today" not in as_user("mia").get("/").text
