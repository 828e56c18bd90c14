"""A draft's line on the screen is the line in the database, also where answers are slow or do not come."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from salesapp.core.db import db
from tests.browsers import wait_until_still
from tests.invoices.stage import free_draft
from tests.quotes.stage import stage

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page, cast) -> Page:
    """Finn has a draft open with a pump for €100.00 and a pipe."""
    invoice = free_draft(stage(cast))
    address = f"/invoices/{invoice.id}"
    db.session.rollback()
    opened: Page = open_page("desktop", as_="finn")
    opened.goto(address)
    wait_until_still(opened)
    return opened


def leave(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Tab")


def hold_first(page: Page, path: str) -> list[Route]:
    """The answer to the first change waits here until it is let go; the later ones come at once."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    page.route(re.compile(path), hold)
    return held


def test_two_fields_left_one_after_the_other_are_both_on_the_screen(page):
    line = page.locator(".line").first
    held = hold_first(page, r"/lines/\d+$")
    leave(line.get_by_label("Quantity"), "4")
    leave(line.get_by_label("Price"), "50")
    expect(line).to_have_attribute("data-unsaved", "sent")
    held[0].continue_()
    expect(line.locator(".line-net .money")).to_have_text("€200.00")
    expect(line).not_to_have_attribute("data-unsaved", "sent")
    expect(page.locator(".totals")).to_contain_text("on €200.00")


def test_an_answer_finds_the_place_that_another_one_renewed(page):
    terms = page.locator("#terms-form")
    held = hold_first(page, r"/terms$")
    leave(terms.get_by_label("Discount"), "10")
    expect(terms).to_have_attribute("data-unsaved", "sent")
    line = page.locator(".line").first
    leave(line.get_by_label("Quantity"), "2")
    expect(line.locator(".line-net .money")).to_have_text("€200.00")
    held[0].continue_()
    expect(page.locator(".totals")).to_contain_text("Discount 10")


def test_what_did_not_reach_the_server_says_so_and_is_sent_when_it_is_back(page):
    line = page.locator(".line").first
    page.context.set_offline(True)
    leave(line.get_by_label("Quantity"), "9")
    expect(line.locator(".line-net").get_by_text("Not saved")).to_be_visible()
    expect(page.locator(".totals").get_by_text("Not saved")).to_be_visible()
    page.context.set_offline(False)
    expect(line.locator(".line-net .money")).to_have_text("€900.00")
    expect(page.locator(".totals").get_by_text("Not saved")).to_be_hidden()
