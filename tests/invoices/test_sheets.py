"""What the sheets and pages of finance tell before it is too late."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.invoices.actions import ask_down_payment
from salesapp.invoices.models import Invoice, Payment
from salesapp.products.pricing import Percentage
from salesapp.web.filters import money
from tests.invoices.stage import anew, issued, order_of


def only(model):
    anew()
    return db.session.scalars(select(model)).one()


def test_a_payment_that_a_colleague_recorded_meanwhile_is_not_recorded_again_unseen(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    page = f"/payments/new?invoice={invoice.id}"
    first, second = (finn.filled(page, action="/payments/new") for _clerk in range(2))
    assert finn.post(page, data=first | {"reference": "Bank 17"}).status_code == 303
    late = finn.post(page, data=second)
    assert late.status_code == 409
    assert "the open amount is now €0.00, not" in late.text
    payment = only(Payment)
    assert "Bank 17" in finn.get(f"/invoices/{invoice.id}").text
    finn.submit(f"/payments/{payment.id}/reverse", reason="Bounced")
    assert "already been reversed" in finn.htmx(f"/payments/{payment.id}/reverse").text


def test_what_cannot_be_printed_is_told_before_an_order_is_issued_at_once(house, as_user):
    house.pump.name = "Pump 🦄"
    order, finn = order_of(house), as_user("finn")
    page = f"/orders/{order.id}/invoice"
    assert "can’t show 🦄" in finn.htmx(page).text
    assert finn.submit(page, then="issue", htmx=True).status_code == 422
    assert finn.submit(page, then="issue", anyway="y").status_code == 303
    assert only(Invoice).is_issued


def test_a_last_invoice_names_net_and_tax_of_the_down_payment_it_deducts(house, as_user):
    order, by = order_of(house), house.people["finn"]
    down = ask_down_payment(order, Percentage(Decimal(30)), by=by)
    down.issue(by=by)
    last = issued(house, order)
    assert sum(each.total for each in last.deducted_rows) == last.deducted == down.payable
    finn = as_user("finn")
    page = finn.get(f"/invoices/{last.id}").text
    pdf = PdfReader(BytesIO(finn.get(f"/invoices/{last.id}.pdf").data))
    printed = "".join(each.extract_text() for each in pdf.pages)
    for share in last.deducted_rows:
        for amount in (share.base, share.tax):
            assert money(-amount, "EUR") in page
            assert money(amount, "EUR").strip("€") in printed
    assert f'href="/orders/{order.id}"' in page
