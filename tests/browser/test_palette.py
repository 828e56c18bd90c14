"""The box for records and commands at a desk, by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.leads.models import Lead

pytestmark = pytest.mark.browser


def test_keys_open_the_box_find_a_record_and_give_a_command(open_page, cast, english):
    acme = Account(name="Acme Corporation", owner_id=cast["ada"].id)
    db.session.add_all([acme, Lead(name="Acme Ann", owner_id=cast["ada"].id)])
    db.session.commit()
    page = open_page("desktop", as_="ada")
    page.goto("/leads")
    box, input_ = page.locator("#palette"), page.get_by_role("combobox", name="Search or go to")

    page.keyboard.press("/")
    expect(input_).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("acme")
    chosen = box.locator('[aria-selected="true"]')
    expect(chosen).to_contain_text("Acme Corporation")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("Acme Ann")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/accounts/{acme.id}")

    page.keyboard.press("/")
    page.keyboard.type("new lead")
    expect(chosen).to_have_text("Lead")
    page.keyboard.press("Enter")
    name = page.locator("#sheet").get_by_label("Name")
    expect(name).to_be_visible()
    name.fill("")
    name.press("/")
    page.keyboard.press("Control+k")
    expect(name).to_have_value("/")
