"""Dates and numbers as programs and people of many countries write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from salesapp.core.parsing.numbers import Mark, number_readings, read_typed
from salesapp.records.notation.dates import DateOrder, date_readings, read_instant


@pytest.mark.parametrize(
    "text",
    [
        "Wed Mar 04 2026 10:30:00 GMT+0800 (China Standard Time)",
        "Mi., 4.3.2026",
        "Mi 04.03.2026",
        "mercredi 4 mars 2026",
        "Mar 4 2026",
        "4 марта 2026 г.",
        "4 marca 2026",
        "4. března 2026",
        "2026年03月04日 星期三",
        "2026年3月4日(水)",
        "2026년 3월 4일",
        "20260304103000",
        "4th of March 2026",
        "2026-Mar-04",
        "46085,4375",
        "2026-03-04T10:30:00[Europe/Berlin]",
        "04.03.2026 um 10:30 Uhr",
        "'2026-03-04",
        "2026-3-4号",
    ],
)
def test_a_day_is_read_in_its_language_whatever_stands_around_it(text: str) -> None:
    assert set(date_readings(text).values()) == {date(2026, 3, 4)}


@pytest.mark.parametrize(
    "text",
    [
        "March 2026",
        "Q1 2026",
        "00.00.0000",
        "1900-01-00",
        "1772582400",
        "2026-W10-3",
        "115/03/04",
        "20261304103000",
    ],
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert date_readings(text) == {}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Wed Mar 04 2026 10:30:00 GMT+0800 (China Standard Time)", "2026-03-04T02:30"),
        ("20260304T103000Z", "2026-03-04T10:30"),
        ("20260304103000", "2026-03-04T09:30"),
        ("04.03.2026 um 10:30 Uhr", "2026-03-04T09:30"),
        ("2026-03-04 10.30", "2026-03-04T09:30"),
        ("4 mars 2026 à 10h30", "2026-03-04T09:30"),
        ("46085,4375", "2026-03-04T09:30"),
        ("2026年3月4日 星期三 下午 3:05", "2026-03-04T14:05"),
    ],
)
def test_a_time_of_day_is_read_with_the_day(text: str, instant: str) -> None:
    wanted = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert read_instant(text, DateOrder.DMY, "Europe/Berlin") == wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5,-", "5"),
        ("99.–", "99"),
        ("CHF 99.—", "99"),
        ("EUR 5,--", "5"),
        ("-5,-", "-5"),
        ("5.00-", "-5.00"),
        ("12.50.-", "12.50"),
        ("Fr. 12.50", "12.50"),
        ("Rs.500", "500"),
        ("500 руб.", "500"),
        ("1200元整", "1200"),
        ("500 dollars", "500"),
        ("TL 500", "500"),
        ("1.2 lakh", "120000"),
        ("2 crore", "20000000"),
        ("3 thousand", "3000"),
        ("١٬٢٣٤٫٥٠", "1234.50"),
        ("50٪", "50"),
        ("12.5 pct", "12.5"),
        ("50 Prozent", "50"),
        ("€.50", "0.50"),
    ],
)
def test_a_number_is_read_in_one_way_that_is_meant(text: str, value: str) -> None:
    assert {number.value for number in number_readings(text).values()} == {Decimal(value)}


@pytest.mark.parametrize(
    "text", ["10²", "½", "2½", "1/2", "5‰", "500 - 1000", "约 500", ">500", "1,000,00", "0x10"]
)
def test_what_is_no_certain_number_is_none(text: str) -> None:
    assert number_readings(text) == {}


def test_a_price_without_cents_is_no_credit_in_a_form_either() -> None:
    assert number_readings("1.234,-")[Mark.COMMA].value == 1234
    assert [read_typed(text, "de").value for text in ("5,-", "1.234,–", "5,- €")] == [5, 1234, 5]
