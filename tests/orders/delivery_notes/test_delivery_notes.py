"""A delivery note says what went where, without a price, in the customer's language, and goes by e-mail."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from salesapp.core.db import db
from salesapp.core.outbox import Outbox
from salesapp.core.paper import render_pdf, sheet
from salesapp.core.paper.document import DocumentLanguage
from salesapp.core.paper.words import HEADINGS, WORDS
from salesapp.orders.delivery_notes.paper import paper_of_delivery
from tests.invoices.stage import anew, faults, order_of


def printed(paper):
    pages = PdfReader(BytesIO(render_pdf(paper))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def delivered(house, by, **values):
    order = order_of(house, **values)
    pump, pipe = order.lines
    order.fulfil({pump.id: Decimal(1)}, by=by)
    order.fulfil({pipe.id: Decimal("2.5")}, by=by, note="DHL 12")
    db.session.commit()
    return order


@pytest.mark.parametrize("language", list(DocumentLanguage))
def test_it_says_the_goods_of_this_delivery_and_where_they_go_and_no_price(house, finn, language):
    address = "Northwind Works\nGate 4\n20457 Hamburg"
    order = delivered(house, finn, language=language, shipping_address=address)
    paper = paper_of_delivery(order.deliveries[1])
    assert paper.number == f"{order.number}-D2"
    assert (paper.buyer.name, paper.buyer.address) == ("Northwind Works", ("Gate 4", "20457 Hamburg"))
    (row,) = sheet(paper)["table"]["rows"]
    assert (row["position"], row["name"], row["quantity"], row["price"]) == ("2", "Pipe 3 m", "2.5", "")
    text = printed(paper)
    for words in (
        HEADINGS[language][paper.kind],
        WORDS[language]["received"],
        order.number,
        "Gate 4",
        "Pipe 3 m",
        "DHL 12",
    ):
        assert words.replace(" ", "") in text
    for priced in ("€", "EUR", WORDS[language]["price"], WORDS[language]["total"], "IBAN"):
        assert priced.replace(" ", "") not in text


def test_it_is_sent_to_the_customer_and_a_corrected_one_no_more(house, as_user):
    order, ada = delivered(house, house.people["finn"]), as_user("ada")
    page, (first, second) = f"/orders/{order.id}", order.deliveries
    note = f"{page}/deliveries/{second.id}"
    assert ada.get(f"{note}.pdf").data.startswith(b"%PDF")
    assert f"{order.number}-D2" in ada.get(f"{note}/send").text
    assert ada.submit(f"{note}/send", action=f"{note}/send", to="").status_code == 422
    sent = ada.submit(f"{note}/send", action=f"{note}/send", to="store@kunde.example")
    assert sent.status_code == 303
    shown = ada.get(page).text
    assert "Note sent to store@kunde.example" in shown
    assert shown.count("Note sent to") == 1
    anew()
    mail = db.session.scalars(select(Outbox).where(Outbox.kind == "mail")).one()
    assert mail.payload["attachments"] == [["order_delivery", second.id]]
    assert "DHL 12" in mail.payload["text"]
    wrong = f"{page}/deliveries/{first.id}"
    begun = ada.filled(f"{wrong}/send", action=f"{wrong}/send", to="store@kunde.example")
    assert ada.submit(wrong, action=wrong, **{f"line_{order.lines[0].id}": ""}).status_code == 303
    late = ada.post(f"{wrong}/send", data=begun)
    assert late.status_code == 422
    assert "This delivery was corrected" in late.text
    for path in (".pdf", "/send"):
        assert ada.get(f"{wrong}{path}").status_code == 404
    anew()
    assert faults() == {}
