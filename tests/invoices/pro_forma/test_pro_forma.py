"""A pro forma invoice says what an invoice will, under its own title and number, and counts nowhere."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.outbox import Outbox
from salesapp.core.paper import render_pdf
from salesapp.core.paper.document import DocumentLanguage
from salesapp.core.paper.words import HEADINGS, WORDS
from salesapp.invoices.actions import ask_down_payment, credit, invoice_order
from salesapp.invoices.actions.closing import cancel_rest
from salesapp.invoices.models import Invoice
from salesapp.invoices.paper import paper_of_invoice
from salesapp.invoices.pro_forma.mailing import send_pro_forma
from salesapp.invoices.pro_forma.models import ProForma, next_of
from salesapp.invoices.pro_forma.paper import paper_of_pro_forma
from salesapp.orders.models import Order, OrderStatus
from salesapp.people.models import User
from salesapp.products.pricing import Percentage
from salesapp.quotes.issued.models import IssuedPaper
from salesapp.quotes.mailing import Letter
from tests.invoices.stage import anew, faults, free_draft, issued, order_of
from tests.invoices.test_races import at_once
from tests.quotes.stage import sent


def printed(paper):
    pages = PdfReader(BytesIO(render_pdf(paper))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("language", list(DocumentLanguage))
def test_of_an_order_and_of_a_draft_it_comes_to_what_the_invoice_will(house, finn, language):
    order = order_of(house, language=language)
    of_order = paper_of_pro_forma(next_of(order))
    draft = invoice_order(order, by=finn)
    db.session.commit()
    of_draft = paper_of_pro_forma(next_of(draft))
    text = printed(of_order)
    for words in (HEADINGS[language]["pro_forma"], WORDS[language]["pro_forma"], f"{order.number}-P1"):
        assert words.replace(" ", "") in text
    assert WORDS[language]["draft"] not in text
    assert printed(of_draft).count(f"PF-{draft.id}-1")
    draft.issue(by=finn)
    db.session.commit()
    invoice = paper_of_invoice(draft)
    for paper in (of_order, of_draft):
        assert (paper.payable, paper.taxes, paper.lines) == (invoice.payable, invoice.taxes, invoice.lines)


def test_what_was_sent_is_kept_and_the_next_has_a_number_of_its_own(house, as_user):
    order, ada = order_of(house), as_user("ada")
    page = f"/orders/{order.id}"
    sheet = f"{page}/pro-forma"
    assert sheet in ada.get(page).text
    assert ada.get(f"{sheet}.pdf").data.startswith(b"%PDF")
    assert ada.submit(sheet, action=sheet, to="").status_code == 422
    assert ada.submit(sheet, action=sheet, to="buyer@kunde.example").status_code == 303
    anew()
    kept = db.session.scalars(select(ProForma)).one()
    assert (kept.number, kept.address) == (f"{order.number}-P1", "buyer@kunde.example")
    mail = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    assert mail.payload["attachments"] == [["pro_forma", kept.id]]
    paper = db.session.scalars(select(IssuedPaper).where(IssuedPaper.document_type == "pro_forma")).one()
    assert paper.number == kept.number
    assert f"{order.number}-P2" in ada.get(sheet).text
    assert f"sent the pro forma invoice {order.number}-P1 (" in ada.get(f"{page}/history").text
    assert db.session.scalars(select(Invoice)).all() == []
    assert faults() == {}


def test_only_what_may_become_an_invoice_has_one(house, as_user):
    ada, finn = as_user("ada"), as_user("finn")
    quote, order, draft = sent(house), order_of(house), free_draft(house)
    assert ada.get(f"/quotes/{quote.id}/pro-forma").status_code == 409
    anew()
    quote.accept("Eva", by=house.people["ada"])
    db.session.commit()
    for address in (f"/quotes/{quote.id}", f"/orders/{order.id}"):
        assert "pro-forma" in ada.get(address).text
        assert ada.get(f"{address}/pro-forma.pdf").status_code == 200
    assert finn.get(f"/invoices/{draft.id}/pro-forma").status_code == 200
    order.cancel("Wrong", by=house.people["ben"])
    db.session.commit()
    assert order.status is OrderStatus.CANCELLED
    assert ada.get(f"/orders/{order.id}/pro-forma.pdf").status_code == 409
    assert finn.get(f"/invoices/{issued(house).id}/pro-forma").status_code == 409


def test_of_what_was_cancelled_it_says_nothing_and_comes_to_what_the_invoice_will(house, finn):
    order = order_of(house)
    pump, _pipe = order.lines
    order.fulfil({pump.id: Decimal(2)}, by=finn)
    cancel_rest(order, "Discontinued", by=finn)
    db.session.commit()
    paper = paper_of_pro_forma(next_of(order))
    draft = invoice_order(order, by=finn)
    draft.issue(by=finn)
    invoice = paper_of_invoice(draft)
    assert [(line.name, line.quantity, line.description) for line in paper.lines] == [("Pump", 2, "")]
    for name in ("payable", "net", "tax", "taxes", "document_discount", "adjustments"):
        assert getattr(paper, name) == getattr(invoice, name), name
    assert [line.net for line in paper.lines] == [line.net for line in invoice.lines]


def test_what_was_credited_for_good_is_asked_for_no_more(house, finn):
    order = order_of(house, (("pump", "3", "0"),), discount="0")
    (pump,) = order.lines
    order.fulfil({pump.id: Decimal(3)}, by=finn)
    invoice = issued(house, order)
    credit(invoice, "Broken", quantities={invoice.lines[0].id: Decimal(1)}, again=False, by=finn)
    db.session.commit()
    paper = paper_of_pro_forma(next_of(order))
    assert ([line.quantity for line in paper.lines], paper.net) == ([2], 20000)


def test_two_who_send_at_once_have_two_numbers(app, house):
    order = order_of(house)
    key, clerk = order.id, house.people["finn"].id

    def send():
        document = db.session.get(Order, key, with_for_update=True)
        letter = Letter("buyer@kunde.example", "Pro forma", "Here it is.")
        number = send_pro_forma(document, letter, by=db.session.get(User, clerk)).number
        db.session.commit()
        return number

    assert sorted(at_once(app, [send, send])) == [f"{order.number}-P1", f"{order.number}-P2"]


def figures(paper):
    names = ("payable", "net", "tax", "taxes", "deducted", "rounding", "document_discount", "adjustments")
    return {name: getattr(paper, name) for name in names}


@pytest.mark.parametrize(
    ("currency", "share"),
    [("EUR", Percentage(Decimal(30))), ("EUR", Decimal("0.01")), ("JPY", Percentage(Decimal("33.3")))],
)
def test_down_payments_are_deducted_as_the_invoice_will(house, finn, currency, share):
    if currency != "EUR":
        db.session.add(CurrencyRate(currency=currency, valid_from=today_for(), rate=Decimal(160)))
    order = order_of(
        house, (("pump", "3", "10", Decimal(100)), ("pipe", "7", "0", Decimal(13))), currency=currency
    )
    for asked in (share, Percentage(Decimal(20))):
        ask_down_payment(order, asked, by=finn).issue(by=finn)
        db.session.commit()
    paper = paper_of_pro_forma(next_of(order))
    final = invoice_order(order, by=finn)
    assert figures(paper_of_pro_forma(next_of(order))) == figures(paper)
    final.issue(by=finn)
    db.session.commit()
    assert paper.deducted
    assert figures(paper) == figures(paper_of_invoice(final))


def test_a_down_payment_that_is_only_a_draft_or_was_credited_is_not_deducted(house, finn):
    order = order_of(house)
    whole = paper_of_pro_forma(next_of(order)).payable
    down = ask_down_payment(order, Percentage(Decimal(30)), by=finn)
    assert paper_of_pro_forma(next_of(order)).payable == whole
    down.issue(by=finn)
    assert paper_of_pro_forma(next_of(order)).payable == whole - down.payable
    credit(down, "Asked for too early", by=finn)
    assert paper_of_pro_forma(next_of(order)).payable == whole


def test_with_the_rest_cancelled_the_down_payment_is_deducted_from_what_stands(house, finn):
    order = order_of(house)
    pump, pipe = order.lines
    ask_down_payment(order, Percentage(Decimal(25)), by=finn).issue(by=finn)
    order.fulfil({pump.id: Decimal(2), pipe.id: Decimal(7)}, by=finn)
    cancel_rest(order, "Discontinued", by=finn)
    db.session.commit()
    paper = paper_of_pro_forma(next_of(order))
    draft = invoice_order(order, by=finn)
    draft.issue(by=finn)
    assert paper.deducted
    assert figures(paper) == figures(paper_of_invoice(draft))
