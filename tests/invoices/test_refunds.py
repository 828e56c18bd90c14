"""Free credit goes back to the customer: never more than there is, and it comes back when the transfer does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from salesapp.core import clock
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices import queries
from salesapp.invoices.actions import (
    PaidBack,
    Received,
    allocate,
    credit,
    record_payment,
    refund,
    reverse_payment,
    reverse_refund,
    unallocate,
)
from salesapp.invoices.models import Allocation, Refund
from tests.invoices.stage import anew, faults, issued, paid


def back(amount, **values):
    return PaidBack(amount, values.pop("on", today_for()), **values)


def test_what_was_paid_too_much_is_refunded_and_no_more(house, finn):
    invoice = issued(house)
    payment = paid(house, invoice, invoice.payable + 500)
    for amount in (0, -1, 501):
        with pytest.raises(RuleBroken, match=r"Only €5\.00 can be refunded"):
            refund(payment, back(amount), by=finn)
    made = refund(payment, back(300, reference="Bank 9"), by=finn)
    db.session.commit()
    assert (payment.free, payment.refunded, made.is_standing) == (200, 300, True)
    assert [each.id for each in queries.payments_to_allocate().rows] == [payment.id]
    refund(payment, back(200), by=finn)
    db.session.commit()
    assert queries.payments_to_allocate().count == 0
    assert faults() == {}


def test_a_credit_note_is_refunded_as_far_as_it_was_paid(house, finn):
    paid_for, unpaid, other = issued(house), issued(house), issued(house)
    paid(house, paid_for)
    note, empty = (credit(each, "Came back", by=finn) for each in (paid_for, unpaid))
    with pytest.raises(RuleBroken, match=r"Only €0\.00 can be refunded"):
        refund(empty, back(1), by=finn)
    refund(note, back(note.payable - 100), by=finn)
    with pytest.raises(RuleBroken, match=r"Only €1\.00 is left"):
        allocate(note, other, 101, by=finn)
    allocate(note, other, 100, by=finn)
    db.session.commit()
    assert (note.free, queries.credits_to_allocate().count) == (0, 0)
    assert faults() == {}


def test_what_was_refunded_holds_the_payment_that_earned_it(house, finn):
    invoice = issued(house)
    payment = paid(house, invoice, invoice.payable + 500)
    refund(payment, back(500), by=finn)
    note = credit(invoice, "Came back", by=finn)
    made = refund(note, back(200), by=finn)
    db.session.commit()
    with pytest.raises(RuleBroken, match=r"was refunded\. Reverse the refund first"):
        reverse_payment(payment, "Bounced", by=finn)
    with pytest.raises(RuleBroken, match=r"or was refunded\. Reverse that first"):
        unallocate(payment, invoice, "Wrong invoice", by=finn)
    db.session.rollback()
    reverse_refund(made, "Wrong account", by=finn)
    unallocate(payment, invoice, "Wrong invoice", by=finn)
    assert (note.free, payment.free) == (0, invoice.payable)
    assert faults() == {}


def test_a_refund_is_reversed_once_and_with_a_reason(house, finn):
    payment = record_payment(Received(500, "EUR", today_for()), account=house.account, by=finn)
    made = refund(payment, back(500), by=finn)
    with pytest.raises(RuleBroken, match="Enter the reason"):
        reverse_refund(made, " ", by=finn)
    undone = reverse_refund(made, "Account closed", by=finn)
    assert (payment.free, made.is_standing, undone.amount) == (500, False, -500)
    for each in (made, undone):
        with pytest.raises(RuleBroken, match="already been reversed"):
            reverse_refund(each, "Again", by=finn)
    assert reverse_payment(payment, "Bounced", by=finn).amount == -500
    assert faults() == {}


def test_closed_books_and_days_to_come_take_no_refund(house, finn):
    payment = record_payment(Received(500, "EUR", today_for()), account=house.account, by=finn)
    made = refund(payment, back(100), by=finn)
    with pytest.raises(RuleBroken, match="can’t be in the future"):
        refund(payment, back(1, on=today_for() + timedelta(days=1)), by=finn)
    company().locked_until = today_for()
    for act in (
        lambda: refund(payment, back(1), by=finn),
        lambda: reverse_refund(made, "Wrong", by=finn),
    ):
        with pytest.raises(RuleBroken, match="books are closed"):
            act()


def test_the_database_itself_refuses_to_refund_and_to_allocate_the_same_money(house, finn):
    invoice = issued(house)
    payment = record_payment(Received(500, "EUR", today_for()), account=house.account, by=finn)
    refund(payment, back(400), by=finn)
    db.session.commit()
    given = {"amount": 101, "payment_id": payment.id}
    statements = (
        insert(Refund).values(given | {"refunded_on": today_for(), "method": "cash", "at": clock.now()}),
        insert(Allocation).values(
            given | {"invoice_id": invoice.id, "allocated_on": today_for(), "at": clock.now()}
        ),
        text("UPDATE refunds SET amount = 1"),
        text("DELETE FROM refunds"),
    )
    for statement in statements:
        with pytest.raises(DBAPIError):
            db.session.execute(statement, execution_options={"unscoped": "a careless hand"})
        db.session.rollback()
    assert faults() == {}


def test_refunding_from_the_page_and_reversing_it(house, as_user):
    invoice = issued(house)
    payment = paid(house, invoice, invoice.payable + 500)
    finn, page = as_user("finn"), f"/payments/{payment.id}"
    assert f'href="{page}/refund"' in finn.get(page).text
    assert finn.submit(f"{page}/refund", amount="6", htmx=True).status_code == 422
    finn.submit(f"{page}/refund", reference="Bank 12")  # all of it is proposed
    [made] = every_refund()
    assert (made.amount, made.reference) == (500, "Bank 12")
    assert "Nothing to refund" in finn.htmx(f"{page}/refund").text
    assert "refunded €5.00" in finn.get(f"{page}/timeline").text
    reverse = f"{page}/refunds/{made.id}/reverse"
    assert finn.submit(reverse, reason="", htmx=True).status_code == 422
    finn.submit(reverse, reason="Account closed")
    assert sum(each.amount for each in every_refund()) == 0
    assert "Account closed" in finn.get(page).text
    assert "Account closed" in finn.get(f"{page}/history").text
    assert finn.get(f"/payments/999/refunds/{made.id}/reverse").status_code == 404
    credit(invoice, "Came back", by=house.people["finn"])
    db.session.commit()
    assert finn.get(f"/credit-notes/1/refunds/{made.id}/reverse").status_code == 404
    finn.submit("/credit-notes/1/refund")
    assert "Refunds" in finn.get("/credit-notes/1").text
    assert faults() == {}


def every_refund():
    anew()
    return db.session.scalars(select(Refund).order_by(Refund.id)).all()
