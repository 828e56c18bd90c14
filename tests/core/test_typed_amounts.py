from contextlib import suppress
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.money import Money, exponent
from salesapp.core.parsing.numbers import LARGEST, parse_amount, read_typed
from salesapp.web import filters

LOCALES = ["en", "en_IN", "de", "de-CH", "fr", "sv", "pl", "es", "zh", "zh-Hans", "zh_Hans_CN", "ja", "pt_BR"]


@pytest.mark.parametrize(
    ("typed", "locale", "amount"),
    [
        ("1,234.50", "en", "1234.50"),
        ("1.234,50", "de", "1234.50"),
        ("1 234,50", "fr", "1234.50"),
        ("1\u202f234,50", "fr", "1234.50"),
        ("1’234.50", "de-CH", "1234.50"),
        ("12,34,567.50", "en_IN", "1234567.50"),
        ("1234", "en", "1234"),
        ("12.", "en", "12"),
        (".5", "en", "0.5"),
        ("  7 ", "en", "7"),
        ("-1,234.50", "en", "-1234.50"),
        ("−5", "en", "-5"),
        ("+5", "en", "5"),
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "en", "1234"),
        ("1,234", "de", "1.234"),
    ],
)
def test_amounts_are_read_as_the_locale_writes_them(typed, locale, amount):
    assert parse_amount(typed, locale) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "locale", "amount"),
    [
        ("1234.50", "de", "1234.50"),
        ("1,234.50", "de", "1234.50"),
        ("12,50", "en", "12.50"),
        ("1.234,50", "en", "1234.50"),
        ("1.234.567", "en", "1234567"),
        ("1,234,567", "de", "1234567"),
        ("1 234,50", "en", "1234.50"),
    ],
)
def test_the_other_notation_is_understood_where_it_can_only_mean_one_thing(typed, locale, amount):
    assert parse_amount(typed, locale) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12k", 12_000),
        ("12 K", 12_000),
        ("1.2m", 1_200_000),
        ("1.5bn", 1_500_000_000),
        ("3万", 30_000),
        ("3.5万元", 35_000),
        ("3萬", 30_000),
        ("2千", 2_000),
        ("1.2亿", 120_000_000),
        ("5百万", 5_000_000),
        ("-2k", -2_000),
        ("€2k", 2_000),
        ("12kEUR", 12_000),
    ],
)
def test_short_forms_stand_for_thousands_and_millions(typed, amount):
    assert parse_amount(typed, "zh") == amount


@pytest.mark.parametrize(
    "typed",
    [
        "€1,234.50", "€ 1,234.50", "1,234.50 €", "EUR 1,234.50", "1,234.50eur", "US$1,234.50",
        "￥1,234.50", "¥1,234.50",
        "RMB 1,234.50", "1,234.50元", "１，２３４．５０", "￥１，２３４．５０",
        "　1,234.50", "1,234.50 kr", "1,234.50 zł",
    ],
)  # fmt: skip
def test_currency_signs_and_full_width_characters_are_read_over(typed):
    assert parse_amount(typed, "zh") == Decimal("1234.50")


@pytest.mark.parametrize("typed", ["-€5", "€-5", "€ - 5", "－５", "- 5 €"])
def test_the_minus_may_stand_on_either_side_of_the_currency(typed):
    assert parse_amount(typed, "en") == -5


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "Infinity", "-inf", "1e5", "1E5", "0x10", "1_000", "twelve", "1/2", "½", "5²",
        "①", "12 34", "1.2.3", "1,234.5,6",
        "1,2345", "1,234,56", "1,,234", ",", ".", "-", "--5", "-€-5", "5-", "12kk", "k",
        "5 apples", "€", "€5$x", "1$2", "１e５", "٣", "5" * 61,
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"isn’t an amount\. Enter it like 1,234\.50\."):
        parse_amount(typed, "en")


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_nothing_is_no_amount(typed):
    with pytest.raises(ValueError, match=r"^Enter an amount\.$"):
        parse_amount(typed, "en")


@pytest.mark.parametrize(
    "typed", ["100000000000000", "-100,000,000,000,000", "100000bn", "9" * 40, "1000000亿"]
)
def test_an_amount_the_database_cannot_hold_is_refused(typed):
    with pytest.raises(ValueError, match="too large"):
        parse_amount(typed, "en")


def test_the_example_in_the_refusal_is_written_as_the_reader_writes():
    with pytest.raises(ValueError, match=r"Enter it like 1\.234,50\."):
        parse_amount("x", "de")


def test_a_locale_that_does_not_exist_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="not a locale"):
        parse_amount("5", "xx")


@given(st.decimals(places=2, min_value=-(10**12), max_value=10**12), st.sampled_from(LOCALES))
def test_every_amount_is_read_back_as_its_locale_writes_it(amount, locale):
    written = format_decimal(amount, format="#,##0.00", locale=locale.replace("-", "_"))
    assert parse_amount(written, locale) == amount


@pytest.mark.parametrize(
    ("typed", "locale", "places", "amount"),
    [
        ("12,000", "en", 4, "12000"),
        ("999,999", "en", 4, "999999"),
        ("1,234", "zh", 3, "1234"),
        ("1.234", "de", 4, "1234"),
        ("12,000", "en", 0, "12000"),
        ("12.000", "en", 0, "12000"),
        ("12,000", "de", 0, "12000"),
        ("12.00", "en", 0, "12"),
        ("12,5", "en", 4, "12.5"),
    ],
)
def test_the_readers_own_notation_wins_whatever_decimals_are_possible(typed, locale, places, amount):
    assert read_typed(typed, locale, places).value == Decimal(amount)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_a_screen_shows_is_read_back_as_what_it_was(app, language):
    @given(
        st.decimals(places=4, min_value=0, max_value=10**10),
        st.sampled_from(["EUR", "USD", "CNY", "JPY", "KWD", "HKD", "CHF", "SEK", "CAD", "KRW"]),
    )
    def shown_is_read_back(amount, currency):
        exact = Money.of(amount, currency)
        found = read_typed(filters.money(exact.minor, currency), language, exponent(currency))
        assert (found.value, found.is_in(currency)) == (exact.amount, True)
        for places in (0, 2, 3, 4, 8):
            value = round(amount, places)
            assert read_typed(filters.number(value), language, places).value == value
        found = read_typed(filters.price(amount, currency), language, 4)
        assert (found.value, found.is_in(currency)) == (amount, True)
        assert read_typed(filters.percent(amount), language, 4, percent=True).value == amount

    with app.test_request_context(), force_locale(language):
        shown_is_read_back()
        shown = [filters.money(123450, each) for each in ("CHF", "EUR")]
        assert shown == ["CHF\N{NO-BREAK SPACE}1,234.50", "€1,234.50"]


@given(st.text(alphabet="0123456789.,' -+kme€万", max_size=12), st.sampled_from(LOCALES))
def test_whatever_is_typed_is_an_amount_or_a_value_error(typed, locale):
    with suppress(ValueError):
        assert abs(parse_amount(typed, locale)) < LARGEST
