"""What is credited of an invoice of several orders stays within what it asks for, order by order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.invoices.actions import ask_down_payment, credit, credit_amounts, invoice_order
from salesapp.invoices.actions.joining import invoice_together
from salesapp.invoices.actions.reducing import reducible
from salesapp.invoices.models.billing import billing_of
from salesapp.invoices.models.joint.credits import shared_out
from salesapp.products.pricing import Percentage, RateTotal
from tests.invoices.stage import faults, order_of

ONE = (("pump", "1", "0", Decimal(100)),)


def plain(house, *lines, **values):
    return order_of(house, lines or ONE, discount="0", **values)


def test_an_amount_falls_to_the_orders_whose_down_payment_did_not_pay_them(house, finn):
    paid, other = plain(house), plain(house)
    down = ask_down_payment(paid, Percentage(Decimal(100)), by=finn)
    down.issue(by=finn)
    invoice = invoice_together([paid, other], by=finn)
    invoice.issue(by=finn)
    (left,) = reducible(invoice)
    assert left.total == invoice.payable == other.total
    note = credit_amounts(invoice, "Less", {left.key: left.base}, by=finn)
    assert [(each.order_id, each.payable) for each in note.order_shares] == [(other.id, other.total)]
    rest = credit(invoice, "The rest", by=finn)
    assert note.payable + rest.payable == invoice.payable
    credit(down, "Not wanted", by=finn)
    assert faults() == {}


def test_an_order_of_which_nothing_is_credited_keeps_its_charges(house, finn):
    charged = plain(
        house,
        agree=lambda order: order.adjust(
            "Freight", Decimal(10), by=house.people["ben"], is_charge=True, tax_rate=house.full
        ),
    )
    other = plain(house)
    invoice = invoice_together([charged, other], by=finn)
    invoice.issue(by=finn)
    (rate,) = reducible(invoice)
    credit_amounts(invoice, "Less", {rate.key: 1000}, by=finn)
    note = credit(invoice, "Broken", quantities={invoice.lines[1].id: Decimal(1)}, by=finn)
    assert [each.order_id for each in note.order_shares] == [other.id]
    invoice_order(other, by=finn).issue(by=finn)
    assert not any(billing_of(charged).quantities_left())
    assert faults() == {}


@pytest.mark.parametrize("tax", [18, 19, 20])
def test_every_cent_of_the_tax_falls_to_an_order(tax):
    def of(base, its_tax):
        return RateTotal(Decimal(19), base, its_tax)

    limits = [of(0, 1), of(100, 19)]
    assert sum(each.tax for each in shared_out(of(100, tax), limits)) == tax
