"""Merging with a thumb: select two in the list, look at what differs, merge, and take it back at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.customers.models import Account
from tests.browsers import check_accessible
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def twins(app, cast):
    found = [
        Account(name="Acme GmbH", phone="+49 30 123456"),
        Account(name="Acme", phone="+49 30 999", website="https://acme.example"),
    ]
    db.session.add_all(found)
    db.session.commit()
    return found


def test_two_accounts_become_one_and_two_again(twins, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/accounts")
    page.get_by_role("link", name="Select several").click()
    page.get_by_role("checkbox", name="Select Acme", exact=True).check()
    expect(page.locator(".select-bar output")).to_have_text("1")
    page.get_by_role("checkbox", name="Select all 2 shown").check()
    expect(page.locator(".select-bar output")).to_have_text("2")
    check_accessible(page)
    check_layout(page)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge")
    page.locator("#winner").get_by_role("radio").nth(0).check()
    expect(page.get_by_text("Filled in from the others")).to_be_visible()
    expect(page.get_by_text("https://acme.example")).to_be_visible()
    check_accessible(page)
    check_layout(page)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme GmbH")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Merge undone")
    set_viewer(SYSTEM)
    db.session.expire_all()
    assert [each.deleted_at for each in twins] == [None, None]
    assert (twins[0].website, twins[1].website) == (None, "https://acme.example")


def test_the_sheet_of_a_record_offers_the_likely_one(twins, open_page):
    page = open_page("phone", as_="ada")
    page.goto(f"/accounts/{twins[0].id}")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Merge with…").click()
    expect(page.locator("#sheet")).to_contain_text("Likely the same")
    check_accessible(page)
    page.locator("#sheet").get_by_role("link", name="Acme", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge")


def test_what_is_typed_stays_when_a_double_is_named(twins, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/accounts/new")
    page.get_by_label("Name").first.fill("ACME")
    page.get_by_label("Description").fill("Met at the fair")
    page.locator("#record-form .form-footer").get_by_role("button", name="Save").click()
    expect(page.locator("#likely")).to_contain_text("same name")
    expect(page.get_by_label("Description")).to_have_value("Met at the fair")
    check_accessible(page)
    page.get_by_role("button", name="Save anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ACME")
