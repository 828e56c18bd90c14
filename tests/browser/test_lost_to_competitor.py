"""A rep says on a phone to whom an opportunity was lost: to one met before, or to somebody new."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.marketing.competitors import Competitor
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.defaults import begin
from tests.browsers import check_accessible
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def deal(cast) -> str:
    begin()
    db.session.add_all([Competitor(name="Alpha"), Competitor(name="Zeta")])
    made = Opportunity.open_new(name="Rollout", account=Account(name="Acme"), by=cast["ada"])
    db.session.commit()
    return f"/opportunities/{made.id}"


@pytest.mark.parametrize("script", [True, False])
def test_a_competitor_is_met_and_then_lost_to(open_page, deal, script):
    page = open_page("phone", as_="ada", java_script_enabled=script)
    page.goto(deal)
    panel = page.locator("#opportunity-competitors")
    panel.get_by_role("link", name="Add").click()
    if script:
        page.get_by_role("combobox", name="Competitor").press_sequentially("zet")
        page.locator("#competitor-options [role=option]", has_text="Zeta").click()
        check_accessible(page)
        check_layout(page)
    else:
        page.get_by_role("combobox", name="Competitor").fill("zeta")
    page.locator("#competitor-form").get_by_label("Note").fill("8 % cheaper")
    page.locator("#competitor-form").get_by_role("button", name="Add").click()
    expect(panel).to_contain_text("Zeta")
    expect(panel).to_contain_text("8 % cheaper")

    page.goto(f"{deal}/lose")
    page.get_by_role("group", name="Why was it lost?").locator(".pick").first.click()
    field = page.get_by_role("combobox", name="Competitor")
    expect(field).to_have_value("Zeta")
    if script:
        field.fill("")
        expect(page.locator("#competitor-options [role=option]").first).to_contain_text("Zeta")
        check_layout(page)
    field.fill("Somebody new")
    page.locator("#close-form").get_by_role("button", name="Close as lost").click()
    expect(panel.locator("li", has_text="Somebody new")).to_contain_text("Won the deal")
    panel.get_by_role("link", name="Somebody new").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody new")
    if script:
        expect(page.locator("main")).to_contain_text("Lost to them")
        check_accessible(page)
        check_layout(page)
