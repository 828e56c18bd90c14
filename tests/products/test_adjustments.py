"""Allowances, charges, categories, base quantities and rounding, with the figures of official EN 16931 examples."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.products.pricing import (
    Adjustment,
    DocumentAdjustment,
    Line,
    Percentage,
    RateTotal,
    Step,
    price,
)
from salesapp.products.taxes.categories import TaxCategory
from tests.products.test_parts import Desk, draw_quantities
from tests.products.test_pricing import currencies, decimals, percentages

D = Decimal
ZERO = D(0)
UNTAXED = [each for each in TaxCategory if each is not TaxCategory.STANDARD]
TAXES = [(D(19), None), (D(7), TaxCategory.STANDARD), *((ZERO, each) for each in UNTAXED), (ZERO, None)]
values = st.one_of(decimals(0, 50, 2), st.builds(Percentage, decimals(0, 100, 2)))


some = decimals("0.001", 100, 3)


@st.composite
def documents(draw, quantities=some):
    """Lines whose allowances leave something of them, and what the document adds."""
    lines = draw(
        st.lists(
            st.builds(_line, quantities, decimals(0, 1000, 4), st.sampled_from(TAXES)), min_size=1, max_size=4
        )
    )
    charged = [replace(line, adjustments=draw(_of_line())) for line in lines]
    added = st.builds(_of_document, values, st.booleans(), st.sampled_from(TAXES))
    return charged, draw(st.lists(added, max_size=3))


def _line(quantity, unit_price, tax):
    return Line(quantity, unit_price, ZERO, *tax, base_quantity=D(10))


def _of_document(value, is_charge, tax):
    return DocumentAdjustment(value, is_charge, *tax)


@st.composite
def _of_line(draw):
    charges = draw(st.lists(st.builds(Adjustment, values, st.just(True)), max_size=2))
    return (*charges, Adjustment(Percentage(draw(decimals(0, 100, 2)))))


def test_official_example_2_has_charges_negative_lines_an_exempt_one_and_a_prepayment():
    cross = (Adjustment(D(12)), Adjustment(D(12), is_charge=True))
    lines = [
        Line(D(1), D(1273), tax=D(25), adjustments=cross),
        Line(D(-1), D("3.96"), tax=D(15)),
        Line(D(2), D("2.48"), tax=D(15)),
        Line(D(-1), D(25), tax=ZERO, category=TaxCategory.EXEMPT),
        Line(D(250), D("0.75"), tax=D(25)),
    ]
    further = [DocumentAdjustment(D(100), False, D(25)), DocumentAdjustment(D(100), True, D(25))]
    totals = price(lines, "NOK", adjustments=further, prepaid=D(1000))
    assert totals.taxes == (
        RateTotal(ZERO, -2500, 0, TaxCategory.EXEMPT),
        RateTotal(D(15), 100, 15),
        RateTotal(D(25), 146050, 36513),
    )
    assert (totals.net_before, totals.allowances, totals.charges, totals.net) == (
        143650,
        10000,
        10000,
        143650,
    )
    assert (totals.tax, totals.total, totals.prepaid, totals.payable) == (36528, 180178, 100000, 80178)


def test_official_example_3_taxes_freight_at_the_rate_it_names():
    lines = [Line(D(1), D(800), tax=D(25)), Line(D(1), D(800), tax=D(10))]
    totals = price(lines, "EUR", adjustments=[DocumentAdjustment(D(100), True, D(25))])
    assert totals.taxes == (RateTotal(D(10), 80000, 8000), RateTotal(D(25), 90000, 22500))
    assert (totals.net, totals.payable) == (170000, 200500)


def test_official_example_5_takes_percentages_of_the_lines_taxed_alike():
    ten = Percentage(D(10))
    own = (Adjustment(ten), Adjustment(ten, is_charge=True))
    lines = [
        Line(D(1000), D(1), tax=D(25), adjustments=own),
        Line(D(100), D(5), tax=D(25)),
        Line(D(500), D(5), tax=D(12)),
    ]
    further = [DocumentAdjustment(ten, False, D(25)), DocumentAdjustment(ten, True, D(25))]
    totals = price(lines, "EUR", adjustments=further, prepaid=D("2337.50"))
    assert totals.lines[0].adjustments == (-10000, 10000)
    assert [each.amount for each in totals.adjustments] == [-15000, 15000]
    assert (totals.total, totals.payable) == (467500, 233750)


def test_the_official_rounding_example_asks_for_a_cent_more_than_its_total():
    lines = [Line(D(1), D("288.79"), tax=D(7)), Line(D(1), D("26.07"), tax=D(7))]
    totals = price(lines, "EUR", rounding=D("0.01"))
    assert (totals.total, totals.rounding, totals.payable) == (33690, 1, 33691)


@pytest.mark.parametrize(
    ("asked", "payable"),
    [("10.02", 1000), ("10.025", 1005), ("10.07", 1005), ("10.08", 1010), ("-10.03", -1005)],
)
def test_what_is_paid_in_francs_is_rounded_to_five_rappen(asked, payable):
    totals = price([Line(D(1), D(asked))], "CHF", rounding=Step(D("0.05")))
    assert (totals.payable, totals.rounding) == (payable, payable - totals.total)


def test_a_price_per_hundred_and_one_of_six_decimals_are_exact():
    per_hundred = Line(D(250), D("12.50"), base_quantity=D(100))
    assert price([per_hundred], "EUR").net == 3125
    assert price([Line(D(1_000_000), D("0.000123"))], "EUR").net == 12300


def test_two_rates_of_nothing_are_two_rows():
    lines = [Line(D(1), D(10), category=each) for each in (TaxCategory.REVERSE_CHARGE, TaxCategory.EXEMPT)]
    assert [(share.category, share.base) for share in price(lines, "EUR").taxes] == [
        (TaxCategory.REVERSE_CHARGE, 1000),
        (TaxCategory.EXEMPT, 1000),
    ]


@pytest.mark.parametrize("category", UNTAXED)
def test_only_the_standard_category_is_taxed(category):
    with pytest.raises(ValueError, match="Only the category"):
        Line(D(1), D(1), tax=D(19), category=category)


@given(documents(decimals(-100, 100, 3)), currencies, percentages)
def test_the_sums_of_en_16931_hold(document, currency, discount):
    lines, further = document
    totals = price(lines, currency, discount, adjustments=further)
    assert totals.net == totals.net_before - totals.allowances + totals.charges  # BR-CO-13
    assert totals.total == totals.net + totals.tax  # BR-CO-15
    assert totals.payable == totals.total - totals.prepaid + totals.rounding  # BR-CO-16
    assert sum(totals.discounts.values()) == totals.discount
    for share in totals.taxes:
        parts = [*totals.lines, *totals.adjustments]
        assert share.base == sum(each.net for each in parts if each.key == share.key)
        assert abs(share.tax - Fraction(share.base) * Fraction(share.rate) / 100) <= Fraction(
            1, 2
        )  # BR-CO-17
    mirrored = -totals
    assert -mirrored == totals


@given(documents(), currencies, percentages, st.integers(0, 3), st.data())
def test_an_order_with_allowances_and_charges_is_invoiced_in_parts_to_the_cent(
    document, currency, discount, parts, data
):
    lines, further = document
    whole = price(lines, currency, discount, adjustments=further)
    desk = Desk(lines, whole)
    for _ in range(parts):
        desk.invoice(draw_quantities(data, desk.billing))
    desk.finish()
    assert desk.billing.rest().total == 0
    asked = desk.asked_for_by_key()
    for share in whole.taxes:
        assert asked.get(share.key, (0, 0)) == (share.base, share.tax)
    assert desk.adjusted == [each.amount for each in whole.adjustments]
    for share in whole.lines:
        assert sum(share.adjustments) == share.net_before - share.gross


@given(documents(), currencies, st.data())
def test_a_down_payment_asks_for_no_more_than_the_order_with_its_allowances(document, currency, data):
    lines, further = document
    desk = Desk(lines, price(lines, currency, adjustments=further))
    free = sum(desk.billing.free())
    assert free == max(0, desk.whole.total) or any(share.total < 0 for share in desk.whole.taxes)
    if free > 0:
        minor = data.draw(st.integers(1, free))
        desk.pay_down(Decimal(minor).scaleb(-{"EUR": 2, "JPY": 0, "KWD": 3}[currency]))
        assert desk.invoices[-1].total == minor <= desk.whole.total
    desk.finish()
    assert desk.asked_for_in_all() == desk.whole.total or any(share.total < 0 for share in desk.whole.taxes)
