"""Cells become values; what can be read in two ways is asked about and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesapp.core.parsing.numbers import Mark
from salesapp.records.notation.choices import choice_names
from salesapp.records.notation.dates import DateOrder, date_readings, month_names, read_instant
from salesapp.records.notation.formats import Ambiguous, Format, detect_formats
from salesapp.records.notation.values import Reading, Sum, minor_units, read_value
from salesapp.records.tables.table import Exact


class Industry(StrEnum):
    TECHNOLOGY = "technology"
    PUBLIC_SECTOR = "public-sector"

    @property
    def label(self) -> str:
        return {"technology": "Technology", "public-sector": "Public sector"}[self.value]


def value(text: str, kind: str, **choices: object) -> object:
    return read_value(text, Reading(kind, **choices))  # type: ignore[arg-type]


COMMA = Format(mark=Mark.COMMA)
DMY = Format(order=DateOrder.DMY)
MDY = Format(order=DateOrder.MDY)


@pytest.mark.parametrize(
    ("text", "format_", "expected"),
    [
        ("2026-03-04", Format(), "2026-03-04"),
        ("2026/3/4", Format(), "2026-03-04"),
        ("03/04/2026", DMY, "2026-04-03"),
        ("03/04/2026", MDY, "2026-03-04"),
        ("3.4.26", DMY, "2026-04-03"),
        ("13.04.2026", Format(), "2026-04-13"),
        ("2026-03-04", MDY, "2026-03-04"),
        ("4 Mar 2026", Format(), "2026-03-04"),
        ("March 4th, 2026", MDY, "2026-03-04"),
        ("4-Mar-26", Format(), "2026-03-04"),
        ("4. März 2026", Format(), "2026-03-04"),
        ("1er mars 2026", Format(), "2026-03-01"),
        ("4 de marzo de 2026", Format(), "2026-03-04"),
        ("Wed, 4 March 2026", Format(), "2026-03-04"),
        ("2026年3月4日", Format(), "2026-03-04"),
        ("２０２６年３月４日", Format(), "2026-03-04"),
        ("20260304", Format(), "2026-03-04"),
        ("46085", Format(), "2026-03-04"),
        ("46085.75", Format(), "2026-03-04"),
        ("03/04/2026 17:30", DMY, "2026-04-03"),
        ("2026-03-04T23:59:59Z", Format(), "2026-03-04"),
    ],
)
def test_dates_are_read_in_the_notations_of_spreadsheets(text: str, format_: Format, expected: str) -> None:
    assert value(text, "date", format=format_) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["03/04/2026", "31/02/2026", "2026-13-01", "soon", "7", "31", "2026", "99999", "4 Foo 2026"]
)
def test_what_is_no_certain_date_is_refused_by_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=f"“{text}”"):
        value(text, "date")


def test_a_date_that_contradicts_the_columns_order_is_refused() -> None:
    with pytest.raises(ValueError, match="isn’t a date in the order month, day, year"):
        value("13/04/2026", "date", format=MDY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04 10:30", "2026-03-04T02:30"),
        ("2026-03-04T10:30:00Z", "2026-03-04T10:30"),
        ("2026-03-04T10:30:00+02:00", "2026-03-04T08:30"),
        ("2026/3/4 下午 3:00", "2026-03-04T07:00"),
        ("4 Mar 2026 12:05 AM", "2026-03-03T16:05"),
        ("2026-03-04", "2026-03-03T16:00"),
    ],
)
def test_instants_are_read_on_the_clocks_of_the_person(text: str, expected: str) -> None:
    read = value(text, "instant", zone="Asia/Shanghai")
    assert read == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "format_", "expected"),
    [
        ("1,234.50", "decimal", Format(), "1234.50"),
        ("1.234,50", "decimal", COMMA, "1234.50"),
        ("1 234,5", "decimal", COMMA, "1234.5"),
        ("1'234.5", "decimal", Format(), "1234.5"),
        ("12,34,567", "decimal", Format(), "1234567"),
        ("-5", "decimal", Format(), "-5"),
        ("−5", "decimal", Format(), "-5"),
        ("5-", "decimal", Format(), "-5"),
        ("(1,200.00)", "decimal", Format(), "-1200"),
        ("1.2E+3", "decimal", Format(), "1200"),
        ("12.5 %", "percent", Format(), "12.5"),
        ("0.125", "percent", Format(fractions=True), "12.5"),
        ("50%", "percent", Format(fractions=True), "50"),
        ("0.333333333333", "percent", Format(), "0.3333"),
        ("1100.04", "decimal", Format(factor=Decimal(1_000_000)), "1100040000"),
    ],
)
def test_numbers_are_read_in_the_notations_of_spreadsheets(
    text: str, kind: str, format_: Format, expected: str
) -> None:
    assert value(text, kind, format=format_) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12k", Sum(Decimal(12_000))),
        ("$1.2M", Sum(Decimal(1_200_000))),
        ("1.5万", Sum(Decimal(15_000))),
        ("1.5万元", Sum(Decimal(15_000))),
        ("￥3万", Sum(Decimal(30_000))),
        ("2亿", Sum(Decimal(200_000_000))),
        ("€ 1,200.50", Sum(Decimal("1200.50"), "EUR")),
        ("-1,200 USD", Sum(Decimal(-1200), "USD")),
        ("人民币 500", Sum(Decimal(500), "CNY")),
    ],
)
def test_money_is_read_with_its_signs_and_multipliers(text: str, expected: Sum) -> None:
    assert value(text, "money") == expected


@pytest.mark.parametrize("text", ["1,2,3", "12kg", "--5", "-(5)", "5 % %", "USD EUR 5", "1.234,5.6", "five"])
def test_what_is_no_number_is_refused_by_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="isn’t a number"):
        value(text, "money")


def test_an_amount_becomes_minor_units_only_in_its_own_currency_and_precision() -> None:
    assert minor_units(Sum(Decimal("12.5"), "EUR"), "EUR", 2) == 1250
    assert minor_units(Sum(Decimal("99.990000000001")), "EUR", 2) == 9999
    with pytest.raises(ValueError, match="The amount is in USD, but the row’s currency is EUR"):
        minor_units(Sum(Decimal(1), "USD"), "EUR", 2)
    with pytest.raises(ValueError, match=r"12\.345 has too many decimal places for EUR"):
        minor_units(Sum(Decimal("12.345"), "EUR"), "EUR", 2)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (" Acme\u00a0 Ltd ", "text", "Acme Ltd"),
        ("Cafe\u0301", "text", "Café"),
        ("a\x00b", "text", "ab"),
        ("'=1+2", "text", "=1+2"),
        ("'tis", "text", "'tis"),
        ("one\r\ntwo", "long_text", "one\ntwo"),
        ("Ann <Ann@Example.com>", "email", "Ann@example.com"),
        ("+49 (30) 1234-567", "phone", "+49 (30) 1234-567"),
        ("acme.example/shop", "url", "https://acme.example/shop"),
        ("http://acme.example", "url", "http://acme.example"),
        ("eur", "currency_code", "EUR"),
        ("Germany", "country", "DE"),
        ("德国", "country", "DE"),
        ("us", "country", "US"),
        ("是", "boolean", True),
        ("No", "boolean", False),
        ("1,234", "integer", 1234),
        ("2822.0", "integer", 2822),
        ("   ", "integer", None),
    ],
)
def test_every_kind_reads_what_people_write(text: str, kind: str, expected: object) -> None:
    assert value(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("nobody", "email", "“nobody” isn’t an e-mail address."),
        ("1.38E+10", "phone", "shortened by a spreadsheet"),
        ("call", "phone", "isn’t a phone number"),
        ("javascript:alert(1)", "url", "isn’t a web address"),
        ("Philipines", "country", "Did you mean “Philippines”"),
        ("Atlantis", "country", "“Atlantis” isn’t a country."),
        ("perhaps", "boolean", "neither yes nor no"),
        ("1.5", "integer", "isn’t a whole number"),
        ("99999999999", "integer", "too large"),
        ("1.23456", "unit_price", "more than 4 decimals"),
        ("#N/A", "text", "a spreadsheet error"),
        ("x" * 256, "text", "256 characters. The limit is 255"),
        ("XXQ", "currency_code", "isn’t a currency code"),
    ],
)
def test_a_refusal_says_in_one_sentence_what_is_wrong(text: str, kind: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        value(text, kind)
    assert str(refusal.value).endswith((".", "?"))


def test_choices_are_found_by_value_name_or_label_and_near_misses_are_named() -> None:
    names = choice_names(Industry)
    for text in ("technology", "TECHNOLOGY", "Public sector", "public_sector", "PUBLIC-SECTOR"):
        assert value(text, "choice", choices=names) in Industry
    with pytest.raises(ValueError, match="Did you mean “Technology”"):
        value("technolgy", "choice", choices=names)
    with pytest.raises(ValueError, match=r"“fishing” isn’t one of the choices\."):
        value("fishing", "choice", choices=names)


def test_a_workbooks_own_numbers_and_dates_are_never_read_in_another_convention() -> None:
    assert value(Exact("1.234"), "decimal", format=COMMA) == Decimal("1.234")
    assert value(Exact("2026-03-04"), "date", format=DMY) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("texts", "kind", "places", "expected"),
    [
        (["03/04/2026", "25/04/2026"], "date", None, DMY),
        (["03/04/2026", "04/25/2026"], "date", None, MDY),
        (["2026-03-04", "03/04/2026", "28/02/2026"], "date", None, DMY),
        (["03.04.2026"], "date", None, DMY),
        (["1,234", "1,234.50"], "decimal", None, Format()),
        (["1.234", "1,5"], "decimal", None, COMMA),
        (["1,234"], "integer", None, Format()),
        (["1.234"], "money", 2, COMMA),
        (["12k", "-5"], "decimal", None, Format()),
        (["12.5%", "0.5%"], "percent", None, Format()),
        (["0.5", "20"], "percent", None, Format()),
        (["0", "1"], "percent", None, Format()),
        ([Exact("1.234")], "decimal", None, Format()),
        (["anything"], "text", None, Format()),
    ],
)
def test_a_column_tells_its_format_when_its_values_leave_no_doubt(
    texts: list[str], kind: str, places: int | None, expected: Format
) -> None:
    assert detect_formats(texts, kind, places) == expected


def test_days_and_months_that_could_change_places_are_asked_about() -> None:
    question = detect_formats(["05/05/2026", "03/04/2026"], "date")
    assert isinstance(question, Ambiguous)
    assert question.example == "03/04/2026"
    assert {(each.format.order, each.shown) for each in question.readings} == {
        (DateOrder.DMY, "2026-04-03"),
        (DateOrder.MDY, "2026-03-04"),
    }


def test_a_column_that_contradicts_itself_is_asked_about() -> None:
    question = detect_formats(["25/04/2026", "04/25/2026", "05/06/2026", "30/04/2026"], "date")
    assert isinstance(question, Ambiguous)
    assert question.example == "", "no text shows both"
    assert [(each.format.order, each.example, each.shown, each.unread) for each in question.readings] == [
        (DateOrder.DMY, "25/04/2026", "2026-04-25", 1),
        (DateOrder.MDY, "04/25/2026", "2026-04-25", 2),
    ]


def test_one_odd_number_among_many_is_counted_and_not_made_the_example_of_all() -> None:
    question = detect_formats([*["1.234,50"] * 32, "1,234.50", "7"], "money", 2)
    assert isinstance(question, Ambiguous)
    assert [(each.format.mark, each.example, each.shown, each.unread) for each in question.readings] == [
        (Mark.COMMA, "1.234,50", "1234.50", 1),
        (Mark.POINT, "1,234.50", "1234.50", 32),
    ]


def test_thousands_that_could_be_decimals_are_asked_about() -> None:
    question = detect_formats(["1,234", "7"], "decimal")
    assert isinstance(question, Ambiguous)
    assert [each.shown for each in question.readings] == ["1234", "1.234"]


def test_percentages_that_could_be_fractions_are_asked_about() -> None:
    question = detect_formats(["0.25", "1"], "percent")
    assert isinstance(question, Ambiguous)
    assert [each.shown for each in question.readings] == ["0.25", "25.00"]


def test_no_month_name_means_two_months() -> None:
    assert sorted(set(month_names().values())) == list(range(1, 13))
    assert (month_names()["mar"], month_names()["mai"], month_names()["mrz"], month_names()["dez"]) == (
        3,
        5,
        3,
        12,
    )


@given(
    st.dates(date(1951, 1, 1), date(2049, 12, 31)), st.sampled_from(list(DateOrder)), st.sampled_from("/-")
)
def test_a_written_date_is_among_its_own_readings(day: date, order: DateOrder, mark: str) -> None:
    parts = {"y": f"{day:%Y}", "m": f"{day:%m}", "d": f"{day:%d}"}
    assert date_readings(mark.join(parts[letter] for letter in order))[order] == day


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ".")]),
)
def test_a_written_number_is_read_back(number: Decimal, signs: tuple[str, str]) -> None:
    thousands, decimal = signs
    text = f"{number:,.2f}".replace(",", "T").replace(".", "D").replace("T", thousands).replace("D", decimal)
    assert value(text, "decimal", format=Format(mark=Mark(decimal))) == number


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=1),
    st.sampled_from([DateOrder.DMY, DateOrder.MDY]),
)
def test_a_column_is_never_understood_wrongly_without_asking(days: list[date], order: DateOrder) -> None:
    pattern = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}[order]
    texts = [day.strftime(pattern) for day in days]
    found = detect_formats(texts, "date")
    if isinstance(found, Format):
        assert [value(text, "date", format=found) for text in texts] == days
    else:
        assert order in [each.format.order for each in found.readings]


@given(
    st.text(),
    st.sampled_from(
        ["text", "email", "phone", "url", "integer", "money", "percent", "date", "instant", "country"]
    ),
)
def test_no_text_brings_anything_but_a_value_or_a_sentence(text: str, kind: str) -> None:
    refusals = []
    try:
        value(text, kind)
    except ValueError as refusal:
        refusals.append(str(refusal))
    assert all(sentence.endswith((".", "?")) for sentence in refusals)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NULL", "text"), ("N/A", "text"), ("-", "text"), (r"\N", "text"), ("N/A", "phone"), ("-", "email"),
        ("null", "url"), ("none", "date"), ("n/a", "money"), ("-", "integer"), ("无", "phone"), ("NULL", "link"),
    ],
)  # fmt: skip
def test_what_programs_write_for_nothing_is_blank(text: str, kind: str) -> None:
    assert value(text, kind) is None


def test_a_person_may_be_called_null() -> None:
    assert [value(text, "text") for text in ("Null", "None", "Na")] == ["Null", "None", "Na"]
    assert isinstance(detect_formats(iter(["N/A", "3.50", "-", "1,250.75"]), "money", 2), Format)


def test_a_moment_as_spreadsheets_of_the_united_states_write_it() -> None:
    """The comma before the time is not part of the date; where day and month may be either, the column asks."""
    moment = datetime(2026, 3, 14, 15, 5, tzinfo=UTC)
    assert read_instant("3/14/2026, 3:05:00 PM", None, "UTC") == moment
    assert read_instant("2026/3/14, 15:05", None, "UTC") == moment
    assert isinstance(detect_formats(iter(["3/4/2026, 3:05:00 PM"]), "instant"), Ambiguous)
    proven = detect_formats(iter(["3/4/2026, 3:05:00 PM", "3/14/2026, 3:05:00 PM"]), "instant")
    assert isinstance(proven, Format)
    assert proven.order is DateOrder.MDY
