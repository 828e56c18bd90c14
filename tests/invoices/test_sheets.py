"""What the sheets and pages of finance tell before it is too late."""

from __future__ import annotations

import re
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


def test_who_keeps_a_stale_credit_form_is_told_what_a_colleague_credited_and_gets_the_new_quantities(
    house, as_user
):
    invoice, finn = issued(house), as_user("finn")
    page, line = f"/invoices/{invoice.id}/credit", invoice.lines[1]
    late = finn.filled(page, action=page) | {"how": "all", "reason": "Wrong goods"}
    none = {f"line_{each.id}": "" for each in invoice.lines}
    finn.submit(page, none | {f"line_{line.id}": "6"}, how="chosen", again="yes", reason="Some came back")
    told = finn.post(page, data=late)
    assert told.status_code == 422
    assert "Finn Finance credited 6 of 7 “Pipe 3 m” in the meantime. Check the new quantities." in told.text
    assert "You entered quantities" not in told.text
    again = late | sent_again(told.text)
    assert again[f"line_{line.id}"] == "1"
    assert finn.post(page, data=again | {"once": "again"}).status_code == 303
    anew()
    assert invoice.standing == "credited"


def test_who_keeps_a_stale_order_sheet_is_told_what_a_colleague_invoiced(house, as_user):
    order, finn = order_of(house), as_user("finn")
    page, first = f"/orders/{order.id}/invoice", order.lines[0].id
    late = finn.filled(page, action=page) | {"what": "all", "then": "draft"}
    none = {f"line_{each.id}": "" for each in order.lines}
    finn.submit(page, none | {f"line_{first}": "1"}, what="chosen", then="issue")
    told = finn.post(page, data=late)
    assert told.status_code == 422
    assert "Finn Finance invoiced 1 of 3 “Pump” in the meantime." in told.text


def sent_again(page):
    """What the form as it is shown now would send of its quantities."""
    return dict(re.findall(r'name="((?:line_\d+|left_then))"[^>]*? value="([^"]*)"', page))
