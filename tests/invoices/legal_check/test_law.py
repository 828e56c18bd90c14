"""What a draft must say before it is issued, and where the clerk mends it."""

from datetime import date
from decimal import Decimal

import pytest

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.legal_check.law import findings
from salesapp.products.models import TaxRate
from salesapp.products.taxes.categories import TaxCategory
from tests.invoices.stage import free_draft


def texts(draft, *, blocks=True):
    return [each.text for each in findings(draft) if each.blocks is blocks]


def test_an_invoice_that_has_all_is_issued(german, finn):
    draft = free_draft(german)
    assert findings(draft) == []
    draft.issue(by=finn)


def test_in_the_union_a_date_of_supply_and_the_seller_s_address_and_number_are_needed(german, finn):
    draft = free_draft(german)
    draft.supply_from, company().street, company().tax_number, company().register_number = None, "", "", ""
    assert texts(draft) == [
        "Date or period of supply is missing.",
        "Company’s street is missing.",
        "Taxed: your company’s VAT number is missing.",
    ]
    with pytest.raises(RuleBroken, match="Date or period of supply is missing"):
        draft.issue(by=finn)
    assert draft.number is None


def test_a_period_that_ends_before_it_begins_is_refused(german):
    draft = free_draft(german, supply_from=date(2026, 2, 1), supply_to=date(2026, 1, 1))
    assert texts(draft) == ["The period of supply ends before it begins."]


def test_a_customer_s_address_without_a_country_is_a_hint_unless_they_want_an_e_invoice(german):
    german.account.billing_country = None
    draft = free_draft(german)
    assert texts(draft, blocks=False) == ["Customer’s country is missing. So there will be no e-invoice."]
    assert texts(draft) == []
    german.account.e_invoice = EInvoiceForm.FACTUR_X
    assert texts(draft) == ["Customer’s country is missing."]


def test_who_wants_an_xrechnung_gets_what_german_authorities_ask_for(german):
    german.account.e_invoice, german.account.buyer_reference = EInvoiceForm.XRECHNUNG, None
    german.pump.unit, company().phone = "gizmo", ""
    draft = free_draft(german, "pump")
    assert texts(draft) == [
        "Line 1: choose a unit that has an official code. “gizmo” has none.",
        "Company’s phone number is missing.",
        "Buyer reference or Leitweg-ID is missing.",
    ]


def test_elsewhere_only_what_is_sensible(german, finn):
    company().country, company().tax_number = "CN", ""
    draft = free_draft(german)
    draft.supply_from = None
    assert findings(draft) == []
    company().country = None
    assert texts(draft, blocks=False) == ["Company’s country is missing."]
    draft.issue(by=finn)


def test_characters_that_no_font_has_are_named(german):
    draft = free_draft(german, notes="नमस्ते")
    assert any("〓" in each for each in texts(draft, blocks=False))


def test_the_list_on_the_draft_leads_to_the_field(german, as_user):
    german.account.e_invoice, german.account.billing_country = EInvoiceForm.XRECHNUNG, None
    draft = free_draft(german)
    draft.supply_from, company().phone = None, ""
    db.session.commit()
    key, account = draft.id, german.account.id
    page = as_user("finn").get(f"/invoices/{key}").text
    assert "Before you issue it" in page
    assert f'href="/accounts/{account}/edit#billing_country"' in page
    assert 'href="#supply_from"' in page
    assert "/setup/company#phone" not in page  # finance may not change it
    assert "Date or period of supply is missing." in as_user("finn").htmx(f"/invoices/{key}/issue").text
    assert "/setup/company#phone" in as_user("root").get(f"/invoices/{key}").text


def test_reverse_charge_needs_both_numbers_and_no_tax_its_reason(german, finn):
    rate = TaxRate(name="Abroad", percent=Decimal(0), category=TaxCategory.REVERSE_CHARGE)
    unsaid = TaxRate(name="None", percent=Decimal(0))
    db.session.add_all([rate, unsaid])
    db.session.flush()
    german.pump.tax_rate_id, german.pipe.tax_rate_id = rate.id, unsaid.id
    company().tax_number = "214/5866/0157"
    draft = free_draft(german)
    assert texts(draft) == [
        "Line 2: choose a tax rate that says why there is no VAT.",
        "Reverse charge: the customer’s VAT number is missing.",
    ]
    german.account.tax_number = "FR40303265045"
    draft.lines[1].tax_at(rate)
    draft.changed_by(finn)
    assert texts(draft) == []
