"""The words for how an invoice stands and for what is left: in its badge, on paper and in the export."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

from pypdf import PdfReader

from salesapp.core.db import db
from salesapp.core.paper import render_pdf
from salesapp.invoices.actions import ask_down_payment, credit, reverse_payment, write_off
from salesapp.invoices.models import Standing
from salesapp.products.pricing import Percentage
from salesapp.quotes.issued.papers import paper_of
from tests.invoices.stage import anew, free_draft, issued, order_of, paid


def part(invoice):
    """One of the first line."""
    return {invoice.lines[0].id: Decimal(1)}


def standing(invoice):
    db.session.commit()
    anew()
    return invoice.standing


def test_an_invoice_is_partly_paid_by_money_alone(house, finn):
    credited, both, given_up = issued(house), issued(house), issued(house)
    credit(credited, "One broke", quantities=part(credited), by=finn)
    assert standing(credited) is Standing.PARTLY_CREDITED
    credit(both, "One broke", quantities=part(both), by=finn)
    paid(house, both, 100)
    assert standing(both) is Standing.PARTLY_PAID
    bounced = paid(house, given_up, 100)
    write_off(given_up, "Gone", by=finn)
    reverse_payment(bounced, "Bounced", by=finn)
    assert standing(given_up) is Standing.OPEN
    assert "Partly credited" in str(Standing.PARTLY_CREDITED.label)


def test_a_credit_note_says_what_is_credited_and_never_payable(house, finn, as_user):
    order = order_of(house)
    ask_down_payment(order, Percentage(Decimal(20)), by=finn).issue(by=finn)
    note = credit(issued(house, order), "All wrong", by=finn)
    db.session.commit()
    assert note.deducted
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(paper_of(note)))).pages)
    page = as_user("finn").get(f"/credit-notes/{note.id}").text
    for text in (words, page):
        assert "Amount credited" in text
        assert "Payable" not in text
    assert "Payable" in as_user("finn").get(f"/invoices/{note.invoice_id}").text


def test_the_export_tells_what_is_open(house, as_user):
    half, draft = issued(house), free_draft(house)
    paid(house, half, half.payable - 1234)
    answer = as_user("root").get("/exports/invoices.csv").data.decode("utf-8-sig")
    rows = {row["Number"]: row["Open amount"] for row in csv.DictReader(StringIO(answer))}
    assert rows == {half.number: "12.34", "": "0.00"}
    assert draft.is_draft
