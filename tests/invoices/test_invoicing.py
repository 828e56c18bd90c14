"""Orders become invoices: whole, delivered, in parts, by a down payment; the parts add up to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import ask_down_payment, close_order, credit, invoice_fulfilled, invoice_order
from salesapp.invoices.models import Invoice
from salesapp.products.pricing import Percentage
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.stage import anew, faults, free_draft, issued, order_of
from tests.quotes.stage import sent
from tests.quotes.test_screens import token


def test_all_of_an_order_in_one_invoice(house, finn):
    order = order_of(house)
    invoice = invoice_order(order, by=finn)
    assert (invoice.net, invoice.tax, invoice.total) == (order.net, order.tax, order.total)
    assert invoice.taxes == order.taxes
    assert [line.order_line_id for line in invoice.lines] == [line.id for line in order.lines]
    invoice.issue(by=finn)
    assert invoice.number.startswith("INV-")
    assert faults() == {}


def test_an_order_is_never_invoiced_twice(house, finn):
    order = order_of(house)
    issued(house, order)
    with pytest.raises(RuleBroken, match="The order is fully invoiced"):
        invoice_order(order, by=finn)


def test_one_draft_at_a_time_stands_for_an_order(house, finn):
    order = order_of(house)
    draft = invoice_order(order, by=finn)
    with pytest.raises(RuleBroken, match="There is already a draft for this order"):
        invoice_order(order, by=finn)
    recycle_bin.delete(draft, by=finn)
    again = invoice_order(order, by=finn)
    assert again.total == order.total
    db.session.commit()


def test_chosen_quantities_then_the_rest_add_up(house, finn):
    order = order_of(house)
    first, second = order.lines
    parts = [
        issued(house, order, quantities={first.id: Decimal(1)}),
        issued(house, order, quantities={first.id: Decimal("0.333"), second.id: Decimal("2.5")}),
        issued(house, order),
    ]
    assert sum(part.net for part in parts) == order.net
    assert sum(part.tax for part in parts) == order.tax
    assert sum(part.payable for part in parts) == order.total
    assert faults() == {}


def test_more_than_is_left_is_refused(house, finn):
    order = order_of(house)
    with pytest.raises(RuleBroken, match="Only 3 of this line"):
        invoice_order(order, quantities={order.lines[0].id: Decimal("3.001")}, by=finn)
    with pytest.raises(RuleBroken, match="Enter a quantity"):
        invoice_order(order, quantities={}, by=finn)


def test_what_was_delivered_is_invoiced(house, finn):
    order = order_of(house)
    with pytest.raises(RuleBroken, match="Everything delivered"):
        invoice_fulfilled(order, by=finn)
    order.fulfil({order.lines[0].id: Decimal(2)}, by=finn)
    invoice = invoice_fulfilled(order, by=finn)
    assert [(line.order_line_id, line.quantity) for line in invoice.lines] == [
        (order.lines[0].id, Decimal(2))
    ]
    invoice.issue(by=finn)
    with pytest.raises(RuleBroken, match="Everything delivered"):
        invoice_fulfilled(order, by=finn)


def test_a_down_payment_is_deducted_by_the_last_part(house, finn):
    order = order_of(house)
    down = ask_down_payment(order, Percentage(Decimal(30)), by=finn)
    assert down.is_down_payment
    down.issue(by=finn)
    part = issued(house, order, quantities={order.lines[0].id: Decimal(1)})
    rest = issued(house, order)
    assert part.deducted == 0
    assert rest.deducted == down.payable
    assert down.payable + part.payable + rest.payable == order.total
    assert faults() == {}


def test_a_down_payment_of_everything_leaves_nothing_to_pay(house, finn):
    order = order_of(house)
    ask_down_payment(order, Percentage(Decimal(100)), by=finn).issue(by=finn)
    rest = issued(house, order)
    assert (rest.total, rest.payable) == (order.total, 0)
    assert rest.standing == "paid"
    assert faults() == {}


def test_a_down_payment_beyond_what_is_left_is_refused(house, finn):
    order = order_of(house)
    for asked in (Percentage(Decimal("100.01")), Decimal(0), Decimal(100_000)):
        with pytest.raises(RuleBroken, match="at most the amount not yet invoiced"):
            ask_down_payment(order, asked, by=finn)


def test_a_down_payment_that_was_deducted_is_not_credited_alone(house, finn):
    order = order_of(house)
    down = ask_down_payment(order, Decimal(50), by=finn)
    down.issue(by=finn)
    rest = issued(house, order)
    with pytest.raises(RuleBroken, match="was deducted from a later invoice"):
        credit(down, "wrong", by=finn)
    credit(rest, "wrong", by=finn)
    note = credit(down, "wrong", by=finn)
    assert note.payable == 5000
    again = issued(house, order)
    assert again.payable == order.total
    assert faults() == {}


def test_an_invoiced_order_is_not_cancelled(house, finn):
    order = order_of(house)
    invoice = issued(house, order)
    with pytest.raises(RuleBroken, match="This order is invoiced"):
        order.cancel("no", by=finn)
    credit(invoice, "all of it", by=finn)
    order.cancel("no", by=finn)


def test_the_lines_of_an_order_are_not_changed_in_its_invoice(house, finn):
    draft = invoice_order(order_of(house), by=finn)
    for change in (
        lambda: draft.add_text("more", by=finn),
        lambda: draft.add_product(house.pump, by=finn),
        lambda: draft.remove_line(draft.lines[0], by=finn),
    ):
        with pytest.raises(RuleBroken, match="These lines come from the order"):
            change()


def test_an_invoice_without_an_order(house, finn):
    draft = free_draft(house)
    assert draft.payable == draft.total > 0
    draft.issue(by=finn)
    assert faults() == {}


def test_a_draft_of_a_cancelled_order_is_not_issued(house, finn):
    order = order_of(house)
    draft = free_draft(house)
    order.cancel("no", by=finn)
    draft.order = order
    with pytest.raises(RuleBroken, match="Only a confirmed order"):
        draft.issue(by=finn)


def test_a_draft_comes_out_of_the_bin_only_while_its_order_asks_for_just_that(house, finn):
    order = order_of(house)
    draft = invoice_order(order, by=finn)
    recycle_bin.delete(draft, by=finn)
    recycle_bin.restore(draft, by=finn)
    assert draft.deleted_at is None
    recycle_bin.delete(draft, by=finn)
    other = invoice_order(order, quantities={order.lines[0].id: Decimal(1)}, by=finn)
    with pytest.raises(RuleBroken, match="There is already a draft for this order"):
        recycle_bin.restore(draft, by=finn)
    other.issue(by=finn)
    with pytest.raises(RuleBroken, match="can still be invoiced"):
        recycle_bin.restore(draft, by=finn)
    close_order(order, "They need no more", by=finn)
    with pytest.raises(RuleBroken, match="Only a confirmed order can be invoiced"):
        recycle_bin.restore(draft, by=finn)
    assert draft.deleted_at is not None
    assert faults() == {}


def test_an_accepted_quote_is_invoiced_in_one_press_by_its_order(house, as_user):
    quote = sent(house)
    quote.accept("Eva Meyer", by=house.people["ada"])
    db.session.commit()
    finn, page = as_user("finn"), f"/quotes/{quote.id}"
    first = finn.submit(page, action=f"{page}/invoice")
    second = finn.post(f"{page}/invoice", data=token(finn, page))
    assert (first.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    anew()
    (invoice,) = db.session.scalars(select(Invoice))
    assert (invoice.total, invoice.order.quote_id) == (quote.total, quote.id)
    assert f'action="{page}/invoice"' not in finn.get(page).text
    assert faults() == {}
