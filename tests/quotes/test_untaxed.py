"""Two rates of 0 % (exempt, reverse charge) are told apart where one is chosen, in the totals and on paper."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from salesapp.core.db import db
from salesapp.core.paper import render_pdf
from salesapp.invoices.actions import ask_down_payment, credit
from salesapp.products.models import TaxRate
from salesapp.products.pricing import Percentage, RateTotal
from salesapp.quotes.issued.papers import paper_of
from tests.invoices.stage import faults, issued, order_of
from tests.quotes.stage import draft


@pytest.fixture
def house(house):
    """With two rates of 0 %, at which pipes and work are taxed."""
    house.exempt = TaxRate(name="Exempt", percent=Decimal(0))
    house.reverse = TaxRate(name="Reverse charge (EU)", percent=Decimal(0))
    db.session.add_all([house.exempt, house.reverse])
    db.session.flush()
    house.pipe.tax_rate_id, house.work.tax_rate_id = house.exempt.id, house.reverse.id
    db.session.commit()
    return house


LINES = (("pump", "1", "0"), ("pipe", "2", "0"), ("work", "1", "0"), ("pipe", "1", "0"))


def told(document):
    return [(f"{percent.normalize():f}", base, tax, name) for percent, base, tax, name in document.tax_shares]


def text_of(document):
    pages = PdfReader(BytesIO(render_pdf(paper_of(document)))).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_the_totals_name_each_rate_of_nothing_and_add_up_to_the_same(house):
    order = order_of(house, LINES, discount="10")
    assert sorted(told(order)) == [
        ("0", 5397, 0, "Exempt"),
        ("0", 7245, 0, "Reverse charge (EU)"),
        ("19", 9000, 1710, ""),
    ]
    assert order.tax_rows == [RateTotal(Decimal(0), 12642, 0), RateTotal(Decimal(19), 9000, 1710)]
    invoice = issued(house, order)
    note = credit(invoice, "All wrong", by=house.people["finn"])
    for document in (order, invoice, note):
        words = text_of(document)
        assert "Tax 0% (Exempt) on 53.97" in words
        assert "Tax 0% (Reverse charge (EU)) on 72.45" in words
    assert faults() == {}


def test_the_editor_and_the_page_name_it_too(house, as_user):
    quote, ada = draft(house, lines=("pump", "pipe", "work")), as_user("ada")
    page = ada.get(f"/quotes/{quote.id}").text
    for words in ("0% Exempt</option>", "0% Reverse charge (EU)</option>", "19%</option>"):
        assert words in page
    assert "Tax 0% (Exempt) on €19.99" in page
    read = ada.get(f"/orders/{order_of(house, LINES).id}").text
    assert "0% Exempt" in read
    assert "0% Reverse charge (EU)" in read


def test_one_rate_of_nothing_alone_is_named_on_a_down_payment_as_well(house):
    order, finn = order_of(house, (("work", "1", "0"),)), house.people["finn"]
    down = ask_down_payment(order, Percentage(Decimal(20)), by=finn)
    for document in (order, down):
        assert "Tax 0% (Reverse charge (EU))" in text_of(document)
    down.issue(by=finn)
    assert "Tax 0% (Reverse charge (EU))" in text_of(issued(house, order))
    assert faults() == {}


def test_a_down_payment_over_several_rates_of_nothing_names_each(house):
    order, finn = order_of(house, LINES, discount="10"), house.people["finn"]
    down = ask_down_payment(order, Percentage(Decimal(30)), by=finn)
    assert sorted(told(down)) == [
        ("0", 1619, 0, "Exempt"),
        ("0", 2174, 0, "Reverse charge (EU)"),
        ("19", 2700, 513, ""),
    ]
    words = text_of(down)
    assert "Tax 0% (Exempt) on 16.19" in words
    assert "Tax 0% (Reverse charge (EU)) on 21.74" in words
    assert down.total == 7006
    down.issue(by=finn)
    again = credit_and_redraft_of(house, order, down)
    assert sorted(told(again)) == sorted(told(down))
    again.issue(by=finn)
    last = issued(house, order)
    assert (last.deducted, last.payable) == (7006, order.total - 7006)
    assert faults() == {}


def credit_and_redraft_of(house, order, down):
    """The down payment credited, and asked for again."""
    credit(down, "Wrong day", by=house.people["finn"])
    db.session.commit()
    return ask_down_payment(order, Percentage(Decimal(30)), by=house.people["finn"])
