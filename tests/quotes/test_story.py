"""From the opportunity to the order with one thumb: taps are counted, typing is not.

Addresses are made before the browser opens: a test that reads on SQLite afterwards would keep the server from writing.
"""

import re

import pytest
from playwright.sync_api import expect

from salesapp.core.db import db
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes import defaults
from tests.browsers import check_accessible, wait_until_still
from tests.layouts import check_layout
from tests.quotes.stage import draft, sent

pytestmark = pytest.mark.browser


class Thumb:
    """Taps and counts."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, what):
        what.tap()
        self.taps += 1


def test_a_five_line_quote_is_made_and_sent_in_nine_taps(house, open_page):
    defaults.begin()
    opportunity = Opportunity.open_new(
        name="Plant 2", account=house.account, contact=house.contact, by=house.people["ada"]
    )
    db.session.flush()
    address = f"/opportunities/{opportunity.id}"
    page = open_page("phone", as_="ada")
    page.goto(address)
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Quote", exact=True))
    thumb.tap(page.get_by_role("button", name="Create quote"))
    for lines, product in enumerate(("Pump", "Pipe 3 m", "Installation", "Pump", "Pipe 3 m"), start=1):
        thumb.tap(page.locator(".product-option", has_text=product))
        expect(page.locator(".line")).to_have_count(lines)
    thumb.tap(page.get_by_role("link", name="Send"))
    thumb.tap(page.locator("#quote-send").get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"QUO-\d{4}-00001"))
    assert thumb.taps <= 9


def test_a_line_is_changed_in_place_and_a_slip_is_mended(house, open_page):
    address = f"/quotes/{draft(house).id}"
    page = open_page("phone", as_="ada")
    page.goto(address)
    line = page.locator(".line").first
    quantity = line.get_by_label("Quantity")
    expect(quantity).to_be_hidden()  # on a phone a line is one row until it is tapped
    line.locator(".line-row").tap()
    quantity.fill("10")
    quantity.press("Tab")
    expect(line.get_by_label("Price")).to_have_value("90.00")
    expect(page.locator(".record-head .figure-value")).to_have_text("€1,092.39")
    quantity.fill("many")
    quantity.press("Tab")
    expect(line.get_by_role("alert")).to_contain_text("isn’t an amount")
    quantity.fill("1")
    quantity.press("Tab")
    expect(line.get_by_role("alert")).to_have_count(0)
    line.get_by_role("button", name="Remove Pump").tap()
    expect(page.locator(".line")).to_have_count(1)


def test_the_customer_accepts_and_the_order_is_one_tap(house, open_page):
    quote = sent(house)
    page, offer = f"/quotes/{quote.id}", f"/q/{quote.new_secret()}"
    db.session.commit()
    customer = open_page("phone")
    customer.goto(offer)
    customer.get_by_label("Your name").fill("Eva Meyer")
    customer.get_by_role("button", name="Accept the quote").tap()
    expect(customer.get_by_text("Accepted by Eva Meyer")).to_be_visible()
    rep = open_page("phone", as_="ada")
    rep.goto(page)
    rep.get_by_role("button", name="Create order").tap()
    expect(rep.get_by_role("heading", level=1)).to_have_text(re.compile(r"ORD-\d{4}-00001"))


def test_a_signature_survives_an_error_and_is_seen_by_the_seller(house, open_page):
    quote = sent(house)
    page, offer = f"/quotes/{quote.id}", f"/q/{quote.new_secret()}"
    db.session.commit()
    customer = open_page("desktop")
    customer.goto(offer)
    pad = customer.locator(".signature canvas")
    pad.scroll_into_view_if_needed()
    left, top = (pad.bounding_box()[each] for each in ("x", "y"))
    customer.mouse.move(left + 40, top + 40)
    customer.mouse.down()
    customer.mouse.move(left + 120, top + 90, steps=4)
    customer.mouse.up()
    drawn = customer.locator("[name=signature]").input_value()
    assert drawn.startswith("data:image/png")
    customer.get_by_label("Your name").fill(" ")
    customer.get_by_role("button", name="Accept the quote").click()
    expect(customer.get_by_text("Enter the name of the person accepting.").first).to_be_visible()
    expect(customer.locator("[name=signature]")).to_have_value(drawn)
    customer.get_by_label("Your name").fill("Eva Meyer")
    customer.get_by_role("button", name="Accept the quote").click()
    expect(customer.get_by_alt_text("Signature of Eva Meyer")).to_be_visible()
    seller = open_page("phone", as_="ada")
    seller.goto(page)
    expect(seller.get_by_alt_text("Signature of Eva Meyer")).to_have_attribute("src", drawn)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("state", ["draft", "sent"])
def test_every_screen_fits_a_small_phone_and_is_accessible(house, open_page, state, dark):
    quote = draft(house) if state == "draft" else sent(house)
    addresses = [f"/quotes/{quote.id}", f"/quotes/{quote.id}/send"]
    if state == "sent":
        addresses.append(f"/q/{quote.new_secret()}")
    db.session.commit()
    page = open_page("phone", as_="ada", dark=dark, viewport={"width": 320, "height": 640})
    for address in addresses:
        page.goto(address)
        wait_until_still(page)
        check_layout(page)
        check_accessible(page)


def test_lines_are_added_without_leaving_the_keyboard(house, open_page):
    address = f"/quotes/{draft(house).id}"
    page = open_page("desktop", as_="ada")
    page.goto(address)
    page.locator("#add-products summary").click()
    option = page.locator(".product-option", has_text="Pump")
    option.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(3)
    expect(option).to_be_focused()
    page.locator("#text-line").fill("Travel")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(4)
    expect(page.locator(".line").last.get_by_label("Price")).to_be_focused()
    page.keyboard.type("120")
    for _field in ("to the discount", "on to the next product"):
        page.keyboard.press("Enter")
    expect(page.locator("#product-search")).to_be_focused()
    expect(page.locator(".line").last.locator(".line-net")).to_contain_text("120")


def test_a_line_changed_before_its_script_came_shows_what_was_saved(house, open_page):
    address = f"/quotes/{draft(house).id}"
    page = open_page("desktop", as_="ada")
    held = {}
    page.route("**/behaviors/autosave.js", lambda route: held.update(script=route))
    page.route(re.compile(r"/lines/\d+$"), lambda route: held.update(answer=route))
    with page.expect_request("**/behaviors/autosave.js"):
        page.goto(address)
    line = page.locator(".line").last
    with page.expect_request(re.compile(r"/lines/\d+$")):
        line.get_by_label("Price").fill("120")
        page.keyboard.press("Enter")
    script, answer = held["script"], held["answer"]
    script.continue_()
    page.evaluate("address => import(address).then(() => true)", script.request.url)
    line.get_by_label("Quantity").fill("3")
    expect(line).to_have_attribute("data-unsaved", "typed")
    answer.continue_()
    expect(line.locator(".line-net")).to_contain_text("120")
