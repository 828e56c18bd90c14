import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from salesapp.invoices.e_invoices.check import breaches, breaches_of_xrechnung
from salesapp.invoices.e_invoices.cii import write_cii
from salesapp.invoices.e_invoices.codes import codes
from salesapp.invoices.e_invoices.model import (
    Address,
    Adjustment,
    Contact,
    Delivery,
    EInvoice,
    Identifier,
    Payment,
    Period,
    Preceding,
    TaxCategory,
    TaxRepresentative,
)
from salesapp.invoices.e_invoices.ubl import write_ubl
from tests.invoices.e_invoices.examples import BUYER, PAYMENT, SELLER, STANDARD, look_alikes, plain, standard
from tests.invoices.e_invoices.official import UBL_SHEET, complaints

D = Decimal


def with_(field, value, start=None):
    """The standard invoice with another value at a place such as `seller.address.country` or `lines.0.net`."""
    return changed(standard() if start is None else start, field.split("."), value)


def changed(thing, path, value):
    name, *rest = path
    if isinstance(thing, tuple):
        at = int(name)
        return (*thing[:at], changed(thing[at], rest, value) if rest else value, *thing[at + 1 :])
    return replace(thing, **{name: changed(getattr(thing, name), rest, value) if rest else value})


ALIKE = look_alikes()
MUTATIONS = [
    # rule, place, field to mend, value, start
    ("BR-02", "number", "number", ""),
    ("BR-05", "currency", "currency", ""),
    ("BR-06", "seller.name", "seller.name", ""),
    ("BR-07", "buyer.name", "buyer.name", ""),
    ("BR-09", "seller.address.country", "seller.address.country", ""),
    ("BR-11", "buyer.address.country", "buyer.address.country", ""),
    ("BR-16", "lines", "lines", ()),
    ("BR-21", "lines.0.number", "lines.1.number", ""),
    ("BR-25", "lines.0.name", "lines.1.name", " "),
    ("BR-27", "lines.0.price", "lines.1.price", D(-100)),
    ("BR-29", "delivery.period", "delivery", Period(date(2026, 2, 1), date(2026, 1, 31))),
    ("BR-30", "lines.1.period", "lines.2.period", Period(date(2026, 2, 1), date(2026, 1, 31))),
    ("BR-CO-19", "delivery.period", "delivery", Period()),
    ("BR-49", "payment", "payment", Payment(means="")),
    ("BR-50", "payment.accounts.0.number", "payment.accounts", ""),
    ("BR-61", "payment.accounts", "payment.accounts", ()),
    ("BR-53", "tax_currency", "totals.tax_in_tax_currency", "CHF"),
    ("BR-55", "preceding", "preceding", (Preceding(""),)),
    ("BR-57", "delivery.address.country", "delivery.address.country", ""),
    ("BR-CO-09", "seller.vat_number", "seller.vat_number", "123456789"),
    ("OWN-VAT", "seller.vat_number", "seller.vat_number", "DE136695977"),
    ("BR-CO-10", "totals.lines", "totals", D("273.22")),
    ("BR-CO-11", "totals.allowances", "totals", D("10.01")),
    ("BR-CO-12", "totals.charges", "totals", D("25.01")),
    ("BR-CO-13", "totals.without_tax", "totals", D("288.22")),
    ("BR-CO-14", "totals.tax", "totals", D("46.58")),
    ("BR-CO-15", "totals.with_tax", "totals", D("334.79")),
    ("BR-CO-16", "totals.payable", "totals", D("234.79")),
    ("BR-CO-16", "totals.rounding", "totals", D("0.01")),
    ("BR-CO-17", "taxes.1.tax", "taxes", D("41.81")),
    ("BR-CO-17", "taxes.1.tax", "taxes", D("42.79")),
    ("BR-CO-18", "taxes", "taxes", ()),
    ("BR-CO-21", "allowances.0.reason", "allowances", ""),
    ("BR-S-01", "taxes", "lines.2.category", standard().taxes[1:]),
    ("BR-S-02", "seller", "seller.vat_number", replace(SELLER, vat_number="", tax_number="")),
    ("BR-S-05", "lines.0.category", "lines.1.category", TaxCategory("S", D(0))),
    ("BR-S-08", "taxes.0.base", "taxes", D("68.22")),
    ("BR-S-08", "charges.0.category", "taxes", STANDARD),
    ("BR-S-10", "taxes.0.exemption_reason", "taxes", "Because"),
    ("BR-DEC-01", "totals.payable", "currency", D("234.785")),
    ("BR-CL-01", "kind", "kind", "999"),
    ("BR-CL-04", "currency", "currency", "XYZ"),
    ("BR-CL-11", "seller.registration", "seller.registration", Identifier("1", "9999")),
    ("BR-CL-14", "buyer.address.country", "buyer.address.country", "UK"),
    ("BR-CL-16", "payment.means", "payment.means", "101"),
    ("BR-CL-17", "lines.0.category", "lines.1.category", TaxCategory("X", D(19))),
    ("BR-CL-22", "taxes.0.exemption_code", "taxes", "VATEX-42"),
    ("BR-CL-23", "lines.0.unit", "lines.1.unit", "pc"),
    ("BR-CL-25", "buyer.electronic_address", "buyer.electronic_address", Identifier("a@b.example", "MAIL")),
    ("OWN-LINE", "lines.0.net", "lines.1.net", D("210.01")),
    ("OWN-LINE", "lines.0.quantity", "lines.1.net", D(3)),
    ("OWN-LINE", "lines.2.base_quantity", "lines.3.net", D(10)),
    ("OWN-BASE", "lines.2.base_quantity", "lines.3.base_quantity", D(0)),
    ("OWN-PERCENT", "lines.0.allowances.0.percent", "lines.1", D(11)),
    ("OWN-SIGN", "allowances.0.amount", "allowances", D(-10)),
    ("OWN-DUE", "due_on", "due_on", date(2026, 11, 28)),
    ("OWN-DATE", "delivery.on", "delivery", date(1026, 11, 27)),
    ("OWN-PRECEDING", "preceding.0.on", "preceding", date(2026, 11, 30)),
    ("OWN-IBAN", "payment.accounts.0.number", "payment.accounts", "DE02120300000000202052"),
    ("BR-AE-02", "buyer.vat_number", "buyer.vat_number", "", "reverse charge"),
    (
        "BR-AE-02",
        "seller",
        "seller.vat_number",
        replace(SELLER, vat_number="", tax_number=""),
        "reverse charge",
    ),
    ("BR-AE-05", "lines.0.category", "lines.1.category", TaxCategory("AE", D(19)), "reverse charge"),
    ("BR-AE-10", "taxes.0.exemption_reason", "taxes", "", "reverse charge"),
    ("BR-CO-17", "taxes.0.tax", "taxes", D(1), "reverse charge"),
    ("BR-IC-02", "buyer.vat_number", "buyer.vat_number", "", "intra-community"),
    ("BR-IC-02", "seller.vat_number", "seller.vat_number", "", "intra-community"),
    ("BR-IC-11", "delivery.on", "delivery", None, "intra-community"),
    ("BR-IC-12", "delivery.address", "delivery.address.country", None, "intra-community"),
    ("BR-G-02", "seller.vat_number", "seller.vat_number", "", "export"),
    ("BR-G-10", "taxes.0.exemption_reason", "taxes", "", "export"),
    ("BR-E-10", "taxes.0.exemption_reason", "taxes", "", "exempt"),
    ("BR-Z-05", "lines.0.category", "lines.1.category", TaxCategory("Z", D(7)), "zero rated"),
    ("BR-O-02", "seller.vat_number", "lines", "DE136695976", "outside the scope"),
    ("BR-O-05", "lines.0.category", "lines.1.category", TaxCategory("O", D(0)), "outside the scope"),
    ("BR-CO-26", "seller.registration", "seller.registration", None, "outside the scope"),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: f"{each[0]} {each[1]}")
