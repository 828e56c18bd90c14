from decimal import Decimal
from fractions import Fraction
from itertools import starmap

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesapp.products.pricing import Line, Percentage, RateTotal, price

RATES = [Decimal(rate) for rate in ("0", "5.5", "7", "19", "13")]
ZERO = Decimal(0)


def decimals(low, high, places):
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


def line_of(quantities):
    return st.builds(
        Line,
        quantity=quantities,
        unit_price=decimals(0, 10_000, 4),
        discount=st.one_of(st.just(ZERO), decimals(0, 100, 4)),
        tax=st.sampled_from(RATES),
    )


some_lines = st.lists(line_of(decimals(0, 1000, 3)), max_size=8)
mixed_lines = st.lists(line_of(decimals(-1000, 1000, 3)), max_size=8)
currencies = st.sampled_from(["EUR", "JPY", "KWD"])
percentages = st.builds(Percentage, decimals(0, 100, 4))


@st.composite
def amounts_off(draw, lines, currency):
    """An amount the lines can bear, in major units."""
    net = price(lines, currency).net
    digits = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    return Decimal(draw(st.integers(min(0, net), max(0, net)))).scaleb(-digits)


def negated(line):
    return Line(-line.quantity, line.unit_price, line.discount, line.tax)


def test_an_ordinary_document_is_priced_as_on_paper():
    lines = [
        Line(Decimal(3), Decimal("19.99"), Decimal(10), Decimal(19)),
        Line(Decimal("1.5"), Decimal("7.3333"), ZERO, Decimal(7)),
        Line(Decimal(1), Decimal(100), ZERO, Decimal(19)),
    ]
    totals = price(lines, "EUR", Percentage(Decimal(5)))
    assert [line.net_before for line in totals.lines] == [5397, 1100, 10000]
    assert [line.discount for line in totals.lines] == [270, 55, 500]
    assert totals.taxes == (
        RateTotal(Decimal(7), 1045, 73),
        RateTotal(Decimal(19), 14627, 2779),
    )
    assert (totals.net_before, totals.discount, totals.net, totals.tax, totals.total) == (
        16497, 825, 15672, 2852, 18524,
    )  # fmt: skip
    assert totals.payable == totals.total


@pytest.mark.parametrize(("currency", "net"), [("EUR", 333), ("JPY", 3), ("KWD", 3333)])
def test_a_line_is_rounded_to_the_currency_s_own_decimals(currency, net):
    assert price([Line(Decimal(1), Decimal("3.3333"))], currency).net == net


@pytest.mark.parametrize("quantity", [Decimal(1), Decimal(-1)])
def test_half_a_cent_goes_away_from_zero(quantity):
    assert price([Line(quantity, Decimal("0.005"))], "EUR").net == quantity


def test_a_document_without_lines_costs_nothing():
    totals = price([], "EUR", Percentage(Decimal(10)))
    assert (totals.net, totals.tax, totals.total, totals.taxes) == (0, 0, 0, ())


def test_tax_is_rounded_once_per_rate_and_not_per_line():
    lines = [Line(Decimal(1), Decimal("0.03"), ZERO, Decimal(19))] * 10
    assert price(lines, "EUR").tax == 6


def test_one_rate_written_in_two_ways_is_one_rate():
    lines = [
        Line(Decimal(1), Decimal(1), ZERO, Decimal(19)),
        Line(Decimal(1), Decimal(1), ZERO, Decimal("19.0000")),
    ]
    assert price(lines, "EUR").taxes == (RateTotal(Decimal(19), 200, 38),)


@given(mixed_lines, currencies, percentages)
def test_sums_hold(lines, currency, percentage):
    totals = price(lines, currency, percentage)
    assert totals.net == totals.net_before - totals.discount == sum(share.base for share in totals.taxes)
    assert totals.total == totals.net + totals.tax == sum(share.total for share in totals.taxes)
    assert sum(line.net for line in totals.lines) == totals.net
    for share in totals.taxes:
        assert share.base == sum(line.net for line in totals.lines if line.tax == share.rate)
        assert abs(share.tax - Fraction(share.base) * Fraction(share.rate) / 100) <= Fraction(1, 2)


@given(mixed_lines, currencies, percentages)
def test_each_line_bears_its_own_percentage_to_within_a_cent(lines, currency, percentage):
    totals = price(lines, currency, percentage)
    assert abs(totals.discount - totals.net_before * Fraction(percentage.value) / 100) <= Fraction(1, 2)
    for line in totals.lines:
        assert abs(line.discount - line.net_before * Fraction(percentage.value) / 100) < 1


