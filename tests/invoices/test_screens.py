"""The pages of finance, as a clerk uses them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.outbox import Outbox
from salesapp.invoices.actions import Received, ask_down_payment, invoice_order, record_payment
from salesapp.invoices.models import Allocation, CreditNote, Invoice, Payment
from salesapp.orders.models import Order
from salesapp.products.pricing import Percentage
from tests.invoices.stage import anew, free_draft, issued, order_of, paid
from tests.quotes.stage import sent


def only(model):
    anew()
    return db.session.scalars(select(model)).one()


def test_an_accepted_quote_is_an_issued_invoice_after_three_taps(house, as_user):
    quote = sent(house)
    quote.accept("Eva Meyer", by=house.people["ada"])
    finn = as_user("finn")
    assert "Accepted quotes without an order" in finn.get("/finance").text
    back = finn.submit("/finance", action=f"/quotes/{quote.id}/order").headers["Location"]  # Order it
    assert back == "/finance#quotes-to-order"
    order = f"/orders/{only(Order).id}"
    sheet = finn.htmx(f"{order}/invoice").text  # Invoice
    assert "Issue now" in sheet
    answer = finn.submit(f"{order}/invoice", then="issue")  # Issue now
    invoice = only(Invoice)
    assert answer.headers["Location"] == f"/invoices/{invoice.id}"
    assert invoice.is_issued
    assert invoice.total == quote.total
    desk = finn.get("/finance").text
    assert "Issued but not sent" in desk
    assert "Orders to invoice" not in desk


def test_one_tap_invoices_everything_as_a_draft(house, as_user):
    order, finn = order_of(house), as_user("finn")
    finn.post(f"/orders/{order.id}/invoice", data={"csrf_token": finn.csrf_token()})
    invoice = only(Invoice)
    assert (invoice.is_draft, invoice.payable) == (True, order.total)
    assert "Drafts to issue" in finn.get("/finance").text


def test_chosen_quantities_delivered_and_a_down_payment_from_the_sheet(house, as_user):
    order, finn = order_of(house), as_user("finn")
    page = f"/orders/{order.id}/invoice"
    refused = finn.submit(page, what="fulfilled", then="draft", htmx=True)
    assert refused.status_code == 422
    assert "Everything delivered" in refused.text
    first = order.lines[0].id
    assert (
        finn.submit(page, what="chosen", then="issue", **{f"line_{first}": "9"}, htmx=True).status_code == 422
    )
    finn.submit(
        page,
        {f"line_{line.id}": "" for line in order.lines} | {f"line_{first}": "1"},
        what="chosen",
        then="issue",
    )
    assert only(Invoice).lines[0].quantity == 1
    refused = finn.submit(page, what="all", percent="10", then="issue", htmx=True)
    assert "Choose “A down payment” above" in refused.text
    refused = finn.submit(page, what="down_payment", percent="10", amount="5", then="issue", htmx=True)
    assert "either a share or an amount" in refused.text
    second = order.lines[1].id
    refused = finn.submit(page, what="all", then="issue", htmx=True, **{f"line_{second}": "1"})
    assert "Choose “Chosen quantities” above" in refused.text
    finn.submit(page, what="down_payment", percent="10%", then="issue")
    anew()
    down = db.session.scalars(select(Invoice).where(Invoice.kind == "down_payment")).one()
    assert down.payable == round(order.total / 10)
    assert "Down payment" in finn.get(f"/invoices/{down.id}").text
    for invoice in db.session.scalars(select(Invoice)):
        assert finn.get(f"/invoices/{invoice.id}").status_code == 200
    assert "INV-" in finn.htmx(f"/invoices/for/order/{order.id}").text


def test_the_sheet_of_a_wholly_invoiced_order_says_so(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    assert "The order is fully invoiced" in finn.htmx(f"/orders/{invoice.order_id}/invoice").text


def test_a_draft_is_written_line_by_line_and_issued(house, as_user):
    finn = as_user("finn")
    page = finn.submit("/invoices/new", account=house.account.id).headers["Location"]
    finn.submit(page, action=f"{page}/lines", product=house.pump.id, htmx=True)
    invoice = only(Invoice)
    answer = finn.submit(page, action=f"{page}/lines/{invoice.lines[0].id}", quantity="3", htmx=True)
    assert answer.status_code == 200
    finn.submit(page, action=f"{page}/terms", notes="Thank you.", htmx=True)
    finn.submit(f"{page}/issue")
    invoice = only(Invoice)
    assert (invoice.number[:4], invoice.notes, invoice.net) == ("INV-", "Thank you.", 30000)


def test_the_terms_of_an_order_are_kept_when_the_notes_of_its_invoice_change(house, as_user):
    draft = invoice_order(order_of(house), by=house.people["finn"])
    finn, page = as_user("finn"), f"/invoices/{draft.id}"
    assert finn.submit(page, action=f"{page}/terms", notes="Hello", htmx=True).status_code == 200
    assert "Document discount" not in finn.get(page).text
    assert finn.submit(page, action=f"{page}/terms", discount="50", htmx=True).status_code == 422
    assert (only(Invoice).notes, only(Invoice).discount) == ("Hello", Decimal(5))


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-01-01"])
def test_an_invoice_is_not_issued_on_a_day_that_cannot_be(house, as_user, day):
    draft = free_draft(house)
    from salesapp.core.company import company

    company().locked_until = today_for() - timedelta(days=3)
    answer = as_user("finn").submit(f"/invoices/{draft.id}/issue", on=day, htmx=True)
    assert answer.status_code == 422
    assert only(Invoice).is_draft


def test_a_payment_is_two_taps(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    opened = invoice.open_amount
    sheet = finn.htmx(f"/payments/new?invoice={invoice.id}").text  # Payment
    assert re.search(r'name="amount"[^>]*value="[\d.]+"', sheet) or re.search(
        r'value="[\d.]+"[^>]*name="amount"', sheet
    )
    answer = finn.submit(f"/payments/new?invoice={invoice.id}")  # Record the payment
    assert answer.headers["Location"] == f"/invoices/{invoice.id}"
    assert (only(Payment).amount, only(Invoice).standing) == (opened, "paid")


def test_too_much_stays_as_credit_and_is_allocated_later(house, as_user):
    first, finn = issued(house), as_user("finn")
    page = f"/payments/new?invoice={first.id}"
    refused = finn.submit(page, amount="10000", htmx=True)
    assert refused.status_code == 422
    assert "Keep the overpayment" in refused.text
    finn.submit(page, amount="10000", over="y")
    payment = only(Payment)
    second = issued(house)
    assert "Payments and credits to allocate" in finn.get("/finance").text
    finn.submit(f"/payments/{payment.id}/allocate")
    anew()
    assert second.standing == "paid"
    assert payment.free == 1_000_000 - first.payable - second.payable
    assert finn.get(f"/payments/{payment.id}").status_code == 200


def test_a_payment_without_an_invoice(house, as_user):
    finn = as_user("finn")
    assert finn.submit("/payments/new", amount="100", htmx=True).status_code == 422
    finn.submit("/payments/new", amount="100", account=house.account.id, currency="EUR", reference="Thanks")
    assert (only(Payment).free, only(Payment).account_id) == (10000, house.account.id)
    assert "No open invoices" in finn.htmx(f"/payments/{only(Payment).id}/allocate").text


def test_a_bounced_payment_opens_its_invoice_again(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    payment = paid(house, invoice)
    assert finn.submit(f"/payments/{payment.id}/reverse", reason="").status_code == 422
    finn.submit(f"/payments/{payment.id}/reverse", reason="Bounced")
    anew()
    assert invoice.standing == "open"
    assert payment.is_reversed
    assert finn.get(f"/invoices/{invoice.id}").status_code == 200


def test_crediting_from_the_page(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    page = f"/invoices/{invoice.id}/credit"
    assert finn.submit(page, reason="", htmx=True).status_code == 422
    values = {f"line_{line.id}": "" for line in invoice.lines} | {f"line_{invoice.lines[0].id}": "1"}
    gone = finn.submit(page, values, how="chosen", again="yes", reason="One came back")
    note = only(CreditNote)
    assert gone.headers["Location"] == f"/credit-notes/{note.id}"
    assert "One came back" in finn.get(f"/credit-notes/{note.id}").text
    finn.submit(page, how="redraft", reason="Wrong address")
    anew()
    assert invoice.standing == "credited"
    assert (
        db.session.scalars(select(Invoice).where(Invoice.status == "draft")).one().payable == invoice.payable
    )


def test_writing_off_from_the_page(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    assert finn.submit(f"/invoices/{invoice.id}/write-off", reason="", htmx=True).status_code == 422
    finn.submit(f"/invoices/{invoice.id}/write-off", reason="Insolvent")
    anew()
    assert invoice.standing == "written_off"
    assert "Insolvent" in finn.get(f"/invoices/{invoice.id}").text


def test_sending_posts_the_mail_with_the_pdf_and_a_link(house, as_user, client):
    invoice, finn = issued(house), as_user("finn")
    finn.submit(f"/invoices/{invoice.id}/send")
    mail = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one().payload
    assert (mail["to"], mail["attachments"]) == ("eva@echo.example", [["invoice", invoice.id]])
    address = re.search(r"/i/[\w-]{43}", mail["text"])[0]
    page = client.get(address)
    assert invoice.number in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(f"{address}/invoice.pdf").mimetype == "application/pdf"
    assert client.get(f"/i/{'x' * 43}").status_code == 404


def test_a_link_is_shown_once(house, as_user, client):
    invoice, finn = issued(house), as_user("finn")
    shown = finn.submit(f"/invoices/{invoice.id}/link", htmx=True).text
    assert client.get(re.search(r"/i/[\w-]{43}", shown)[0]).status_code == 200


def test_the_papers_say_what_is_stored(house, as_user):
    order = order_of(house)
    finn = house.people["finn"]
    down = ask_down_payment(order, Percentage(Decimal(20)), by=finn)
    down.issue(by=finn)
    invoice, browser = issued(house, order), as_user("finn")
    browser.submit(f"/invoices/{invoice.id}/credit", again="yes", reason="All wrong")
    note = only(CreditNote)
    for address, amounts in (
        (f"/invoices/{down.id}.pdf", [down.total]),
        (f"/invoices/{invoice.id}.pdf", [invoice.total, invoice.payable]),
        (f"/credit-notes/{note.id}.pdf", [note.total, note.payable]),
    ):
        words = text_of(browser.get(address).data)
        for amount in amounts:
            assert f"{abs(amount) // 100:,}.{abs(amount) % 100:02d}" in words, (address, amount)
    words = text_of(browser.get(f"/invoices/{invoice.id}.pdf").data)
    assert down.number in words
    taken_off = re.findall(r"(?:net at \d+%|in it) −([\d,]+\.\d\d)", words)
    assert sum(Decimal(each.replace(",", "")) for each in taken_off) * 100 == invoice.deducted


def test_the_paper_of_an_issued_invoice_stays_when_the_customer_moves(house, as_user):
    invoice, browser = issued(house), as_user("finn")
    before = browser.get(f"/invoices/{invoice.id}.pdf").data
    house.account.name, house.account.tax_number = "Renamed", "DE123"
    record_payment(
        Received(100, "EUR", clock.today("Europe/Berlin")), invoice=invoice, by=house.people["finn"]
    )
    assert browser.get(f"/invoices/{invoice.id}.pdf").data == before


def test_lists_and_pages_open(house, as_user):
    invoice = issued(house)
    paid(house, invoice, 100)
    free_draft(house)
    finn = as_user("finn")
    finn.submit(f"/invoices/{invoice.id}/credit", reason="Wrong")
    for address in (
        "/invoices",
        "/credit-notes",
        "/payments",
        "/finance",
        "/invoices?q=INV",
        "/invoices?status=draft",
    ):
        assert finn.get(address).status_code == 200, address
    for name in ("invoices", "credit-notes", "payments"):
        for rest in ("history", "timeline"):
            assert finn.get(f"/{name}/1/{rest}").status_code == 200, (name, rest)
    assert "Invoices" in finn.get(f"/orders/{invoice.order_id}").text


def test_what_is_issued_is_not_deleted(house, as_user):
    invoice = issued(house)
    paid(house, invoice, 100)
    finn, address = as_user("finn"), f"/invoices/{invoice.id}/delete"
    assert finn.submit(address, action=address).status_code == 409
    for address in ("/payments/1/delete", "/credit-notes/1/delete"):
        assert finn.get(address).status_code == 404
    anew()
    assert invoice.deleted_at is None


def test_a_rep_sees_the_invoices_of_his_own_and_issues_none(house, as_user):
    draft = invoice_order(order_of(house), by=house.people["finn"])
    ada, cora = as_user("ada"), as_user("cora")
    assert ada.get(f"/invoices/{draft.id}").status_code == 200
    assert cora.get(f"/invoices/{draft.id}").status_code == 404
    for path in (
        f"/invoices/{draft.id}/issue",
        f"/invoices/{draft.id}/credit",
        f"/invoices/{draft.id}/write-off",
        f"/invoices/{draft.id}/send",
        f"/orders/{draft.order_id}/invoice",
        f"/payments/new?invoice={draft.id}",
    ):
        answer = ada.post(
            path, data={"csrf_token": ada.csrf_token(), "on": "2026-11-21", "reason": "x", "amount": "1"}
        )
        assert answer.status_code == 403, path
    for path in ("/finance", "/payments", "/credit-notes"):
        assert ada.get(path).status_code == 403
    assert only(Invoice).is_draft
    assert not db.session.scalars(select(Allocation)).all()


def test_somebody_who_may_not_issue_gets_no_invoice_by_issue_now(house, as_user):
    order = order_of(house)
    rob = as_user("rob")
    answer = rob.post(f"/orders/{order.id}/invoice", data={"csrf_token": rob.csrf_token(), "then": "issue"})
    assert answer.status_code == 403
    anew()
    assert not db.session.scalars(select(Invoice)).all()


def text_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_what_is_credited_is_billed_again_only_when_the_clerk_says_so(house, as_user):
    order, finn = order_of(house), as_user("finn")
    invoice = issued(house, order)
    finn.submit(f"/invoices/{invoice.id}/credit", how="all", reason="Not wanted")
    anew()
    assert db.session.get_one(Order, order.id).status == "closed"
    waiting = order.title + " · "
    assert waiting not in finn.get("/finance").text
    other = order_of(house)
    finn.submit(f"/invoices/{issued(house, other).id}/credit", how="all", again="yes", reason="A typo")
    assert other.title in finn.get("/finance").text
    assert "will be closed permanently" in finn.htmx(f"/orders/{other.id}/close").text
    finn.submit(f"/orders/{other.id}/close", reason="Not wanted after all")
    finn.get("/finance")  # what is said once was said
    assert other.title not in finn.get("/finance").text


def test_an_allocation_and_a_write_off_are_undone_from_their_pages(house, as_user):
    invoice, finn = issued(house), as_user("finn")
    payment = paid(house, invoice, 100)
    finn.submit(f"/invoices/{invoice.id}/write-off", reason="Gone")
    for sheet in (
        f"/invoices/{invoice.id}/write-off/reverse",
        f"/payments/{payment.id}/unallocate/{invoice.id}",
    ):
        assert finn.submit(sheet, reason="", htmx=True).status_code == 422
        finn.submit(sheet, reason="Booked too early")
    assert finn.get(f"/invoices/{invoice.id}/history").text.count("Booked too early") == 2
    anew()
    assert db.session.get_one(Invoice, invoice.id).open_amount == invoice.payable


def test_a_confirmed_order_offers_neither_to_delete_nor_to_edit(house, as_user):
    order, finn = order_of(house), as_user("finn")
    page = finn.get(f"/orders/{order.id}").text
    assert "/delete" not in page
    assert "/edit" not in page
    assert finn.get(f"/orders/{order.id}/edit").status_code == 409
