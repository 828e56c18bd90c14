"""The ways to move a card: the stages under the thumb, the keyboard, and many at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import StageField, default_process
from tests.browsers import check_accessible, middle, wait_until_still
from tests.layouts import check_layout

pytestmark = pytest.mark.browser


@pytest.fixture
def deals(cast, english):
    """Two of Ada's, in a process whose stages ask for nothing."""
    for stage in default_process().stages:
        stage.key_fields, stage.product_required = [], False
    account = Account(name="Echo Foods", owner_id=cast["ada"].id)
    db.session.add(account)
    found = [
        Opportunity.open_new(name=name, account=account, by=cast["ada"], amount=amount)
        for name, amount in (("Plant 1", 500_000), ("Plant 2", 1_200_000))
    ]
    db.session.commit()
    return [each.id for each in found]


def hold(page: Page, card: object) -> object:
    """A finger that rests on the card until it is picked up."""
    touch = page.context.new_cdp_session(page)
    x, y = middle(card)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.locator(".stage-bar")).to_be_visible()
    return touch, x, y


def slide(page: Page, touch: object, start: tuple[float, float], end: tuple[float, float]) -> None:
    for step in range(1, 13):
        x, y = (a + (b - a) * step / 12 for a, b in zip(start, end, strict=True))
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(16)


def test_under_a_long_press_the_stages_come_to_the_thumb(open_page, deals, english):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    touch, *start = hold(page, page.locator(f"#opportunity-{deals[1]} .card-customer"))
    bar = page.locator(".stage-bar li")
    expect(bar.nth(0)).to_have_text(re.compile("Qualification.*€17,000"))
    expect(bar.nth(3)).to_have_text(re.compile("Negotiation.*€12,000"))
    slide(page, touch, start, middle(bar.nth(3)))
    expect(bar.nth(3)).to_have_class(re.compile("is-over"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(f"#stage-{english.stages[3].id}-cards .card")).to_have_count(1)
    expect(page.locator(f"#stage-{english.stages[3].id}-head .column-sum")).to_have_text("€12,000")
    expect(page.locator(f"#stage-{english.stages[0].id}-head .column-sum")).to_have_text("€5,000")
    expect(page.locator(".stage-bar")).to_have_count(0)
    expect(page.locator("#toasts").get_by_role("button", name="Undo")).to_be_visible()


def test_let_go_elsewhere_or_on_won_the_card_stays(open_page, deals, english):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    card = page.locator(f"#opportunity-{deals[1]}")
    touch, *start = hold(page, card.locator(".card-customer"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".stage-bar")).to_have_count(0)
    touch, *start = hold(page, card.locator(".card-customer"))
    slide(page, touch, start, middle(page.locator(".stage-bar li").nth(4)))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#sheet")).to_contain_text("Close as won")
    expect(page.locator(f"#stage-{english.stages[0].id}-cards .card")).to_have_count(2)


def test_a_card_is_picked_up_and_put_down_with_the_keyboard(open_page, deals, english):
    page = open_page("desktop", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    title, said = page.locator(f"#opportunity-{deals[1]} .card-title"), page.locator("#board-status")
    title.focus()
    page.keyboard.press("Space")
    expect(said).to_have_text(re.compile("Plant 2 is picked up"))
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Needs analysis, would be €12,000")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Plant 2 wasn’t moved")
    page.keyboard.press("Space")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(f"#stage-{english.stages[1].id}-cards .card")).to_have_count(1)
    expect(said).to_have_text("Plant 2 moved to Needs analysis")
    expect(title).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#opportunity-{deals[0]} .card-title")).to_be_focused()


def test_several_are_picked_and_moved_with_one_hand(open_page, deals, english):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    page.get_by_role("link", name="Select").tap()
    expect(page.locator(".select-bar")).not_to_be_visible()
    for name in ("Plant 1", "Plant 2"):
        page.locator("label.card-title", has_text=name).tap()
    expect(page.locator(".select-bar output")).to_have_text("2 · €17,000.00")
    check_layout(page)
    check_accessible(page)
    page.locator(".select-bar").get_by_role("button", name="Move").tap()
    page.locator("#sheet").get_by_role("button", name=re.compile("Needs analysis")).tap()
    expect(page.locator("#toasts")).to_contain_text("Moved to Needs analysis: 2")
    expect(page.locator(f"#stage-{english.stages[1].id}-cards .card")).to_have_count(2)
    page.locator("#toasts").get_by_role("button", name="Undo").tap()
    expect(page.locator(f"#stage-{english.stages[0].id}-cards .card")).to_have_count(2)


def test_a_board_is_saved_and_picked_on_a_phone(open_page, deals):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    page.locator(".chips").get_by_role("link", name="Last moved first").tap()
    page.locator("#sheet").get_by_text("Largest amount").tap()
    page.locator("#sheet").get_by_role("button", name="Show").tap()
    expect(page.locator(".card-title").first).to_have_text("Plant 2")
    page.locator(".chips").get_by_role("link", name="Boards").tap()
    page.locator("#sheet").get_by_label("Name").fill("Big ones")
    page.locator("#sheet").get_by_text("Open by default").tap()
    page.locator("#sheet").get_by_role("button", name="Save").tap()
    expect(page.locator(".chips [aria-current]").first).to_have_text("Big ones")
    page.goto("/board")
    expect(page.locator(".chips").get_by_role("link", name="Largest amount")).to_be_visible()
    check_layout(page)
    check_accessible(page)


