"""What the product's own pricing makes of the official examples, to the cent."""

from dataclasses import replace
from decimal import Decimal

from salesapp.core.money import from_minor, to_minor
from salesapp.invoices.e_invoices.reading import read
from salesapp.products import pricing
from salesapp.products.taxes.categories import TaxCategory
from tests.invoices.e_invoices.examples import look_alikes, official
from tests.invoices.e_invoices.test_written_forms import straightened

CONTRADICTORY = {
    "cii-huf_example_cii.xml": "the VAT is rounded to whole forints, which have two decimals",
    "05.01a-INVOICE_ubl.xml": "collected for third parties, which only an extension of the standard knows",
}
"""Official examples whose totals do not follow from their lines by the standard's own rules."""


def test_the_official_examples_are_priced_to_the_cent():
    differ = {
        path.name
        for path in official()
        if figures(read(path.read_bytes())) != stated(read(path.read_bytes()))
    }
    expected = {path.name for path in official()} & set(CONTRADICTORY)
    assert differ == expected
    assert len(differ) <= len(official()) * 0.05


def test_invoices_of_our_own_are_priced_as_they_state():
    for name, invoice in look_alikes().items():
        assert figures(invoice) == stated(invoice), name


def figures(invoice):
    """The totals and the VAT of each category by our own pricing."""
    code = invoice.currency
    totals = pricing.price(
        [priced_line(each) for each in straightened(invoice).lines],
        code,
        adjustments=[
            *(adjustment(each, is_charge=False) for each in invoice.allowances),
            *(adjustment(each, is_charge=True) for each in invoice.charges),
        ],
        prepaid=invoice.totals.paid,
        rounding=invoice.totals.rounding,
    )
    sums = (
        totals.net_before,
        totals.allowances,
        totals.charges,
        totals.net,
        totals.tax,
        totals.total,
        totals.payable,
    )
    shares = {(str(each.category), each.rate, each.base, each.tax) for each in totals.taxes}
    return tuple(from_minor(each, code) for each in sums), shares


def stated(invoice):
    totals, code = invoice.totals, invoice.currency
    sums = (
        totals.lines,
        totals.allowances,
        totals.charges,
        totals.without_tax,
        totals.tax,
        totals.with_tax,
        totals.payable,
    )
    shares = {
        (each.category.code, each.category.percent or 0, to_minor(each.base, code), to_minor(each.tax, code))
        for each in invoice.taxes
    }
    return sums, shares


def priced_line(line):
    adjusted = [(each, False) for each in line.allowances] + [(each, True) for each in line.charges]
    return pricing.Line(
        line.quantity,
        line.price,
        tax=line.category.percent or Decimal(0),
        category=TaxCategory(line.category.code),
        base_quantity=line.base_quantity,
        adjustments=tuple(pricing.Adjustment(each.amount, charge) for each, charge in adjusted),
    )


def adjustment(stated, *, is_charge):
    category = stated.category
    return pricing.DocumentAdjustment(
        stated.amount, is_charge, tax=category.percent or Decimal(0), category=TaxCategory(category.code)
    )


def test_an_example_that_is_a_cent_off_would_be_seen():
    invoice = look_alikes()["standard"]
    assert figures(invoice) != stated(replace(invoice, totals=replace(invoice.totals, tax=Decimal("46.58"))))
