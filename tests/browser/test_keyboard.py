"""The desk at 1280 px without a mouse: what is opened is left by Esc, and focus comes back to where it was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity

pytestmark = pytest.mark.browser

SHEETS = """[...new Set([...document.querySelectorAll("main [hx-target='#sheet'][hx-get]")]
  .map(each => each.getAttribute("hx-get")))]"""
"""What opens a sheet on this page."""


@pytest.fixture
def deal(cast, english):
    account = Account(name="Echo Foods", owner_id=cast["ada"].id)
    db.session.add(account)
    found = Opportunity.open_new(name="Plant 2", account=account, by=cast["ada"], amount=1_200_000)
    db.session.commit()
    return found.id


def tab_to(page: Page, selector: str, *, at_most: int = 60) -> None:
    """Presses Tab until the element has focus."""
    for _press in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {at_most} tabs")


def test_the_first_tab_skips_to_the_content_and_the_order_is_that_of_the_page(open_page, deal):
    page = open_page("desktop", as_="ada")
    page.goto("/board")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    seen = []
    for _press in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.closest('nav, header, main')?.className ?? ''"))
    first = {name: seen.index(name) for name in ("rail", "topbar", "chips")}
    assert first["rail"] < first["topbar"] < first["chips"]
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_esc_closes_a_sheet_and_focus_returns(open_page, deal):
    page = open_page("desktop", as_="ada")
    page.goto("/board")
    tab_to(page, ".card-move")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog')?.id") == "sheet"
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator(".card-move")).to_be_focused()


def test_every_sheet_begins_with_its_first_field_or_its_main_act_and_never_with_the_cross(open_page, deal):
    page = open_page("desktop", as_="ada")
    seen = set()
    for address in (f"/opportunities/{deal}", "/board", "/accounts/1"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for asked in page.evaluate(SHEETS):
            if asked in seen:
                continue
            seen.add(asked)
            page.evaluate("asked => htmx.ajax('GET', asked, '#sheet')", asked)
            expect(page.locator("#sheet")).to_be_visible()
            expect(page.locator("#sheet .sheet-body :focus, #sheet .sheet-body:focus"), asked).to_have_count(
                1
            )
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            expect(page.locator("#sheet")).not_to_be_visible()
    assert len(seen) > 8


def test_a_card_is_moved_by_keyboard(open_page, deal, english):
    page = open_page("desktop", as_="ada")
    page.goto("/board")
    tab_to(page, ".card-move")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_be_visible()
    tab_to(page, f".stage-option[value='{english.stages[1].id}']", at_most=10)
    page.keyboard.press("Enter")
    expect(page.locator(f"#stage-{english.stages[1].id}-cards .card")).to_have_count(1)
    expect(page.locator(f"#stage-{english.stages[1].id}-head .column-sum")).to_have_text("€12,000")
    expect(page.locator(f"#stage-{english.stages[0].id}-head .column-sum")).to_have_text("€0")
    expect(page.locator("#toasts")).to_contain_text("Plant 2 moved to Needs analysis")


def test_a_record_is_picked_by_keyboard(open_page, deal, english):
    page = open_page("desktop", as_="ada")
    page.goto(f"/opportunities/{deal}")
    tab_to(page, "#opportunity-products a.button")
    page.keyboard.press("Enter")
    box = page.locator("#line-form").get_by_role("combobox")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.type("bench")
    option = page.get_by_role("option", name=re.compile(english.product))
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(option).not_to_be_visible()
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value(english.product)
    page.keyboard.press("Enter")
    expect(page.locator("#opportunity-products")).to_contain_text(english.product)
    expect(page.locator("#sheet")).not_to_be_visible()
