"""Lists: how much of them one sees at once, and what the end of a row does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.leads.models import Lead

pytestmark = pytest.mark.browser


@pytest.fixture
def leads(cast, english):
    for number in range(12):
        lead = Lead(
            name=f"Person {number}",
            company="Echo Foods",
            product_interest="Two bench scales and training",
            phone="030 901820",
            country="DE",
            estimated_amount=1_200_000,
            currency="EUR",
            owner_id=cast["ada"].id,
        )
        db.session.add(lead)
    db.session.commit()


def heights(page):
    return [round(row.bounding_box()["height"]) for row in page.locator("#record-table tbody tr").all()]


def test_a_desk_has_rows_of_44_px_or_roomy_ones_for_whoever_likes(open_page, leads):
    page = open_page("desktop", as_="ada", viewport={"width": 1280, "height": 800})
    page.goto("/leads")
    assert set(heights(page)) <= {44, 45}
    row = page.locator("#record-table tbody tr").first
    call = row.get_by_role("link", name="Call Person")
    expect(call).to_have_css("opacity", "0")
    row.hover()
    expect(call).to_have_css("opacity", "1")
    expect(call).to_have_attribute("href", "tel:+4930901820")

    page.get_by_role("button", name="Comfortable rows").click()
    expect(page.get_by_role("button", name="Compact rows")).to_be_visible()
    assert min(heights(page)) > 55
    page.context.clear_cookies()
    again = open_page("desktop", as_="ada", viewport={"width": 1280, "height": 800})
    again.goto("/contacts")
    expect(again.get_by_role("button", name="Compact rows")).to_be_visible()


def test_a_phone_shows_six_leads_that_are_called_from_the_list(open_page, leads):
    page = open_page("phone", as_="ada", viewport={"width": 390, "height": 844})
    page.goto("/leads")
    bar = page.locator(".bottombar").bounding_box()["y"]
    boxes = [row.bounding_box() for row in page.locator("#record-table tbody tr").all()]
    assert sum(box["y"] + box["height"] <= bar for box in boxes) >= 6
    call = page.get_by_role("link", name="Call Person 0")
    assert min(call.bounding_box()["width"], call.bounding_box()["height"]) >= 44
    expect(call).to_have_attribute("data-log-url", r"/activities/of/lead/1/call")


def test_the_view_that_is_shown_stands_in_sight_on_a_phone(open_page, leads):
    page = open_page("phone", as_="ada", viewport={"width": 390, "height": 844})
    page.goto("/opportunities?view=quiet")
    chip = page.locator(".chips").first.locator("[aria-current]")
    expect(chip).to_be_in_viewport(ratio=1)


def test_a_field_to_filter_by_is_found_as_one_types(open_page, leads):
    page = open_page("phone", as_="ada", viewport={"width": 390, "height": 844})
    page.goto("/leads")
    page.get_by_role("link", name="Filter").click()
    page.get_by_role("link", name="Add a condition").click()
    page.get_by_role("searchbox", name="Search fields").press_sequentially("has no act")
    expect(page.locator("#filter-fields .row-title")).to_have_text(["Has no activities"])
