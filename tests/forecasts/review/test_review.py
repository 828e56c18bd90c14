"""The review deck: what matters first, each with what stands in its way, decided on where one is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from salesapp.activities.models import Activity
from salesapp.core import clock
from salesapp.core.access import acting_as
from salesapp.core.db import db
from salesapp.forecasts.review.deck import deck_for
from salesapp.forecasts.review.order import Card, ordered
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from tests.forecasts.conftest import NOW

TITLE = re.compile(r'<h2><a href="/opportunities/(\d+)">([^<]+)</a></h2>')


def test_what_matters_is_large_untouched_and_near_at_once():
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    cards = [
        Card(1, 900, moment, date(2027, 5, 1)),
        Card(2, 800, moment - timedelta(days=40), date(2026, 11, 5)),
        Card(3, 10, moment - timedelta(days=90), None),
        Card(4, 5, moment - timedelta(days=1), date(2026, 12, 1)),
    ]
    assert ordered(cards, "largest") == [1, 2, 3, 4]
    assert ordered(cards, "stale") == [3, 2, 4, 1]
    assert ordered(cards, "closing") == [2, 4, 1, 3]
    assert ordered(cards, "matters") == [2, 1, 3, 4]


def test_a_deck_goes_on_where_one_stopped_and_begins_anew_tomorrow(deal, cast, as_user):
    small, large = deal("ada", 10_00), deal("ada", 500_00)
    deal("cora", 900_00)
    deal("ada", 70_00, won=True)
    ben = as_user("ben")
    page = ben.get("/review?by=largest").text
    assert TITLE.findall(page) == [(str(large.id), "ada 50000")]
    assert "No next step" in page
    assert "No decision maker known" in page
    assert "1 / 2" in page
    answer = ben.submit("/review?by=largest", action=f"/review/{large.id}/done")
    assert answer.headers["Location"] == f"/review?at={small.id}&by=largest"
    assert TITLE.findall(ben.get("/review?by=largest").text) == [(str(small.id), "ada 1000")]
    ben.submit("/review?by=largest", action=f"/review/{small.id}/done")
    assert "All reviewed" in ben.get("/review").text
    assert TITLE.findall(as_user("ada").get("/review?by=largest").text)[0][0] == str(large.id)
    with clock.travel(NOW + timedelta(days=1)), acting_as(db.session.get(User, cast["ben"].id)):
        assert deck_for(db.session.get(User, cast["ben"].id), "largest").left == [large.id, small.id]


def test_one_decides_without_leaving_and_sees_it_as_news(deal, cast, as_user):
    made = deal("ada", 10_00)
    ben, key = as_user("ben"), made.id
    ben.submit("/review", action=f"/review/{key}/done")
    with clock.travel(NOW + timedelta(hours=1)):
        later = NOW.date() + timedelta(days=60)
        for act, values in (
            ("push", {"close_on": later.isoformat()}),
            ("note", {"note": "Ask for the budget."}),
            ("step", {"what": "Visit them", "due_on": later.isoformat()}),
            ("owner", {"owner": str(cast["ben"].id)}),
        ):
            action = f"/review/{key}/{act}"
            form = ben.filled(action, action=action) if act != "push" else {"csrf_token": ben.csrf()}
            answer = ben.post(action, data=form | values)
            assert (answer.status_code, answer.headers.get("Location")) == (303, f"/review?at={key}"), act
        page = ben.get(f"/review?at={key}").text
    for said in ("set the close date", "note", "changed the owner to Ben Manager"):
        assert said in page
    db.session.expire_all()
    found = db.session.get(Opportunity, key)
    assert (found.close_on, found.owner_id) == (later, cast["ben"].id)
    task = db.session.scalars(select(Activity)).one()
    assert (task.subject, task.owner_id, task.due_on) == ("Visit them", cast["ada"].id, later)
    assert ben.submit(f"/review/{key}/note", note="").status_code == 422
    assert as_user("cora").get(f"/review/{key}/push").status_code == 404


def test_the_review_goes_on_after_an_opportunity_was_given_away_out_of_reach(deal, cast, as_user):
    given, left = deal("ada", 500_00).id, deal("ada", 10_00).id
    ben, action = as_user("ben"), f"/review/{given}/owner"
    form = ben.filled(action, action=action) | {"owner": str(cast["cora"].id)}
    answer = ben.post(action, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/review")
    assert TITLE.findall(ben.get("/review").text)[0][0] == str(left)
