"""Whoever gives a record to a colleague in a form ends on the list, which says whose it is now."""

import pytest

from salesapp.core.db import db
from salesapp.leads.models import Lead

GIVEN = {
    "a task": ("/activities/new", {"subject": "Ring Acme"}, "Ring Acme"),
    "a lead": ("/leads/new", {"name": "Grace Adler"}, "Grace Adler"),
}


@pytest.mark.parametrize("what", GIVEN)
def test_a_new_record_for_a_colleague_ends_on_the_list_and_says_whose_it_is(as_user, cast, what):
    page, typed, title = GIVEN[what]
    browser = as_user("ada")
    answer = browser.submit(page, **typed, owner=str(cast["cora"].id), action=page)
    assert answer.headers["Location"] == page.removesuffix("/new")
    assert f"{title} was saved and is now owned by Cora Rep." in browser.get(answer.headers["Location"]).text


def test_a_record_given_away_by_editing_ends_on_the_list_as_well(as_user, cast):
    lead = Lead.capture(name="Grace Adler", owner=cast["ada"], by=cast["ada"])
    db.session.commit()
    browser, page = as_user("ada"), f"/leads/{lead.id}/edit"
    answer = browser.submit(page, owner=str(cast["cora"].id), action=page)
    assert answer.headers["Location"] == "/leads"
    assert "now owned by Cora Rep" in browser.get("/leads").text
    assert as_user("cora").get(f"/leads/{lead.id}").status_code == 200