def test_one_wrong_value_is_found_and_the_field_to_mend_is_named(mutation):
    rule, place, field, value, *start = mutation
    invoice = with_(place, value, ALIKE[start[0]] if start else None)
    found = {(each.rule, each.field) for each in breaches(invoice)}
    assert (rule, field) in found


def test_the_official_rules_let_a_wrong_vat_a_wrong_line_and_an_impossible_due_date_pass_and_ours_do_not():
    vat = replace(
        plain(STANDARD, "19.99"), taxes=(replace(plain(STANDARD, "19.99").taxes[0], tax=D("19.99")),)
    )
    one = with_("lines.0.quantity", D(3), plain(STANDARD, "19.00"))
    late = replace(plain(STANDARD, "19.00"), due_on=date(2026, 1, 1))
    for invoice, rule in ((vat, "BR-CO-17"), (one, "OWN-LINE"), (late, "OWN-DUE")):
        assert complaints(write_ubl(invoice)) == [] == complaints(write_cii(invoice))
        assert [each.rule for each in breaches(invoice) if each.blocks] == [rule]


def test_a_vat_that_was_shared_out_over_invoices_may_be_a_cent_off_and_is_told_as_a_hint():
    for tax, blocks in (("19.01", False), ("18.99", False), ("19.02", True)):
        (breach,) = breaches(plain(STANDARD, tax))
        assert breach.blocks is blocks


