"""A dashboard is put together by thumb, far down on a long page."""

import pytest
from playwright.sync_api import expect

from tests.reports.test_dashboards import mine

pytestmark = pytest.mark.browser
ROW = 80
"""A tile more above what one looks at: no more than that may the page move."""


def test_the_page_stays_under_the_thumb_that_adds_a_tile(as_user, open_page):
    address = f"/dashboards/{mine(as_user('ada'))}/arrange"
    page = open_page("phone", as_="ada")
    page.goto(address)
    page.get_by_text("Funnels · ").tap()
    add = page.get_by_role("button", name="Add How much pipeline is in each stage?", exact=True)
    add.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    add.tap()
    expect(page.locator("#dashboard-tiles .count")).to_have_text("7")
    expect(page.get_by_role("button", name="Add How long does each stage take?", exact=True)).to_be_visible()
    assert abs(page.evaluate("scrollY") - before) <= ROW
