"""What waits for a manager's decision stands on a page of its own, reached from Today and More."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.home.approvals import approvals_of
from salesapp.opportunities.approvals import winning
from salesapp.opportunities.models import Opportunity, Outcome, State
from salesapp.opportunities.processes import defaults
from salesapp.opportunities.processes.models import SalesProcess
from salesapp.orders.actions import write_order
from salesapp.orders.models import Order
from salesapp.quotes.approvals.mailing import submit
from tests.quotes.stage import draft, stage


@pytest.fixture
def asked(app, cast):
    """Ada asks for the discount of a quote, for that of an order, and for a win."""
    ada, house = cast["ada"], stage(cast)
    defaults.begin()
    db.session.scalars(select(SalesProcess)).one().approval_required = True
    order = write_order(Order(account_id=house.account.id, discount=Decimal(30)), by=ada)
    order.add_product(house.pump, by=ada)
    for document in (draft(house, discount=Decimal(30)), order):
        submit(document, "They buy ten more", by=ada)
    made = Opportunity.open_new(name="Rollout", account=house.account, owner=ada, by=ada, amount=10_000)
    winning.win(made, Outcome(date(2026, 5, 4), 9_000), by=ada)
    db.session.commit()
    return made


def test_the_page_has_every_request_and_a_decision_leads_back_to_it(asked, cast, as_user):
    ben, key = as_user("ben"), asked.id
    assert 'href="/approvals"' in ben.get("/").text
    assert re.search(r'href="/approvals".*?<span class="count">3</span>', ben.get("/more").text, re.DOTALL)
    page = ben.get("/approvals").text
    assert page.count('value="approve"') == 2
    sheet = f"/opportunities/{key}/approval?back=/approvals"
    assert sheet in page
    answer = ben.submit(sheet, action=f"/opportunities/{key}/approval", decision="approve")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/approvals")
    for action in re.findall(r'action="(/(?:quotes|orders)/[^"?]+)\?back=/approvals"', page):
        answer = ben.submit("/approvals", action=action, decision="approve")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/approvals")
    db.session.expire_all()
    assert db.session.get(Opportunity, key).state is State.WON
    assert "Nothing to approve" in ben.get("/approvals").text
    assert 'href="/approvals"' not in ben.get("/more").text


def test_nobody_decides_on_their_own_request_and_a_page_that_is_full_says_how_many_there_are(
    asked, cast, as_user
):
    assert "Nothing to approve" in as_user("ada").get("/approvals").text
    found = approvals_of(cast["ben"], 1)
    assert (len(found.wins), len(found.discounts), found.count) == (1, 2, 3)
