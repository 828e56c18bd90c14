"""The statement of an account: open items, credit, balance and how old it is, from the database."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.mail import composed
from salesapp.core.outbox import Outbox
from salesapp.core.paper.formats import amount_text
from salesapp.customers.models import Account
from salesapp.invoices.actions import PaidBack, Received, record_payment, refund
from salesapp.invoices.statement.ageing import receivables
from salesapp.invoices.statement.queries import statements_of
from salesapp.web.filters import money
from tests.invoices.stage import issued, midday, paid


def test_the_statement_adds_up_and_is_the_same_on_screen_and_in_the_file(house, as_user, finn):
    noon = midday()
    with clock.travel(to=noon - timedelta(days=30 + 45)):
        old = issued(house)
    new, settled = issued(house), issued(house)
    paid(house, settled)
    paid(house, old, 100)
    advance = record_payment(
        Received(900, "EUR", today_for(), reference="=Advance"), account=house.account, by=finn
    )
    refund(advance, PaidBack(200, today_for()), by=finn)
    db.session.commit()
    [each] = statements_of(house.account, today_for())
    assert (each.open, each.credit) == (old.open_amount + new.open_amount, 700)
    assert (each.balance, each.not_due) == (each.open - 700, new.open_amount)
    assert [amount for _bucket, amount in each.overdue] == [0, old.open_amount, 0, 0]
    assert [row.id for row in each.invoices] == [old.id, new.id]
    browser, page = as_user("finn"), f"/accounts/{house.account.id}"
    assert f'href="{page}/statement"' in browser.htmx(f"{page}/balance").text
    screen = browser.get(f"{page}/statement").text
    for shown in (money(each.balance, "EUR"), old.number, new.number, money(-700, "EUR")):
        assert shown in screen
    assert settled.number not in screen
    file = browser.get(f"{page}/statement.csv").text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(file)))
    assert sum(round(float(row[4]) * 100) for row in rows[1:]) == each.balance
    assert rows[-1][0] == "'=Advance"


def test_who_sees_no_payments_sees_no_statement(house, as_user):
    issued(house)
    page = f"/accounts/{house.account.id}/statement"
    assert as_user("ada").get(page).status_code == 403
    other = Account(name="Other Ltd")
    db.session.add(other)
    db.session.commit()
    assert "No open items." in as_user("finn").get(f"/accounts/{other.id}/statement").text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_statement_is_a_pdf_in_the_customers_language(house, as_user, language):
    invoice = issued(house)
    house.account.language = language
    db.session.commit()
    answer = as_user("finn").get(f"/accounts/{house.account.id}/statement.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert invoice.number in words
    assert ("Statement of account" if language == "en" else "对账单") in words
    assert amount_text(invoice.open_amount, "EUR", language) in words


def test_the_statement_is_mailed_with_its_pdf_and_stands_in_the_history(house, as_user):
    issued(house)
    finn, page = as_user("finn"), f"/accounts/{house.account.id}/statement"
    refused = finn.submit(f"{page}/send", to="")
    assert refused.status_code == 422
    finn.submit(f"{page}/send")
    row = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    assert (row.payload["to"], row.payload["attachments"]) == (
        "eva@echo.example",
        [["statement", house.account.id]],
    )
    files = [each.get_content_type() for each in composed(row.payload).iter_attachments()]
    assert files == ["application/pdf"]
    assert "sent the statement of account" in finn.get(f"/accounts/{house.account.id}/history").text


def test_receivables_by_customer_add_up_and_open_their_invoices(house, as_user):
    noon = midday()
    with clock.travel(to=noon - timedelta(days=30 + 45)):
        old = issued(house)
    new = issued(house)
    paid(house, old, 100)
    (row,), count = receivables(today_for())
    assert count == 1
    assert row.ages == [new.open_amount, 0, old.open_amount, 0, 0]
    finn = as_user("finn")
    page = finn.get("/finance/ageing").text
    assert money(row.open, "EUR") in page
    opened = f"/invoices?standing=open,partly_paid,partly_credited,overdue&account={house.account.id}"
    listed = finn.get(opened).text
    assert old.number in listed
    assert new.number in listed
