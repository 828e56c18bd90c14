"""On phones, by touch: a blocked move is filled in and moved, and a win is approved on a second phone."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from salesapp.core.db import db
from salesapp.customers.models import Account
from salesapp.opportunities.models import Opportunity
from salesapp.opportunities.processes.models import Stage, default_process
from salesapp.people.models import User

pytestmark = pytest.mark.browser


@pytest.fixture
def deal(english: SimpleNamespace, cast: dict[str, User]) -> int:
    """Ada's, in Proposal, which is left only with a next step and a product; wins need approval."""
    account = Account(name="Kestrel Foods")
    db.session.add(account)
    db.session.flush()
    default_process().approval_required = True
    stage = db.session.get_one(Stage, english.stages[2].id)
    made = Opportunity.open_new(
        name="Rollout", account=account, owner=cast["ada"], stage=stage, amount=100_000, by=cast["ada"]
    )
    db.session.commit()
    return made.id


def fill_in_and_move(page: Page, english: SimpleNamespace) -> None:
    """Two taps beside typing: Move, and the stage it goes on to."""
    page.goto("/board")
    page.locator(".stage-strip").get_by_role("link", name=re.compile("Proposal")).tap()
    page.get_by_role("link", name="Move Rollout").tap()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Next step is required before leaving Proposal.")
    sheet.get_by_role("button", name="Move to Negotiation").tap()
    expect(sheet.locator(".error-summary")).to_contain_text("A product is required before leaving Proposal.")
    sheet.get_by_label("Next step", exact=True).fill("Sign on Friday")
    sheet.get_by_role("combobox").fill("SC-1")
    page.get_by_role("option", name=re.compile(english.product)).tap()
    sheet.get_by_role("button", name="Move to Negotiation").tap()
    expect(sheet).not_to_be_visible()
    there = page.locator(f"#stage-{english.stages[3].id}-cards .card")
    expect(there).to_contain_text("Sign on Friday")
    expect(there).to_contain_text("€1,000")  # what was typed stays beside a product


def ask_for_the_win(page: Page, deal: int) -> None:
    page.goto(f"/opportunities/{deal}")
    page.locator("#opportunity-stage").get_by_role("link", name="Close as won").tap()
    form = page.locator("#close-form")
    form.get_by_label("Actual amount").fill("450")
    form.get_by_role("button", name="Ask for approval").tap()
    expect(page.locator("#opportunity-stage .notice")).to_contain_text("€450.00 waits for approval")


def decide(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#today-approvals")).to_contain_text("Rollout")
    page.locator("#today-approvals").get_by_role("link", name="Decide").tap()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("€450.00")
    sheet.get_by_role("button", name="Approve").tap()
    expect(page.locator("#toasts")).to_contain_text("Rollout is won")
    expect(page.locator("#today-approvals")).to_have_count(0)


def test_a_blocked_move_is_filled_in_and_a_win_approved_on_a_second_phone(english, deal, open_page):
    ada, ben = open_page("phone", as_="ada"), open_page("phone", as_="ben")
    fill_in_and_move(ada, english)
    ask_for_the_win(ada, deal)
    decide(ben)
    ada.reload()
    expect(ada.locator("#opportunity-head .badge")).to_have_text("Won")
    expect(ada.locator("#opportunity-head .figure-value")).to_contain_text("€450.00")
