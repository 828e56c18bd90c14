"""A board of thousands under one thumb: from the first to the last column, and swiping that moves no card."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import default_process
from tests.browser.test_moving_cards import hold, slide
from tests.browsers import middle, wait_until_still

pytestmark = pytest.mark.browser
CARDS = 2000
SWIPES = 200
WAYS = ((-180, 0), (0, -300), (-150, -150), (180, 0), (0, 280), (150, 200), (-170, 60), (60, -320))
MORNING = datetime(2030, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
def crowd(cast, english):
    """As many cards, spread over the columns; the newest of a column lies on top."""
    account = Account(name="Echo Foods", owner_id=cast["ada"].id)
    db.session.add(account)
    db.session.flush()
    stages, rows = default_process().open_stages, []
    for stage in stages:  # whatever it jumps over, a card may go anywhere
        stage.key_fields, stage.product_required = [], False
    for number in range(CARDS):
        stage, at = stages[number % len(stages)], MORNING + timedelta(minutes=number)
        rows.append(
            {
                "name": f"Deal {number}",
                "account_id": account.id,
                "owner_id": cast["ada"].id,
                "process_id": stage.process_id,
                "stage_id": stage.id,
                "state": "open",
                "currency": "EUR",
                "amount": 100_00,
                "amount_in_company": 100_00,
                "probability": stage.probability,
                "stage_entered_at": at,
                "touched_at": at,
            }
        )
    db.session.execute(
        insert(Opportunity.__table__), rows, execution_options={"unscoped": "two thousand at once"}
    )
    db.session.commit()


def stage_counts():
    db.session.expire_all()
    return dict(db.session.query(Opportunity.stage_id, db.func.count()).group_by(Opportunity.stage_id).all())


def test_from_the_first_to_the_last_column_of_two_thousand_cards_with_one_thumb(open_page, crowd, english):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    first, last = english.stages[0].id, english.stages[-1].id
    each = CARDS // len(english.stages)
    card = page.locator(f"#stage-{first}-cards .card").first
    name = card.get_attribute("data-title")
    touch, *start = hold(page, card.locator(".card-customer"))
    over = page.locator(".stage-bar li").nth(len(english.stages) - 1)
    slide(page, touch, start, middle(over))
    expect(over).to_have_class(re.compile("is-over"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(f"#stage-{last}-cards .card-title").first).to_have_text(name)
    expect(page.locator(f"#stage-{last}-head .column-sum")).to_have_text(f"€{(each + 1) * 100:,}")
    expect(page.locator(f"#stage-{first}-head .column-sum")).to_have_text(f"€{(each - 1) * 100:,}")
    assert stage_counts() == {
        stage.id: each + {first: -1, last: 1}.get(stage.id, 0) for stage in english.stages
    }
    page.locator(f'.stage-strip a[href="#stage-{last}"]').tap()
    expect(page.locator(f"#stage-{last}-cards .card-title").first).to_be_in_viewport()


def swipe(touch, x, y):
    """One quick stroke of the thumb over the middle of the screen, by so many pixels."""
    for step in range(5):
        point = {"x": 190 + x * step / 4, "y": 480 + y * step / 4}
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_two_hundred_swipes_move_no_card(open_page, crowd, english):
    page = open_page("phone", as_="ada")
    page.goto("/board")
    wait_until_still(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    before, touch, reached = stage_counts(), page.context.new_cdp_session(page), []
    for number in range(SWIPES):
        swipe(touch, *WAYS[number % len(WAYS)])
        if number % 25 == 0:
            reached.append(page.evaluate("document.querySelector('.board').scrollLeft + scrollY"))
    assert max(reached) > 0
    expect(page.locator(".card-drag, .card-ghost, .stage-bar")).to_have_count(0)
    assert sent == []
    assert stage_counts() == before


def test_of_two_who_move_one_card_the_second_is_told(open_page, crowd, english):
    key = db.session.query(Opportunity.id).filter_by(stage_id=english.stages[0].id).first()[0]
    db.session.commit()
    sheets = []
    for person in ("ada", "ben"):
        page = open_page("phone", as_=person)
        page.goto(f"/opportunities/{key}/move")
        wait_until_still(page)
        sheets.append(page)
    first, second = sheets
    first.get_by_role("button", name=re.compile("Needs analysis")).tap()
    expect(first.locator("#toasts")).to_contain_text("moved to Needs analysis")
    second.get_by_role("button", name=re.compile("Proposal")).tap()
    expect(second.locator("body")).to_contain_text("has moved this opportunity")
    db.session.expire_all()
    assert db.session.get(Opportunity, key).stage_id == english.stages[1].id
