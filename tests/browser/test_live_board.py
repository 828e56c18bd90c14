"""Two look at one board: what one does, the other sees without a reload, and nothing they were doing is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from tests.browsers import middle, wait_until_still

pytestmark = pytest.mark.browser
DEALS = 12
MORNING = datetime(2030, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
def deals(cast, english):
    """A first column that is longer than a phone's screen; Deal 12 lies on top."""
    account = Account(name="Echo Foods", owner_id=cast["ada"].id)
    db.session.add(account)
    found = []
    for number in range(1, DEALS + 1):
        with clock.travel(MORNING + timedelta(minutes=number)):
            made = Opportunity.open_new(
                name=f"Deal {number}", account=account, by=cast["ada"], amount=100_000
            )
            found.append(made)
    db.session.commit()
    return [each.id for each in found]


def card(page: Page, key: int):
    return page.locator(f"#opportunity-{key}")


def move(key: int, stage: int, by: object) -> None:
    """A colleague's move, as the server carries it out."""
    db.session.get(Opportunity, key).move(db.session.get(Opportunity, key).process.open_stages[stage], by=by)
    db.session.commit()


def look_at(page: Page) -> None:
    """Opens the board; its scripts are there and their clock runs."""
    page.clock.install()
    with page.expect_response(re.compile("renewing")):
        page.goto("/board")
    wait_until_still(page)


def asked_by(page: Page) -> list[str]:
    """The board's questions from now on."""
    found: list[str] = []
    page.on(
        "request", lambda request: found.append(request.url) if request.resource_type == "fetch" else None
    )
    return found


def test_anothers_move_shows_within_ten_seconds_and_scroll_and_sheet_stay(open_page, deals, english, cast):
    first, second = (each.id for each in english.stages[:2])
    page, colleague = open_page("phone", as_="ada"), open_page("desktop", as_="ben")
    page.goto("/board")
    wait_until_still(page)
    read = card(page, deals[4])
    read.scroll_into_view_if_needed()
    read.locator(".card-move").tap()
    expect(page.locator("#sheet")).to_be_visible()
    before = read.bounding_box()["y"]
    colleague.goto("/board")
    card(colleague, deals[-1]).locator(".card-move").click()
    colleague.locator(f".stage-option[value='{second}']").click()
    expect(colleague.locator(f"#stage-{second}-cards .card")).to_have_count(1)
    expect(page.locator(f"#stage-{second}-cards .card")).to_have_count(1, timeout=10_000)
    expect(page.locator(f"#stage-{first}-cards .card")).to_have_count(DEALS - 1)
    expect(page.locator(f"#stage-{first}-count")).to_have_text(str(DEALS - 1))
    expect(page.locator(f"#stage-{second}-head .column-sum")).to_have_text("€1,000")
    expect(page.locator("#sheet .stage-option")).to_have_count(len(english.stages))
    assert read.bounding_box()["y"] == pytest.approx(before, abs=2)
    page.locator(f".stage-option[value='{second}']").tap()
    expect(page.locator(f"#stage-{second}-cards .card")).to_have_count(2)


def test_a_hidden_board_asks_nothing_and_a_shown_one_at_once(open_page, deals, cast):
    page = open_page("phone", as_="ada")
    look_at(page)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})")
    asked = asked_by(page)
    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.fast_forward(60_000)
    page.clock.run_for(20_000)
    assert asked == []
    move(deals[0], 1, cast["ben"])
    with page.expect_response(re.compile("/board")) as answered:
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    assert answered.value.status == 200
    expect(page.locator(".column-cards").nth(1).locator(".card")).to_have_count(1)
    with page.expect_response(re.compile("/board")) as answered:
        page.clock.fast_forward(9_000)
    assert answered.value.status == 304
    assert len(asked) == 2


def test_under_a_finger_nothing_moves_until_it_lets_go(open_page, deals, english, cast):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    asked = asked_by(page)
    touch = page.context.new_cdp_session(page)
    x, y = middle(card(page, deals[-1]).locator(".card-customer"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.locator("html.dragging")).to_have_count(1)
    move(deals[0], 1, cast["ben"])
    # As if it had just been shown again, when a board asks at once.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(1000)
    assert asked == []
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".column-cards").nth(1).locator(".card")).to_have_count(1)


def test_the_keyboard_stays_on_its_card_when_somebody_else_moves_it(open_page, deals, english, cast):
    page = open_page("desktop", as_="ada")
    look_at(page)
    title = card(page, deals[3]).locator(".card-title")
    title.focus()
    move(deals[3], 1, cast["ben"])
    page.clock.run_for(9_000)
    expect(page.locator(".column-cards").nth(1).locator(".card")).to_have_count(1)
    expect(title).to_be_focused()
