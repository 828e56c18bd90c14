"""Text to typed value, for every kind of field. Each failure is a ValueError with one clear sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from email_validator import EmailNotValidError, validate_email

from salesapp.core import clock
from salesapp.core.i18n import _
from salesapp.core.money.decimals import DECIMALS
from salesapp.core.parsing.numbers import LARGEST, Mark, Number, read_number
from salesapp.core.types import RATE_PLACES
from salesapp.records.notation.choices import folded, read_boolean, read_choice, read_country
from salesapp.records.notation.dates import DateOrder, read_date, read_instant
from salesapp.records.notation.formats import Format
from salesapp.records.tables.table import Exact

PLACES = {"quantity": 3, "unit_price": 4, "percent": 4, "rate": RATE_PLACES}
WRITTEN_PLACES = 8
LARGEST_INTEGER = 2**31 - 1
LARGEST_DIGITS = 18
"""Decimals included, so many digits always fit the database's integers."""
SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
NOTHING = frozenset({"NULL", "N/A", "n/a", "-", "--", "—", r"\N"})
"""What programs and people write into a cell that has nothing to say. A family name may be Null, but hardly NULL."""
NO_VALUE = NOTHING | {"null", "Null", "none", "None", "nil", "NA", "无", "暂无"}
"""The same where no word is expected: in dates, numbers, addresses, links."""
WORDS = frozenset({"text", "long_text", "choice", "boolean"})
DEFUSED = re.compile(r"'(?=[=+\-@\t\r])")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+")
COUNTED = re.compile(r"\d{6,}\.0")
"""A phone number that a program took for a number with decimals."""
PLAIN_ADDRESS = re.compile(r"\w[\w+-]*(?:\.[\w+-]+)*@(?:[a-z\d]{1,63}\.)+[a-z]{2,}", re.ASCII | re.IGNORECASE)
"""What nearly all addresses look like; the others are looked at more closely, which takes longer."""
ADDRESS = re.compile(r".*<([^<>]+)>\s*")
HTTP = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one column are read: the field's kind and limits, the column's format."""

    kind: str
    format: Format = field(default_factory=Format)
    length: int = 255
    choices: Mapping[str, Any] = field(default_factory=dict)
    zone: str = "UTC"
    extended: bool = False
    """Whether a text that is none of the choices becomes one."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A text that is none of a field's choices, and is to become one."""

    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money as written: major units, and the currency if it was written beside it.

    `among` are those that a sign may mean which several share.
    """

    amount: Decimal
    currency: str | None = None
    among: frozenset[str] = field(default=frozenset(), compare=False)


Value = str | int | bool | Decimal | date | datetime | Sum | Unlisted | None


def read_value(text: str, reading: Reading) -> Value:
    """The typed value of a cell; None when it is blank. Raises ValueError."""
    cleaned = text.strip().removeprefix("\ufeff") if isinstance(text, Exact) else tidy(text)
    if not cleaned or cleaned in (NOTHING if reading.kind in WORDS else NO_VALUE):
        return None
    if cleaned in SPREADSHEET_ERRORS:
        raise ValueError(_("“%(text)s” is a spreadsheet error.", text=cleaned))
    if isinstance(text, Exact):
        cleaned = Exact(cleaned)
    return READERS[reading.kind](cleaned, reading)


def tidy(text: str) -> str:
    """Without outer spaces, invisible characters, and the apostrophe that keeps spreadsheets from calculating."""
    if text.isascii() and text.isprintable():
        return DEFUSED.sub("", text.strip(), count=1) if text.lstrip().startswith("'") else text.strip()
    cleaned = CONTROLS.sub(
        "", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u00a0", " "))
    )
    return DEFUSED.sub("", cleaned.strip("\ufeff\u200b \t\r\n\u3000"), count=1) if cleaned else ""


def read_text(text: str, reading: Reading) -> str:
    """One line."""
    return short_enough(" ".join(text.split()), reading)


def read_long_text(text: str, _reading: Reading) -> str:
    """Paragraphs, whatever their length."""
    return text


def short_enough(text: str, reading: Reading) -> str:
    """The text, unless it is longer than the field."""
    if len(text) > reading.length:
        raise ValueError(
            _(
                "The text has %(count)s characters. The limit is %(most)s.",
                count=len(text),
                most=reading.length,
            )
        )
    return text


def read_email(text: str, _reading: Reading) -> str:
    """An address, also one written as `Name <address>`."""
    if PLAIN_ADDRESS.fullmatch(text):
        name, _at, host = text.rpartition("@")
        return f"{name}@{host.lower()}"
    match = ADDRESS.fullmatch(text)
    try:
        found = validate_email(match[1] if match else text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(_("“%(text)s” isn’t an e-mail address.", text=text)) from error
    return found.normalized


def read_phone(text: str, _reading: Reading) -> str:
    """A number as it was typed; one that a spreadsheet has rounded is refused, since its digits are lost."""
    text = text.removesuffix(".0") if COUNTED.fullmatch(text) else text
    if SHORTENED.fullmatch(text):
        raise ValueError(_("“%(text)s” was shortened by a spreadsheet. The digits are lost.", text=text))
    if sum(character.isdigit() for character in text) < 3:
        raise ValueError(_("“%(text)s” isn’t a phone number.", text=text))
    return short_enough(text, Reading("phone", length=50))


def read_url(text: str, reading: Reading) -> str:
    """A web address; `https://` is added where it was left out."""
    if HTTP.fullmatch(text):
        return short_enough(text, reading)
    if HOST.fullmatch(text):
        return short_enough(f"https://{text}", reading)
    raise ValueError(_("“%(text)s” isn’t a web address.", text=text))


def number(text: str, reading: Reading) -> Number:
    """The number of the cell, with the column's factor."""
    found = read_number(text, Mark.POINT if isinstance(text, Exact) else reading.format.mark)
    if found.percent and reading.kind != "percent":
        raise ValueError(_("“%(text)s” is a percentage, not a number.", text=text))
    if reading.format.factor == 1:
        return found
    return Number(found.value * reading.format.factor, found.among, found.percent)


