"""Issue waits for what is typed, and leads to what was refused, whichever line it stands in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from tests.invoices.stage import free_draft
from tests.quotes.stage import stage

pytestmark = pytest.mark.browser


def test_issue_saves_what_was_just_typed_and_stops_at_what_was_refused(open_page, app, cast):
    invoice = free_draft(stage(cast))
    address, lines = f"/invoices/{invoice.id}", [line.id for line in invoice.lines]
    db.session.rollback()
    page = open_page("desktop", as_="finn")
    page.goto(address)
    first, second = (page.locator(f"#line-{line}-quantity") for line in lines)
    issue, sheet = page.locator("#document-head").get_by_role("link", name="Issue"), page.locator("#sheet")

    first.fill("1,5 Stk")
    issue.click()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_be_focused()
    expect(sheet).to_be_hidden()
    second.fill("many")
    second.blur()
    expect(second).to_have_attribute("aria-invalid", "true")
    first.fill("2")
    first.blur()
    expect(page.locator("#totals")).to_contain_text("\u20ac219.99")
    issue.click()
    expect(second).to_be_focused()
    expect(sheet).to_be_hidden()
    second.fill("3")
    issue.click()
    expect(sheet).to_contain_text(re.compile("will be invoiced"))
    expect(sheet).to_contain_text("\u20ac302.17")
