"""Deliveries have their day and note, are corrected where they were typed wrong, and what is missing is listed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import cancel_rest, credit, invoice_fulfilled
from salesapp.invoices.models.billing import billing_of
from salesapp.invoices.queries import orders_to_invoice
from salesapp.orders.models import OrderStatus
from tests.invoices.stage import anew, faults, issued, order_of


def test_a_delivery_typed_wrong_is_corrected_and_stays_readable(house, finn):
    order = order_of(house)
    pump, pipe = order.lines
    yesterday = today_for() - timedelta(days=1)
    first = order.fulfil({pump.id: Decimal(3), pipe.id: Decimal(7)}, by=finn, on=yesterday, note="DHL 12")
    db.session.commit()
    assert order.status is OrderStatus.FULFILLED
    with pytest.raises(RuleBroken, match="future"):
        order.correct(first, {pump.id: Decimal(1)}, by=finn, on=today_for() + timedelta(days=1))
    db.session.rollback()
    second = order.correct(first, {pump.id: Decimal(2)}, by=finn, on=yesterday)
    db.session.commit()
    assert (pump.quantity_fulfilled, pipe.quantity_fulfilled) == (2, 0)
    assert order.status is OrderStatus.PARTLY_FULFILLED
    assert (first.what, first.stands, second.place) == ("3 × Pump, 7 × Pipe 3 m", False, 2)
    with pytest.raises(RuleBroken, match="already been corrected"):
        order.correct(first, {}, by=finn)
    assert order.correct(second, {}, by=finn) is None
    assert order.status is OrderStatus.CONFIRMED
    assert faults() == {}


def test_the_rest_is_cancelled_and_what_was_delivered_is_still_invoiced(house, finn):
    order = order_of(house)
    pump, pipe = order.lines
    order.fulfil({pump.id: Decimal(2)}, by=finn)
    issued(house, order, quantities={pipe.id: Decimal(4)})
    with pytest.raises(RuleBroken, match="reason"):
        cancel_rest(order, " ", by=finn)
    cancel_rest(order, "Discontinued", by=finn)
    db.session.commit()
    assert (pump.quantity_closed, pipe.quantity_closed) == (1, 3)
    assert order.status is OrderStatus.PARTLY_FULFILLED, "four pipes are invoiced and still to come"
    assert billing_of(order).quantities_left() == [2, 0]
    with pytest.raises(RuleBroken, match="Credit it instead"):
        cancel_rest(order, "Discontinued", by=finn)
    db.session.rollback()
    order.fulfil({pipe.id: Decimal(4)}, by=finn)
    assert order.status is OrderStatus.FULFILLED
    invoice_fulfilled(order, by=finn).issue(by=finn)
    db.session.commit()
    assert orders_to_invoice().count == 0
    assert faults() == {}
    other = order_of(house)
    cancel_rest(other, "No longer wanted", by=finn)
    assert other.status is OrderStatus.CLOSED, "nothing of it is left at all"
    assert faults() == {}


def test_a_delivery_is_corrected_though_part_of_it_was_credited_for_good(house, finn):
    order = order_of(house)
    pump, pipe = order.lines
    first = order.fulfil({pump.id: Decimal(3), pipe.id: Decimal(7)}, by=finn)
    bill = issued(house, order)
    credit(bill, "Broken", quantities={bill.lines[1].id: Decimal(2)}, again=False, by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match="Only 7 of Pipe"):
        order.correct(first, {pump.id: Decimal(3), pipe.id: Decimal(8)}, by=finn)
    db.session.rollback()
    second = order.correct(first, {pump.id: Decimal(3), pipe.id: Decimal(7)}, by=finn, note="DHL 12")
    db.session.commit()
    assert (second.note, pipe.quantity_fulfilled, order.status) == ("DHL 12", 7, OrderStatus.FULFILLED)
    with pytest.raises(RuleBroken, match="Only a confirmed order"):
        order.fulfil({pipe.id: Decimal(1)}, by=finn)
    assert faults() == {}


def test_deliveries_corrections_and_back_orders_on_the_screen(house, as_user):
    order, late, finn = order_of(house, requested_on=date(2020, 1, 2)), order_of(house), as_user("finn")
    page, (pump, pipe) = f"/orders/{order.id}", order.lines
    listed = finn.get("/orders/back-orders").text
    assert listed.index(order.number) < listed.index(late.number), "what is wanted first comes first"
    assert "7 of 7 pcs missing" in listed
    assert "row-overdue" in listed
    sheet = f"{page}/fulfil"
    done = {f"line_{pump.id}": "3", f"line_{pipe.id}": "2.5", "note": "Received by Eva"}
    assert finn.submit(sheet, action=sheet, **done).status_code == 303
    shown = finn.get(page).text
    assert "3 × Pump, 2.5 × Pipe 3 m" in shown
    assert "Received by Eva" in shown
    assert "4.5 of 7 pcs missing" in finn.get("/orders/back-orders").text
    wrong = f"{page}/deliveries/{order.deliveries[0].id}"
    assert finn.submit(wrong, action=wrong, **{f"line_{pump.id}": "4"}).status_code == 422
    assert finn.submit(wrong, action=wrong, **{f"line_{pump.id}": "1"}).status_code == 303
    assert "corrected on" in finn.get(page).text
    rest = f"{page}/rest"
    assert finn.submit(rest, action=rest, reason="Discontinued").status_code == 303
    anew()
    assert [line.quantity_open for line in order.lines] == [0, 0]
    assert f'href="{page}"' not in finn.get("/orders/back-orders").text
    assert finn.get("/orders/back-orders?start=50").status_code == 200


def test_an_invoice_says_the_days_on_which_what_it_takes_was_delivered(house, finn):
    order = order_of(house)
    pump, pipe = order.lines
    first, second, third = (today_for() - timedelta(days=days) for days in (20, 10, 5))
    wrong = order.fulfil({pump.id: Decimal(1), pipe.id: Decimal(7)}, by=finn, on=third)
    order.correct(wrong, {pump.id: Decimal(1)}, by=finn, on=second)
    order.fulfil({pump.id: Decimal(1)}, by=finn, on=first)
    supplied = []
    for quantities in ({pump.id: Decimal(1)}, {pump.id: Decimal(1)}, {pipe.id: Decimal(1)}):
        invoice = issued(house, order, quantities=quantities)
        supplied.append((invoice.supply_from, invoice.supply_to))
    order.fulfil({pump.id: Decimal(1), pipe.id: Decimal(7)}, by=finn, on=third)
    invoice = invoice_fulfilled(order, by=finn)
    supplied.append((invoice.supply_from, invoice.supply_to))
    assert supplied == [(first, None), (second, None), (today_for(), None), (third, None)]
    both = order_of(house)
    for on in (first, second):
        both.fulfil({both.lines[0].id: Decimal(1)}, by=finn, on=on)
    invoice = invoice_fulfilled(both, by=finn)
    assert (invoice.supply_from, invoice.supply_to) == (first, second)
