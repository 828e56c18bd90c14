"""Numbers and sums of money as people write them: signs, thousands, `12k`, 万, currencies. The one reader of them all.

`1,234` is a thousand to one reader and a little more than one to another, so a text is read with either decimal mark.
Of a file, which of them a column means is found out or asked. Of a form, the reader's language says it: whatever a
screen shows is read back as what it was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from babel.core import UnknownLocaleError
from babel.numbers import format_decimal, get_decimal_symbol

from salesapp.core.i18n import _, _l
from salesapp.core.money.decimals import DECIMALS

LARGEST = Decimal(10) ** 14
"""Amounts from here on are refused: with four decimals they would no longer fit the database's integers."""
LONGEST = 60
"""Characters of a number that somebody types."""


class Mark(StrEnum):
    """The character before the decimals."""

    POINT = "."
    COMMA = ","

    @property
    def label(self) -> str:
        return MARK_LABELS[self]

    @property
    def other(self) -> Mark:
        return Mark.COMMA if self is Mark.POINT else Mark.POINT


MARK_LABELS = {Mark.POINT: _l("point before the decimals"), Mark.COMMA: _l("comma before the decimals")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: its value, the currencies that its sign may mean, whether it is in per cent."""

    value: Decimal
    among: frozenset[str] = frozenset()
    percent: bool = False

    @property
    def currency(self) -> str | None:
        """The currency that is named; None where nothing is, or a sign that several share."""
        return next(iter(self.among)) if len(self.among) == 1 else None

    def fits(self, places: int | None) -> bool:
        """Whether it has no more decimals than that, as it is written."""
        exponent = self.value.as_tuple().exponent
        return places is None or (isinstance(exponent, int) and -exponent <= places)

    def is_in(self, currency: str) -> bool:
        """Whether what stands beside it, if anything does, may mean this currency."""
        return not self.among or currency in self.among


POWERS = {
    1: ("十",),
    2: ("百",),
    3: ("k", "tsd", "thousand", "tausend", "千"),
    4: ("万", "萬"),
    5: ("十万", "lakh", "lakhs"),
    6: ("m", "mn", "mm", "mio", "million", "millions", "百万"),
    7: ("千万", "crore", "crores"),
    8: ("亿", "億"),
    9: ("b", "bn", "mrd", "billion", "billions", "十亿"),
    10: ("百亿",),
    11: ("千亿",),
    12: ("万亿",),
}
MULTIPLIERS = {word: power for power, words in POWERS.items() for word in words}
"""Powers of ten that a suffix stands for."""

_MEANINGS = {
    "$": (
        "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD SVC"
        " TTD TWD UYU XCD"
    ),
    "¥ 圆 圓 元 块": "CNY HKD JPY MOP SGD TWD",
    "dollar dollars": "AUD CAD HKD NZD SGD TWD USD", "圆整 圓整 元整": "CNY HKD MOP TWD", "yuan": "CNY",
    "kr kr. kronor kroner": "DKK ISK NOK SEK", "yen": "JPY", "won 원": "KRW", "pound pounds": "GBP", "tl": "TRY",
    "franken": "CHF", "kd": "KWD",
    "fr fr.": "BIF CDF CHF DJF GNF KMF RWF XAF XOF XPF",
    "¤": "",
    "a$ au$ 澳元": "AUD", "₼": "AZN", "r$": "BRL", "c$ ca$ can$ 加元": "CAD", "chf. sfr sfr. 瑞郎 瑞士法郎": "CHF",
    "rmb cn¥ 人民币 人民幣": "CNY", "₡": "CRC", "kč": "CZK", "€ euro euros 欧元 歐元": "EUR", "£ 英镑 英鎊": "GBP",
    "₾": "GEL", "₵": "GHS", "hk$ 港元 港币 港幣": "HKD", "ft": "HUF", "₪": "ILS", "₹ rs rs. 卢比": "INR",
    "jp¥ 円 日元 日圆 日圓": "JPY", "₩ 韩元 韓元": "KRW", "₸": "KZT", "₭": "LAK", "₮": "MNT", "mx$": "MXN", "₦": "NGN",
    "nz$ 新西兰元": "NZD", "₱": "PHP", "zł zl": "PLN", "₲": "PYG", "₽ 卢布 руб руб. р.": "RUB", "s$ 新加坡元": "SGD",
    "฿ 泰铢": "THB", "₺": "TRY", "nt$ 台币 新台币 新臺幣 台幣": "TWD", "₴": "UAH", "us$ 美元 美金": "USD", "₫ đ": "VND",
}  # fmt: skip
SYMBOLS = {
    symbol: frozenset(codes.split()) for symbols, codes in _MEANINGS.items() for symbol in symbols.split()
}
"""What is written beside an amount and the currencies it may mean; several countries write the same."""

PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?e[-+]?\d{1,3}", re.IGNORECASE)
_MARKS_ABROAD = {0x066A: "%", 0x066B: ".", 0x066C: None}
"""What stands beside and between Arabic digits."""
_DASHES = dict.fromkeys((0x2212, 0x2013, 0x2014), "-")
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s*[-–—]{1,2}(?=\s|$|[^\W\d])")
"""`5,-` and `99.–`, as prices are written in Germany, the Netherlands and Switzerland."""
_PER_CENT = re.compile(r"(?<![^\W\d])(?:percent|per cent|pct|prozent|pour cent)\.?(?![^\W\d])", re.IGNORECASE)
SHAPE = re.compile(
    r"(?P<before>(?:[^\d.,]|(?<=[^\W\d])\.(?=\s*\d))*)(?P<body>[.,]?\d[\d.,'’ ]*)(?P<after>.*)"
)
GROUPED = {
    mark: re.compile(
        rf"(?:\d+|[1-9]\d{{0,2}}(?P<gap>[{other}'’ ])\d{{3}}(?:(?P=gap)\d{{3}})*"
        rf"|[1-9]\d?(?:{other}\d{{2}})+{other}\d{{3}})?(?:{re.escape(mark)}\d*)?"
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
            _("“%(text)s” isn’t a number with a %(mark)s.", text=text, mark=mark.label),
        )
    raise ValueError(_("“%(text)s” isn’t a number.", text=text))


def number_readings(text: str) -> dict[Mark, Number]:
    """What the text means with either decimal mark; empty when it is no number."""
    if any(unicodedata.category(each) == "No" for each in text):
        return {}  # 10² is a hundred, and to read it as 102 is worse than not to
    digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    plain = unicodedata.normalize("NFKC", "".join(digits).translate(_MARKS_ABROAD)).translate(_DASHES)
    cleaned = _NO_CENTS.sub("", _PER_CENT.sub("%", " ".join(plain.split())))
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
    among: frozenset[str]
    percent: bool

    def around(self, body: Decimal, negative: bool) -> Number:
        """The whole number."""
        value = body.scaleb(self.power) if self.power else body
        return Number(-value if negative else value, self.among, self.percent)


@lru_cache(maxsize=512)
def read_surroundings(before: str, after: str) -> Surroundings | None:
    """Sign, multiplier, per cent, each at most once, and a currency; None when anything else is there.

    A currency may be named twice where both agree: `人民币 3,000.00 元`.
    """
    words, signs = unsigned(before, after)
    if len(signs) > 1:
        return None
    percent = words.count("%") + words.count("‰") * 2
    words = [word for word in words if word != "%"]
    power, words = multiplier(words)
    if percent > 1 or len(words) > 2 or not all(is_currency(word) for word in words):
        return None
    named = [found for word in words if (found := meant_by(word))]
    among = frozenset.intersection(*named) if named else frozenset()
    return Surroundings(signs == "-", power, among, percent == 1) if among or not named else None


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
    return word in SYMBOLS or word.upper() in DECIMALS


def meant_by(word: str) -> frozenset[str]:
    """The ISO codes that it may stand for."""
    return SYMBOLS[word] if word in SYMBOLS else frozenset({word.upper()})


# --- What people type into forms ----------------------------------------------------------------

_TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x00A0: " ", 0x2009: " ", 0x202F: " ", 0x2212: "-", 0x2019: "'", 0xFFE5: "¥",
}  # fmt: skip


def read_typed(text: str, locale: str, places: int | None = None, *, percent: bool = False) -> Number:
    """The number a person of this locale means: `1,234.50`, `1.234,50`, `12k`, `3万`, `€ 5`, `－１２`.

    A separator is read as the locale has it; where only the other reading makes sense (`12,50` typed by an English
    reader; `12.000` of a currency without decimals), that one is taken. `places` says how many decimals it may have,
    `percent` whether a % may stand beside it. ValueError, with a sentence for the person, for everything else.
    """
    mark = _decimal_mark(locale)
    typed = text.translate(_TO_HALF_WIDTH).strip()
    if not typed:
        raise ValueError(_l("Enter an amount."))
    readings = _typed_readings(typed)
    own, other = readings.get(mark), readings.get(mark.other)
    found = own or (other if other and _meant(typed, mark.other, places) else None)
    if places == 0 and own and other and not own.fits(0):
        found = other
    if found is None or (found.percent and not percent):
        raise ValueError(_not_an_amount(text, locale))
    if abs(found.value) >= LARGEST:
        raise ValueError(_l("This amount is too large."))
    return found


def parse_amount(text: str, locale: str) -> Decimal:
    """The value alone of what `read_typed` reads, for what is no money."""
    return read_typed(text, locale).value


def _typed_readings(typed: str) -> dict[Mark, Number]:
    """Less than a spreadsheet's cell may hold: no exponents, no minus behind, digits from 0 to 9."""
    typed = _NO_CENTS.sub("", typed)
    plain = len(typed) <= LONGEST and unicodedata.normalize("NFKC", typed) == typed
    if not plain or typed[-1] in "+-)" or any(each.isdigit() and not each.isascii() for each in typed):
        return {}
    return {} if EXPONENT.fullmatch(typed) else number_readings(typed)


def _meant(typed: str, mark: Mark, places: int | None) -> bool:
    """Whether a reader of the other notation would have written it so: `12,50`, not `1,2345`."""
    whole, _mark, decimals = typed.partition(mark)
    digits = re.match(r"\d*", decimals)
    count = len(digits[0]) if digits else 0
    return count <= (2 if places is None else places) or not re.sub(r"\D", "", whole).strip("0")


def _not_an_amount(text: str, locale: str) -> str:
    example = format_decimal(Decimal("1234.5"), format="#,##0.00", locale=locale.replace("-", "_"))
    return _l("“%(typed)s” isn’t an amount. Enter it like %(example)s.", typed=text[:40], example=example)


@lru_cache(maxsize=64)
def _decimal_mark(locale: str) -> Mark:
    try:
        return Mark.COMMA if get_decimal_symbol(locale.replace("-", "_")) == "," else Mark.POINT
    except UnknownLocaleError:
        raise ValueError(f"{locale!r} is not a locale") from None
