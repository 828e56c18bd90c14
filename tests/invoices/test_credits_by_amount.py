"""Crediting an amount lowers the price: exact per rate, never below nothing, and nothing is billed again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import ask_down_payment, credit, credit_amounts
from salesapp.invoices.actions.reducing import reducible
from salesapp.invoices.models import CreditNote, Invoice, Standing
from salesapp.invoices.queries import orders_to_invoice
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory, TaxKey
from tests.invoices.stage import faults, issued, order_of, paid

FULL, LOW = TaxKey(Decimal(19), TaxCategory.STANDARD), TaxKey(Decimal(7), TaxCategory.STANDARD)


@pytest.fixture
def invoice(house) -> Invoice:
    """Ten pumps at 19 % and a hundred pipes at 7 %: 1,000.00 + 190.00 and 1,999.00 + 139.93."""
    lines = (("pump", "10", "0", Decimal(100)), ("pipe", "100", "0"))
    return issued(house, order_of(house, lines, discount="0"))


def shares(note: CreditNote) -> dict[int, tuple[int, int]]:
    return {int(row.rate): (row.base, row.tax) for row in note.tax_rows}


def test_net_amounts_are_taxed_by_their_rates(invoice, finn):
    note = credit_amounts(invoice, "Late delivery", {FULL: 10001, LOW: 333}, by=finn)
    db.session.commit()
    assert shares(note) == {19: (10001, 1900), 7: (333, 23)}
    assert (note.payable, invoice.open_amount) == (12257, invoice.payable - 12257)
    assert [(line.quantity, line.net) for line in note.lines] == [(1, 10001), (1, 333)]
    assert invoice.standing is Standing.PARTLY_CREDITED
    assert faults() == {}


def test_gross_amounts_hold_their_tax_and_come_to_what_was_typed(invoice, finn):
    note = credit_amounts(invoice, "Goodwill", {FULL: 11900, LOW: 10000}, gross=True, by=finn)
    db.session.commit()
    assert shares(note) == {19: (10000, 1900), 7: (9346, 654)}
    assert note.payable == 21900
    assert faults() == {}


def test_all_of_it_by_amount_is_all_of_its_tax_and_no_more_is_left(invoice, finn):
    assert [(int(each.rate), each.base, each.tax) for each in reducible(invoice)] == [
        (7, 199900, 13993),
        (19, 100000, 19000),
    ]
    credit_amounts(invoice, "First", {LOW: 199899}, by=finn)
    credit_amounts(invoice, "Rest", {FULL: 119000, LOW: 1}, gross=True, by=finn)
    db.session.commit()
    assert (invoice.open_amount, reducible(invoice)) == (0, [])
    with pytest.raises(RuleBroken, match="can still be credited"):
        credit_amounts(invoice, "More", {FULL: 1}, by=finn)
    db.session.rollback()
    assert faults() == {}


def test_more_than_is_left_of_a_rate_nothing_and_a_down_payment_are_refused(house, invoice, finn):
    for amounts, said in (
        ({FULL: 100001}, "Only €1,000.00"),
        ({}, "Enter an amount"),
        ({FULL: -5}, "Enter an amount"),
    ):
        with pytest.raises(RuleBroken, match=said):
            credit_amounts(invoice, "Wrong", amounts, by=finn)
        db.session.rollback()
    down = ask_down_payment(order_of(house), Percentage(Decimal(30)), by=finn)
    down.issue(by=finn)
    with pytest.raises(RuleBroken, match="credited in full"):
        credit_amounts(down, "Wrong", {FULL: 1}, by=finn)
    db.session.rollback()


def test_the_order_is_not_invoiced_again_and_what_was_paid_comes_back(house, invoice, finn):
    paid(house, invoice)
    note = credit_amounts(invoice, "Scratched", {FULL: 5000}, by=finn)
    db.session.commit()
    assert (note.payable, note.free) == (5950, 5950)
    assert orders_to_invoice().count == 0
    rest = credit(invoice, "All of it", by=finn)
    db.session.commit()
    assert note.payable + rest.payable == invoice.payable
    assert shares(rest) == {7: (199900, 13993), 19: (95000, 18050)}
    assert orders_to_invoice().count == 1
    assert faults() == {}


def test_what_down_payments_asked_for_is_not_credited_by_amount_but_with_what_deducted_it(house, finn):
    lines = (("pump", "10", "0", Decimal(100)), ("pipe", "100", "0"))
    order = order_of(house, lines, discount="0")
    ask_down_payment(order, Percentage(Decimal(30)), by=finn).issue(by=finn)
    invoice = issued(house, order)
    deducted = {each.key: each.total for each in invoice.deducted_rows}
    limits = {each.key: each.total for each in reducible(invoice)}
    assert limits == {FULL: 119000 - deducted[FULL], LOW: 213893 - deducted[LOW]}
    credit_amounts(invoice, "All", {FULL: limits[FULL]}, gross=True, by=finn)
    rest = credit(invoice, "The rest", by=finn)
    db.session.commit()
    assert sum(each.payable for each in invoice.credit_notes) == invoice.payable
    assert rest.deducted == invoice.deducted
    assert faults() == {}


def test_the_clerk_types_an_amount_for_each_rate(invoice, as_user):
    browser, sheet = as_user("finn"), f"/invoices/{invoice.id}/credit"
    assert "At most €1,000.00 net, €1,190.00 with tax" in browser.get(sheet).text
    other = browser.submit(sheet, how="all", rate_1="50", reason="Late", again="no")
    assert other.status_code == 422
    assert "Choose “An amount” above." in other.text
    answer = browser.submit(sheet, how="amount", basis="gross", rate_1="59.50", reason="Late", again="no")
    assert answer.status_code == 303
    note = db.session.scalars(select(CreditNote)).one()
    assert (note.payable, note.by_amount, shares(note)) == (5950, True, {19: (5000, 950)})
    assert "Price reduction: Pump" in browser.get(f"/credit-notes/{note.id}").text