@given(some_lines, currencies, st.data())
def test_a_discount_amount_is_taken_off_to_the_cent(lines, currency, data):
    off = data.draw(amounts_off(lines, currency))
    totals = price(lines, currency, off)
    assert price(lines, currency).net - totals.net == totals.discount
    assert totals.discount == int(off.scaleb({"EUR": 2, "JPY": 0, "KWD": 3}[currency]))
    assert all(0 <= line.net <= line.net_before for line in totals.lines)


@given(mixed_lines, currencies, st.one_of(st.just(ZERO), percentages), st.randoms())
def test_the_order_of_the_lines_changes_no_total(lines, currency, discount, random):
    shuffled = random.sample(lines, len(lines))
    assert price(shuffled, currency, discount).taxes == price(lines, currency, discount).taxes


@given(some_lines, currencies, st.data(), st.randoms())
def test_nor_with_a_discount_amount(lines, currency, data, random):
    off = data.draw(amounts_off(lines, currency))
    shuffled = random.sample(lines, len(lines))
    assert price(shuffled, currency, off).taxes == price(lines, currency, off).taxes


def test_the_odd_cent_does_not_go_by_position():
    lines = [Line(Decimal(1), Decimal("0.50"), ZERO, Decimal(rate)) for rate in (7, 19)]
    assert price(lines, "EUR", Decimal("0.01")).taxes == price(lines[::-1], "EUR", Decimal("0.01")).taxes


@given(mixed_lines, currencies, st.data())
def test_the_credit_of_the_whole_leaves_nothing(lines, currency, data):
    off = data.draw(st.one_of(percentages, amounts_off(lines, currency)))
    credit_off = off if isinstance(off, Percentage) else -off
    totals = price(lines, currency, off)
    assert price(list(map(negated, lines)), currency, credit_off) == -totals


@given(mixed_lines, currencies, percentages, st.integers(0, 7))
def test_splitting_a_line_in_halves_moves_totals_by_rounding_only(lines, currency, percentage, which):
    assume(which < len(lines))
    line = lines[which]
    half = Line(line.quantity / 2, line.unit_price, line.discount, line.tax)
    whole = price(lines, currency, percentage)
    split = price([*lines[:which], half, half, *lines[which + 1 :]], currency, percentage)
    assert abs(split.net_before - whole.net_before) <= 1
    assert abs(split.net - whole.net) <= 2
    assert abs(split.total - whole.total) <= 2 + len(RATES)


@given(some_lines, currencies)
def test_a_full_discount_leaves_nothing_to_pay(lines, currency):
    assert price(lines, currency, Percentage(Decimal(100))).total == 0


@pytest.mark.parametrize(
    ("lines", "discount"),
    [
        ([], "0.01"),
        ([(1, "10")], "10.01"),
        ([(1, "10")], "-0.01"),
        ([(-1, "10")], "0.01"),
        ([(1, "10"), (-1, "9")], "1.01"),
    ],
)
def test_a_discount_larger_than_the_document_is_refused(lines, discount):
    typed = [Line(Decimal(quantity), Decimal(unit_price)) for quantity, unit_price in lines]
    with pytest.raises(ValueError, match="The discount is larger"):
        price(typed, "EUR", Decimal(discount))


@pytest.mark.parametrize("value", ["-1", "100.0001", "NaN", "Infinity"])
def test_a_percentage_beyond_the_whole_is_refused(value):
    with pytest.raises(ValueError, match="between 0 and 100"):
        price([], "EUR", Percentage(Decimal(value)))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        (("1", "1", "101", "0"), "between 0 and 100"),
        (("1", "1", "-1", "0"), "between 0 and 100"),
        (("1", "1", "0", "-1"), "can’t be negative"),
        (("NaN", "1", "0", "0"), "finite"),
        (("1", "Infinity", "0", "0"), "finite"),
    ],
)
def test_a_line_that_cannot_be_is_refused(values, refusal):
    with pytest.raises(ValueError, match=refusal):
        Line(*map(Decimal, values))


def test_a_price_is_worked_out_exactly_whatever_its_length():
    lines = list(
        starmap(Line, [(Decimal("999999999.999"), Decimal("99999999.9999"), Decimal("0.0001"), Decimal(19))])
    )
    exact = Fraction(lines[0].quantity) * Fraction(lines[0].unit_price) * (1 - Fraction(1, 10**6)) * 100
    assert abs(price(lines, "EUR").net - exact) <= Fraction(1, 2)
