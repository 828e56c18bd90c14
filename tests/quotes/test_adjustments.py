"""Discounts and charges as amounts or in per cent, from the quote to the credit note, and what else changes a price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.money.currencies import CurrencyRate
from salesapp.invoices.actions import ask_down_payment, credit, invoice_order, write_invoice
from salesapp.invoices.models import Invoice
from salesapp.orders.actions import make_order
from salesapp.products.pricing import Percentage
from salesapp.quotes.approvals.limit import given, why_beyond
from tests.invoices.stage import faults, issued
from tests.quotes.stage import draft
from tests.quotes.test_untaxed import text_of

D = Decimal


@pytest.fixture
def quote(house):
    """Pump 100.00 and three pipes 59.97: 12.50 and 10 % off, packing; freight 25.00 at 7 %, a promotion of 20.00."""
    quote, ada = draft(house, lines=("pump", "pipe")), house.people["ada"]
    pump, pipe = quote.lines
    change(quote, pipe, ada, quantity=D(3))
    quote.adjust("Spring offer", D("12.50"), by=ada, line=pump)
    quote.adjust("Loyalty", D(10), by=ada, is_percent=True, line=pipe)
    quote.adjust("Packing", D("3.20"), by=ada, is_charge=True, line=pipe)
    quote.adjust("Freight", D(25), by=ada, is_charge=True, tax_rate=house.low)
    quote.adjust("Promotion", D(20), by=ada, tax_rate=house.full)
    db.session.commit()
    return quote


def change(quote, line, by, **values):
    said = {
        name: getattr(line, name)
        for name in ("quantity", "unit_price", "discount", "description", "tax_rate")
    }
    quote.change_line(line, by=by, **(said | values))


def ordered(house, quote):
    """The order of the accepted quote."""
    quote.send(by=house.people["ben"])
    quote.accept("Eva", by=house.people["ada"])
    order = make_order(quote, by=house.people["ada"])
    db.session.commit()
    return order


def test_they_are_priced_taxed_and_printed_with_their_reasons(quote):
    assert [line.net for line in quote.lines] == [8750, 5997 - 600 + 320]
    assert [(row.rate, row.base, row.tax) for row in quote.tax_rows] == [
        (D(7), 5717 + 2500, 575),
        (D(19), 8750 - 2000, 1283),
    ]
    assert (quote.net, quote.total) == (14967, 16825)
    words = text_of(quote)
    for part in (
        "Spring offer −12.50",
        "Loyalty 10% −6.00",
        "Packing 3.20",
        "Freight 25.00",
        "Promotion −20.00",
    ):
        assert part in words.replace("-", "−")


def test_an_order_with_them_is_invoiced_in_parts_and_credited_to_the_cent(house, quote):
    order, finn = ordered(house, quote), house.people["finn"]
    assert (order.total, order.taxes) == (quote.total, quote.taxes)
    down = ask_down_payment(order, Percentage(D(30)), by=finn)
    down.issue(by=finn)
    first = invoice_order(order, by=finn, quantities={order.lines[1].id: D(1)})
    first.issue(by=finn)
    last = issued(house, order)
    assert [each.amount for each in first.agreed] + [each.amount for each in last.agreed] == [
        329,
        -263,
        2171,
        -1737,
    ]
    assert down.payable + first.payable + last.payable == order.total
    note = credit(last, "Returned", by=finn)
    credit(first, "Returned", by=finn)
    assert (note.total, [each.amount for each in note.agreed]) == (
        last.total,
        [each.amount for each in last.agreed],
    )
    again = issued(house, order)
    assert again.net + again.tax == order.total
    assert faults() == {}


def test_a_credit_of_a_part_takes_its_share_of_freight_and_the_rest_goes_with_the_last(house, quote):
    order, finn = ordered(house, quote), house.people["finn"]
    invoice = issued(house, order)
    assert invoice.adjustments == quote.adjustments
    parts = [
        credit(invoice, "One", by=finn, quantities={invoice.lines[1].id: D(1)}),
        credit(invoice, "All", by=finn),
    ]
    assert sum(note.total for note in parts) == invoice.total
    assert [sum(amounts) for amounts in zip(*([e.amount for e in n.agreed] for n in parts), strict=True)] == [
        2500,
        -2000,
    ]
    assert faults() == {}


def test_they_count_against_the_discount_limit(house, quote):
    ada = house.people["ada"]
    before = [each.percent for each in given(quote)]
    quote.adjust("Friends", D(60), by=ada, line=quote.lines[0])
    assert given(quote)[0].percent > D(70) > before[0]
    assert "Pump" in why_beyond(quote, by=ada)


def test_goods_that_come_back_lower_the_total_but_never_below_zero(house):
    quote, ada = draft(house, lines=("pump", "pipe")), house.people["ada"]
    change(quote, quote.lines[1], ada, quantity=D(-2))
    assert quote.net == 10000 - 3998
    quote.change_line(
        quote.lines[1],
        by=ada,
        quantity=D(-6),
        unit_price=D("19.99"),
        discount=D(0),
        description="Pipe",
        tax_rate=None,
    )
    with pytest.raises(RuleBroken, match="less than zero"):
        quote.send(by=ada)
    with pytest.raises(RuleBroken, match="can’t be zero"):
        change(quote, quote.lines[1], ada, quantity=D(0))


def test_an_order_with_returned_goods_is_invoiced_and_credited(house):
    quote, ada, finn = draft(house, lines=("pump", "pipe")), house.people["ada"], house.people["finn"]
    change(quote, quote.lines[1], ada, quantity=D(-2))
    order = ordered(house, quote)
    with pytest.raises(RuleBroken, match="less than zero"):
        invoice_order(order, by=finn, quantities={order.lines[1].id: D(-2)})
    db.session.rollback()
    invoice = issued(house, order)
    assert invoice.total == order.total
    assert credit(invoice, "All", by=finn).total == order.total
    assert faults() == {}


def test_a_price_for_a_hundred_is_exact_and_printed_as_such(house):
    quote, ada = draft(house, lines=("pipe",)), house.people["ada"]
    change(quote, quote.lines[0], ada, quantity=D(250), unit_price=D("12.5"))
    quote.price_per(quote.lines[0], D(100), by=ada)
    assert quote.net == 3125
    assert "12.50 / 100" in text_of(quote)


def test_francs_are_asked_for_in_steps_of_five_and_credited_alike(house):
    finn = house.people["finn"]
    db.session.add(CurrencyRate(currency="CHF", valid_from=today_for(), rate=D("1.05")))
    db.session.flush()
    invoice = write_invoice(Invoice(account_id=house.account.id, currency="CHF"), by=finn)
    invoice.add_text("Work", by=finn)
    change(invoice, invoice.lines[0], finn, unit_price=D("10.02"), tax_rate=None)
    assert (invoice.total, invoice.rounding, invoice.payable) == (1002, -2, 1000)
    invoice.issue(by=finn)
    assert "Rounding" in text_of(invoice)
    assert credit(invoice, "All", by=finn).payable == 1000
    assert faults() == {}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"reason": " "}, "what it is for"),
        ({"value": D(0)}, "more than zero"),
        ({"value": D("100.01"), "is_percent": True}, "at most 100"),
        ({"value": D("0.004")}, "more than zero"),
    ],
)
def test_what_cannot_be_agreed_is_refused(house, values, refusal):
    quote = draft(house)
    with pytest.raises(RuleBroken, match=refusal):
        quote.adjust(**({"reason": "Offer", "value": D(1)} | values), by=house.people["ada"])


def test_an_amount_no_column_holds_is_refused_in_words(house):
    quote = draft(house, lines=("pipe",))
    with pytest.raises(RuleBroken, match="too large"):
        change(quote, quote.lines[0], house.people["ada"], quantity=D(1000), unit_price=D("99999999999999"))


def test_one_is_taken_back_and_what_was_sent_stays(house, quote):
    ada = house.people["ada"]
    quote.drop_adjustment(0, by=ada)
    quote.drop_adjustment(0, by=ada, line=quote.lines[0])
    assert (quote.net, [each.reason for each in quote.agreed]) == (14967 - 2500 + 1250, ["Promotion"])
    quote.send(by=house.people["ben"])
    with pytest.raises(RuleBroken):
        quote.adjust("Late", D(1), by=ada)


def test_the_sheet_adds_and_removes_on_the_line_and_on_the_document(house, as_user):
    quote, ada = draft(house), as_user("ada")
    page, line = f"/quotes/{quote.id}", quote.lines[0].id
    sheet = f"{page}/adjustments?line={line}"
    ada.submit(
        sheet,
        action=f"{page}/adjustments",
        kind="discount",
        value="12.50",
        unit="amount",
        reason="Early bird",
    )
    ada.submit(
        f"{page}/adjustments", action=f"{page}/adjustments", kind="charge", value="5", unit="percent",
        reason="Insurance", tax_rate=str(house.full.id),
    )  # fmt: skip
    ada.submit(sheet, action=f"{page}/price-per", base_quantity="10")
    shown = ada.get(page).text
    for words in ("Early bird", "Insurance 5%", "Discounts and charges (1)", "/ 10"):
        assert words in shown
    ada.submit(sheet, action=f"{page}/adjustments/remove", place="1")
    assert "Early bird" not in ada.get(sheet).text
    refused = ada.submit(
        sheet, action=f"{page}/adjustments", kind="discount", value="101", unit="percent", reason="Too much"
    )
    assert "at most 100 percent" in refused.text
    assert (
        ada.submit(
            sheet, action=f"{page}/adjustments", kind="charge", value="1", unit="amount", reason=""
        ).status_code
        == 422
    )
