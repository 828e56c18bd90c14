"""What customers get back is at most what they paid, and what a clerk did by mistake can be undone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices import queries
from salesapp.invoices.actions import (
    allocate,
    ask_down_payment,
    close_order,
    credit,
    invoice_order,
    reverse_payment,
    reverse_write_off,
    unallocate,
    write_off,
)
from salesapp.invoices.models.billing import billing_of
from salesapp.orders.actions import make_order
from salesapp.products.pricing import Percentage
from tests.invoices.stage import faults, issued, order_of, paid
from tests.quotes.stage import sent


@pytest.mark.parametrize("part", [0, 400])
def test_crediting_a_written_off_invoice_gives_back_what_was_paid_of_it(house, finn, part):
    invoice = issued(house)
    if part:
        paid(house, invoice, part)
    write_off(invoice, "They are gone", by=finn)
    note = credit(invoice, "All came back", by=finn)
    assert (note.free, invoice.open_amount) == (part, 0)
    assert invoice.standing == ("paid" if part else "credited")
    assert faults() == {}


def test_a_part_credited_of_a_written_off_invoice_gives_nothing_back(house, finn):
    invoice = issued(house)
    write_off(invoice, "They are gone", by=finn)
    note = credit(invoice, "One came back", quantities={invoice.lines[0].id: Decimal(1)}, by=finn)
    assert (note.free, invoice.open_amount) == (0, 0)
    reverse_write_off(invoice, "A mistake", by=finn)
    assert invoice.open_amount == invoice.payable - note.payable
    assert faults() == {}


def test_a_payment_that_bounces_calls_back_the_credit_it_had_earned(house, finn):
    invoice, other = issued(house), issued(house)
    payment = paid(house, invoice)
    note = credit(invoice, "All came back", by=finn)
    assert note.free == invoice.payable
    allocate(note, other, 300, by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match=r"was refunded\. Reverse that first"):
        reverse_payment(payment, "Bounced", by=finn)
    db.session.rollback()
    unallocate(note, other, "A mistake", by=finn)
    reverse_payment(payment, "Bounced", by=finn)
    assert (note.free, invoice.open_amount, other.open_amount) == (0, 0, other.payable)
    assert faults() == {}


def test_an_allocation_to_the_wrong_invoice_is_reversed(house, finn):
    wrong, right = issued(house), issued(house)
    payment = paid(house, wrong)
    unallocate(payment, wrong, "A mistake", by=finn)
    assert (payment.free, wrong.standing) == (payment.amount, "open")
    allocate(payment, right, payment.amount, by=finn)
    assert right.standing == "paid"
    with pytest.raises(RuleBroken, match="It isn’t allocated"):
        unallocate(payment, wrong, "A mistake", by=finn)


def test_a_write_off_is_reversed_once(house, finn):
    invoice = issued(house)
    write_off(invoice, "They are gone", by=finn)
    reverse_write_off(invoice, "A mistake", by=finn)
    assert (invoice.standing, invoice.open_amount) == ("open", invoice.payable)
    with pytest.raises(RuleBroken, match="This invoice has no write-off"):
        reverse_write_off(invoice, "A mistake", by=finn)


def test_what_is_credited_for_good_is_not_billed_again(house, finn):
    order = order_of(house)
    invoice = issued(house, order)
    line = invoice.lines[0]
    credit(invoice, "One came back", quantities={line.id: Decimal(1)}, again=False, by=finn)
    db.session.commit()
    assert not any(billing_of(order).quantities_left())
    assert queries.orders_to_invoice().count == 0
    credit(invoice, "One more, by mistake", quantities={line.id: Decimal(1)}, by=finn)
    db.session.commit()
    [(waiting, left)] = queries.orders_to_invoice().rows
    assert (waiting, left) == (order, billing_of(order).rest().payable)
    again = invoice_order(order, by=finn)
    assert [each.quantity for each in again.lines] == [1]
    again.issue(by=finn)
    assert faults() == {}


def test_an_order_credited_in_whole_for_good_is_closed(house, finn):
    order = order_of(house)
    credit(issued(house, order), "Not wanted", again=False, by=finn)
    assert (order.status, order.close_reason) == ("closed", "Not wanted")
    assert faults() == {}


def test_a_closed_order_bills_and_delivers_nothing_more(house, finn):
    order = order_of(house)
    order.fulfil({order.lines[0].id: Decimal(1)}, by=finn)
    issued(house, order, quantities={order.lines[0].id: Decimal(1)})
    close_order(order, "The rest is not wanted", by=finn)
    db.session.commit()
    assert order.status == "closed"
    assert not order.can_be_delivered
    assert queries.orders_to_invoice().count == 0
    with pytest.raises(RuleBroken, match="Only a confirmed order"):
        invoice_order(order, by=finn)
    assert faults() == {}


def test_a_down_payment_is_not_left_behind_by_closing(house, finn):
    order = order_of(house)
    down = ask_down_payment(order, Percentage(Decimal(50)), by=finn)
    down.issue(by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match="could no longer be deducted"):
        close_order(order, "Not wanted", by=finn)
    db.session.rollback()
    credit(down, "Not wanted", by=finn)
    close_order(order, "Not wanted", by=finn)
    assert faults() == {}


def test_the_quote_of_a_cancelled_order_does_not_wait_for_an_order_again(house, finn):
    quote = sent(house)
    quote.accept("Eva Meyer", by=house.people["ada"])
    db.session.commit()
    assert queries.quotes_to_order().count == 1
    make_order(quote, by=finn).cancel("Not wanted", by=finn)
    db.session.commit()
    assert queries.quotes_to_order().count == 0


def test_two_halves_are_the_whole(house, finn):
    order = order_of(house)
    for _ in range(2):
        ask_down_payment(order, Percentage(Decimal(50)), by=finn).issue(by=finn)
    assert invoice_order(order, by=finn).payable == 0
