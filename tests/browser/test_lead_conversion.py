"""A rep at the fair: a lead in three fields and two taps, converted into a known account in two more."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from tests.browsers import check_accessible
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def nordlicht(cast):
    """A known account without a phone number, with somebody who works there and an open opportunity."""
    account = Account(name="Nordlicht Energie GmbH", website="https://nordlicht.example")
    db.session.add_all([account, Account(name="Bolt AG", phone="+49 30 7654321")])
    db.session.flush()
    db.session.add(
        Contact(family_name="Stein", given_name="Mara", email="mara@nordlicht.example", account=account)
    )
    Opportunity.open_new(name="Frame contract", by=cast["ada"], account=account)
    db.session.commit()
    return account


@pytest.fixture
def mara(cast, nordlicht):
    lead = Lead(
        name="Mara Stein",
        company="Nordlicht Energie",
        email="mara@nordlicht.example",
        phone="+49 40 1234567",
        product_interest="Rooftop solar",
        estimated_amount=2_400_000,
        currency="EUR",
        owner_id=cast["ada"].id,
    )
    db.session.add(lead)
    db.session.commit()
    return lead.id


def open_sheet(page: Page, lead_id: int) -> Page:
    page.goto(f"/leads/{lead_id}")
    page.get_by_role("link", name="Convert").tap()
    expect(page.locator("#convert-form")).to_be_visible()
    return page


def fresh(model, key):
    db.session.rollback()
    return db.session.get(model, key, populate_existing=True)


def test_a_lead_is_captured_in_three_fields_and_two_taps(open_page, cast):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    page.get_by_role("link", name="New", exact=True).first.tap()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Name").fill("Mara Stein")
    sheet.get_by_label("Phone or e-mail").fill("040 1234567")
    sheet.get_by_label("Subject").fill("Rooftop solar")
    check_accessible(page)
    check_layout(page)
    sheet.get_by_role("button", name="Save").tap()
    expect(
        page.get_by_role("status").get_by_role("link", name="Mara Stein was added as a lead.")
    ).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Mara Stein"))).to_be_visible()


def test_a_lead_is_captured_from_anywhere_without_leaving(open_page, cast):
    page = open_page("phone", as_="ada")
    page.goto("/accounts")
    page.locator(".bottombar").get_by_label("New").tap()
    page.locator("#quick").get_by_role("link", name="Lead").tap()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Name").fill("Mara Stein")
    sheet.get_by_label("Phone or e-mail").fill("mara@")
    sheet.get_by_label("Subject").press("Enter")
    expect(sheet.get_by_text("This isn’t an e-mail address.").first).to_be_visible()
    sheet.get_by_label("Phone or e-mail").fill("mara@nordlicht.example")
    sheet.get_by_label("Subject").press("Enter")
    link = page.get_by_role("link", name="Mara Stein was added as a lead.")
    expect(link).to_be_visible()
    expect(sheet).not_to_be_visible()
    assert page.url.endswith("/accounts")
    link.tap()
    expect(page.get_by_role("heading", name="Mara Stein")).to_be_visible()


def test_a_lead_is_converted_into_a_known_account_in_two_taps(open_page, mara, nordlicht):
    page = open_sheet(open_page("phone", as_="ada"), mara)
    account = page.get_by_role("group", name="Account")
    expect(
        account.get_by_role("radio", name=re.compile("Nordlicht Energie GmbH.*Best match"))
    ).to_be_checked()
    expect(account.get_by_text("+49 40 1234567")).to_be_visible()
    expect(
        page.get_by_role("group", name="Contact").get_by_role("radio", name=re.compile("same e-mail"))
    ).to_be_checked()
    check_accessible(page)
    check_layout(page)
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    expect(page.get_by_text("Mara Stein was converted.")).to_be_visible()
    assert fresh(Account, nordlicht.id).phone == "+49 40 1234567"
    assert fresh(Lead, mara).account_id == nordlicht.id


def test_a_conversion_with_its_diff_is_taken_back_by_thumb(open_page, mara, nordlicht):
    key = nordlicht.id
    page = open_sheet(open_page("phone", as_="ada"), mara)
    expect(page.get_by_role("group", name="Account").get_by_text("+49 40 1234567")).to_be_visible()
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    page.goto(f"/leads/{mara}")
    page.get_by_role("button", name="More").tap()
    page.get_by_role("link", name="Undo the conversion").tap()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Opportunity · Rooftop solar")
    expect(sheet).to_contain_text("Nordlicht Energie GmbH · Phone")
    sheet.get_by_role("button", name="Undo the conversion").tap()
    expect(page.get_by_role("link", name="Convert")).to_be_visible()
    assert fresh(Account, key).phone is None
    assert fresh(Lead, mara).account_id is None
    db.session.rollback()


def test_the_sheet_follows_the_account_that_is_searched_for(open_page, mara, nordlicht):
    page = open_sheet(open_page("phone", as_="ada"), mara)
    opportunities = page.get_by_role("group", name="Opportunity")
    expect(opportunities.get_by_role("radio", name=re.compile("Frame contract"))).to_have_count(1)
    account = page.get_by_role("group", name="Account")
    account.get_by_role("radio", name="Find another").tap()
    account.get_by_role("combobox").fill("Bolt")
    page.get_by_role("option", name="Bolt AG").tap()
    expect(account.get_by_role("radio", name=re.compile("Bolt AG"))).to_be_checked()
    expect(account.get_by_text("Phone stays +49 30 7654321")).to_be_visible()
    expect(opportunities.get_by_role("radio", name=re.compile("Frame contract"))).to_have_count(0)
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    assert fresh(Account, fresh(Lead, mara).account_id).name == "Bolt AG"


def leave_unanswered(_route: Route) -> None:
    """The request stays on its way."""


def test_a_press_on_convert_does_not_get_lost_while_the_sheet_is_redrawn(open_page, mara, nordlicht):
    page = open_sheet(open_page("phone", as_="ada"), mara)
    page.route("**/convert/check", leave_unanswered)
    account = page.get_by_role("group", name="Account")
    with page.expect_request("**/convert/check"):
        account.get_by_role("radio", name="Create new").tap()
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    lead = fresh(Lead, mara)
    assert fresh(Account, lead.account_id).name == lead.company


def test_what_is_typed_survives_a_change_of_mind_and_an_error_is_pointed_at(open_page, mara):
    page = open_sheet(open_page("phone", as_="ada"), mara)
    page.locator("#opportunity-name").fill("Solar 2027")
    account = page.get_by_role("group", name="Account")
    account.get_by_role("radio", name="Create new").tap()
    expect(page.locator("#account-name")).to_be_visible()
    expect(page.locator("#opportunity-name")).to_have_value("Solar 2027")
    page.locator("#account-name").fill("")
    page.get_by_role("button", name="Convert").tap()
    expect(page.locator("#sheet .error-summary")).to_be_focused()
    check_accessible(page)
    expect(page.locator("#account-name")).to_have_attribute("aria-invalid", "true")


def test_the_sheet_fits_every_screen_in_both_themes(open_page, mara):
    for device, dark in (("phone", True), ("desktop", False), ("desktop", True)):
        page = open_page(device, as_="ada", dark=dark)
        page.goto(f"/leads/{mara}")
        page.get_by_role("link", name="Convert").click()
        expect(page.locator("#convert-form")).to_be_visible()
        check_accessible(page)
        check_layout(page)


def test_without_script_the_sheet_is_a_page_that_converts(open_page, mara, nordlicht):
    page = open_page("phone", as_="ada", java_script_enabled=False)
    page.goto(f"/leads/{mara}")
    page.get_by_role("link", name="Convert").tap()
    page.get_by_role("button", name="Convert").tap()
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    assert fresh(Lead, mara).account_id == nordlicht.id
