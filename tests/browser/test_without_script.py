"""With JavaScript off the main job still goes from end to end, by links and forms alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.leads.models import Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(cast, english):
    found = Lead(name="Mara Stein", company="Echo Foods", email="mara@echo.example", owner_id=cast["ada"].id)
    db.session.add(found)
    db.session.commit()
    return found.id


def test_a_lead_becomes_a_paid_invoice_without_script(open_page, lead, english):
    page = open_page("phone", as_="ada", java_script_enabled=False)

    def press(name):
        page.get_by_role("button", name=name, exact=True).first.tap()

    def follow(name):
        page.get_by_role("link", name=name, exact=True).first.tap()

    page.goto(f"/leads/{lead}")
    follow("Convert")
    press("Convert")
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))

    follow("Move")
    page.get_by_role("button", name=re.compile("Needs analysis")).tap()
    expect(page.locator("#opportunity-stage-title")).to_have_text("Needs analysis")

    follow("Quote")
    press("Create quote")
    page.locator(".product-option", has_text=english.product).tap()
    expect(page.locator(".line")).to_have_count(1)
    follow("Send")
    press("Send")
    expect(page.locator("h1")).to_have_text(re.compile("QUO-"))
    follow("Customer accepted")
    page.get_by_label("Name").fill("Mara Stein")
    press("Mark as accepted")
    press("Create order")
    expect(page.locator("h1")).to_have_text(re.compile("ORD-"))

    finance = open_page("phone", as_="finn", java_script_enabled=False)
    finance.goto("/finance")
    finance.locator("#orders-to-invoice a.button[href^='/orders/']").tap()
    finance.get_by_role("button", name="Issue now").tap()
    finance.get_by_role("link", name=re.compile("INV-")).tap()
    finance.get_by_role("link", name="Payment", exact=True).first.tap()
    finance.get_by_role("button", name="Record the payment").tap()
    expect(finance.locator("#document-head .badge", has_text="Paid")).to_be_visible()