def test_in_an_order_by_hand_a_card_stays_where_the_thumb_puts_it(open_page, deals, english):
    page = open_page("phone", as_="ada")
    page.goto("/board?sort=hand")
    wait_until_still(page)
    titles = page.locator(f"#stage-{english.stages[0].id}-cards .card-title")
    expect(titles).to_have_text(["Plant 2", "Plant 1"])
    touch, *start = hold(page, page.locator(f"#opportunity-{deals[1]} .card-customer"))
    end = middle(page.locator(f"#opportunity-{deals[0]} .card-move"))
    slide(page, touch, start, (end[0], end[1] + 10))
    expect(titles).to_have_text(["Plant 1", "Plant 2"])
    with page.expect_response(re.compile("/place$")) as answered:
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert answered.value.status == 204
    page.reload()
    expect(titles).to_have_text(["Plant 1", "Plant 2"])


def test_in_lanes_a_card_goes_to_another_stage_of_its_lane(open_page, deals, english, cast):
    of_ben = Opportunity.open_new(
        name="Of Ben", account=db.session.get(Opportunity, deals[0]).account, by=cast["ben"]
    )
    db.session.flush()
    stage, lane, own, kept = english.stages[1].id, cast["ada"].id, cast["ben"].id, of_ben.id
    db.session.commit()
    page = open_page("desktop", as_="ben")
    page.goto("/board?lanes=owner")
    wait_until_still(page)
    first, second = (page.locator(f"#stage-{stage}-lane-{each}-cards") for each in (own, lane))
    for target, count in ((first, 0), (second, 1)):
        page.locator(f"#opportunity-{deals[1]} .card-customer").hover()
        page.mouse.down()
        x, y = middle(target)
        page.mouse.move(x, y, steps=12)
        expect(target.locator(".card")).to_have_count(count)
        page.mouse.up()
        expect(second.locator(".card")).to_have_count(count)
        expect(first.locator(".card")).to_have_count(0)
    expect(page.locator(f"#stage-{stage}-lane-{lane}-head .cell-sum")).to_have_text("€12,000")
    expect(page.locator(f"#opportunity-{kept}")).to_be_visible()
    check_layout(page)
    check_accessible(page)


def test_won_and_lost_come_while_a_card_is_dragged_and_the_closing_sheet_is_asked(open_page, deals, english):
    page = open_page("desktop", as_="ada", reduced_motion="reduce")
    page.goto("/board")
    wait_until_still(page)
    won, card = page.locator("#stage-won"), page.locator(f"#opportunity-{deals[1]}")
    expect(won).not_to_be_visible()
    assert card.bounding_box()["width"] >= 280
    card.locator(".card-customer").hover()
    page.mouse.down()
    expect(won).not_to_be_visible()
    page.mouse.move(600, 400, steps=4)
    expect(won).to_be_visible()
    page.mouse.move(*middle(won), steps=8)
    expect(won.locator(".card")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("#sheet")).to_contain_text("Close as won")
    expect(won).not_to_be_visible()
    expect(page.locator(f"#stage-{english.stages[0].id}-cards .card")).to_have_count(2)


def test_on_a_phone_the_first_card_is_near_the_top_upright_and_on_its_side(open_page, deals):
    page = open_page("phone", as_="ada")
    page.goto("/board?owner=me&stale=0&quarter=0")
    for size, most in (({"width": 360, "height": 800}, 190), ({"width": 844, "height": 390}, 150)):
        page.set_viewport_size(size)
        box = page.locator(".card").first.bounding_box()
        assert box["y"] <= most, f"the first card begins at {box['y']} px at {size}"
        assert box["width"] >= 280


@pytest.fixture
def guarded(deals):
    """The first stage is left only with a next step."""
    default_process().open_stages[0].key_fields = [StageField(field="next_step", must=True)]
    db.session.commit()
    return deals


def fill_what_is_missing(page: Page, deals: list[int], english: object) -> None:
    """The sheet says what the stage asks for; the card is where it was until that is saved."""
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Before leaving Qualification:")
    expect(page.locator(f"#stage-{english.stages[0].id}-cards .card")).to_have_count(2)
    sheet.get_by_label("Next step", exact=True).fill("Send the offer")
    sheet.get_by_role("button", name=re.compile("Move to Proposal")).click()
    expect(page.locator(f"#stage-{english.stages[2].id}-cards #opportunity-{deals[1]}")).to_be_visible()
    expect(sheet).not_to_be_visible()


def test_a_card_dropped_by_mouse_where_something_is_missing_asks_for_it(open_page, guarded, english):
    page = open_page("desktop", as_="ada", reduced_motion="reduce")
    page.goto("/board")
    wait_until_still(page)
    page.locator(f"#opportunity-{guarded[1]} .card-customer").hover()
    page.mouse.down()
    page.mouse.move(600, 400, steps=4)
    page.mouse.move(*middle(page.locator(f"#stage-{english.stages[2].id}-cards")), steps=8)
    expect(page.locator(f"#stage-{english.stages[0].id}-cards .card")).to_have_count(2)
    page.mouse.up()
    fill_what_is_missing(page, guarded, english)


def test_a_card_let_go_on_a_stage_that_asks_for_more_asks_for_it_under_the_thumb(open_page, guarded, english):
    page = open_page("phone", as_="ada", reduced_motion="reduce")
    page.goto("/board")
    wait_until_still(page)
    touch, *start = hold(page, page.locator(f"#opportunity-{guarded[1]} .card-customer"))
    slide(page, touch, start, middle(page.locator(".stage-bar li").nth(2)))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    fill_what_is_missing(page, guarded, english)
