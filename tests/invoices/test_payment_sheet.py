"""A payment over many invoices: proposed, changed, recorded with one press, and never twice unseen."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.models import Account
from salesapp.invoices.actions import Part, Received, record_payment
from salesapp.invoices.models import Invoice, Payment
from salesapp.invoices.payment_sheet.proposal import oldest_first
from tests.invoices.stage import anew, faults, issued, midday, order_of, paid
from tests.races import at_once


def every(model):
    anew()
    return db.session.scalars(select(model).order_by(model.id)).all()


def aged(house, *days):
    """Invoices that were issued so many days ago."""
    noon = midday()
    found = []
    for each in sorted(days, reverse=True):
        with clock.travel(to=noon - timedelta(days=each)):
            found.append(issued(house))
    return found


def parts_of(sheet):
    """Invoice id → the amount that stands beside it."""
    found = re.findall(r'name="part_(\d+)" value="([^"]*)"', sheet)
    return {int(key): amount for key, amount in found}


def typed(minor):
    return f"{minor // 100}.{minor % 100:02d}"


@pytest.mark.parametrize(
    ("amount", "due", "expected"),
    [(0, [5], [0]), (7, [5, 5], [5, 2]), (20, [5, 5], [5, 5]), (3, [], [])],
)
def test_the_oldest_invoices_are_proposed_first(amount, due, expected):
    assert oldest_first(amount, due) == expected


def test_one_press_records_one_payment_over_the_payers_oldest_invoices(house, as_user):
    old, middle, new = aged(house, 60, 40, 20)
    finn, asked = as_user("finn"), {"account": house.account.id, "currency": "EUR"}
    amount = old.payable + middle.payable + 100
    token = {"csrf_token": finn.csrf_token(), "amount": typed(amount)}
    sheet = finn.htmx("/payments/propose", method="POST", data=asked | token).text
    assert parts_of(sheet) == {
        old.id: typed(old.payable),
        middle.id: typed(middle.payable),
        new.id: "1.00",
    }
    assert not every(Payment)
    sent = finn.filled(f"/payments/new?account={house.account.id}", action="/payments/new")
    sent |= {f"part_{key}": part for key, part in parts_of(sheet).items()}
    answer = finn.post("/payments/new", data=sent | {"amount": typed(amount)})
    [payment] = every(Payment)
    assert answer.headers["Location"] == f"/payments/{payment.id}"
    assert [each.standing for each in (old, middle)] == ["paid", "paid"]
    assert (new.open_amount, payment.free) == (new.payable - 100, 0)
    for invoice in (old, new):
        assert "recorded a payment" in finn.get(f"/invoices/{invoice.id}/timeline").text
    assert faults() == {}


def test_on_an_invoice_it_is_proposed_first_and_the_others_follow(house, as_user):
    old, new = aged(house, 60, 20)
    finn = as_user("finn")
    page = f"/payments/new?invoice={new.id}"
    assert parts_of(finn.get(page).text) == {new.id: typed(new.payable), old.id: ""}
    sent = finn.filled(page, action="/payments/new") | {"amount": typed(new.payable + 300)}
    more = finn.htmx(f"/payments/propose?invoice={new.id}", method="POST", data=sent).text
    assert parts_of(more) == {new.id: typed(new.payable), old.id: "3.00"}


def test_whoever_types_another_amount_and_leaves_the_proposal_gets_that_of_the_amount(house, as_user):
    old, new = aged(house, 60, 20)
    finn = as_user("finn")
    finn.submit(f"/payments/new?invoice={new.id}", amount="40")
    assert (new.open_amount, old.open_amount) == (new.payable - 4000, old.payable)
    finn.submit(f"/payments/new?account={house.account.id}", amount=typed(old.payable + 100))
    anew()
    assert (old.open_amount, new.open_amount) == (0, new.payable - 4100)


def test_an_amount_is_proposed_anew_as_it_is_typed_but_never_over_amounts_typed_by_hand(house, as_user):
    [invoice] = aged(house, 30)
    finn, page = as_user("finn"), f"/payments/new?invoice={invoice.id}"
    asked = {"amount": "100"}
    sent = finn.filled(page, action="/payments/new") | asked
    propose = f"/payments/propose?invoice={invoice.id}"
    more = finn.htmx(propose, method="POST", data=sent).text
    assert parts_of(more) == {invoice.id: "100.00"}
    by_hand = sent | {f"part_{invoice.id}": "60"}
    assert parts_of(finn.htmx(propose, method="POST", data=by_hand).text) == {invoice.id: "60"}
    anew_ = finn.htmx(propose, method="POST", data=by_hand | {"anew": "1"}).text
    assert parts_of(anew_) == {invoice.id: "100.00"}
    sheet = finn.htmx(page).text
    assert sheet.count("button-primary") == 1
    assert 'hx-trigger="input delay:250ms"' in sheet


def test_the_sums_of_what_is_typed_are_shown_before_it_is_recorded(house, as_user):
    [invoice] = aged(house, 30)
    finn = as_user("finn")
    page = f"/payments/new?account={house.account.id}"
    sent = finn.filled(page, action="/payments/new") | {"amount": "100"}

    def sums(part):
        values = sent | {f"part_{invoice.id}": part}
        return finn.htmx("/payments/propose?typed=1", method="POST", data=values).text

    assert "€40.00" in sums("60")
    assert "Stays as the customer’s credit" in sums("60")
    assert "More than the payment by" in sums("110")
    assert "Write it off" in sums("60")
    refused = finn.post("/payments/new", data=sent | {f"part_{invoice.id}": "110"})
    assert refused.status_code == 422
    assert "€10.00 more is allocated than was paid" in refused.text
    assert not every(Payment)


def test_what_a_customer_underpays_is_written_off_with_a_reason(house, as_user):
    [invoice] = aged(house, 30)
    finn = as_user("finn")
    part = typed(invoice.payable - 500)
    page = f"/payments/new?account={house.account.id}"
    sent = finn.filled(page, action="/payments/new", amount=part, rest="give_up", reason="")
    sent[f"part_{invoice.id}"] = part
    assert finn.post("/payments/new", data=sent).status_code == 422
    finn.post("/payments/new", data=sent | {"reason": "Bank charges"})
    anew()
    assert (invoice.standing, invoice.open_amount) == ("paid", 0)
    assert "Bank charges" in finn.get(f"/invoices/{invoice.id}").text
    assert faults() == {}


def test_invoices_in_another_currency_are_told_and_kept_apart(house, as_user):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for() - timedelta(days=99), rate=1))
    db.session.flush()
    euros, dollars = (
        issued(house),
        issued(house, order_of(house, [("pump", "1", "0", Decimal(10))], currency="USD")),
    )
    finn = as_user("finn")
    sheet = finn.get(f"/payments/new?account={house.account.id}").text
    assert list(parts_of(sheet)) == [euros.id]
    assert "is open in USD. It is paid separately." in sheet
    sent = finn.filled(f"/payments/new?account={house.account.id}", action="/payments/new")
    other = finn.htmx("/payments/propose", method="POST", data=sent | {"currency": "USD", "amount": "1"}).text
    assert parts_of(other) == {dollars.id: "1.00"}


def test_a_possible_duplicate_is_asked_for_once(house, as_user):
    finn = as_user("finn")
    page = f"/payments/new?account={house.account.id}"
    first = finn.filled(page, action="/payments/new", amount="100", reference="Bank 17")
    assert finn.post("/payments/new", data=first).status_code == 303
    for values in ({"amount": "100"}, {"amount": "90", "reference": "bank 17"}):
        again = finn.filled(page, action="/payments/new", **values)
        asked = finn.post("/payments/new", data=again)
        assert asked.status_code == 422
        assert "Possible duplicate" in asked.text
        assert "Bank 17" in asked.text
    [payment] = every(Payment)
    sure = again | {"anyway": "y", "known": str(payment.id)}
    assert finn.post("/payments/new", data=sure).status_code == 303
    other = finn.filled(page, action="/payments/new", amount="80")
    assert finn.post("/payments/new", data=other).status_code == 303
    assert len(every(Payment)) == 3


def test_what_a_colleague_settled_meanwhile_is_shown_and_not_paid_again(house, as_user):
    old, new = aged(house, 60, 20)
    finn, page = as_user("finn"), f"/payments/new?account={house.account.id}"
    late = finn.filled(page, action="/payments/new", amount="50")
    late |= {f"part_{old.id}": "20", f"part_{new.id}": "30"}
    paid(house, old)
    answer = finn.post("/payments/new", data=late)
    assert answer.status_code == 409
    assert f"{old.number}: the open amount is now €0.00, not" in answer.text
    assert parts_of(answer.text) == {new.id: "50.00"}
    assert len(every(Payment)) == 1


def test_amounts_beside_another_payers_invoices_are_nobodys(house, as_user):
    [invoice] = aged(house, 20)
    other = Account(name="Other Ltd")
    db.session.add(other)
    db.session.commit()
    finn = as_user("finn")
    sent = finn.filled(f"/payments/new?account={other.id}", action="/payments/new", amount="10")
    sent |= {"account": str(house.account.id), "account_text": house.account.name}
    answer = finn.post("/payments/new", data=sent)
    assert answer.status_code == 422
    assert parts_of(answer.text) == {invoice.id: "10.00"}
    assert not every(Payment)


def test_clerks_who_record_the_same_payment_at_once_record_one(house, as_user):
    clerks = [as_user("finn"), as_user("root")]
    page = f"/payments/new?account={house.account.id}"
    sheets = [(each, each.filled(page, action="/payments/new", amount="70")) for each in clerks]
    acts = [lambda each=each, form=form: each.post(page, data=form).status_code for each, form in sheets]
    assert sorted(at_once(*acts)) == [303, 422]
    assert len(every(Payment)) == 1


def test_many_parts_are_one_payment_and_one_event(house, finn):
    first, second = issued(house), issued(house)
    whole = first.payable + second.payable
    parts = [Part(second, second.payable), Part(first, first.payable, first.payable)]
    payment = record_payment(Received(whole, "EUR", today_for()), parts=parts, by=finn)
    db.session.commit()
    assert [each.standing for each in (first, second)] == ["paid", "paid"]
    assert (payment.account_id, payment.free) == (house.account.id, 0)
    assert [each.id for each in db.session.scalars(select(Invoice)) if each.open_amount] == []