def test_a_currency_of_three_decimals_is_refused_in_words():
    dinars = plain(STANDARD, "19.000", currency="KWD")
    fine = replace(dinars, lines=(replace(dinars.lines[0], net=D("100.125")),))
    assert "Send this invoice as a PDF" in next(
        each.text for each in breaches(fine) if each.rule == "BR-DEC-01"
    )


def test_what_is_outside_the_scope_of_vat_stands_alone():
    both = replace(ALIKE["outside the scope"], taxes=(*ALIKE["outside the scope"].taxes, *standard().taxes))
    assert "BR-O-11" in {each.rule for each in breaches(both)}


def test_a_seller_is_found_by_a_representative_s_vat_number_too():
    agent = TaxRepresentative(name="Agent", vat_number="DE136695976", address=Address(country="DE"))
    abroad = replace(
        plain(STANDARD, "19.00"),
        seller=replace(SELLER, vat_number="", tax_number=""),
        representative=agent,
    )
    assert breaches(abroad) == []
    assert complaints(write_ubl(abroad)) == [] == complaints(write_cii(abroad))
    nameless = replace(abroad, representative=replace(agent, name="", vat_number="", address=Address()))
    assert {"BR-18", "BR-20", "BR-56"} <= {each.rule for each in breaches(nameless)}


def test_xrechnung_asks_for_more_than_the_standard():
    assert breaches_of_xrechnung(standard()) == []
    bare: EInvoice = replace(
        standard(),
        buyer_reference="",
        payment=None,
        seller=replace(SELLER, contact=Contact(phone="12", email="ada"), electronic_address=None),
        buyer=replace(BUYER, address=Address(country="DE"), electronic_address=None),
        delivery=Delivery(address=Address(country="DE")),
        kind="386",
    )  # fmt: skip
    assert breaches(bare) == []
    assert {each.rule for each in breaches_of_xrechnung(bare)} == {
        "BR-DE-1", "BR-DE-5", "BR-DE-8", "BR-DE-9", "BR-DE-10", "BR-DE-11", "BR-DE-15", "BR-DE-17", "BR-DE-27",
        "BR-DE-28", "PEPPOL-EN16931-R010", "PEPPOL-EN16931-R020",
    }  # fmt: skip


def test_a_leitweg_id_with_wrong_check_digits_is_a_hint():
    (hint,) = breaches_of_xrechnung(replace(standard(), buyer_reference="04011000-12345-04"))
    assert (hint.rule, hint.blocks) == ("OWN-LEITWEG", False)


def test_errors_stand_before_hints():
    invoice = with_("payment.accounts", (), plain(STANDARD, "19.01", payment=PAYMENT))
    assert [each.blocks for each in breaches(invoice)] == [True, False]


def test_our_code_lists_are_those_of_the_official_rules():
    sheet = UBL_SHEET.read_text(encoding="utf-8")
    rules = {
        "BR-CL-01": "kinds", "BR-CL-04": "currencies", "BR-CL-11": "registers", "BR-CL-14": "countries",
        "BR-CL-16": "payment_means", "BR-CL-22": "exemptions", "BR-CL-23": "units", "BR-CL-25": "mailboxes",
    }  # fmt: skip
    for rule, name in rules.items():
        end = sheet.index(f">{rule}<")
        lists = re.findall(
            r"contains\( ?' ([^']+)'", sheet[sheet.rindex("<svrl:failed-assert", 0, end) : end]
        )
        assert codes(name) == frozenset(" ".join(lists).split()), name


def test_an_adjustment_without_base_is_taken_as_stated():
    assert (
        breaches(with_("allowances.0", Adjustment(amount=D(10), category=STANDARD, reason="x", percent=D(3))))
        == []
    )
