"""Three customers pay seven invoices: counted on a phone, from the finance desk and back to it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.core.outbox import Outbox, carry_all
from salesapp.customers.models import Account
from salesapp.invoices.models import Invoice, Payment
from tests.invoices.stage import anew, free_draft, order_of
from tests.quotes.stage import stage

pytestmark = pytest.mark.browser

BILLS = {"Acme": 3, "Bolt": 2, "Cobalt": 2}


@pytest.fixture
def owed(cast) -> dict[str, int]:
    """Customer → what their overdue invoices come to."""
    house, found = stage(cast), {}
    with clock.travel(to=clock.now() - timedelta(days=90)):
        for name, count in BILLS.items():
            account = Account(name=name)
            db.session.add(account)
            db.session.flush()
            drafts = [free_draft(SimpleNamespace(**vars(house) | {"account": account})) for _ in range(count)]
            for draft in drafts:
                draft.issue(by=house.people["finn"])
            found[name] = sum(draft.payable for draft in drafts)
    db.session.commit()
    return found


def test_three_payments_settle_seven_invoices_in_twelve_taps(owed, open_page):
    page = open_page("phone", as_="finn")
    page.goto("/finance")
    taps, overdue = 0, page.locator("#overdue")
    for name, amount in owed.items():
        row = overdue.get_by_role("listitem").filter(has_text=name).first
        expect(row.locator(".row-sub")).to_have_count(1)
        row.get_by_role("link", name="Payment", exact=True).tap()
        sheet = page.get_by_role("dialog")
        typed = sheet.get_by_label("Amount")
        typed.tap()
        typed.fill(f"{amount // 100}.{amount % 100:02d}")
        typed.press("Tab")  # the proposal comes as the field is left
        parts = sheet.locator(".part-amount")
        expect(parts).to_have_count(BILLS[name])
        expect(parts.last).not_to_have_value("")
        sheet.get_by_role("button", name="Record the payment").tap()
        taps += 3
        expect(overdue.get_by_role("listitem").filter(has_text=name)).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text("Finance desk")
    assert taps <= 12
    anew()
    assert [each.amount for each in db.session.scalars(select(Payment).order_by(Payment.id))] == [
        *owed.values()
    ]
    assert [each.open_amount for each in db.session.scalars(select(Invoice))] == [0] * 7


def test_twelve_orders_are_invoiced_and_mailed_in_four_taps(cast, open_page):
    house = stage(cast)
    for _ in range(12):
        order_of(house, (("pump", "1", "0"),))
    page = open_page("phone", as_="finn")
    page.goto("/finance")
    taps = [page.get_by_role("link", name="Invoice several")]
    taps[-1].tap()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(12)
    taps.append(page.get_by_role("button", name="Issue and send"))
    taps[-1].tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invoice and send")
    carry_all()
    expect(page.get_by_text("12 / 12")).to_be_visible()
    taps.append(page.get_by_role("main").get_by_role("link", name="Finance desk"))
    taps[-1].tap()
    expect(page.get_by_text("Orders to invoice")).to_have_count(0)
    assert len(taps) <= 4
    anew()
    mails = [row.payload["to"] for row in db.session.scalars(select(Outbox).where(Outbox.kind == "mail"))]
    assert mails == ["eva@echo.example"] * 12
    assert all(each.is_issued for each in db.session.scalars(select(Invoice)))
