"""A final invoice names each advance that it deducts, and the tax in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import ask_down_payment, credit, invoice_order
from salesapp.invoices.models.billing import draft_of
from salesapp.invoices.paper import deductions
from salesapp.products.pricing import Percentage
from tests.invoices.stage import issued, order_of


def down(house, order, percent):
    invoice = ask_down_payment(order, Percentage(Decimal(percent)), by=house.people["finn"])
    invoice.issue(by=house.people["finn"])
    db.session.commit()
    return invoice


def rows(invoice):
    return [(each.label, each.amount) for each in deductions(invoice)]


def test_each_advance_stands_with_its_net_and_tax_and_a_credited_one_is_left_out(house):
    order = order_of(house, (("pump", "2", "0"),), discount="0")
    first, wrong, last = (down(house, order, percent) for percent in (10, 20, 30))
    credit(wrong, "Asked for twice", by=house.people["finn"])
    assert rows(issued(house, order)) == [
        (f"Down payment {first.number}, net at 19%", 2000),
        ("Tax 19% in it", 380),
        (f"Down payment {last.number}, net at 19%", 6000),
        ("Tax 19% in it", 1140),
    ]


def test_where_only_a_part_of_them_is_deducted_they_stand_together(house):
    order, finn = order_of(house, (("pump", "2", "0"),), discount="0"), house.people["finn"]
    advances = [down(house, order, percent) for percent in (30, 40)]
    part = invoice_order(order, by=finn, quantities={order.lines[0].id: Decimal(1)})
    part.issue(by=finn)
    together = ", ".join(each.number for each in advances)
    assert rows(part) == [(f"Down payment {together}, net at 19%", 4000), ("Tax 19% in it", 760)]


def test_an_advance_has_no_more_decimals_than_its_currency(house, as_user):
    order = order_of(house)
    with pytest.raises(RuleBroken, match="At most 2 decimal places"):
        ask_down_payment(order, Decimal("99.999"), by=house.people["finn"])
    finn, page = as_user("finn"), f"/orders/{order.id}/invoice"
    answer = finn.submit(page, what="down_payment", amount="99.999")
    assert answer.status_code == 422
    assert "At most 2 decimal places." in answer.text
    assert finn.submit(page, what="down_payment", amount="99.990").status_code == 303
    assert draft_of(order).payable == 9999
