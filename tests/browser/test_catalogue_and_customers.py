"""What script adds to the pages of customers and prices: hints while typing, prices in place, sheets that close."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.core.access import SYSTEM
from salesapp.core.db import db
from salesapp.customers.models import Account, Contact
from salesapp.products.models import PriceBook, Product
from tests.browsers import check_accessible, hold_back
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def acme(app, cast):
    acme = Account(name="Acme GmbH", phone="+49 30 123456")
    db.session.add_all(
        [acme, Contact(family_name="King", given_name="Ada", account=acme, email="ada@acme.com")]
    )
    db.session.commit()
    return acme


def test_a_double_is_hinted_at_before_saving(acme, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/accounts/new")
    page.get_by_label("Name").first.fill("ACME")
    page.get_by_label("Website").focus()
    expect(page.locator("#duplicates")).to_contain_text("Acme GmbH")
    check_accessible(page)
    check_layout(page)
    page.locator("#duplicates a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme GmbH")


def test_a_contact_is_caught_from_the_plus(acme, open_page):
    account_id = acme.id
    address = f"/accounts/{account_id}"
    page = open_page("phone", as_="ada")
    page.goto(address)
    page.locator(".bottombar-add").click()
    page.locator("#quick").get_by_role("link", name="Contact").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Family name").fill("Hill")
    sheet.get_by_role("combobox", name="Account").press_sequentially("acm")
    sheet.get_by_role("option", name="Acme GmbH").click()
    sheet.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Hill was saved.")
    expect(sheet).to_be_hidden()
    assert db.session.scalar(select(Contact.account_id).where(Contact.family_name == "Hill")) == account_id


def test_a_deal_makes_its_account_and_a_call_is_logged_from_the_plus(acme, open_page):
    page = open_page("phone", as_="ada")
    page.goto("/")
    page.locator(".bottombar-add").tap()
    page.locator("#quick").get_by_role("link", name="Opportunity").tap()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Name").fill("Two presses")
    sheet.get_by_role("combobox", name="Account").press_sequentially("Hill & Sons")
    sheet.get_by_role("option", name="Create “Hill & Sons”").tap()
    sheet.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two presses")
    page.locator(".bottombar-add").tap()
    page.locator("#quick").get_by_role("link", name="Log a call").tap()
    expect(sheet.get_by_role("link", name="Two presses")).to_be_visible()
    sheet.get_by_role("searchbox").press_sequentially("king")
    expect(sheet.get_by_role("link", name="Two presses")).to_have_count(0)
    check_accessible(page)
    check_layout(page)
    sheet.get_by_role("link", name="King").tap()
    sheet.get_by_role("button", name="Log it").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("King")
    made = db.session.scalars(select(Account).where(Account.name == "Hill & Sons")).one()
    assert made.owner.email == "ada@example.com"


def test_what_is_typed_before_the_script_came_is_looked_for_all_the_same(acme, open_page):
    page = open_page("phone", as_="ada")
    combobox_comes = hold_back(page, "combobox")
    page.goto("/contacts/new")
    page.get_by_role("combobox", name="Account").fill("acm")
    combobox_comes()
    page.get_by_role("option", name="Acme GmbH").tap()
    expect(page.get_by_role("combobox", name="Account")).to_have_value("Acme GmbH")


def test_prices_are_edited_where_they_stand(app, cast, open_page):
    book = PriceBook(name="Standard", currency="EUR", is_default=True)
    pump, pipe = Product(code="P-1", name="Pump"), Product(code="P-2", name="Pipe")
    db.session.add_all([book, pump, pipe])
    db.session.flush()
    book.set_price(pipe, Decimal(7), by=SYSTEM)
    db.session.commit()
    address = f"/price-books/{book.id}"
    page = open_page("desktop", as_="ben")
    page.goto(address)
    page.get_by_role("combobox", name="Product").press_sequentially("pum")
    page.get_by_role("option", name="Pump").click()
    page.locator("#price").fill("1.2k")
    page.get_by_role("button", name="Add price").click()
    expect(page.locator(".prices")).to_contain_text("Pump")
    page.get_by_label("Pipe: price").fill("8.5")
    page.get_by_label("Pipe: price").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("The price of Pipe is saved.")
    expect(page.get_by_label("Pipe: price")).to_have_value("8.5")
    page.get_by_role("button", name="Remove Pump").click()
    expect(page.locator(".prices")).not_to_contain_text("Pump")
    check_accessible(page)


def test_a_price_set_from_the_product_closes_its_sheet(app, cast, open_page):
    pump = Product(code="P-1", name="Pump")
    db.session.add_all([PriceBook(name="Standard", currency="EUR"), pump])
    db.session.flush()
    address = f"/products/{pump.id}"
    db.session.commit()
    page = open_page("phone", as_="ben")
    page.goto(address)
    page.get_by_role("link", name="Set a price").click()
    page.locator("#sheet #price").fill("12.50")
    page.locator("#sheet").get_by_role("button", name="Save").click()
    expect(page.locator("#product-prices")).to_contain_text("€12.50")
    expect(page.locator("#sheet")).to_be_hidden()
    check_layout(page)
