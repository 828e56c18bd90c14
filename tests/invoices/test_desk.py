"""The finance desk: every list whole with true counts, and after an act one stands on the next row."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from salesapp.core import clock
from salesapp.core.db import db
from salesapp.invoices.mailing import mark_sent
from salesapp.invoices.models.billing import billing_of
from salesapp.web.filters import money, money_short
from tests.home.test_team import figures
from tests.invoices.stage import issued, midday, order_of


def test_overdue_invoices_stand_in_their_bucket(house, as_user):
    noon = midday()
    with clock.travel(to=noon - timedelta(days=30 + 45)):
        invoice = issued(house)
        mark_sent(invoice, by=house.people["finn"])
        db.session.commit()
    browser = as_user("finn")
    with clock.travel(to=noon):
        assert "45 days overdue" in browser.get("/finance").text
    assert invoice.number in browser.get("/finance?overdue=60").text
    assert invoice.number not in browser.get("/finance?overdue=30").text


def test_today_says_how_much_waits_on_the_desk(house, as_user):
    noon = midday()
    with clock.travel(to=noon - timedelta(days=30 + 45)):
        late = issued(house)
        mark_sent(late, by=house.people["finn"])
    issued(house)
    for _ in range(2):
        order_of(house)
    db.session.commit()
    seen = figures(as_user("finn"))
    assert seen == {
        "Overdue": (money_short(late.open_amount, "EUR"), "/finance#overdue"),
        "Orders to invoice": ("2", "/finance#orders-to-invoice"),
        "Issued but not sent": ("1", "/finance#unsent"),
        "Bookings to match": ("0", "/bank-statements"),
    }
    assert "Orders to invoice" not in as_user("ada").get("/").text, "who has no desk"


def test_the_desk_counts_all_shows_what_is_left_and_goes_on(house, as_user, monkeypatch):
    monkeypatch.setattr("salesapp.invoices.queries.SHOWN", 2)
    orders = [order_of(house) for _ in range(3)]
    issued(house, orders[0], quantities={orders[0].lines[0].id: Decimal(1)})
    finn = as_user("finn")
    page = finn.get("/finance").text
    left = billing_of(orders[0]).rest().payable
    assert f">{money(left, 'EUR')}<" in page
    assert f"of {money(orders[0].total, 'EUR')}" in page
    assert '<span class="count">3</span>' in page
    assert "1–2 of 3" in page
    assert orders[2].title not in page
    following = finn.get("/finance?orders=2").text
    assert orders[2].title in following
    assert orders[0].title not in following
    assert finn.get("/finance?orders=²&late=x").status_code == 200


def test_an_act_of_the_desk_ends_there_at_the_next_row(house, as_user):
    first, second = order_of(house), order_of(house)
    finn = as_user("finn")
    sheet = f"/orders/{first.id}/invoice?back=/finance%23order-{second.id}"
    assert sheet in finn.get("/finance").text
    assert finn.submit(sheet, what="all", then="issue").headers["Location"] == f"/finance#order-{second.id}"
    foreign = f"/orders/{second.id}/invoice?back=//evil.example/"
    assert finn.submit(foreign, what="all", then="issue").headers["Location"].startswith("/invoices/")
