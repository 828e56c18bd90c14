"""Back always shows a whole page: never a bare fragment, never a page of somebody who has left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.kinds import Rating
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from tests.browsers import hold_back

pytestmark = pytest.mark.browser


@pytest.fixture
def leads(cast, english):
    for name, rating in (("Mara Stein", Rating.HOT), ("Jonas Falk", Rating.COLD)):
        db.session.add(Lead(name=name, email="sales@echo.example", rating=rating, owner_id=cast["ada"].id))
    db.session.commit()


@pytest.fixture
def deal(cast, english):
    account = Account(name="Echo Foods", owner_id=cast["ada"].id)
    db.session.add(account)
    found = Opportunity.open_new(name="Plant 2", account=account, by=cast["ada"])
    db.session.commit()
    return found.id


def is_whole(page: Page, heading: str) -> None:
    """The page as the server makes it: heading, navigation, style."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
    expect(page.locator(".bottombar")).to_be_visible()
    assert page.evaluate("document.styleSheets.length") > 0


def test_a_searched_list_is_there_again_after_a_record(open_page, leads):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("searchbox").first.fill("Mara")
    expect(page.get_by_role("row", name=re.compile("Jonas Falk"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("Mara Stein")).first.tap()
    is_whole(page, "Mara Stein")
    page.go_back()
    is_whole(page, "Leads")
    expect(page.get_by_role("link", name=re.compile("Mara Stein")).first).to_be_visible()
    page.go_forward()
    is_whole(page, "Mara Stein")


def test_what_is_typed_before_the_script_came_is_searched_for(open_page, leads):
    page = open_page("phone", as_="ada")
    search_comes = hold_back(page, "search")
    page.goto("/leads")
    page.get_by_role("searchbox").first.fill("Mara")
    search_comes()
    expect(page.get_by_role("row", name=re.compile("Jonas Falk"))).to_have_count(0)
    expect(page.get_by_role("searchbox").first).to_have_value("Mara")


def test_a_filtered_list_is_there_again_after_a_record(open_page, leads):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="Filter", exact=True).tap()
    sheet = page.locator("#sheet")
    sheet.get_by_role("link", name="Add a condition").tap()
    sheet.get_by_role("link", name="Rating", exact=True).tap()
    sheet.get_by_text("Hot", exact=True).tap()
    sheet.get_by_role("button", name="Apply").tap()
    sheet.get_by_role("button", name=re.compile("^Show")).tap()
    expect(page.get_by_role("row", name=re.compile("Jonas Falk"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("Mara Stein")).first.tap()
    is_whole(page, "Mara Stein")
    page.go_back()
    is_whole(page, "Leads")
    expect(page.get_by_role("row", name=re.compile("Jonas Falk"))).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("Mara Stein"))).to_be_visible()


def test_a_sheet_leaves_no_trace_in_the_history(open_page, deal):
    page = open_page("phone", as_="ada")
    page.goto("/")
    page.goto("/board")
    page.locator(".card-move").tap()
    page.locator("#sheet").get_by_role("button", name=re.compile("Needs analysis")).tap()
    expect(page.locator("#sheet")).not_to_be_visible()
    page.get_by_role("group", name="Board").locator(
        ".card-title"
    ).tap()  # not its image, which still flies there
    is_whole(page, "Plant 2")
    page.go_back()
    is_whole(page, "Pipeline")
    expect(page.locator(".card")).to_have_count(1)
    page.go_back()
    is_whole(page, "Today")


def test_the_address_of_a_sheet_opened_in_a_new_tab_is_a_page(open_page, deal):
    page = open_page("phone", as_="ada")
    page.goto(f"/opportunities/{deal}/move")
    is_whole(page, "Move")


def test_after_leaving_back_shows_the_door(open_page, leads):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="More", exact=True).tap()
    page.get_by_role("button", name="Sign out").tap()
    page.wait_for_url(re.compile("/login"))
    page.go_back()
    page.wait_for_url(re.compile("/login"))
    expect(page.locator("input[name=password]")).to_be_visible()
    expect(page.get_by_text("Mara Stein")).to_have_count(0)
