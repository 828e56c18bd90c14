"""What a draft must say before it is issued, and where the clerk mends it."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from salesapp.core.company import company
from salesapp.core.db import db
from salesapp.core.errors import RuleBroken
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.actions import ask_down_payment, invoice_order
from salesapp.invoices.legal_check.law import findings
from salesapp.orders.models import Order
from salesapp.products.models import TaxRate
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory
from tests.invoices.stage import faults, free_draft, issued, order_of


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


def test_a_total_of_nothing_is_asked_about(german, finn):
    draft = free_draft(german, "pump")
    line = draft.lines[0]
    draft.change_line(
        line, by=finn, quantity=Decimal(1), unit_price=Decimal(0), discount=Decimal(0), description="Pump",
        tax_rate=line.tax_rate,
    )  # fmt: skip
    assert texts(draft, blocks=False) == ["The total is 0. Check the prices."]
    draft.issue(by=finn)


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
        "“Pipe 3 m”: the tax rate “None” doesn’t say why there is no VAT. Choose its category in set-up.",
        "Reverse charge: the customer’s VAT number is missing.",
    ]
    german.account.tax_number = "FR40303265045"
    draft.lines[1].tax_at(rate)
    draft.changed_by(finn)
    assert texts(draft) == []


UNSAID = "“Pump”: the tax rate “Untaxed” doesn’t say why there is no VAT. Choose its category in set-up."


@pytest.fixture
def unsaid(german):
    """A rate of 0 % that says nothing, as older databases have one; pumps are taxed at it."""
    rate = TaxRate(name="Untaxed", percent=Decimal(0))
    db.session.add(rate)
    db.session.flush()
    german.pump.tax_rate_id = rate.id
    db.session.commit()
    return rate


def confirmed_abroad(house):
    """An order that was confirmed before the company's country asked for reasons."""
    company().country = "CH"
    order = order_of(house)
    company().country = "DE"
    db.session.commit()
    return order


def name(as_user, rate):
    page = f"/tax-rates/{rate.id}/edit"
    assert as_user("root").submit(page, action=page, category="E").status_code == 303
    db.session.expire_all()


def test_an_order_that_could_not_be_invoiced_is_not_confirmed_and_says_why(german, unsaid, as_user):
    with pytest.raises(RuleBroken, match="the tax rate “Untaxed” doesn’t say why"):
        order_of(german)
    db.session.commit()
    order = db.session.scalars(select(Order)).one()
    assert UNSAID in as_user("ada").get(f"/orders/{order.id}").text
    name(as_user, unsaid)
    assert UNSAID not in as_user("ada").get(f"/orders/{order.id}").text
    order.confirm(by=german.people["ben"])


def test_a_rate_that_says_its_reason_mends_drafts_and_orders_that_are_not_invoiced(
    german, unsaid, finn, as_user
):
    order, other = confirmed_abroad(german), confirmed_abroad(german)
    drafts = [invoice_order(order, by=finn), free_draft(german)]
    db.session.commit()
    assert [texts(draft) for draft in drafts] == [[UNSAID], [UNSAID]]
    name(as_user, unsaid)
    assert [texts(draft) for draft in drafts] == [[], []]
    for draft in drafts:
        draft.issue(by=finn)
    ask_down_payment(other, Percentage(Decimal(30)), by=finn).issue(by=finn)
    rest = issued(german, other)
    assert {row.category for row in rest.tax_rows} == {TaxCategory.EXEMPT, TaxCategory.STANDARD}
    assert rest.deducted
    assert faults() == {}


def test_an_order_with_an_advance_that_said_no_reason_goes_on_as_it_began(german, unsaid, finn, as_user):
    order = confirmed_abroad(german)
    company().country = "CH"
    advance = ask_down_payment(order, Percentage(Decimal(30)), by=finn)
    advance.issue(by=finn)
    name(as_user, unsaid)
    rest = issued(german, order)
    assert rest.deducted == advance.payable
    assert rest.payable == order.total - advance.payable
    assert faults() == {}
