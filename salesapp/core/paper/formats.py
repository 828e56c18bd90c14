"""Numbers and dates as a reader of the document's language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from salesapp.core.money import exponent, from_minor
from salesapp.core.paper.document import Language

LOCALES: dict[Language, str] = {"en": "en", "zh": "zh_Hans_CN", "zh-en": "zh_Hans_CN"}
DATE_PATTERNS: dict[Language, str] = {"en": "d MMM y", "zh": "y年M月d日", "zh-en": "y-MM-dd"}
UNIT_PRICE_PLACES = 4
QUANTITY_PLACES = 3
PERCENT_PLACES = 4
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=4096)
def decimal_text(value: Decimal, language: Language, *, least: int, most: int) -> str:
    """A number with at least `least` and at most `most` decimal places, grouped, with a true minus sign."""
    places = "0" * least + "#" * max(most - least, 0)
    pattern = f"#,##0.{places}" if places else "#,##0"
    return format_decimal(value, format=pattern, locale=LOCALES[language]).replace("-", MINUS)


def amount_text(minor: int, currency: str, language: Language) -> str:
    """Minor units as a plain figure with all decimals of the currency: 123450 EUR is "1,234.50"."""
    places = exponent(currency)
    return decimal_text(from_minor(minor, currency), language, least=places, most=places)


@lru_cache(maxsize=4096)
def money_text(minor: int, currency: str, language: Language) -> str:
    """The same with the currency's sign in front; a sign made of letters keeps its distance."""
    sign = get_currency_symbol(currency, locale=LOCALES[language])
    figure = amount_text(abs(minor), currency, language)
    return f"{MINUS if minor < 0 else ''}{apart(sign)}{figure}"


def apart(sign: str) -> str:
    """What stands before a figure: letters (`CHF`) with a space that never ends a line, a sign (`€`) without."""
    return f"{sign}{NO_BREAK_SPACE}" if sign[-1:].isalpha() else sign


def unit_price_text(price: Decimal, currency: str, language: Language) -> str:
    return decimal_text(price, language, least=exponent(currency), most=UNIT_PRICE_PLACES)


def quantity_text(quantity: Decimal, language: Language) -> str:
    return decimal_text(quantity, language, least=0, most=QUANTITY_PLACES)


def percent_text(percent: Decimal, language: Language) -> str:
    return decimal_text(percent, language, least=0, most=PERCENT_PLACES) + "%"


@lru_cache(maxsize=4096)
def date_text(day: date, language: Language) -> str:
    return format_date(day, format=DATE_PATTERNS[language], locale=LOCALES[language])
