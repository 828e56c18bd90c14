"""The VAT summary and the EC sales list: they add up with the books, and say what a form would refuse."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from salesapp.accounting.chart.models import chart_of_accounts
from salesapp.accounting.journal.book import balances
from salesapp.accounting.journal.documents import is_triangular
from salesapp.accounting.returns.ec_sales import ec_sales
from salesapp.accounting.returns.vat import summary
from salesapp.core import clock
from salesapp.core.company import today_for
from salesapp.core.db import db
from salesapp.core.money.currencies import CurrencyRate
from salesapp.customers.models import Account
from salesapp.invoices.actions import credit, write_off
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from salesapp.web.filters import money
from tests.accounting.stage import journal
from tests.invoices.stage import free_draft, issued, midday, order_of

FRENCH = "FR40303265045"


@pytest.fixture
def untaxed(german):
    """A rate of nothing for each reason, by its letter; "D" is for triangular transactions."""
    reasons = {"K": "", "AE": "", "D": "Innergemeinschaftliches Dreiecksgeschäft"}
    rates = {
        letter: TaxRate(
            name=letter,
            percent=Decimal(0),
            category=TaxCategory("AE" if letter == "D" else letter),
            exemption_reason=reason or None,
        )
        for letter, reason in reasons.items()
    }
    db.session.add_all(rates.values())
    db.session.commit()
    return rates


def buyer(german, country: str | None, number: str | None) -> Account:
    german.account.billing_country, german.account.tax_number = country, number
    db.session.commit()
    return german.account


def sold(german, rate: TaxRate, price: str = "100", **values):
    """An issued invoice of one line at that rate."""
    draft = free_draft(german, "pump", supply_from=today_for(), **values)
    draft.lines[0].unit_price = Decimal(price)
    draft.lines[0].tax_at(rate)
    draft.issue(by=german.people["finn"])
    db.session.commit()
    return draft


def test_the_summary_adds_up_with_the_books_and_opens_its_documents(house, as_user, finn):
    invoice = issued(house, order_of(house, (("pump", "2", "0"), ("pipe", "1", "0")), discount="0"))
    credit(invoice, "One came back", quantities={invoice.lines[0].id: Decimal(1)}, by=finn)
    write_off(invoice, "Bankrupt", by=finn)
    db.session.commit()
    rows = summary(journal())
    assert [(row.rate.said, row.base, row.tax) for row in rows] == [("19%", 10_000, 1900), ("7%", 1999, 140)]
    tax = next(
        each
        for each in balances(journal(), chart_of_accounts())
        if each.account.scope.role.value == "output_tax"
    )
    assert sum(row.tax for row in rows) == -tax.net
    page = as_user("finn").get("/accounting/vat").text
    assert money(11_999, "EUR") in page
    assert money(2040, "EUR") in page
    opened = as_user("finn").get("/accounting/vat/19-S").text
    assert invoice.number in opened
    assert money(-1900, "EUR") in opened
    assert "One came back" not in as_user("finn").get("/accounting/vat.csv").text
    assert as_user("finn").get("/accounting/vat/16-S").status_code == 404


def test_a_credit_counts_in_its_own_period_and_foreign_money_at_the_rate_of_the_document(house, finn):
    db.session.add(
        CurrencyRate(currency="USD", valid_from=today_for() - timedelta(days=99), rate=Decimal("0.9"))
    )
    db.session.commit()
    with clock.travel(to=midday() - timedelta(days=40)):
        draft = free_draft(house, "pump", currency="USD")
        draft.lines[0].unit_price = Decimal(100)
        draft.issue(by=finn)
    credit(draft, "Returned", by=finn)
    today = today_for()
    old, new = summary(journal(last=today - timedelta(days=1))), summary(journal(first=today))
    assert [(row.base, row.tax) for row in (*old, *new)] == [(9000, 1710), (-9000, -1710)]


def test_the_ec_sales_list_has_a_row_for_each_number_and_kind_in_whole_amounts(german, untaxed, as_user):
    buyer(german, "FR", FRENCH)
    sold(german, untaxed["K"], "100.20")
    sold(german, untaxed["K"], "50.30")
    sold(german, untaxed["AE"], "80.49")
    sold(german, untaxed["D"], "70")
    buyer(german, "DE", "DE136695976")
    sold(german, untaxed["AE"])  # the buyer owes the tax at home: no EC sale
    rows = ec_sales(journal(), "DE")
    assert [(row.number, row.kind.value, row.rounded("EUR"), row.problem) for row in rows] == [
        (FRENCH, "D", 70, None),
        (FRENCH, "L", 151, None),
        (FRENCH, "S", 80, None),
    ]
    finn = as_user("finn")
    assert "Triangular transaction" in finn.get("/accounting/ec-sales").text
    lines = finn.get("/accounting/ec-sales.csv").text.splitlines()
    assert lines[1:] == ["FR,40303265045,70,D", "FR,40303265045,151,L", "FR,40303265045,80,S"]


def test_a_greek_number_stands_with_the_prefix_of_the_form_however_it_is_written(german, untaxed):
    for written in ("GR 094/259.216", "el094259216"):
        buyer(german, "GR", written)
        sold(german, untaxed["K"], "100.20")
    rows = ec_sales(journal(), "DE")
    assert [(row.number, row.country, row.problem) for row in rows] == [("EL094259216", "EL", None)]


def test_a_number_that_a_form_would_refuse_is_named(house, as_user, finn):
    rate = TaxRate(name="EU", percent=Decimal(0), category=TaxCategory.INTRA_COMMUNITY)
    db.session.add(rate)
    for number in (None, "FR00303265045"):
        house.account.tax_number = number
        db.session.commit()
        sold(house, rate)
    problems = [row.problem for row in ec_sales(journal(), "DE")]
    assert problems == ["The VAT number is missing.", "This isn’t a valid VAT number."]
    assert "This isn’t a valid VAT number." in as_user("finn").get("/accounting/ec-sales").text


@pytest.mark.parametrize("sentence", ["Triangular transaction", "Dreiecksgeschäft", "三角贸易", "三方贸易"])
def test_a_triangular_transaction_is_known_by_its_sentence(sentence):
    assert is_triangular([["0", 100, 0, "K", sentence, ""]])
    assert not is_triangular([["0", 100, 0, "K", "VAT-exempt intra-Community supply", ""]])
