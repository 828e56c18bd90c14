"""Statements come in once, proposals are confirmed once, and everything can be undone."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from salesapp.core.access import SYSTEM
from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.invoices.actions import reverse_payment
from salesapp.invoices.bank.importing import Imported, import_statements
from salesapp.invoices.bank.models import BankBooking, BankStatement
from salesapp.invoices.bank.proposals import proposed_for
from salesapp.invoices.bank.queries import waiting
from salesapp.invoices.bank.reading.files import read_bank_file
from salesapp.invoices.bank.settling import SettledAlready, confirm, dismiss, match, reopen
from salesapp.invoices.models import Invoice, Payment
from tests.invoices.bank.files import camt, entry
from tests.invoices.stage import anew, faults, issued, order_of, paid
from tests.invoices.test_audit import corrupted
from tests.invoices.test_races import at_once

PUMP = (("pump", "1", "0"),)
"""An order of €119.00."""


LONG_AGO = date(2026, 11, 2)


def close_books(day: date) -> None:
    company().locked_until = day
    db.session.commit()


def bill(house: Any) -> Invoice:
    return issued(house, order_of(house, PUMP, discount="0"))


def brought(finn: Any, *entries: str, closing: str = "0.00") -> Imported:
    found = import_statements(read_bank_file(camt(entries, closing=closing)) or [], "a.xml", by=finn)
    db.session.commit()
    return found


def bookings() -> list[BankBooking]:
    anew()
    return list(db.session.scalars(select(BankBooking).order_by(BankBooking.id)))


def count(model: Any) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def confirm_first(finn: Any) -> Payment:
    (proposed, *_rest) = proposed_for(bookings())
    payment = confirm(proposed.booking, proposed.parts, by=finn)
    db.session.commit()
    return payment


def test_a_file_given_twice_changes_nothing_and_an_overlapping_one_brings_what_is_new(house, finn):
    one, two, three = entry("10.00", "A"), entry("10.00", "A"), entry("-5.00", "B")
    assert brought(finn, one, two).new == 2
    again = brought(finn, one, two)
    assert (again.new, again.known, again.statements) == (0, 2, [])
    assert brought(finn, two, one, three, closing="1015.00").new == 1
    assert [each.amount for each in bookings()] == [1000, 1000, -500]
    first, second = db.session.scalars(select(BankStatement).order_by(BankStatement.id))
    assert (first.known, second.known) == (0, 2)
    assert (first.difference, second.difference) == (102000, 0)
    assert faults() == {}


def test_the_same_file_given_by_two_at_once_counts_once(app, house):
    content = camt([entry("10.00")], closing="1010.00")

    def give() -> None:
        import_statements(read_bank_file(content) or [], "a.xml", by=SYSTEM)
        db.session.commit()

    at_once(app, [give, give])
    assert count(BankBooking) == 1


def test_a_sure_booking_is_a_payment_that_settles_its_invoice(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", f"Rechnung {invoice.number}"))
    payment = confirm_first(finn)
    assert (payment.amount, payment.free, payment.account_id) == (11900, 0, house.account.id)
    assert db.session.get_one(Invoice, invoice.id).open_amount == 0
    assert (waiting().count, faults()) == (0, {})


def test_a_booking_says_when_it_came_and_what_becomes_of_the_difference_on_both_its_pages(house, as_user):
    short, more = bill(house), bill(house)
    brought(SYSTEM, entry("100.00", f"Rechnung {short.number}"), entry("150.00", f"Rechnung {more.number}"))
    finn, [first, _second] = as_user("finn"), bookings()
    for page in ("/bank-statements", f"/bank-statements/{first.statement_id}"):
        shown = finn.get(page).text
        assert "€19.00 stays open" in shown
        assert "€31.00 too much: becomes credit" in shown
        assert shown.count('action="/bank-statements/bookings/') == 2
    assert 'class="crumb" href="/bank-statements"' in shown
    assert "23 Nov 2026" in shown


def test_two_clerks_confirm_one_booking_once(app, house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", str(invoice.number)))

    def press() -> Payment:
        (proposed,) = proposed_for(db.session.scalars(select(BankBooking)).all())
        return confirm(proposed.booking, proposed.parts, by=SYSTEM)

    def act() -> None:
        press()
        db.session.commit()

    answers = at_once(app, [act, act])
    assert sum(isinstance(each, RuleBroken) for each in answers) == 1
    assert (count(Payment), faults()) == (1, {})


def test_a_confirmed_booking_is_not_confirmed_again(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", str(invoice.number)))
    confirm_first(finn)
    with pytest.raises(SettledAlready):
        confirm(bookings()[0], [], by=finn, account=house.account)


def test_who_paid_from_an_account_is_known_the_next_time(house, finn):
    bill(house)
    brought(finn, entry("119.00", "no number", name="Somebody"))
    assert waiting().sure == []
    confirm_first(finn)
    bill(house)
    brought(finn, entry("119.00", "again no number", name="Somebody", day="2026-11-24"))
    (sure,) = waiting().sure
    assert sure.parts[0][0].account_id == house.account.id


def test_an_invoice_is_proposed_to_one_booking_only(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", "thanks", name="Echo Foods"), entry("119.00", str(invoice.number)))
    found = waiting()
    assert [each.booking.text for each in found.sure] == [invoice.number]
    assert [each.parts for each in found.to_check] == [[]]


def test_a_payment_recorded_by_hand_is_matched_and_never_recorded_again(house, finn):
    first, second = bill(house), bill(house)
    brought(finn, entry("119.00", str(second.number)))
    payment = paid(house, first, paid_on=bookings()[0].booked_on)
    (look,) = waiting().to_check
    assert [each.id for each in look.recorded] == [payment.id]
    with pytest.raises(RuleBroken, match="already be recorded"):
        confirm(look.booking, look.parts, by=finn)
    db.session.rollback()
    match(bookings()[0], db.session.get_one(Payment, payment.id), by=finn)
    db.session.commit()
    assert (count(Payment), waiting().count, faults()) == (1, 0, {})


def test_undoing_a_confirmation_reverses_its_payment_and_a_match_only_lets_go(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", str(invoice.number)))
    confirm_first(finn)
    reopen(bookings()[0], by=finn)
    db.session.commit()
    assert db.session.get_one(Invoice, invoice.id).open_amount == 11900
    assert len(waiting().sure) == 1
    payment = paid(house, invoice, paid_on=bookings()[0].booked_on)
    match(bookings()[0], payment, by=finn)
    reopen(bookings()[0], by=finn)
    db.session.commit()
    assert db.session.get_one(Invoice, invoice.id).open_amount == 0
    assert faults() == {}


def test_a_booking_whose_payment_bounced_can_still_be_undone(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", str(invoice.number)))
    reverse_payment(confirm_first(finn), "Bounced", by=finn)
    reopen(bookings()[0], by=finn)
    db.session.commit()
    assert (waiting().count, faults()) == (1, {})


def test_money_out_is_dismissed_with_a_note_and_taken_up_again(house, finn):
    brought(finn, entry("-100.50", "Rent"))
    with pytest.raises(RuleBroken, match="note"):
        dismiss(bookings()[0], " ", by=finn)
    dismiss(bookings()[0], "Rent", by=finn)
    assert waiting().count == 0
    reopen(bookings()[0], by=finn)
    assert len(waiting().out) == 1
    with pytest.raises(RuleBroken, match="came in"):
        confirm(bookings()[0], [], by=finn, account=house.account)


def upload(finn: Any, content: bytes, name: str = "a.xml") -> Any:
    return finn.submit("/bank-statements/import", file=(BytesIO(content), name))


def test_a_clerk_imports_a_file_and_confirms_all_that_is_sure_with_one_press(house, as_user):
    first, second = bill(house), bill(house)
    finn = as_user("finn")
    content = camt(
        [entry("119.00", str(first.number)), entry("119.00", str(second.number)), entry("-5.00", "Fee")],
        closing="1233.00",
    )
    assert upload(finn, content).headers["Location"] == "/bank-statements"
    page = finn.get("/bank-statements").text
    assert "Confirm all 2" in page
    assert first.number in page
    finn.submit("/bank-statements", action="/bank-statements/confirm")
    assert [each.open_amount for each in db.session.scalars(select(Invoice))] == [0, 0]
    finn.submit("/bank-statements", action="/bank-statements/dismiss")
    assert "No bookings to match" in finn.get("/bank-statements").text
    whole = finn.get("/bank-statements/1").text
    assert "The bookings add up to the closing balance." in whole
    finn.submit("/bank-statements/1", action="/bank-statements/bookings/1/reopen")
    anew()
    assert db.session.get_one(Invoice, first.id).open_amount == 11900
    assert "imported before" in finn.get(upload(finn, content).headers["Location"]).text
    assert faults() == {}


def test_a_booking_is_matched_by_hand_over_two_invoices(house, as_user):
    first, second, finn = bill(house), bill(house), as_user("finn")
    upload(finn, camt([entry("150.00", "hello", name="X")], closing="1150.00"))
    sheet = f"/bank-statements/bookings/1/match?account={house.account.id}"
    assert "€119.00 open" in finn.get(sheet).text
    finn.submit(
        sheet,
        action="/bank-statements/bookings/1/match",
        **{f"part_{first.id}": "100", f"part_{second.id}": "50"},
    )
    anew()
    assert [each.open_amount for each in db.session.scalars(select(Invoice).order_by(Invoice.id))] == [
        1900,
        6900,
    ]
    assert faults() == {}


def test_what_is_no_bank_file_is_said_beside_the_file(house, as_user):
    answer = upload(as_user("finn"), b"<x/>")
    assert answer.status_code == 422
    assert "holds no bank statement" in answer.text


def test_a_press_on_a_proposal_that_has_changed_confirms_nothing(house, as_user):
    invoice, finn = bill(house), as_user("finn")
    upload(finn, camt([entry("119.00", str(invoice.number))], closing="1119.00"))
    seen = f"{invoice.id}-11900"
    paid(house, invoice, 100)
    token = finn.csrf_token()
    answer = finn.post("/bank-statements/bookings/1/confirm", data={"csrf_token": token, "seen": seen})
    assert answer.status_code == 409
    assert count(Payment) == 1


def test_what_a_bank_on_the_way_kept_is_written_off_with_the_match(house, as_user):
    invoice, finn = bill(house), as_user("finn")
    upload(finn, camt([entry("114.50", "hello", name="X")], closing="1114.50"))
    sheet = f"/bank-statements/bookings/1/match?account={house.account.id}"
    assert (
        finn.submit(sheet, action="/bank-statements/bookings/1/match", give_up="y", reason="").status_code
        == 422
    )
    finn.submit(sheet, action="/bank-statements/bookings/1/match", give_up="y")
    anew()
    found = db.session.get_one(Invoice, invoice.id)
    assert (found.open_amount, found.is_written_off) == (0, True)
    assert found.allocations[-1].write_off_reason == "Bank charges"
    assert faults() == {}


def test_on_a_closed_day_a_tap_books_the_first_open_day_once_that_was_shown(house, as_user):
    invoice, finn = bill(house), as_user("finn")
    upload(finn, camt([entry("119.00", str(invoice.number), day=str(LONG_AGO))], closing="1119.00"))
    close_books(today_for() - timedelta(days=3))
    opened = today_for() - timedelta(days=2)
    stale = finn.post(
        "/bank-statements/bookings/1/confirm",
        data={"csrf_token": finn.csrf_token(), "seen": f"{invoice.id}-11900"},
    )
    assert (stale.status_code, count(Payment)) == (409, 0)
    assert "the books of" in finn.get("/bank-statements").text
    assert finn.submit("/bank-statements", action="/bank-statements/bookings/1/confirm").status_code == 303
    anew()
    assert [each.paid_on for each in db.session.scalars(select(Payment))] == [opened]
    assert faults() == {}


def test_books_closed_through_today_are_named_where_one_stands_and_nothing_is_lost(house, as_user):
    first, second, finn = bill(house), bill(house), as_user("finn")
    upload(finn, camt([entry("119.00", str(each.number)) for each in (first, second)], closing="1238.00"))
    token = finn.csrf_token()
    close_books(today_for())
    opened = f"{today_for() + timedelta(days=1):%Y%m%d}"
    sent = {"csrf_token": token, "id": ["1", "2"]}
    sent |= {f"seen_{key}": f"{each.id}-11900.{opened}" for key, each in ((1, first), (2, second))}
    page = finn.get("/bank-statements").text
    assert "These can be confirmed from" in page
    assert "/bank-statements/confirm" not in page
    said = finn.get(finn.post("/bank-statements/confirm", data=sent).headers["Location"]).text
    assert said.count("The books are closed up to") > page.count("The books are closed up to")
    assert "2 bookings stay open." in said
    one = finn.htmx(
        "/bank-statements/bookings/1/confirm", method="POST", data=sent | {"seen": sent["seen_1"]}
    )
    assert (one.status_code, one.headers["HX-Retarget"]) == (409, "#toasts")
    assert "The books are closed up to" in one.text
    anew()
    assert (count(Payment), [each.is_open for each in bookings()]) == (0, [True, True])


def test_the_match_sheet_proposes_the_first_open_day_and_takes_another(house, as_user):
    bill(house)
    finn = as_user("finn")
    upload(finn, camt([entry("50.00", "hello", name="X", day=str(LONG_AGO))], closing="1050.00"))
    sheet = f"/bank-statements/bookings/1/match?account={house.account.id}"
    assert f'value="{LONG_AGO}"' in finn.get(sheet).text
    close_books(today_for() - timedelta(days=3))
    page = finn.get(sheet).text
    assert f'value="{today_for() - timedelta(days=2)}"' in page
    assert "so the first open day is proposed" in page
    refused = finn.submit(sheet, action="/bank-statements/bookings/1/match", paid_on=str(LONG_AGO))
    assert refused.status_code == 422
    assert "The books are closed up to" in refused.text
    finn.submit(sheet, action="/bank-statements/bookings/1/match", paid_on=str(today_for()))
    anew()
    assert [each.paid_on for each in db.session.scalars(select(Payment))] == [today_for()]


def test_confirming_all_that_a_colleague_dealt_with_says_so(house, as_user):
    first, second, finn = bill(house), bill(house), as_user("finn")
    upload(finn, camt([entry("119.00", str(each.number)) for each in (first, second)], closing="1238.00"))
    token = finn.csrf_token()
    sent = {"csrf_token": token, "id": ["1", "2"]}
    sent |= {f"seen_{key}": f"{each.id}-11900" for key, each in ((1, first), (2, second))}
    finn.post("/bank-statements/confirm", data=sent)
    again = finn.get(finn.post("/bank-statements/confirm", data=sent).headers["Location"]).text
    assert "2 were already dealt with." in again
    assert "stay open" not in again
    assert "0 payments" not in again


@pytest.mark.corrupts
def test_a_booking_that_is_another_payment_than_it_says_is_found(house, finn):
    invoice = bill(house)
    brought(finn, entry("119.00", str(invoice.number)), closing="1119.00")
    confirm_first(finn)
    assert "over another amount" in corrupted("UPDATE bank_bookings SET amount = amount + 1")["bank"]
    assert "over another amount" in corrupted("UPDATE bank_bookings SET currency = 'USD'")["bank"]
    assert "lacks" in corrupted("UPDATE bank_statements SET closing = closing + 1")["bank"]
