"""A rep submits on a phone, the manager approves on a phone, and the rep sends what was approved."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import expect

from tests.quotes.stage import draft


def test_a_rep_submits_and_the_manager_approves_in_one_tap(house, open_page):
    page = f"/quotes/{draft(house, discount=Decimal(30)).id}"
    rep = open_page("phone", as_="ada")
    rep.goto(page)
    rep.get_by_role("link", name="Submit for approval").tap()
    sheet = rep.locator("#submit-form")
    sheet.get_by_label("Note").fill("They buy ten more")
    sheet.get_by_role("button", name="Submit for approval").tap()
    expect(rep.get_by_text("In approval", exact=True)).to_be_visible()
    expect(rep.get_by_role("button", name="Withdraw")).to_be_visible()
    manager = open_page("phone", as_="ben")
    manager.goto("/")
    expect(manager.locator("#today-approvals")).to_contain_text("30% discount, limit 20%")
    manager.get_by_role("button", name="Approve").tap()
    expect(manager.locator("#today-approvals")).to_have_count(0)
    rep.goto("/")
    rep.get_by_role("link", name="Draft · Echo Foods").tap()
    expect(rep.get_by_text("Ben Manager approved this")).to_be_visible()
    rep.get_by_role("link", name="Send").tap()
    rep.locator("#quote-send").get_by_role("button", name="Send").tap()
    expect(rep.locator(".record-head")).to_contain_text("Sent")
