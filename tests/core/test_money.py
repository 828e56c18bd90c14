import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.money import (
    Money,
    convert,
    exponent,
    from_minor,
    round_half_up,
    spread,
    to_minor,
)

currencies = st.sampled_from(["EUR", "USD", "CNY", "JPY", "KWD", "RSD", "UYW"])
minors = st.integers(-(10**17), 10**17)
weights = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("EUR", 2), ("CNY", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("ISK", 0), ("UYW", 4)],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency, digits):
    assert exponent(currency) == digits


@pytest.mark.parametrize("code", ["", "eur", "EURO", "QQQ", "€"])
def test_what_is_no_currency_is_refused(code):
    with pytest.raises(ValueError, match="not a currency"):
        Money(1, code)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.1249999", 2, "0.12"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1250", -2, "1300"),
        ("1", 3, "1.000"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_a_half_goes_away_from_zero(value, digits, rounded):
    assert str(round_half_up(Decimal(value), digits)) in {rounded, str(Decimal(rounded).normalize())}


def test_nothing_is_rounded_to_minus_zero():
    assert not round_half_up(Decimal("-0.001"), 2).is_signed()


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "1e500"])
def test_what_is_no_finite_number_is_never_rounded(value):
    with pytest.raises(ValueError, match=r"cannot be rounded|too large"):
        round_half_up(Decimal(value), 2)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**15), max_value=10**15))
def test_rounding_moves_a_number_by_at_most_a_half(value):
    rounded = round_half_up(value, 2)
    assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(1, 200)
    assert round_half_up(-value, 2) == -rounded


@given(minors, currencies)
def test_minor_units_survive_the_way_to_major_units_and_back(minor, currency):
    assert to_minor(from_minor(minor, currency), currency) == minor
    assert Money.of(Money(minor, currency).amount, currency) == Money(minor, currency)


@given(minors, minors, currencies)
def test_the_caller_s_decimal_context_changes_nothing(one, other, currency):
    rate = Decimal(other % 10**8 + 1).scaleb(-8)
    expected = (convert(one, currency, "EUR", rate), Money(one, currency).amount)
    with decimal.localcontext() as context:
        context.prec = 2
        context.rounding = decimal.ROUND_FLOOR
        assert (convert(one, currency, "EUR", rate), Money(one, currency).amount) == expected
        assert to_minor(expected[1], currency) == one


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.345", "EUR", 1235),
        ("12.5", "JPY", 13),
        ("0.0005", "KWD", 1),
        (7, "EUR", 700),
        ("-0.005", "EUR", -1),
    ],
)
def test_money_is_made_of_major_units(amount, currency, minor):
    assert Money.of(amount, currency).minor == minor


@pytest.mark.parametrize("amount", ["", "twelve", "NaN", "Infinity"])
def test_money_is_made_of_numbers_only(amount):
    with pytest.raises(ValueError, match=r"not a number|cannot be rounded"):
        Money.of(amount, "EUR")


@given(minors, minors, currencies)
def test_money_adds_and_compares_like_its_minor_units(one, other, currency):
    a, b = Money(one, currency), Money(other, currency)
    assert (a + b).minor == one + other
    assert a - b + b == a
    assert -a == Money(0, currency) - a
    assert (a < b, a <= b, a > b, a >= b, a == b) == (
        one < other,
        one <= other,
        one > other,
        one >= other,
        one == other,
    )
    assert bool(a) is bool(one)


@pytest.mark.parametrize(
    "together",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
    ],
)
def test_two_currencies_never_meet(together):
    with pytest.raises(ValueError, match="EUR and USD"):
        together(Money(1, "EUR"), Money(1, "USD"))
    assert Money(1, "EUR") != Money(1, "USD")


@pytest.mark.parametrize(
    ("minor", "source", "target", "rate", "converted"),
    [
        (10000, "EUR", "USD", "1.08345", 10835),
        (10000, "JPY", "EUR", "0.0061", 6100),
        (1, "KWD", "JPY", "480", 0),
        (2, "KWD", "JPY", "480", 1),
        (-10000, "EUR", "JPY", "163.005", -16301),
    ],
)
def test_a_conversion_is_rounded_to_the_target_s_decimals(minor, source, target, rate, converted):
    assert convert(minor, source, target, Decimal(rate)) == converted


@given(st.integers(-(10**12), 10**12), weights)
def test_shares_add_up_exactly_and_stay_within_one_of_their_proportion(total, weights):
    shares = spread(total, weights)
    assert sum(shares) == total
    if whole := sum(weights):
        assert all(
            abs(share - Fraction(total * w, whole)) < 1 for share, w in zip(shares, weights, strict=True)
        )
        assert all(share == 0 for share, w in zip(shares, weights, strict=True) if not w)


@given(st.integers(-(10**12), 10**12), weights)
def test_shares_mirror_when_everything_changes_its_sign(total, weights):
    shares = spread(total, weights)
    assert spread(-total, weights) == [-share for share in shares]
    if sum(weights):
        assert spread(-total, [-w for w in weights]) == [-share for share in shares]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [0, 5, 0], [0, 10, 0]),
        (5, [0, 0], [3, 2]),
        (5, [7, -7], [3, 2]),
        (10, [200, -100], [20, -10]),
        (0, [], []),
        (0, [3, 0], [0, 0]),
    ],
)
def test_the_largest_remainder_gets_the_odd_cent(total, weights, shares):
    assert spread(total, weights) == shares


def test_nothing_is_spread_over_nobody():
    with pytest.raises(ValueError, match="nothing to spread over"):
        spread(1, [])
