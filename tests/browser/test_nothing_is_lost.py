"""Nothing typed is ever lost, and nothing pressed twice is done twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.invoices.models import Invoice
from salesapp.leads.models import Lead
from salesapp.opportunities.models import Opportunity
from salesapp.orders.models import Order
from tests.browsers import hold_back, log_in, wait_until_still
from tests.invoices.stage import order_of
from tests.quotes.stage import sent, stage

pytestmark = pytest.mark.browser


@pytest.fixture
def house(cast, english):
    return stage(cast)


@pytest.fixture
def account(cast):
    found = Account(name="Echo Foods", phone="+49 30 1234567", owner_id=cast["ada"].id)
    db.session.add(found)
    db.session.commit()
    return f"/accounts/{found.id}/edit"


def how_many(model) -> int:
    """Rows in the database now; leaves no transaction open, which would keep the server from writing."""
    found = db.session.scalar(select(func.count()).select_from(model))
    db.session.rollback()
    return found


def leave(context: BrowserContext) -> None:
    """The session ends, as if it had run out."""
    context.clear_cookies()


def quick_lead(page: Page, reach: str) -> None:
    page.goto("/leads")
    page.get_by_role("link", name="New", exact=True).first.tap()
    page.locator("#quick-lead").get_by_label("Name").fill("Mara Stein")
    page.locator("#quick-lead").get_by_label("Phone or e-mail").fill(reach)
    page.locator("#quick-lead").get_by_label("Subject").fill("Rooftop solar")


def test_a_refused_form_keeps_what_was_typed(open_page, cast):
    page = open_page("phone", as_="ada")
    quick_lead(page, "nobody")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("#quick-lead .error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#quick-lead").get_by_label("Phone or e-mail")).to_have_value("nobody")
    expect(page.locator("#quick-lead").get_by_label("Subject")).to_have_value("Rooftop solar")


def test_a_session_that_ended_gives_the_draft_back_after_the_log_in(open_page, account):
    page = open_page("phone", as_="ada")
    page.goto(account)
    wait_until_still(page)
    page.get_by_label("Phone").first.fill("+49 30 7654321")
    leave(page.context)
    page.get_by_role("button", name="Save").tap()
    page.wait_for_url(re.compile("/login"))
    page.locator("input[name=email]").fill("ada@example.com")
    page.locator("input[name=password]").fill("correct horse battery")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(account))
    expect(page.get_by_label("Phone").first).to_have_value("+49 30 7654321")
    expect(page.get_by_text("Your unsaved text was restored.")).to_be_visible()
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Echo Foods")
    expect(page.get_by_text("+49 30 7654321").first).to_be_visible()
    page.goto(account)
    expect(page.get_by_label("Phone").first).to_have_value("+49 30 7654321")
    expect(page.get_by_text("Your unsaved text was restored.")).to_have_count(0)


def test_a_sheet_whose_session_ended_gives_the_draft_back(open_page, cast):
    page = open_page("phone", as_="ada")
    with page.expect_response(re.compile("/keep.js")):
        quick_lead(page, "mara@echo.example")
    leave(page.context)
    page.get_by_role("button", name="Save").tap()
    page.wait_for_url(re.compile("/login"))
    log_in(page, "ada")
    page.goto("/leads")
    page.get_by_role("link", name="New", exact=True).first.tap()
    expect(page.locator("#quick-lead").get_by_label("Name")).to_have_value("Mara Stein")
    expect(page.locator("#quick-lead").get_by_label("Subject")).to_have_value("Rooftop solar")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("link", name="Mara Stein was added as a lead.")).to_be_visible()
    assert how_many(Lead) == 1


def test_a_dead_network_says_so_and_keeps_the_sheet(open_page, cast):
    page = open_page("phone", as_="ada")
    quick_lead(page, "mara@echo.example")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_text("No connection. What you typed is still here")).to_be_visible()
    expect(page.locator("#quick-lead").get_by_label("Name")).to_have_value("Mara Stein")
    page.context.set_offline(False)
    expect(page.get_by_text("No connection")).to_have_count(0)
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("link", name="Mara Stein was added as a lead.")).to_be_visible()
    assert how_many(Lead) == 1


def test_where_nothing_was_typed_nothing_is_said_to_be_there_still(open_page, cast):
    page = open_page("phone", as_="ada")
    page.goto("/leads")
    wait_until_still(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Filter").tap()
    expect(page.get_by_text("No connection. Nothing was changed.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("No connection")).to_have_count(0)


def test_without_a_network_a_whole_page_stays_and_its_form_is_sent_later(open_page, cast):
    page = open_page("phone", as_="ada")
    page.goto("/leads/new")
    wait_until_still(page)
    page.get_by_label("Name").first.fill("Mara Stein")
    page.context.set_offline(True)
    said = page.get_by_text("No connection. What you typed is still here")
    for act in (page.get_by_role("button", name="Save"), page.get_by_role("link", name="Cancel")):
        act.tap()
        expect(said).to_be_visible()
        page.get_by_role("button", name="Dismiss").tap()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save").tap()
    page.wait_for_url(re.compile(r"/leads/\d+$"))
    assert how_many(Lead) == 1


def test_a_page_left_in_the_midst_of_typing_gives_it_back(open_page, account):
    page = open_page("phone", as_="ada")
    page.goto(account)
    wait_until_still(page)
    page.get_by_label("Phone").first.press_sequentially("99", delay=100)
    # At once: what a page stores while it goes may come too late.
    assert "99" in page.evaluate("Object.values(sessionStorage).join()")
    page.goto("about:blank")
    page.goto(account)
    expect(page.get_by_label("Phone").first).to_have_value(re.compile("99"))
    expect(page.get_by_text("Your unsaved text was restored.")).to_be_visible()


def test_a_draft_does_not_overwrite_what_was_typed_before_the_script_came(open_page, account):
    page = open_page("phone", as_="ada")
    page.goto(account)
    wait_until_still(page)
    page.get_by_label("Phone").first.fill("+49 30 7654321")
    page.get_by_label("Website").fill("echo.example")
    keep_comes = hold_back(page, "keep")
    page.goto(account)
    page.get_by_label("Phone").first.fill("+49 30 9999999")
    keep_comes()
    expect(page.get_by_label("Website")).to_have_value("echo.example")
    expect(page.get_by_label("Phone").first).to_have_value("+49 30 9999999")


def test_a_clash_with_a_colleague_shows_mine_and_theirs(open_page, account):
    mine, theirs = open_page("phone", as_="ada"), open_page("phone", as_="ben")
    for page, phone in ((mine, "+49 30 1111111"), (theirs, "+49 30 2222222")):
        page.goto(account)
        page.get_by_label("Phone").first.fill(phone)
    theirs.get_by_role("button", name="Save").tap()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Echo Foods")
    mine.get_by_role("button", name="Save").tap()
    clash = mine.locator(".clashes")
    for phone in ("+49 30 1234567", "+49 30 1111111", "+49 30 2222222"):
        expect(clash).to_contain_text(phone)
    expect(mine.get_by_label("Phone").first).to_have_value("+49 30 1111111")
    mine.get_by_role("button", name="Save").tap()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Echo Foods")
    expect(mine.get_by_text("+49 30 1111111").first).to_be_visible()


def twice(page: Page, name: str) -> None:
    """Presses the button as a nervous thumb does: again before the first answer has come."""
    page.get_by_role("button", name=name, exact=True).first.evaluate(
        "button => { button.click(); button.click(); }"
    )


def test_converting_twice_makes_one_of_each(open_page, cast, english):
    lead = Lead(name="Mara Stein", company="Echo Foods", email="mara@echo.example", owner_id=cast["ada"].id)
    db.session.add(lead)
    db.session.commit()
    address = f"/leads/{lead.id}"
    page = open_page("phone", as_="ada")
    page.goto(address)
    page.get_by_role("link", name="Convert").tap()
    expect(page.locator("#convert-form")).to_be_visible()
    twice(page, "Convert")
    page.wait_for_url(re.compile(r"/opportunities/\d+$"))
    assert (how_many(Opportunity), how_many(Account)) == (1, 1)


def test_ordering_twice_makes_one_order(open_page, house):
    address = f"/quotes/{sent(house).id}"
    page = open_page("phone", as_="ada")
    page.goto(address)
    page.get_by_role("link", name="Customer accepted").tap()
    page.locator("#quote-accept").get_by_label("Name").fill("Eva Meyer")
    page.get_by_role("button", name="Mark as accepted").tap()
    twice(page, "Create order")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"ORD-\d{4}-00001"))
    assert how_many(Order) == 1


def test_issuing_twice_makes_one_invoice(open_page, house):
    address = f"/orders/{order_of(house).id}"
    page = open_page("phone", as_="finn")
    page.goto(address)
    page.get_by_role("link", name="Invoice the order").first.tap()
    twice(page, "Issue now")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"INV-\d{4}-00001"))
    assert how_many(Invoice) == 1
