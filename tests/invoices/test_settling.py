"""Payments, credits and write-offs: what they settle is derived, and never more than what is open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import DatabaseError

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.events import timeline
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.models import Account
from salesapp.invoices.actions import (
    Received,
    allocate,
    credit,
    credit_and_redraft,
    invoice_order,
    record_payment,
    reverse_payment,
    write_off,
)
from salesapp.invoices.models import Allocation
from tests.invoices.stage import faults, free_draft, issued, order_of, paid


def today():
    return today_for()


def test_paid_in_two_parts(house):
    invoice = issued(house)
    assert invoice.standing == "open"
    paid(house, invoice, 1)
    assert (invoice.standing, invoice.open_amount) == ("partly_paid", invoice.payable - 1)
    paid(house, invoice)
    assert (invoice.standing, invoice.open_amount) == ("paid", 0)
    assert faults() == {}
    for record in (invoice, *invoice.orders, invoice.account):
        assert [each.kind for each in timeline(record)].count("payment_recorded") == 2


def test_an_invoice_past_its_day_is_overdue_until_it_is_settled(house):
    with clock.travel(to=clock.now() - timedelta(days=40)):
        invoice = issued(house)
    assert invoice.standing == "overdue"
    paid(house, invoice)
    assert invoice.standing == "paid"


def test_what_an_invoice_does_not_need_stays_as_credit(house, finn):
    first, second = issued(house), issued(house)
    payment = paid(house, first, first.payable + 500)
    assert (first.standing, payment.free) == ("paid", 500)
    allocate(payment, second, 500, by=finn)
    assert (second.open_amount, payment.free) == (second.payable - 500, 0)
    with pytest.raises(RuleBroken, match="is left to allocate"):
        allocate(payment, second, 1, by=finn)
    assert faults() == {}


def test_more_than_is_open_is_not_allocated(house, finn):
    invoice = issued(house)
    payment = paid(house, issued(house), 10**6)
    for amount in (0, -1, invoice.payable + 1):
        with pytest.raises(RuleBroken, match="of this invoice is open"):
            allocate(payment, invoice, amount, by=finn)


def test_another_customers_invoice_is_not_settled(house, finn):
    payment = paid(house, issued(house), 10**6)
    other = Account(name="Other")
    db.session.add(other)
    db.session.flush()
    draft = free_draft(house)
    draft.account_id = other.id
    db.session.flush()
    draft.issue(by=finn)
    with pytest.raises(RuleBroken, match="another customer"):
        allocate(payment, draft, 1, by=finn)


def test_what_is_no_payment(house, finn):
    invoice, draft = issued(house), free_draft(house)
    for received, sentence in (
        (Received(0, "EUR", today()), "greater than zero"),
        (Received(-5, "EUR", today()), "greater than zero"),
        (Received(5, "USD", today()), "invoice is in EUR"),
        (Received(5, "EUR", today() + timedelta(days=1)), "can’t be in the future"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            record_payment(received, invoice=invoice, by=finn)
    with pytest.raises(RuleBroken, match="A draft can’t be paid"):
        record_payment(Received(5, "EUR", today()), invoice=draft, by=finn)
    with pytest.raises(RuleBroken, match="Choose who paid"):
        record_payment(Received(5, "EUR", today()), by=finn)


def test_closed_books_take_no_payment_credit_or_write_off(house, finn):
    invoice = issued(house)
    payment = paid(house, invoice, 5)
    company().locked_until = today()
    for act in (
        lambda: record_payment(Received(5, "EUR", today()), invoice=invoice, by=finn),
        lambda: allocate(payment, invoice, 5, by=finn),
        lambda: credit(invoice, "Wrong", by=finn),
        lambda: write_off(invoice, "Gone", by=finn),
        lambda: reverse_payment(payment, "Bounced", by=finn),
    ):
        with pytest.raises(RuleBroken, match="books are closed"):
            act()


def test_a_bounced_payment_opens_what_it_settled(house, finn):
    first, second = issued(house), issued(house)
    payment = paid(house, first, first.payable + 700)
    allocate(payment, second, 700, by=finn)
    back = reverse_payment(payment, "Bounced", by=finn)
    db.session.commit()
    assert (first.open_amount, second.open_amount) == (first.payable, second.payable)
    assert (back.amount, payment.free, back.free) == (-payment.amount, 0, 0)
    with pytest.raises(RuleBroken, match="already been reversed"):
        reverse_payment(payment, "Again", by=finn)
    with pytest.raises(RuleBroken, match="is left to allocate"):
        allocate(payment, first, 1, by=finn)
    assert faults() == {}


def test_writing_off_what_is_still_open(house, finn):
    invoice = issued(house)
    paid(house, invoice, 100)
    with pytest.raises(RuleBroken, match="Enter the reason"):
        write_off(invoice, " ", by=finn)
    write_off(invoice, "Insolvent", by=finn)
    assert (invoice.open_amount, invoice.standing) == (0, "paid")
    with pytest.raises(RuleBroken, match="This invoice has no open amount"):
        write_off(invoice, "Again", by=finn)
    second = issued(house)
    write_off(second, "Insolvent", by=finn)
    assert second.standing == "written_off"
    assert faults() == {}


# --- Credit notes -------------------------------------------------------------------------------


def test_a_full_credit_settles_the_invoice(house, finn):
    invoice = issued(house)
    note = credit(invoice, "Wrong goods", by=finn)
    assert (note.net, note.tax, note.total, note.taxes) == (
        invoice.net,
        invoice.tax,
        invoice.total,
        invoice.taxes,
    )
    assert (invoice.standing, note.free) == ("credited", 0)
    assert note.number.startswith("CRN-")
    with pytest.raises(RuleBroken, match="This invoice is fully credited"):
        credit(invoice, "Again", by=finn)
    assert faults() == {}


def test_credits_by_quantity_add_up_to_the_invoice(house, finn):
    invoice = issued(house)
    first, second = invoice.lines
    notes = [
        credit(invoice, "Some", quantities={first.id: Decimal("0.7")}, by=finn),
        credit(invoice, "More", quantities={first.id: Decimal(1), second.id: Decimal("6.999")}, by=finn),
        credit(invoice, "Rest", by=finn),
    ]
    assert sum(note.net for note in notes) == invoice.net
    assert sum(note.tax for note in notes) == invoice.tax
    assert invoice.open_amount == 0
    assert faults() == {}


def test_no_more_is_credited_than_a_line_has(house, finn):
    invoice = issued(house)
    key = invoice.lines[0].id
    with pytest.raises(RuleBroken, match="Only 3 of this line"):
        credit(invoice, "Wrong", quantities={key: Decimal(4)}, by=finn)
    with pytest.raises(RuleBroken, match="Enter a quantity to credit"):
        credit(invoice, "Wrong", quantities={}, by=finn)
    with pytest.raises(RuleBroken, match="Enter the reason for the credit"):
        credit(invoice, " ", by=finn)
    with pytest.raises(RuleBroken, match="Only an issued invoice"):
        credit(free_draft(house), "Wrong", by=finn)


def test_the_credit_of_a_paid_invoice_is_the_customers(house, finn):
    invoice, other = issued(house), issued(house)
    paid(house, invoice)
    note = credit(invoice, "Came back", by=finn)
    assert note.free == note.payable
    allocate(note, other, note.free, by=finn)
    assert (note.free, other.open_amount, other.standing) == (0, 0, "credited")
    assert faults() == {}


def test_credited_quantities_can_be_invoiced_again(house, finn):
    order = order_of(house)
    invoice = issued(house, order)
    credit(invoice, "Wrong", quantities={invoice.lines[0].id: Decimal("1.5")}, by=finn)
    again = issued(house, order)
    assert [line.quantity for line in again.lines] == [Decimal("1.5")]
    back = sum(note.payable for note in invoice.credit_notes)
    assert invoice.payable - back + again.payable == order.total
    assert faults() == {}


def test_a_full_credit_with_a_fresh_draft(house, finn):
    of_order, free = issued(house), free_draft(house)
    free.issue(by=finn)
    for invoice in (of_order, free):
        again = credit_and_redraft(invoice, "Wrong address", by=finn)
        assert (again.is_draft, again.payable, again.order_id) == (True, invoice.payable, invoice.order_id)
        again.issue(by=finn)
    assert faults() == {}


def test_a_credit_waits_for_the_draft_of_its_order(house, finn):
    order = order_of(house)
    invoice = issued(house, order, quantities={order.lines[0].id: Decimal(1)})
    invoice_order(order, by=finn)
    with pytest.raises(RuleBroken, match="There is already a draft for this order"):
        credit(invoice, "Wrong", by=finn)


# --- The database refuses -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "amount"),
    [
        ("payment_id", 1),
        ("payment_id", -1),
        ("credit_note_id", 1),
        ("write_off_reason", 1),
        ("write_off_reason", -1),
    ],
)
def test_the_database_itself_refuses_to_settle_too_much(house, finn, column, amount):
    """Everything is settled; a penny more, or less than nothing, is refused whatever it comes from."""
    invoice = issued(house)
    payment = paid(house, issued(house), 1)
    note = credit(invoice, "Wrong", by=finn)
    db.session.commit()
    source = {"payment_id": payment.id, "credit_note_id": note.id, "write_off_reason": "x"}[column]
    extra = Allocation(invoice_id=invoice.id, amount=amount, allocated_on=today())
    setattr(extra, column, source)
    db.session.add(extra)
    with pytest.raises(DatabaseError, match="more than what is open"):
        db.session.flush()
    db.session.rollback()


def test_the_database_refuses_a_draft_a_foreign_currency_and_two_sources(house, finn):
    db.session.add(CurrencyRate(currency="USD", valid_from=today(), rate=Decimal("0.9")))
    invoice, draft = issued(house), free_draft(house)
    dollars = record_payment(Received(500, "USD", today()), account=house.account, by=finn)
    euros = record_payment(Received(500, "EUR", today()), account=house.account, by=finn)
    db.session.commit()
    for values in (
        {"invoice_id": draft.id, "payment_id": euros.id},
        {"invoice_id": invoice.id, "payment_id": dollars.id},
        {"invoice_id": invoice.id, "payment_id": euros.id, "write_off_reason": "x"},
        {"invoice_id": invoice.id},
    ):
        db.session.add(Allocation(amount=1, allocated_on=today(), **values))
        with pytest.raises(DatabaseError):
            db.session.flush()
        db.session.rollback()


def test_the_company_sees_amounts_at_the_rate_of_the_day(house, finn):
    db.session.add(CurrencyRate(currency="USD", valid_from=today(), rate=Decimal("0.5")))
    draft = free_draft(house, "pump", currency="USD")
    draft.lines[0].unit_price = Decimal(100)
    draft.issue(by=finn)
    db.session.commit()
    assert draft.rate == Decimal("0.5")
