"""Several orders on one invoice: which go together, what falls to each, and that every order adds up to the cent."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import ask_down_payment, close_order, credit, credit_amounts, invoice_order
from salesapp.invoices.actions.crediting import credit_and_redraft
from salesapp.invoices.actions.joining import add_order, invoice_together, remove_order
from salesapp.invoices.actions.reducing import reducible
from salesapp.invoices.models import Invoice
from salesapp.invoices.models.billing import billing_of, draft_of
from salesapp.orders.amendments.actions import Wanted, change_line
from salesapp.products.pricing import Percentage
from salesapp.records.recycle_bin import acts as recycle_bin
from tests.invoices.careless import HAND
from tests.invoices.stage import anew, faults, issued, order_of

ODD = (("pump", "3", "10", Decimal("0.33")), ("pipe", "7", "0", Decimal("1.11")))


def three(house):
    """Orders whose taxes are each rounded in another way than their sum would be."""
    return [order_of(house, ODD, customer_reference=f"PO-{n}") for n in range(1, 4)]


def test_one_invoice_of_several_orders_is_their_sum_to_the_cent(house, finn):
    orders = three(house)
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    assert (invoice.net, invoice.tax, invoice.payable) == (
        sum(each.net for each in orders),
        sum(each.tax for each in orders),
        sum(each.total for each in orders),
    )
    assert [line.position for line in invoice.lines] == [1, 2, 3, 4, 5, 6]
    assert [share.payable for share in invoice.order_shares] == [each.total for each in orders]
    assert all(not any(billing_of(each).quantities_left()) for each in orders)
    assert (invoice.customer_reference, invoice.order_id) == (None, None)
    assert faults() == {}


def test_a_draft_stands_for_each_of_its_orders(house, finn):
    orders = three(house)
    draft = invoice_together(orders[:2], by=finn)
    assert [draft_of(each) for each in orders] == [draft, draft, None]
    with pytest.raises(RuleBroken, match="already a draft"):
        invoice_order(orders[1], by=finn)
    with pytest.raises(RuleBroken, match=f"{orders[1].number}: There is already a draft"):
        invoice_together(orders[1:], by=finn)
    with pytest.raises(RuleBroken, match="already a draft"):
        close_order(orders[0], "Enough", by=finn)


def test_orders_that_differ_in_what_an_invoice_says_once_stay_apart(house, finn):
    first = order_of(house, billing_address="ACME\nOne street")
    other = order_of(house, billing_address="ACME\nOther street", discount="0", payment_days=60)
    with pytest.raises(RuleBroken, match="Billing address, Payment terms, Document discount in %"):
        invoice_together([first, other], by=finn)


def test_an_order_joins_a_draft_and_leaves_it_again(house, finn):
    orders = three(house)
    draft = invoice_order(orders[0], by=finn)
    alone = (draft.net, draft.tax, draft.payable, draft.customer_reference, draft.supply_from)
    add_order(draft, orders[1], by=finn)
    add_order(draft, orders[2], by=finn)
    db.session.commit()
    assert (draft.payable, draft.is_joint, draft.order_id) == (
        sum(each.total for each in orders),
        True,
        None,
    )
    assert faults() == {}
    remove_order(draft, orders[1], by=finn)
    assert draft_of(orders[1]) is None
    assert faults() == {}
    remove_order(draft, orders[2], by=finn)
    db.session.commit()
    anew()
    assert (draft.is_joint, draft.order_id, draft.order_shares) == (False, orders[0].id, [])
    assert (draft.net, draft.tax, draft.payable, draft.customer_reference, draft.supply_from) == alone
    draft.issue(by=finn)
    assert faults() == {}


def test_orders_join_only_a_draft_of_orders_that_is_no_down_payment(house, finn):
    first, second = three(house)[:2]
    down = ask_down_payment(first, Percentage(Decimal(10)), by=finn)
    with pytest.raises(RuleBroken, match="only be added to a draft of other orders"):
        add_order(down, second, by=finn)
    down.issue(by=finn)
    invoice = invoice_order(second, by=finn)
    invoice.issue(by=finn)
    with pytest.raises(RuleBroken, match="can’t be changed"):
        add_order(invoice, first, by=finn)


def test_down_payments_of_each_order_are_deducted(house, finn):
    orders = three(house)
    for order, share in zip(orders, ("10", "50", "0"), strict=True):
        if share != "0":
            ask_down_payment(order, Percentage(Decimal(share)), by=finn).issue(by=finn)
    asked = [billing_of(each).rest().payable for each in orders]
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    assert invoice.deducted > 0
    assert (invoice.payable, [each.payable for each in invoice.order_shares]) == (sum(asked), asked)
    assert faults() == {}


def test_what_is_credited_of_one_order_is_billed_again_for_that_order(house, finn):
    orders = three(house)
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    of_second = {line.id: line.quantity for line in invoice.lines[2:4]}
    note = credit(invoice, "Wrong", quantities=of_second, by=finn)
    assert note.payable == orders[1].total
    assert [share.order_id for share in note.order_shares] == [orders[1].id]
    again = invoice_order(orders[1], by=finn)
    again.issue(by=finn)
    assert again.payable == orders[1].total
    assert [any(billing_of(each).quantities_left()) for each in orders] == [False, False, False]
    credit(invoice, "The rest too", by=finn)
    assert faults() == {}


def test_what_is_not_billed_again_closes_its_orders(house, finn):
    orders = three(house)
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    credit(invoice, "Gone", again=False, by=finn)
    assert [each.status.value for each in orders] == ["closed"] * 3
    assert faults() == {}


def test_credits_in_parts_take_exactly_what_was_billed(house, finn):
    orders = three(house)
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    for _time in range(3):
        credit(invoice, "One", quantities={line.id: Decimal(1) for line in invoice.lines}, by=finn)
        assert faults() == {}
    for rate in reducible(invoice):
        credit_amounts(invoice, "Less", {rate.key: 1}, by=finn)
        assert faults() == {}
    credit(invoice, "The rest", by=finn)
    assert sum(each.payable for each in invoice.credit_notes) == invoice.payable
    assert faults() == {}


def test_crediting_and_drafting_anew_makes_a_draft_of_the_same_orders(house, finn):
    orders = three(house)
    invoice = invoice_together(orders, by=finn)
    invoice.issue(by=finn)
    again = credit_and_redraft(invoice, "Wrong address", by=finn)
    assert (again.payable, again.orders) == (invoice.payable, invoice.orders)
    again.issue(by=finn)
    assert faults() == {}


def test_a_draft_from_the_bin_is_one_again_unless_an_order_was_invoiced_meanwhile(house, finn):
    orders = three(house)
    draft = invoice_together(orders, by=finn)
    db.session.commit()
    recycle_bin.delete(draft, by=finn)
    db.session.commit()
    recycle_bin.restore(draft, by=finn)
    db.session.commit()
    assert draft_of(orders[2]) is draft
    recycle_bin.delete(draft, by=finn)
    issued(house, orders[2])
    with pytest.raises(RuleBroken):
        recycle_bin.restore(draft, by=finn)


def test_no_order_is_amended_below_what_the_draft_of_several_takes(house, finn):
    orders = three(house)
    invoice_together(orders, by=finn)
    changed = orders[1]
    line = changed.lines[1]
    with pytest.raises(RuleBroken, match="7"):
        change_line(
            changed,
            line,
            Wanted(line.description, Decimal(6), line.unit_price, tax_rate=line.tax_rate),
            by=finn,
        )


def test_a_draft_that_is_not_what_its_orders_have_left_is_not_issued(house, finn):
    orders = three(house)
    draft = invoice_together(orders, by=finn)
    db.session.execute(
        text("UPDATE invoice_orders SET taxes = '[[\"19\", 1, 1]]' WHERE position = 2"),
        execution_options=HAND,
    )
    db.session.expire_all()
    with pytest.raises(RuleBroken, match="invoiced differently since"):
        draft.issue(by=finn)


def test_only_what_was_delivered_goes_on_it_with_the_days_of_each_order(house, finn):
    orders = three(house)
    orders[0].fulfil({orders[0].lines[0].id: Decimal(2)}, by=finn)
    orders[1].fulfil_rest(by=finn)
    invoice = invoice_together(orders[:2], delivered=True, by=finn)
    assert [line.quantity for line in invoice.lines] == [2, 3, 7]
    days = {orders[0].deliveries[0].delivered_on, orders[1].deliveries[0].delivered_on}
    assert {line.supply_from for line in invoice.lines} == days
    other = order_of(house, ODD)
    with pytest.raises(RuleBroken, match=f"{orders[2].number} has nothing left to invoice"):
        invoice_together([orders[2], other], delivered=True, by=finn)


def test_the_days_of_a_draft_of_yesterday_still_follow_its_orders(house, finn):
    first, second = three(house)[:2]
    draft = invoice_order(first, by=finn)
    yesterday = draft.supply_from - timedelta(days=1)
    draft.supply_from, draft.created_at = yesterday, draft.created_at - timedelta(days=1)
    second.fulfil_rest(by=finn)
    add_order(draft, second, by=finn)
    assert (draft.supply_from, draft.supply_to) == (yesterday, second.deliveries[0].delivered_on)


def test_freight_and_discounts_of_each_order_are_its_own(house, finn):
    ben = house.people["ben"]
    plain = order_of(house)
    with_freight = order_of(
        house,
        agree=lambda order: order.adjust(
            "Freight", Decimal("12.50"), by=ben, is_charge=True, tax_rate=house.full
        ),
    )
    part = {line.id: Decimal(1) for line in (*plain.lines, *with_freight.lines)}
    first = invoice_together([plain, with_freight], quantities=part, by=finn)
    first.issue(by=finn)
    rest = invoice_together([plain, with_freight], by=finn)
    rest.issue(by=finn)
    assert first.payable + rest.payable == plain.total + with_freight.total
    credit(rest, "Wrong", by=finn)
    assert faults() == {}
    assert db.session.get_one(Invoice, rest.id).open_amount == 0
