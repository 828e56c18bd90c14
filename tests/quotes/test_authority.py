"""The discount limit holds at every door: quotes and orders, listed and free lines, with and without a price book."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.orders.actions import make_order, write_order
from salesapp.orders.models import Order
from salesapp.products.models import PriceBookEntry
from salesapp.quotes.actions import send_quote
from salesapp.quotes.mailing import Letter
from tests.quotes.stage import draft, sent

NOBODY = Letter("", "", "")


def by_hand(house, *, discount="0", price=None):
    """An order of one pump that the rep wrote without a quote."""
    ada = house.people["ada"]
    order = write_order(Order(account_id=house.account.id, discount=Decimal(discount)), by=ada)
    line = order.add_product(house.pump, by=ada)
    line.unit_price = line.unit_price if price is None else Decimal(price)
    return order


@pytest.mark.parametrize(("discount", "price"), [("100", None), ("75", None), ("0", "79.99"), ("0", "0")])
def test_an_order_by_hand_is_confirmed_within_the_limit_only(house, discount, price):
    order = by_hand(house, discount=discount, price=price)
    with pytest.raises(RuleBroken, match="your limit is 20%"):
        order.confirm(by=house.people["ada"])
    order.confirm(by=house.people["ben"])
    assert order.number is not None


def test_at_the_limit_the_rep_confirms_alone(house):
    order = by_hand(house, discount="20")
    order.confirm(by=house.people["ada"])
    assert order.number is not None


@pytest.mark.parametrize("usual", [True, False])
def test_an_emptied_price_book_hides_no_list_price(house, usual):
    house.book.is_default = usual
    quote = draft(house, lines=("pump",))
    quote.price_book = None
    quote.lines[0].unit_price = Decimal(1)
    with pytest.raises(RuleBroken, match="discounted by 99%"):
        send_quote(quote, NOBODY, by=house.people["ada"])


def test_what_has_no_list_price_is_sold_by_whoever_may_give_any_discount(house):
    quote, order = draft(house), by_hand(house)
    for document in (quote, order):
        document.add_text("Floor scale (special)", by=house.people["ada"]).unit_price = Decimal(1)
    with pytest.raises(RuleBroken, match=r"has no list price\. Ben Manager can"):
        send_quote(quote, NOBODY, by=house.people["ada"])
    with pytest.raises(RuleBroken, match="has no list price"):
        order.confirm(by=house.people["ada"])
    send_quote(quote, NOBODY, by=house.people["ben"])
    assert quote.number is not None


def test_without_any_price_book_free_lines_need_nobody(house):
    db.session.query(PriceBookEntry).delete()
    quote = draft(house, lines=())
    quote.add_text("Advice", by=house.people["ada"]).unit_price = Decimal(90)
    send_quote(quote, NOBODY, by=house.people["ada"])
    assert quote.number is not None


def test_what_a_manager_offered_is_ordered_by_anybody(house):
    quote = sent(house, "ben", discount=Decimal(60))
    quote.accept("Eva Meyer", by=house.people["ada"])
    assert make_order(quote, by=house.people["ada"]).number is not None
