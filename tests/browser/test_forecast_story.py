"""A manager on a phone: two calls adjusted in place, the forecast submitted, deals gone through by swipes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.people.models import User
from tests.browsers import check_accessible, wait_until_still

pytestmark = pytest.mark.browser


@pytest.fixture
def team(cast, english):
    """Two reps below ben, each with a deal that closes within days."""
    account, ben = Account(name="Echo Foods"), cast["ben"]
    db.session.add(account)
    kim = User(name="Kim Rep", email="kim@example.com", role=cast["ada"].role, manager_id=ben.id)
    db.session.add(kim)
    db.session.flush()
    for person, amount in ((cast["ada"], 9_000_00), (kim, 5_000_00)):
        made = Opportunity.open_new(
            name=f"Deal of {person.name}", account=account, by=person, amount=amount, close_on=today_for()
        )
        made.forecast_category = "commit"
    later = today_for() + timedelta(days=7)
    db.session.commit()
    return later


def swipe(page: Page, across: int) -> None:
    """A finger goes over the card, as the browser tells the page of it."""
    card = page.locator("#review-card")
    box = card.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 40
    for kind, at in (("pointerdown", x), ("pointerup", x + across)):
        card.dispatch_event(kind, {"pointerType": "touch", "clientX": at, "clientY": y})


def test_a_manager_adjusts_two_calls_submits_and_reviews(team, open_page):
    page = open_page("phone", as_="ben")
    page.goto("/forecasts")
    check_accessible(page)
    for name, amount in (("Ada Rep", "8000"), ("Kim Rep", "4.5k")):
        page.get_by_role("link", name=f"Adjust the forecast of {name}").tap()
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("Forecast").fill(amount)
        sheet.get_by_label("Note").fill("They told me on the phone.")
        sheet.get_by_role("button", name="Save").tap()
        expect(page.get_by_text(f"The forecast of {name} is saved.")).to_be_visible()
    expect(page.locator(".forecast-total .num")).to_have_text("€12,500")
    page.get_by_role("button", name="Submit forecast").tap()
    expect(page.locator(".forecast-head")).to_contain_text("€12,500")
    expect(page.locator(".forecast-head")).to_contain_text("Submitted on")
    page.goto("/review?by=largest")
    check_accessible(page)
    wait_until_still(page)
    swipe(page, -150)
    expect(page.get_by_role("heading", level=2)).to_have_text("Deal of Kim Rep")
    wait_until_still(page)
    page.get_by_role("link", name="Close date").tap()
    page.get_by_role("dialog").get_by_role("button", name="+1 week").tap()
    expect(page.locator("#review-card")).to_contain_text(f"closes {team.day} {team:%b %Y}")
    wait_until_still(page)
    swipe(page, 150)
    expect(page.get_by_role("heading", level=2)).to_have_text("Deal of Ada Rep")
