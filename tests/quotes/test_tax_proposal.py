"""Which tax a sale is proposed by countries, VAT number and what is sold; shown why, and who may choose otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.parsing.tax_numbers import is_vat_number
from salesapp.customers.models import settle_account
from salesapp.invoices.actions import write_invoice
from salesapp.invoices.models import Invoice
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.products.taxes.proposal import Sale, propose
from salesapp.quotes.document import prepare
from salesapp.quotes.tax_proposal.proposed import tax_notices
from tests.quotes.stage import draft
from tests.quotes.test_untaxed import text_of

FRENCH = "FR40303265045"


@pytest.mark.parametrize(
    ("sale", "category"),
    [
        (Sale("DE", "DE", True, True), "S"),
        (Sale("DE", None, True, True), "S"),
        (Sale("DE", "FR", True, True), "K"),
        (Sale("DE", "FR", True, True, True), "AE"),
        (Sale("DE", "FR", False, True), "S"),
        (Sale("DE", "CN", False, True), "G"),
        (Sale("DE", "CN", False, True, True), "O"),
        (Sale("DE", "CN", False, False, True), "S"),
        (Sale("CN", "DE", True, True), "G"),
        (Sale("CN", "DE", True, True, True), "S"),
    ],
)
def test_countries_number_and_kind_decide(sale, category):
    found = propose(sale)
    assert found.category == category
    assert bool(found.why) == (category != "S" or (sale.buyer == "FR"))


@pytest.fixture
def house(house):
    """We in Germany, the customer in France with a VAT number, work being a service."""
    company().country, house.account.billing_country, house.account.tax_number = "DE", "FR", FRENCH
    house.work.is_service = True
    rates = {
        category: TaxRate(name=f"Rate {category.value}", percent=Decimal(0), category=category)
        for category in (TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT)
    }
    db.session.add_all(rates.values())
    db.session.commit()
    house.rates = rates
    return house


def test_lines_take_the_proposed_rate_and_the_draft_says_why_and_what_is_missing(house, as_user):
    quote = draft(house, lines=("pump", "work"))
    assert [line.tax_category for line in quote.lines] == [TaxCategory.INTRA_COMMUNITY, None]
    page = as_user("ada").get(f"/quotes/{quote.id}").text
    assert (
        "Intra-Community supply: the goods go to a company with a VAT number of another EU country." in page
    )
    assert "No tax rate has the category “Reverse charge” yet." in page


def test_an_ordinary_sale_says_nothing_of_all_this(house, as_user):
    house.account.billing_country, house.account.tax_number = "DE", None
    quote = draft(house, lines=("pump", "pipe"))
    assert tax_notices(quote) == []
    assert [line.tax for line in quote.lines] == [19, 7]


def test_goods_that_go_elsewhere_say_that_the_reason_fits_no_more(house):
    quote = draft(house, lines=("pump",))
    parts = {"name": "Echo", "street": "Hafen 3", "city": "Kiel", "country": "DE"}
    quote.deliver_to(["Echo", "Hafen 3", "Kiel"], parts, by=house.people["ada"])
    (said,) = (each for each in tax_notices(quote) if "isn’t taxed" in each)
    assert "(Intra-Community supply)" in said


def test_a_price_book_in_other_money_goes_when_the_currency_changes_and_is_not_chosen(house):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.9215")))
    quote, ada = draft(house, lines=()), house.people["ada"]
    book = quote.price_book
    assert book.currency == "EUR"
    quote.currency = "USD"
    prepare(quote, by=ada)
    db.session.commit()
    assert quote.price_book is None
    quote.price_book_id = book.id
    with pytest.raises(RuleBroken, match="This price book is in EUR"):
        prepare(quote, by=ada)


def test_a_reason_that_is_not_proposed_is_for_finance_and_managers(house):
    quote, line = draft(house), None
    line = quote.lines[0]

    def taxed_at(rate, by):
        quote.change_line(
            line, by=house.people[by], quantity=Decimal(1), unit_price=line.unit_price, discount=Decimal(0),
            description="Pump", tax_rate=rate,
        )  # fmt: skip

    taxed_at(house.full, "ada")
    taxed_at(house.rates[TaxCategory.INTRA_COMMUNITY], "ada")
    with pytest.raises(RuleBroken, match="isn’t proposed for this customer"):
        taxed_at(house.rates[TaxCategory.EXPORT], "ada")
    taxed_at(house.rates[TaxCategory.EXPORT], "ben")
    assert line.tax_category is TaxCategory.EXPORT


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (FRENCH, True),
        ("DE 136 695 976", True),
        ("DE123456789", False),
        ("EL123456789", False),
        ("12/345", False),
        (None, False),
    ],
)
def test_vat_numbers_are_known_by_form_and_check_digits(number, valid):
    assert is_vat_number(number) is valid


def test_an_account_takes_no_vat_number_that_cannot_be_one(house):
    house.account.tax_number = "FR00303265045"
    with pytest.raises(RuleBroken, match="isn’t a valid VAT number"):
        settle_account(house.account, by=house.people["ada"])
    house.account.tax_number = "91310115MA1K4ABC12"
    settle_account(house.account, by=house.people["ada"])


def test_an_invoice_in_foreign_money_says_its_tax_in_ours_with_the_rate(house):
    finn = house.people["finn"]
    house.account.billing_country = "DE"
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.9215")))
    db.session.flush()
    invoice = write_invoice(Invoice(account_id=house.account.id, currency="USD"), by=finn)
    line = invoice.add_text("Work", by=finn)
    invoice.change_line(
        line, by=finn, quantity=Decimal(1), unit_price=Decimal(1000), discount=Decimal(0), description="Work",
        tax_rate=house.full,
    )  # fmt: skip
    assert "Tax in EUR: 175.09 (1 USD = 0.9215 EUR)" in text_of(invoice)
