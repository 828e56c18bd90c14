"""Numbers and sums of money in the notations people's spreadsheets write: signs, thousands, `12k`, 万, currencies.

`1,234` is a thousand to one reader and a little more than one to another, so a text is read with either decimal mark;
which of them a column means is decided in `formats.py` or asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from babel.numbers import list_currencies

from salesapp.core.i18n import _, _l


class Mark(StrEnum):
    """The character before the decimals."""

    POINT = "."
    COMMA = ","

    @property
    def label(self) -> str:
        return MARK_LABELS[self]


MARK_LABELS = {Mark.POINT: _l("point before the decimals"), Mark.COMMA: _l("comma before the decimals")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: its value, the currency named beside it (ISO 4217), whether in per cent."""

    value: Decimal
    currency: str | None = None
    percent: bool = False


POWERS = {
    1: ("十",),
    2: ("百",),
    3: ("k", "tsd", "千"),
    4: ("万", "萬"),
    5: ("十万",),
    6: ("m", "mn", "mm", "mio", "million", "millions", "百万"),
    7: ("千万",),
    8: ("亿", "億"),
    9: ("b", "bn", "mrd", "billion", "billions", "十亿"),
    10: ("百亿",),
    11: ("千亿",),
    12: ("万亿",),
}
MULTIPLIERS = {word: power for power, words in POWERS.items() for word in words}
"""Powers of ten that a suffix stands for."""

MEANINGS: dict[str | None, tuple[str, ...]] = {
    "AUD": ("a$",),
    "BRL": ("r$",),
    "CAD": ("c$",),
    "CNY": ("rmb", "cn¥", "人民币"),
    "EUR": ("€", "欧元"),
    "GBP": ("£", "英镑"),
    "HKD": ("hk$", "港元", "港币"),
    "INR": ("₹",),
    "JPY": ("jp¥", "日元"),
    "KRW": ("₩",),
    "PLN": ("zł",),
    "SGD": ("s$",),
    "TWD": ("nt$",),
    "USD": ("us$", "美元"),
    None: ("$", "¥", "元", "圆", "kr", "fr", "fr."),
}
SYMBOLS = {symbol: currency for currency, symbols in MEANINGS.items() for symbol in symbols}
"""What is written beside an amount and the currency it means; None where several countries write the same."""

PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?e[-+]?\d{1,3}", re.IGNORECASE)
SHAPE = re.compile(r"(?P<before>[^\d.,]*)(?P<body>[.,]?\d[\d.,'’ ]*)(?P<after>.*)")
GROUPED = {
    mark: re.compile(
        rf"(?:\d+|\d{{1,3}}(?P<gap>[{other}'’ ])\d{{3}}(?:(?P=gap)\d{{3}})*"
        rf"|\d{{1,2}}(?:{other}\d{{2}})+{other}\d{{3}})?(?:{re.escape(mark)}\d*)?"
    )
    for mark, other in ((Mark.POINT, ","), (Mark.COMMA, r"\."))
}


def read_number(text: str, mark: Mark) -> Number:
    """The number this text means with this decimal mark. Raises ValueError when it is none."""
    if mark is Mark.POINT and PLAIN.fullmatch(text):
        return Number(Decimal(text))
    readings = number_readings(text)
    if mark in readings:
        return readings[mark]
    if readings:
        raise ValueError(
            _("“%(text)s” is not a number with a %(mark)s.", text=text, mark=mark.label),
        )
    raise ValueError(_("“%(text)s” is not a number.", text=text))


def number_readings(text: str) -> dict[Mark, Number]:
    """What the text means with either decimal mark; empty when it is no number."""
    cleaned = " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").split())
    if EXPONENT.fullmatch(cleaned):
        return dict.fromkeys(Mark, Number(Decimal(cleaned)))
    negative, cleaned = bracketed(cleaned)
    shape = SHAPE.fullmatch(cleaned)
    if shape is None:
        return {}
    surroundings = read_surroundings(shape["before"], shape["after"])
    if surroundings is None or (surroundings.negative and negative):
        return {}
    bodies = {mark: read_body(shape["body"].strip(), mark) for mark in Mark}
    negative = negative or surroundings.negative
    return {mark: surroundings.around(body, negative) for mark, body in bodies.items() if body is not None}


def bracketed(text: str) -> tuple[bool, str]:
    """Accountants write −5 as (5)."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    return False, text


def read_body(body: str, mark: Mark) -> Decimal | None:
    """The digits with their separators, if they are placed as this decimal mark wants them."""
    if not GROUPED[mark].fullmatch(body):
        return None
    whole, _mark, decimals = body.partition(mark)
    digits = "".join(character for character in whole if character.isdigit())
    return Decimal(f"{digits or '0'}.{decimals or '0'}") if decimals else Decimal(digits or "0")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the digits."""

    negative: bool
    power: int
    currency: str | None
    percent: bool

    def around(self, body: Decimal, negative: bool) -> Number:
        """The whole number."""
        value = body.scaleb(self.power) if self.power else body
        return Number(-value if negative else value, self.currency, self.percent)


@lru_cache(maxsize=512)
def read_surroundings(before: str, after: str) -> Surroundings | None:
    """Sign, multiplier, currency and per cent, each at most once; None when anything else is there."""
    words, signs = unsigned(before, after)
    if len(signs) > 1:
        return None
    percent = words.count("%") + words.count("‰") * 2
    words = [word for word in words if word != "%"]
    power, words = multiplier(words)
    if percent > 1 or len(words) > 1 or not all(is_currency(word) for word in words):
        return None
    currency = currency_of(words[0]) if words else None
    return Surroundings(signs == "-", power, currency, percent == 1)


def unsigned(before: str, after: str) -> tuple[list[str], str]:
    """The words around a number in lower case, and its signs."""
    text = f"{before} {after}"
    signs = "".join(character for character in text if character in "+-")
    words = text.replace("+", " ").replace("-", " ").replace("%", " % ").casefold().split()
    return words, signs


def multiplier(words: list[str]) -> tuple[int, list[str]]:
    """The power of ten the words name, and the words without it (`万元` is both a multiplier and a currency)."""
    for place, word in enumerate(words):
        for name in sorted(MULTIPLIERS, key=len, reverse=True):
            rest = word.removeprefix(name).removeprefix(".")
            if word.startswith(name) and (not rest or is_currency(rest)):
                return MULTIPLIERS[name], words[:place] + ([rest] if rest else []) + words[place + 1 :]
    return 0, words


def is_currency(word: str) -> bool:
    """Whether this word beside a number is a currency."""
    return word in SYMBOLS or word.upper() in currencies()


def currency_of(word: str) -> str | None:
    """The ISO code it stands for, None where the symbol alone does not say."""
    return SYMBOLS[word] if word in SYMBOLS else word.upper()


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """Every ISO 4217 code."""
    return frozenset(list_currencies())
