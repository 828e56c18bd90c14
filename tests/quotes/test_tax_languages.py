"""Why nothing is taxed is said in the language of the document, whoever writes it; what was issued stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_babel import force_locale

from salesapp.core.db import db
from salesapp.core.paper.document import DocumentLanguage
from salesapp.invoices.actions import invoice_order
from salesapp.orders.actions import make_order
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.quotes.paper import paper_of_quote
from tests.quotes.stage import draft

USUAL = {"en": "Reverse charge: the customer owes the VAT", "zh": "反向征税：增值税由客户缴纳"}
BOTH = f"{USUAL['zh']} {USUAL['en']}"


@pytest.fixture
def rate(house):
    """Of reverse charge; pipes are taxed at it."""
    rate = TaxRate(name="Abroad", percent=Decimal(0), category=TaxCategory.REVERSE_CHARGE)
    db.session.add(rate)
    db.session.flush()
    house.pipe.tax_rate_id = rate.id
    db.session.commit()
    return rate


def quote_in(house, language):
    quote = draft(house, lines=("pipe",))
    quote.language = language
    quote.reprice()
    return quote


@pytest.mark.parametrize(
    ("language", "said"),
    [(DocumentLanguage.EN, USUAL["en"]), (DocumentLanguage.ZH, USUAL["zh"]), (DocumentLanguage.BOTH, BOTH)],
)
def test_the_usual_sentence_is_in_the_language_of_the_document(house, rate, language, said):
    for screen in ("en", "zh"):
        with force_locale(screen):
            quote = quote_in(house, language)
        assert quote.tax_reasons == [said]
        assert paper_of_quote(quote).tax_reasons == (said,)


def test_a_sentence_of_its_own_is_said_in_its_language_and_in_the_other_where_there_is_none(house, rate):
    rate.exemption_reason = "Section 13b"
    said = {language: rate.reason(language).text for language in DocumentLanguage}
    assert set(said.values()) == {"Section 13b"}
    rate.exemption_reason_zh = "第13b条"
    said = {language: rate.reason(language).text for language in DocumentLanguage}
    assert said == {
        DocumentLanguage.EN: "Section 13b",
        DocumentLanguage.ZH: "第13b条",
        DocumentLanguage.BOTH: "第13b条 Section 13b",
    }


def test_order_and_invoice_say_it_alike_and_what_left_the_house_stays(house, rate):
    ben, quote = house.people["ben"], quote_in(house, DocumentLanguage.ZH)
    quote.send(by=ben)
    quote.accept("Eva", by=ben)
    order = make_order(quote, by=ben)
    invoice = invoice_order(order, by=house.people["finn"])
    db.session.commit()
    assert quote.tax_reasons == order.tax_reasons == invoice.tax_reasons == [USUAL["zh"]]
    rate.exemption_reason_zh = "另一句话"
    db.session.commit()
    assert quote.tax_reasons == order.tax_reasons == [USUAL["zh"]]


@pytest.mark.parametrize("becomes", [TaxCategory.REVERSE_CHARGE, TaxCategory.EXPORT])
def test_a_draft_of_an_order_says_it_in_the_language_it_is_given(house, rate, as_user, becomes):
    """A rate that became another meanwhile says nothing about what was ordered before."""
    ben, finn, quote = house.people["ben"], as_user("finn"), quote_in(house, DocumentLanguage.EN)
    quote.send(by=ben)
    quote.accept("Eva", by=ben)
    order = make_order(quote, by=ben)
    invoice = invoice_order(order, by=house.people["finn"])
    rate.category = becomes
    db.session.commit()
    page, stays = f"/invoices/{invoice.id}", becomes is TaxCategory.EXPORT
    assert finn.submit(f"{page}/edit", action=f"{page}/edit", language="zh").status_code == 303
    assert finn.submit(f"{page}/issue").status_code == 303
    db.session.expire_all()
    assert invoice.is_issued
    assert invoice.tax_reasons == [USUAL["en" if stays else "zh"]]
    assert order.tax_reasons == [USUAL["en"]]


def test_an_option_says_on_paper_why_it_is_not_taxed(house, rate):
    quote = draft(house, lines=("pump", "pipe"))
    quote.language = DocumentLanguage.ZH
    quote.make_optional(quote.lines[1], by=house.people["ben"])
    assert paper_of_quote(quote).tax_reasons == (USUAL["zh"],)
