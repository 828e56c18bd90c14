"""Opening balances: under their old numbers, payable and remindable like any other, never issued by our series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from salesapp.core.access import acting_as
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.outbox import carry_all
from salesapp.invoices.actions import allocate, credit, reverse_payment
from salesapp.invoices.mailing import send_invoice
from salesapp.invoices.models import Invoice, Payment, PaymentMethod, Standing
from salesapp.invoices.opening.balances import Brought, reverse_opening, take_over
from salesapp.invoices.opening.queries import opening_balances
from salesapp.invoices.queries import unsent
from salesapp.invoices.reminders.actions import remind
from salesapp.invoices.statement.ageing import receivables
from salesapp.invoices.statement.queries import statements_of
from salesapp.quotes.mailing import Letter
from salesapp.reports.running import run
from salesapp.reports.shipped import BY_KEY
from tests.accounting.stage import faults as faults_of_the_books
from tests.accounting.stage import journal, lines_of
from tests.invoices.stage import faults, issued, paid
from tests.invoices.test_audit import corrupted
from tests.invoices.test_reminders import mails
from tests.statements import statements

HEADINGS = "Rechnungsnummer;Kunde;Rechnungsdatum;Fälligkeit;Offener Betrag;Währung\n"


@pytest.fixture
def old(house, finn):
    """An invoice of 60 days ago, 30 days overdue, and a credit, taken over as of yesterday."""
    on, then = today_for() - timedelta(days=1), today_for() - timedelta(days=60)
    bill = Brought("RE-4711", 119_000, "EUR", then, then + timedelta(days=30), house.account, house.contact)
    owed = Brought("GS-12", -20_000, "EUR", then, account=house.account)
    made = take_over([bill, owed], on=on, by=finn)
    db.session.commit()
    return made


def test_what_was_open_is_in_the_books_the_statement_and_the_ageing_from_its_day_on(old, house):
    invoice = old[0]
    assert (invoice.number, invoice.standing, invoice.tax, invoice.position) == (
        "RE-4711",
        Standing.OVERDUE,
        0,
        None,
    )
    assert [(each.source.on, lines_of(each)) for each in journal()] == [
        (invoice.opened_on, [("receivables", "", 119_000), ("opening", "", -119_000)]),
        (invoice.opened_on, [("opening", "", 20_000), ("receivables", "", -20_000)]),
    ]
    [statement] = statements_of(house.account, today_for())
    assert (statement.open, statement.credit, statement.balance) == (119_000, 20_000, 99_000)
    [owes], _count = receivables(today_for())
    assert (owes.open, owes.ages[0]) == (119_000, 0)
    assert unsent().count == 0
    assert (faults(), faults_of_the_books()) == ({}, [])


def test_it_is_paid_by_its_credit_and_by_money_and_our_own_series_goes_on_without_it(old, house, finn):
    invoice, money = old
    allocate(money, invoice, 20_000, by=finn)
    own = issued(house)
    assert own.number.endswith("00001")
    paid(house, invoice)
    assert invoice.standing is Standing.PAID
    assert (faults(), faults_of_the_books()) == ({}, [])


def test_a_reversed_credit_counts_in_no_sum_and_neither_in_what_was_invoiced(old, finn):
    reverse_payment(old[1], "Paid out long ago", by=finn)
    [sums] = opening_balances().sums
    assert (sums.owed, sums.credit, sums.credit_left) == (119_000, 0, 0)
    with acting_as(finn):
        assert run(BY_KEY["invoiced-by-month"].report).rows == []


def test_it_is_reminded_of_without_a_pdf_and_never_sent_nor_credited(old, finn, as_user):
    invoice = old[0]
    remind(invoice, by=finn)
    db.session.commit()
    carry_all()
    [mail] = mails()
    assert ("RE-4711" in mail["text"], mail.get("attachments") or []) == (True, [])
    for refused in (
        lambda: credit(invoice, "Wrong", by=finn),
        lambda: send_invoice(invoice, Letter("eva@echo.example", "Again", "Here"), by=finn),
    ):
        with pytest.raises(RuleBroken, match="previous system"):
            refused()
    clerk = as_user("finn")
    assert clerk.get(f"/invoices/{invoice.id}.pdf").status_code == 409
    page = clerk.get(f"/invoices/{invoice.id}").text
    assert "Open amount of invoice RE-4711" in page
    assert f"/invoices/{invoice.id}.pdf" not in page


def test_what_was_entered_by_mistake_is_taken_back_in_the_books_and_can_be_open_again(
    old, house, finn, as_user
):
    invoice = old[0]
    paid(house, invoice, 19_000)
    as_user("finn").submit(f"/opening-balances/{invoice.id}/reverse", reason="Paid long ago")
    db.session.expire_all()
    assert (invoice.open_amount, sum(each.debits for each in journal()[-1:])) == (0, 100_000)
    back = db.session.scalars(select(Payment).order_by(Payment.id.desc())).first()
    assert back.method is PaymentMethod.OPENING
    with pytest.raises(RuleBroken, match="Nothing of this opening balance is open"):
        reverse_opening(invoice, "Again", by=finn, on=today_for())
    reverse_payment(back, "It was right", by=finn)
    assert invoice.open_amount == 100_000
    assert (faults(), faults_of_the_books()) == ({}, [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "RE-4711"}, "already an invoice"),
        ({"number": "GS-12", "amount": -5}, "already has a credit"),
        ({"number": "INV-2026-00007"}, "Your own next invoices"),
        ({"number": "CRN-2026-00007"}, "Your own next credit notes"),
        ({"number": "CRN-2026-00007", "amount": -5}, "Your own next credit notes"),
        ({"issued_on": date(2099, 1, 1)}, "must be dated"),
        ({"amount": 0}, "open amount"),
        ({"account": None}, "Choose the customer"),
        ({"due_on": date(2020, 1, 1)}, "due before"),
    ],
)
def test_what_cannot_be_taken_over_says_why(old, house, finn, changed, said):
    sound = Brought("RE-4712", 100, "EUR", today_for(), account=house.account)
    with pytest.raises(RuleBroken, match=said):
        take_over([replace(sound, **changed)], on=today_for(), by=finn)


def test_a_file_is_entered_as_a_whole_and_each_wrong_row_is_named(house, as_user):
    rows = ["RE-1;Echo Foods;03.10.2026;02.11.2026;1.190,00;EUR", "GS-1;echo foods;13.10.2026;;-50,00;"]
    wrong = ["RE-2;Nobody Ltd;13.10.2026;;5,00;EUR", "RE-1;Echo Foods;14.10.2026;;5,00;EUR"]
    twice = ["GS-1;Echo Foods;13.10.2026;;-50,00;"]
    finn = as_user("finn")
    said = given(finn, [*rows, *wrong[:1]]).text
    assert "Row 4: There is no customer “Nobody Ltd”." in said
    assert "Row 4: There is already an invoice RE-1." in given(finn, [*rows, *wrong[1:]]).text
    assert "Row 4: The customer already has a credit GS-1." in given(finn, [*rows, *twice]).text
    assert db.session.scalars(select(Invoice)).all() == []
    assert given(finn, rows).status_code == 303
    page = finn.get("/opening-balances").text
    assert "RE-1" in page
    assert "€1,190.00" in page
    [money] = db.session.scalars(select(Payment))
    assert (money.reference, money.free, money.account_id) == ("GS-1", 5000, house.account.id)


def test_all_that_is_wrong_in_all_rows_of_a_file_is_said_at_once(house, as_user):
    rows = [
        "RE-1;Echo Foods;03.10.2026;02.11.2026;1.190,00;EUR",
        "RE-1;Nobody Ltd;;;5,00;XXX",
        "INV-2026-00007;Echo Foods;13.10.2026;01.10.2026;5,00;",
    ]
    said = given(as_user("finn"), rows).text
    [third] = [line for line in said.split("<li>") if "Row 3" in line]
    for part in (
        "no customer “Nobody Ltd”",
        "The date is missing",
        "“XXX” isn’t a currency",
        "already an invoice RE-1",
    ):
        assert part in third
    [fourth] = [line for line in said.split("<li>") if "Row 4" in line]
    assert "due before its date" in fourth
    assert "Your own next invoices" in fourth


def test_without_a_due_date_and_a_contact_it_follows_the_customers_terms_and_people(house, finn):
    then = today_for() - timedelta(days=60)
    house.account.payment_days, house.account.invoice_email = 14, None
    [invoice] = take_over([Brought("RE-7", 100, "EUR", then, account=house.account)], on=today_for(), by=finn)
    assert (invoice.due_on, invoice.payment_days) == (then + timedelta(days=14), 14)
    assert remind(invoice, by=finn).address == house.contact.email


def test_a_credit_that_was_reversed_can_be_entered_again(old, house, finn):
    reverse_payment(old[1], "Wrong amount", by=finn)
    take_over([Brought("GS-12", -10_000, "EUR", today_for(), account=house.account)], on=today_for(), by=finn)
    assert (faults(), faults_of_the_books()) == ({}, [])


def test_many_are_entered_by_as_many_statements_as_few_but_for_issuing_each(house, finn):
    def asked(count: int) -> int:
        then = today_for()
        items = [Brought(f"A{count}-{n}", 5, "EUR", then, account=house.account) for n in range(count)]
        with statements() as sent:
            take_over(items, on=then, by=finn)
            db.session.commit()
        return len([each for each in sent if not each.startswith("UPDATE invoices")])

    asked(1)  # what is read once
    assert asked(20) <= asked(3) + 2


def given(finn, rows):
    file = (BytesIO((HEADINGS + "\n".join(rows)).encode()), "open.csv")
    return finn.submit("/opening-balances/file", file=file)


def test_one_in_another_currency_is_entered_by_hand_and_worth_what_it_was_that_day(house, as_user):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.9")))
    db.session.commit()
    values = {"account": house.account.id, "number": "A 1", "amount": "100", "currency": "USD"}
    assert (
        as_user("finn").submit("/opening-balances/new", issued_on="2026-10-01", **values).status_code == 303
    )
    assert [each.debits for each in journal()] == [9000]
    assert faults_of_the_books() == []


def test_the_audit_names_an_opening_balance_that_pretends_to_be_ours(old):
    found = corrupted("UPDATE invoices SET opened_on = NULL")
    assert "is not as it was taken over" in found["opening balances"]
