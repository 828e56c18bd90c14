from dataclasses import replace
from decimal import Decimal

from salesapp.invoices.e_invoices.check import breaches
from salesapp.invoices.e_invoices.check.amounts import line_net
from salesapp.invoices.e_invoices.cii import write_cii
from salesapp.invoices.e_invoices.reading import read
from salesapp.invoices.e_invoices.ubl import write_ubl
from tests.invoices.e_invoices.examples import look_alikes, official, plain
from tests.invoices.e_invoices.official import complaints

AGAINST_THE_RULES = {
    "ubl-sample-discount-price.xml": "BR-53",  # a currency of the VAT, without the VAT in it
    "04.05a-INVOICE_uncefact.xml": "BR-CL-11",  # registers that only the extension of XRechnung knows
    "05.01a-INVOICE_ubl.xml": "BR-CO-16",  # sums of third parties, which only the extension knows
}
"""Official examples that break the standard's own rules as they are."""

CARELESS = {
    "cii-CII_business_example_02.xml": {"OWN-DUE"},
    "cii-CII_example5.xml": {"OWN-IBAN"},
    "cii-XRechnung-O.xml": {"OWN-DUE"},
    "cii-huf_example_cii.xml": {"BR-CO-17"},
}
"""What we find in official examples that the official rules let pass."""

INVENTED = {"OWN-VAT"}
"""Their VAT numbers are nobody's."""


def test_every_official_example_is_written_back_in_both_forms_and_the_official_rules_accept_them():
    wrong = {}
    for path in official():
        invoice = read(path.read_bytes())
        for content in (write_ubl(invoice), write_cii(invoice)):
            found = [] if path.name in AGAINST_THE_RULES else complaints(content)
            if found or read(content) != invoice:
                wrong[path.name] = found or "reads otherwise"
    assert wrong == {}


def test_our_check_says_of_the_official_examples_only_where_they_are_wrong():
    wrong = {}
    for path in official():
        found = {breach.rule for breach in breaches(straightened(read(path.read_bytes())))} - INVENTED
        known = {AGAINST_THE_RULES[path.name]} if path.name in AGAINST_THE_RULES else set()
        if found != known | CARELESS.get(path.name, set()):
            wrong[path.name] = found
    assert wrong == {}


def straightened(invoice):
    """Some examples state nets that are not quantity × price, and percentages that are not: the nets are taken."""
    return replace(
        invoice,
        lines=tuple(map(straight_line, invoice.lines)),
        charges=tuple(replace(each, base=None, percent=None) for each in invoice.charges),
    )


def straight_line(line):
    if line_net(line) == line.net:
        return line
    cleared = replace(line, allowances=(), charges=())
    return replace(
        cleared, quantity=Decimal(1 if line.net >= 0 else -1), price=abs(line.net), base_quantity=Decimal(1)
    )


def test_one_invoice_of_each_kind_is_accepted_in_both_forms_and_read_back_as_it_was():
    for name, invoice in look_alikes().items():
        assert breaches(invoice) == [], name
        for content in (write_ubl(invoice), write_cii(invoice)):
            assert complaints(content) == [], name
            assert read(content) == invoice, name


def test_what_xml_cannot_hold_is_left_out_of_texts_and_markup_is_text():
    invoice = replace(look_alikes()["zero rated"], notes=("<b>\x0b&\ufffe 中文 🎉",))
    for content in (write_ubl(invoice), write_cii(invoice)):
        assert read(content).notes == ("<b>& 中文 🎉",)


def test_a_credit_note_is_a_ubl_credit_note_with_positive_amounts():
    content = write_ubl(look_alikes()["credit note"]).decode()
    assert "<CreditNote " in content
    assert "CreditedQuantity" in content
    assert "<cbc:PaymentDueDate>2026-12-29<" in content


def test_ubl_bears_the_profile_of_xrechnung_and_cii_that_of_factur_x():
    invoice = plain(look_alikes()["standard"].taxes[1].category, "19.00")
    assert b"urn:xeinkauf.de:kosit:xrechnung_3.0" in write_ubl(invoice)
    assert b"<ram:ID>urn:cen.eu:en16931:2017</ram:ID>" in write_cii(invoice)
