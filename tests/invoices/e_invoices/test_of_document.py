"""What becomes of our own invoices: every one that the check lets out is accepted by the official rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from werkzeug.http import parse_options_header

from salesapp.core.company import company, today_for
from salesapp.core.db import db
from salesapp.core.money import from_minor
from salesapp.core.money.currencies import CurrencyRate
from salesapp.core.numbering import NumberFormat
from salesapp.core.outbox import Outbox
from salesapp.core.paper.document import DocumentLanguage
from salesapp.customers.kinds import EInvoiceForm
from salesapp.invoices.actions import ask_down_payment, credit, credit_amounts, invoice_order
from salesapp.invoices.e_invoices.kept import kept_e_invoice
from salesapp.invoices.e_invoices.lines import adjusted
from salesapp.invoices.e_invoices.of_document import vat_number
from salesapp.invoices.e_invoices.reading import read
from salesapp.invoices.mailing import proposed_letter, send_invoice
from salesapp.products.bank_accounts.models import bank_accounts
from salesapp.products.models import TaxRate
from salesapp.products.pricing import Percentage
from salesapp.products.taxes.categories import TaxCategory
from salesapp.setup.numbers.changing import SERIES, change_numbers
from tests.invoices.e_invoices.official import complaints
from tests.invoices.stage import anew, faults, free_draft, issued, order_of


def accepted(document):
    """What was kept of the document, once the official rules accept both forms."""
    kept = kept_e_invoice(document)
    for content in (kept.ubl, kept.cii):
        assert complaints(content.encode()) == []
    assert read(kept.ubl.encode()) == read(kept.cii.encode())
    return read(kept.ubl.encode())


def test_an_invoice_of_an_order_with_discounts_says_what_the_document_says(german):
    invoice = issued(german)
    said = accepted(invoice)
    assert (said.number, said.issued_on, said.due_on) == (invoice.number, invoice.issued_on, invoice.due_on)
    assert said.totals.payable == from_minor(invoice.payable, "EUR")
    assert said.seller.vat_number == "DE136695976"
    assert (said.seller.registration.value, said.seller.address.country) == ("HRB 4711", "DE")
    assert (said.buyer.name, said.buyer.address.city, said.buyer.address.country) == (
        "Echo Foods",
        "Köln",
        "DE",
    )
    assert said.buyer.electronic_address.value == "invoices@echo.example"
    assert said.buyer_reference == "04011000-12345-03"
    assert said.delivery.on == today_for()
    assert (said.payment.means, said.payment.accounts[0].number) == ("58", "DE02120300000000202051")
    assert {each.unit for each in said.lines} == {"H87"}
    assert faults() == {}


def test_a_down_payment_its_final_invoice_and_a_credit_note_are_accepted(german, finn):
    order = order_of(german)
    first = ask_down_payment(order, Percentage(Decimal(30)), by=finn)
    first.issue(by=finn)
    final = invoice_order(order, by=finn)
    final.issue(by=finn)
    note = credit(final, "Damaged", quantities={final.lines[0].id: Decimal(1)}, by=finn)
    db.session.commit()
    assert accepted(first).notes[0] == "Down payment"
    said = accepted(final)
    assert said.preceding[0].number == first.number
    assert said.totals.paid == from_minor(first.payable, "EUR")
    assert any("Tax 19% in it" in each for each in said.notes)
    back = accepted(note)
    assert (back.kind, back.preceding[0].number, back.notes[0]) == ("381", final.number, "Damaged")
    assert back.delivery.on == final.supply_from


def test_the_parts_of_an_order_in_odd_cents_are_each_accepted(german, finn):
    order = order_of(
        german, (("pump", "3", "33.333", Decimal("9.99")), ("pipe", "7", "12.5")), discount="7.77"
    )
    wanted = {order.lines[0].id: Decimal(1), order.lines[1].id: Decimal(2)}
    for _part in range(3):
        invoice = invoice_order(order, quantities=wanted, by=finn)
        invoice.issue(by=finn)
        accepted(invoice)
    assert faults() == {}


def test_what_was_credited_of_a_price_is_called_so_and_a_cent_a_rounding(german, finn):
    invoice = issued(german, order_of(german, (("pump", "2", "0"),), discount="0"))
    credit_amounts(invoice, "Scratches", {invoice.lines[0].tax_key: 3000}, by=finn)
    [line] = accepted(credit(invoice, "All of it back", by=finn)).lines
    assert [(each.amount, each.reason) for each in line.allowances] == [(Decimal(30), "Price reduction")]
    assert [each.reason for each in adjusted(replace(line, net=line.net - Decimal("0.01"))).allowances] == [
        "Price reduction",
        "Rounding",
    ]


def test_a_foreign_currency_names_the_vat_in_our_own(german, finn):
    db.session.add(CurrencyRate(currency="USD", valid_from=today_for(), rate=Decimal("0.5")))
    company().currency = "EUR"
    draft = free_draft(german, "pump", currency="USD")
    draft.lines[0].unit_price = Decimal("100.01")
    draft.issue(by=finn)
    said = accepted(draft)
    assert (said.currency, said.tax_currency) == ("USD", "EUR")
    assert (said.totals.tax, said.totals.tax_in_tax_currency) == (Decimal("19.00"), Decimal("9.50"))
    assert said.payment.means == "30"


def test_a_period_of_supply_and_another_one_of_a_line(german, finn):
    draft = free_draft(german, "work", supply_from=date(2026, 1, 1), supply_to=date(2026, 1, 31))
    draft.lines[0].supply_from, draft.lines[0].supply_to = date(2026, 1, 5), date(2026, 1, 6)
    draft.issue(by=finn)
    said = accepted(draft)
    assert (said.delivery.period.start, said.delivery.period.end) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (said.lines[0].period.start, said.lines[0].period.end) == (date(2026, 1, 5), date(2026, 1, 6))


def test_the_language_of_the_document_not_of_the_clerk_names_terms(german, finn):
    draft = free_draft(german, "pump")
    draft.language = DocumentLanguage.ZH
    draft.issue(by=finn)
    assert "天" in accepted(draft).payment_terms


def test_the_files_stay_as_they_were_issued_whatever_is_renamed(german, finn):
    invoice = issued(german)
    before = kept_e_invoice(invoice).ubl
    german.account.name, german.pump.code, company().name = "Renamed", "NEW-1", "Other"
    db.session.commit()
    assert kept_e_invoice(invoice).ubl == before
    change = text("UPDATE issued_e_invoices SET ubl = 'x'")
    with pytest.raises(DatabaseError):
        db.session.execute(change, execution_options={"unscoped": "to see it refused"})
    db.session.rollback()


def test_an_account_that_is_no_iban_is_paid_by_another_transfer(german, finn):
    (ours,) = bank_accounts()
    ours.account_number, ours.bank_code, ours.bic = "0532013000", "021000021", "CHASUS33"
    db.session.flush()
    invoice = issued(german)
    said = accepted(invoice)
    (account,) = said.payment.accounts
    assert (said.payment.means, account.number, account.bank) == ("30", "0532013000", "CHASUS33")
    assert [*invoice.seller["bank"]] == [
        "Hausbank",
        "Account 0532013000",
        "Bank code 021000021",
        "SWIFT CHASUS33",
    ]


def test_without_what_the_standard_demands_there_is_no_file(house, finn):
    assert kept_e_invoice(issued(house)) is None


def test_a_greek_vat_number_begins_as_vies_has_it_however_it_was_typed():
    assert [vat_number(typed) for typed in ("GR 094 259 216", "el094259216")] == [
        "EL094259216",
        "EL094259216",
    ]


def test_a_number_that_is_no_vat_number_is_our_tax_number(german):
    assert [
        vat_number(each) for each in ("DE 136 695 976", "214/5866/0157", "91310000MA1K4", "EL094259216")
    ] == [
        "DE136695976",
        "",
        "",
        "EL094259216",
    ]
    company().tax_number = "214/5866/0157"
    said = accepted(issued(german))
    assert (said.seller.vat_number, said.seller.tax_number) == ("", "214/5866/0157")


def test_the_file_is_downloaded_and_goes_with_the_e_mail_where_the_customer_wants_it(german, finn, as_user):
    german.account.e_invoice = EInvoiceForm.XRECHNUNG
    invoice = issued(german)
    key, number = invoice.id, invoice.number
    letter = proposed_letter(invoice, by=finn)
    assert letter.to == "invoices@echo.example"
    posted = send_invoice(invoice, letter, by=finn)
    db.session.commit()
    assert db.session.get(Outbox, posted.id).payload["attachments"] == [
        ["invoice", key],
        ["invoice_ubl", key],
    ]
    clerk = as_user("finn")
    assert f"/invoices/{key}.xml" in clerk.get(f"/invoices/{key}").text
    assert "The XRechnung is attached as well" in clerk.htmx(f"/invoices/{key}/send").text
    answer = clerk.get(f"/invoices/{key}.xml")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={number}.xml"
    assert complaints(answer.data) == []
    other = clerk.get(f"/invoices/{key}.xml?format=cii")
    assert other.headers["Content-Disposition"] == f"attachment; filename={number}-cii.xml"
    assert read(other.data) == read(answer.data)
    assert clerk.get(f"/invoices/{key}.xml?format=edifact").status_code == 404
    anew()


def test_the_files_are_named_by_a_number_in_chinese(german, as_user):
    invoices = next(each for each in SERIES if each.key == "INV")
    change_numbers(invoices, NumberFormat("发票"), 1, on=today_for(), by=german.people["root"])
    invoice = issued(german)
    assert invoice.number.startswith("发票-")
    clerk, key, number = as_user("finn"), invoice.id, invoice.number
    for ending, how in (("xml", "attachment"), ("pdf", "inline")):
        said = clerk.get(f"/invoices/{key}.{ending}").headers["Content-Disposition"]
        assert said.isascii()
        assert parse_options_header(said) == (how, {"filename": f"{number}.{ending}"})


def test_an_invoice_without_a_file_offers_none(house, finn, as_user):
    key = issued(house).id
    house.account.e_invoice = EInvoiceForm.FACTUR_X
    db.session.commit()
    clerk = as_user("finn")
    assert "was issued without one" in clerk.htmx(f"/invoices/{key}/send").text
    assert f"/invoices/{key}.xml" not in clerk.get(f"/invoices/{key}").text
    assert clerk.get(f"/invoices/{key}.xml").status_code == 404


UNTAXED = {
    "Z": ({}, ""),
    "E": ({}, "VATEX-EU-132"),
    "AE": ({"tax_number": "FR40303265045", "billing_country": "FR"}, "VATEX-EU-AE"),
    "K": ({"tax_number": "FR40303265045", "billing_country": "FR"}, "VATEX-EU-IC"),
    "G": ({"billing_country": "CH"}, "VATEX-EU-G"),
    "O": ({}, "VATEX-EU-O"),
}


def test_what_is_not_taxed_says_why_by_its_category(german, finn):
    for code, (values, reason) in UNTAXED.items():
        for name, value in ({"tax_number": None, "billing_country": "DE"} | values).items():
            setattr(german.account, name, value)
        rate = TaxRate(name=code, percent=Decimal(0), category=TaxCategory(code))
        rate.exemption_code = "VATEX-EU-132" if code == "E" else None
        db.session.add(rate)
        db.session.flush()
        german.pump.tax_rate_id = rate.id
        draft = free_draft(german, "pump")
        draft.issue(by=finn)
        (share,) = accepted(draft).taxes
        assert (share.category.code, share.tax, share.exemption_code) == (code, 0, reason)
        assert bool(share.exemption_reason) is (code != "Z")


def test_discounts_and_charges_of_lines_and_document_prices_per_hundred_and_rounding_to_a_coin(german, finn):
    db.session.add(CurrencyRate(currency="CHF", valid_from=today_for(), rate=Decimal("1.05")))
    draft = free_draft(german, "pump", "pipe", "work", currency="CHF", discount=Decimal("3.3"), round_to=5)
    pump, pipe, work = draft.lines
    pump.unit_price, pipe.unit_price, work.unit_price = Decimal("100.01"), Decimal("7.77"), Decimal("33.33")
    work.base_quantity = Decimal(100)
    draft.adjust("Spring offer", Decimal("12.50"), by=finn, line=pump)
    draft.adjust("Packing", Decimal(7), by=finn, is_percent=True, is_charge=True, line=pipe)
    draft.adjust("Freight", Decimal(25), by=finn, is_charge=True, tax_rate=german.low)
    draft.adjust("Loyalty", Decimal(3), by=finn, is_percent=True, tax_rate=german.full)
    draft.issue(by=finn)
    note = credit(draft, "Returned", quantities={pump.id: Decimal(1)}, by=finn)
    db.session.commit()
    said = accepted(draft)
    assert said.totals.payable == from_minor(draft.payable, "CHF")
    assert said.totals.payable * 20 % 1 == 0
    assert [each.reason for each in said.charges] == ["Freight"]
    assert {each.reason for each in said.allowances} == {"Discount", "Loyalty"}
    assert said.lines[0].allowances[0].reason == "Spring offer"
    assert said.lines[2].base_quantity == 100
    accepted(note)
    assert faults() == {}