def read_integer(text: str, reading: Reading) -> int:
    """A whole number."""
    value = number(text, reading).value
    if value != value.to_integral_value():
        raise ValueError(_("“%(text)s” isn’t a whole number.", text=text))
    if abs(value) > LARGEST_INTEGER:
        raise ValueError(_("“%(text)s” is too large.", text=text))
    return int(value)


def read_decimal(text: str, reading: Reading) -> Decimal:
    """A number with as many decimals as its kind keeps."""
    return limited(text, number(text, reading).value, reading)


def read_percent(text: str, reading: Reading) -> Decimal:
    """Per cent: 12.5 means 12.5 %, unless the column is written in fractions of one."""
    found = number(text, reading)
    value = found.value * 100 if reading.format.fractions and not found.percent else found.value
    return limited(text, value, reading)


def limited(text: str, value: Decimal, reading: Reading) -> Decimal:
    """The value, unless it is too large or the field cannot hold it exactly."""
    places = PLACES.get(reading.kind, 4)
    if abs(value) >= Decimal(10) ** (LARGEST_DIGITS - places):
        raise ValueError(_("“%(text)s” is too large.", text=text))
    exact = held(value, places)
    if exact is None:
        raise ValueError(_("“%(text)s” has more than %(places)s decimals.", text=text, places=places))
    return exact


def held(value: Decimal, places: int) -> Decimal | None:
    """The value with that many decimals; None when it has more and somebody wrote them.

    More decimals than anybody writes are what a calculation in a spreadsheet left; they are rounded away.
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return rounded if rounded == value or calculated(value) else None


def calculated(value: Decimal) -> bool:
    """Whether the value has more decimals than people write."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent > WRITTEN_PLACES


def read_money(text: str, reading: Reading) -> Sum:
    """An amount in major units; how many decimals it may have depends on the row's currency."""
    found = number(text, reading)
    if abs(found.value) >= LARGEST:
        raise ValueError(_("“%(text)s” is too large.", text=text))
    return Sum(found.value, found.currency, found.among)


def minor_units(money: Sum, currency: str, exponent: int) -> int:
    """The amount in whole minor units of the row's currency, which has `exponent` decimals.

    Raises ValueError when another currency was written beside it or it has more decimals than the currency.
    """
    if money.currency not in (None, currency):
        raise ValueError(
            _(
                "The amount is in %(written)s, but the row’s currency is %(currency)s.",
                written=money.currency,
                currency=currency,
            )
        )
    if money.among and currency not in money.among:
        raise ValueError(_("The symbol beside the amount doesn’t match %(currency)s.", currency=currency))
    whole = held(money.amount, exponent)
    if whole is None:
        raise ValueError(
            _(
                "%(amount)s has too many decimal places for %(currency)s.",
                amount=f"{money.amount:f}",
                currency=currency,
            )
        )
    return int(whole.scaleb(exponent))


def read_day(text: str, reading: Reading) -> date:
    """A calendar day."""
    return read_date(text, DateOrder.YMD if isinstance(text, Exact) else reading.format.order)


def read_moment(text: str, reading: Reading) -> datetime:
    """An instant, read on the clocks of the reading's zone."""
    return read_instant(
        text, DateOrder.YMD if isinstance(text, Exact) else reading.format.order, reading.zone
    )


def read_member(text: str, reading: Reading) -> Any:
    """One of the field's choices."""
    if reading.extended and folded(text) not in reading.choices:
        return Unlisted(text)
    return read_choice(text, reading.choices)


def read_zone(text: str, _reading: Reading) -> str:
    """The name of a time zone."""
    if text not in clock.zones():
        raise ValueError(_("“%(text)s” isn’t a time zone such as Europe/Berlin.", text=text))
    return text


def read_currency(text: str, _reading: Reading) -> str:
    """An ISO 4217 code."""
    code = text.upper()
    if code not in DECIMALS:
        raise ValueError(_("“%(text)s” isn’t a currency code such as EUR.", text=text))
    return code


READERS: dict[str, Callable[[str, Reading], Value]] = {
    "text": read_text,
    "long_text": read_long_text,
    "link": read_text,
    "email": read_email,
    "phone": read_phone,
    "url": read_url,
    "integer": read_integer,
    "decimal": read_decimal,
    "quantity": read_decimal,
    "unit_price": read_decimal,
    "rate": read_decimal,
    "percent": read_percent,
    "money": read_money,
    "date": read_day,
    "instant": read_moment,
    "choice": read_member,
    "boolean": lambda text, _reading: read_boolean(text),
    "country": lambda text, _reading: read_country(text),
    "currency_code": read_currency,
    "time_zone": read_zone,
}
