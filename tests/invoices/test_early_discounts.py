"""Discounts for paying early: in time, exact in net and tax of each rate, taken back with what earned them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import Part, Received, allocate, credit, record_payment, reverse_payment
from salesapp.invoices.audit import audit
from salesapp.invoices.bank.importing import import_statements
from salesapp.invoices.bank.matching import Certainty, Why
from salesapp.invoices.bank.proposals import proposed_for
from salesapp.invoices.bank.reading.entries import Entry, ReadStatement
from salesapp.invoices.bank.settling import reopen
from salesapp.invoices.early_discounts.shares import shares_of
from salesapp.invoices.early_discounts.taking import reverse_discount
from salesapp.invoices.models import DiscountTaken, Invoice, Payment, Standing
from salesapp.invoices.payment_sheet.proposal import less_discounts
from salesapp.products.payment_terms.models import PaymentTerms
from salesapp.products.pricing import RateTotal
from tests.invoices.stage import faults, issued, midday, order_of, paid

RATES = (RateTotal(Decimal(7), 10000, 700), RateTotal(Decimal(19), 20000, 3800))


@pytest.fixture
def invoice(house) -> Invoice:
    """Ten pumps at 19 % and a hundred pipes at 7 %, 2 % off within 14 days: 1,190.00 and 2,138.93."""
    terms = PaymentTerms(name="Skonto", days=30, discounts=[["3", 7], ["2", 14]], parts=[])
    db.session.add(terms)
    db.session.flush()
    lines = (("pump", "10", "0", Decimal(100)), ("pipe", "100", "0"))
    found = issued(house, order_of(house, lines, discount="0", payment_terms_id=terms.id))
    assert found.payable == 119000 + 213893
    return found


def pay(invoice: Invoice, amount: int, *, by, on=None, discount: bool = True) -> Payment:
    received = Received(amount, "EUR", on or today_for())
    made = record_payment(received, parts=[Part(invoice, amount, discount=discount)], by=by)
    db.session.commit()
    return made


def corrected(invoice: Invoice) -> dict[int, tuple[int, int]]:
    """Rate → net and tax that the discounts take off at the moment."""
    sums: dict[int, tuple[int, int]] = {}
    for each in db.session.scalars(select(DiscountTaken).where(DiscountTaken.invoice_id == invoice.id)):
        for row in each.tax_rows:
            net, tax = sums.get(int(row.rate), (0, 0))
            sums[int(row.rate)] = net + row.base, tax + row.tax
    return sums


def test_a_discount_is_split_over_the_rates_and_each_share_holds_its_tax():
    assert shares_of(690, RATES) == [RateTotal(Decimal(7), 200, 14), RateTotal(Decimal(19), 400, 76)]
    for amount in (1, 2, 3, 333, 34499, 34500):
        assert sum(each.total for each in shares_of(amount, RATES)) == amount
    assert shares_of(34500, RATES) == list(RATES)


def test_a_payment_in_time_settles_the_invoice_with_the_discount_and_corrects_its_tax(invoice, finn):
    off = 9987  # 3 % of 3,328.93, half up
    payment = pay(invoice, invoice.payable - off, by=finn)
    assert (invoice.open_amount, invoice.standing, payment.free) == (0, Standing.PAID, 0)
    assert corrected(invoice) == {7: (5997, 420), 19: (3000, 570)}
    assert (invoice.is_discounted, invoice.is_written_off) == (True, False)
    assert faults() == {}


def test_who_pays_later_gets_less_and_who_pays_too_late_gets_nothing(invoice, finn):
    noon = midday()
    less = invoice.payable - 9987
    with clock.travel(to=noon + timedelta(days=8)):
        with pytest.raises(RuleBroken, match=r"allows €66\.58 until"):
            pay(invoice, less, by=finn)
        db.session.rollback()
        pay(invoice, invoice.payable - 6658, by=finn)
    assert invoice.open_amount == 0
    reverse_payment(db.session.scalars(select(Payment)).one(), "Bounced", by=finn)
    db.session.commit()
    assert (invoice.open_amount, corrected(invoice)) == (invoice.payable, {7: (0, 0), 19: (0, 0)})
    with clock.travel(to=noon + timedelta(days=15)), pytest.raises(RuleBroken, match="has no discount"):
        pay(invoice, invoice.payable - 6658, by=finn)
    db.session.rollback()
    assert faults() == {}


def test_reversing_the_discount_alone_leaves_it_open_and_the_money_where_it_is(invoice, finn, as_user):
    pay(invoice, invoice.payable - 9987, by=finn)
    browser, page = as_user("finn"), f"/invoices/{invoice.id}"
    assert "tax corrected: €9.90" in browser.get(page).text
    with pytest.raises(RuleBroken, match="reason"):
        reverse_discount(invoice, " ", by=finn)
    db.session.rollback()
    answer = browser.submit(f"{page}/discount/reverse", reason="Came too late")
    assert answer.status_code == 303
    db.session.expire_all()
    assert (invoice.open_amount, invoice.is_discounted) == (9987, False)
    assert corrected(invoice) == {7: (0, 0), 19: (0, 0)}
    assert faults() == {}


def test_a_credit_gives_back_what_was_paid_for_it_and_its_share_of_the_discount(invoice, finn):
    pay(invoice, invoice.payable - 9987, by=finn)
    pumps = invoice.lines[0]
    note = credit(invoice, "Returned", quantities={pumps.id: Decimal(10)}, by=finn)
    db.session.commit()
    assert (note.payable, note.free) == (119000, 119000 - 3570)
    assert corrected(invoice) == {7: (5997, 420), 19: (0, 0)}  # nothing at 19 % is left to be corrected
    assert faults() == {}
    credit(invoice, "All of it", by=finn)
    db.session.commit()
    assert sum(each.free for each in invoice.credit_notes) == invoice.payable - 9987
    assert corrected(invoice) == {7: (0, 0), 19: (0, 0)}
    assert faults() == {}


def test_what_was_credited_before_the_payment_has_no_share_of_the_discount(invoice, finn):
    credit(invoice, "Returned", quantities={invoice.lines[0].id: Decimal(10)}, by=finn)
    pay(invoice, 213893 - 6417, by=finn)  # 3 % of what is left, all of it at 7 %
    assert (invoice.open_amount, corrected(invoice)) == (0, {7: (5997, 420)})
    assert faults() == {}


def test_a_credit_of_another_invoice_pays_like_money_and_leaves_the_discount_whole(invoice, house, finn):
    other = issued(house, order_of(house, (("pump", "1", "0", Decimal(100)),), discount="0"))
    paid(house, other)
    note = credit(other, "Returned", by=finn)
    allocate(note, invoice, 11900, by=finn)
    pay(invoice, invoice.payable - 11900 - 9987, by=finn)
    assert (invoice.open_amount, corrected(invoice)) == (0, {7: (5997, 420), 19: (3000, 570)})
    assert faults() == {}


def test_the_sheet_proposes_the_discount_and_settles_by_it(invoice, as_user):
    browser, new = as_user("finn"), f"/payments/new?invoice={invoice.id}"
    assert "with discount" in browser.get(new).text
    sent = browser.filled(new, action="/payments/new") | {"amount": "3,229.06"}
    proposal = browser.htmx(f"/payments/propose?invoice={invoice.id}", method="POST", data=sent)
    assert 'value="discount" checked' in " ".join(proposal.text.split())
    unasked = browser.submit(new, amount="3,229.06")  # a page without script proposes nothing by itself
    assert (unasked.status_code, "Choose what becomes of the rest" in unasked.text) == (422, True)
    assert 'value="discount" checked' in " ".join(unasked.text.split())
    short = browser.submit(
        new, **{"amount": "3,229.06", f"part_{invoice.id}": "3,229.06", "rest": "discount"}
    )
    assert short.status_code == 303
    db.session.expire_all()
    assert invoice.standing is Standing.PAID


def test_a_bank_charge_is_written_off_by_its_name(invoice, as_user):
    new = f"/payments/new?invoice={invoice.id}"
    answer = as_user("finn").submit(
        new, **{"amount": "3,300", f"part_{invoice.id}": "3,300", "rest": "charge"}
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert [each.write_off_reason for each in invoice.allocations] == [None, "Bank charges"]
    assert (invoice.is_written_off, invoice.is_discounted) == (True, False)


def test_amounts_that_are_just_enough_with_the_discounts_are_dealt_as_such():
    assert less_discounts(290, [100, 200, 50], [2, 8, 0]) == [98, 192, 0]
    assert less_discounts(192, [100, 200, 50], [2, 8, 0]) == [0, 192, 0]
    assert less_discounts(100, [100, 200], [2, 8]) == [100, 0]
    assert less_discounts(290, [100, 200], [0, 0]) == [100, 190]
    assert less_discounts(250, [100, 200], [2, 8]) == [100, 150]


def test_a_booking_that_is_short_by_the_discount_is_sure_and_confirmed_in_one_tap_again_after_undo(
    invoice, as_user
):
    entry = Entry(today_for(), invoice.payable - 9987, "EUR", text=f"Invoice {invoice.number}")
    read = ReadStatement("DE89", "EUR", (entry,), opening=0, closing=entry.amount)
    booking = import_statements([read], "a.xml", by=invoice.owner).statements[0].bookings[0]
    db.session.commit()
    for _once_and_again in range(2):
        [proposed] = proposed_for([booking])
        assert (proposed.certainty, proposed.proposal.why) == (Certainty.SURE, (Why.NUMBER, Why.DISCOUNT))
        answer = as_user("finn").submit(
            "/bank-statements", action=f"/bank-statements/bookings/{booking.id}/confirm", seen=proposed.seen
        )
        assert answer.status_code == 303
        db.session.expire_all()
        assert (invoice.open_amount, invoice.is_discounted) == (0, True)
        reopen(booking, by=invoice.owner)
        db.session.commit()
        assert (invoice.open_amount, invoice.is_discounted) == (invoice.payable, False)


def test_a_discount_earned_before_the_books_were_closed_is_taken_on_the_first_open_day(
    invoice, as_user, finn
):
    came = today_for()
    read = ReadStatement(
        "DE89", "EUR", (Entry(came, invoice.payable - 9987, "EUR", text=f"Invoice {invoice.number}"),)
    )
    booking = import_statements([read], "a.xml", by=finn).statements[0].bookings[0]
    company().locked_until = came + timedelta(days=5)
    db.session.commit()
    with clock.travel(to=midday() + timedelta(days=20)):  # no discount is given for a payment of these days
        [proposed] = proposed_for([booking])
        assert (proposed.certainty, proposed.proposal.why) == (Certainty.SURE, (Why.NUMBER, Why.DISCOUNT))
        as_user("finn").submit(
            "/bank-statements", action=f"/bank-statements/bookings/{booking.id}/confirm", seen=proposed.seen
        )
        db.session.expire_all()
        payment = booking.payment
        assert (payment.paid_on, payment.value_on) == (came + timedelta(days=6), came)
        assert (invoice.open_amount, invoice.is_discounted) == (0, True)
        assert {each.taken_on for each in db.session.scalars(select(DiscountTaken))} == {payment.paid_on}
        assert faults() == {}


def test_the_audit_names_a_discount_that_nothing_settles_and_one_beyond_what_was_agreed(invoice, finn):
    payment = pay(invoice, 1000, by=finn, discount=False)
    made = DiscountTaken(
        invoice_id=invoice.id, payment_id=payment.id, percent=Decimal(3), amount=20000, taken_on=today_for()
    )
    made.taxes = [["19", 16807, 3192]]
    db.session.add(made)
    db.session.commit()
    credit(invoice, "Returned", quantities={invoice.lines[0].id: Decimal(10)}, by=finn)
    db.session.commit()
    [found] = [each.sentence for each in audit() if each.name == "discounts"]
    for said in ("0 is settled by it", "are not its amount", "more than was agreed", "More tax of 19"):
        assert said in found
