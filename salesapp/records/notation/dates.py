"""Dates in the notations people's spreadsheets write.

`03/04/2026` is two different days to two people, so every text is read in all the orders it allows; which order
a column means is decided elsewhere (`formats.py`) or asked.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from salesapp.core.i18n import _, _l
from salesapp.core.money import round_half_up


class DateOrder(StrEnum):
    """The order in which a column writes day, month and year."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"

    @property
    def label(self) -> str:
        return ORDER_LABELS[self]


ORDER_LABELS = {
    DateOrder.YMD: _l("year, month, day"),
    DateOrder.DMY: _l("day, month, year"),
    DateOrder.MDY: _l("month, day, year"),
}

MONTH_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "ru", "pl", "cs", "da", "sv", "fi", "tr", "uk")
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(18_264, 73_051)
"""Spreadsheet day numbers of 1950 to 2099; anything else that is only digits is no date."""

SERIAL_TIME = re.compile(r"(\d{5})\.(\d{1,12})")
SPLIT = r"(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})[.日号]?"
NUMERIC = re.compile(SPLIT)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]?")
DAY_NAME_YEAR = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:(?:de|of)\s+)?([^\W\d]+)\.?,?[\s\-/]*(?:de\s+)?(\d{2}|\d{4})"
)
NAME_DAY_YEAR = re.compile(r"([^\W\d]+)\.?[\s\-/]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/]+(\d{4})")
YEAR_NAME_DAY = re.compile(r"(\d{4})[\s\-/]+([^\W\d]+)\.?[\s\-/]+(\d{1,2})")
WEEKDAY = re.compile(r"^(?:[^\W\d]+\.?,\s*|([^\W\d]+)\.?\s+(?=[^\W_]))")
CHINESE_WEEKDAY = re.compile(r"\s*(?:(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|\([日月火水木金土]\))\s*")
BEHIND = re.compile(r"\s*(?:\[[\w/+-]+\]|\([^()\d]*\)|\bг\.?)$")
"""What programs write behind an instant, `[Europe/Berlin]` and `(China Standard Time)`, and Russians behind a year."""
STAMP = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(Z?)")
SERIAL_COMMA = re.compile(r"(\d{5}),(\d{1,12})")
TIME = re.compile(
    r"(?P<day>.*?\d\D?)(?:[T\s]\s*(?:(?:um|at|à|kl\.?|alle|a las)\s+)?(?P<early>上午|下午)?\s*"
    r"(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<late>[AaPp]\.?[Mm]\.?)?\s*(?:Uhr)?\s*(?P<zone>Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|UTC|GMT)?)?"
)


def read_date(text: str, order: DateOrder | None = None) -> date:
    """The day this text means in the given order; a time of day after it is left out.

    Raises ValueError when it is no date, or one only another order (or an answer to which order) could read.
    """
    readings = date_readings(text)
    if order in readings:
        return readings[order]
    days = set(readings.values())
    if order is None and len(days) == 1:
        return days.pop()
    if readings and order is None:
        raise ValueError(_("“%(text)s” can be read as more than one date.", text=text))
    if readings:
        raise ValueError(
            _("“%(text)s” isn’t a date in the order %(order)s.", text=text, order=order and order.label)
        )
    raise ValueError(_("“%(text)s” isn’t a date.", text=text))


def read_instant(text: str, order: DateOrder | None, zone: str) -> datetime:
    """The instant in UTC that this text means to somebody in `zone`; without a time of day, the day's beginning.

    Raises ValueError as `read_date` does.
    """
    cleaned = simplified(text)
    if (serial := SERIAL_TIME.fullmatch(cleaned)) and (found := serial_date(serial[1])):
        seconds = round_half_up(Decimal(f"0.{serial[2]}") * 86_400, 0)
        return local(found, time(), zone) + timedelta(seconds=int(seconds))
    parts = TIME.fullmatch(cleaned)
    if parts is None or parts["hour"] is None:
        return local(read_date(text, order), time(), zone)
    day = read_date(parts["day"].strip(" ,"), order)
    half = parts["early"] or parts["late"]
    hour = int(parts["hour"]) % 12 + 12 * (half[0] in "pP下") if half else int(parts["hour"])
    try:
        clock_time = time(hour, int(parts["minute"]), int(parts["second"] or 0))
    except ValueError as error:
        raise ValueError(_("“%(text)s” isn’t a date and time.", text=text)) from error
    if parts["zone"] is None:
        return local(day, clock_time, zone)
    return datetime.combine(day, clock_time, UTC) - offset(parts["zone"])


def local(day: date, clock_time: time, zone: str) -> datetime:
    """The UTC instant at which clocks in `zone` show this."""
    return datetime.combine(day, clock_time, ZoneInfo(zone)).astimezone(UTC)


def offset(zone: str) -> timedelta:
    """How far ahead of UTC `+08:00` is."""
    zone = zone.removeprefix("UTC").removeprefix("GMT")
    if zone[:1] not in ("+", "-"):
        return timedelta()
    digits = zone[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -ahead if zone[0] == "-" else ahead


def date_readings(text: str) -> dict[DateOrder, date]:
    """What the text means in each order that can read it; empty when it is no date at all."""
    cleaned = simplified(text)
    parts = TIME.fullmatch(cleaned)
    day = parts["day"].strip(" ,") if parts and parts["hour"] else cleaned
    if match := NUMERIC.fullmatch(day):
        return numeric_readings(match[1], match[2], match[3], match[4])
    sure = certain_date(day)
    return dict.fromkeys(DateOrder, sure) if sure else {}


def simplified(text: str) -> str:
    """Full-width digits and odd spaces made plain; the day of the week and what stands behind left out."""
    plain_text = " ".join(unicodedata.normalize("NFKC", text).split()).lstrip("'")
    plain_text = BEHIND.sub("", CHINESE_WEEKDAY.sub(" ", plain_text)).strip()
    if stamp := STAMP.fullmatch(plain_text):
        return "{}-{}-{} {}:{}:{}{}".format(*stamp.groups())
    plain_text = SERIAL_COMMA.sub(r"\1.\2", plain_text) if SERIAL_COMMA.fullmatch(plain_text) else plain_text
    return WEEKDAY.sub(lambda found: found[0] if found[1] and not is_weekday(found[1]) else "", plain_text)


def numeric_readings(first: str, mark: str, second: str, third: str) -> dict[DateOrder, date]:
    """The readings of three numbers. A year of four digits in front leaves no doubt; dots mean the day comes first."""
    if len(first) >= 3:
        candidates = dict.fromkeys(DateOrder, (first, second, third))
    else:
        candidates = {DateOrder.DMY: (third, second, first), DateOrder.MDY: (third, first, second)}
        if len(first) == len(third) == 2:
            candidates[DateOrder.YMD] = (first, second, third)
        if mark == "." and len(third) == 4:
            del candidates[DateOrder.MDY]
    found = {order: day(*parts) for order, parts in candidates.items()}
    return {order: value for order, value in found.items() if value}


def certain_date(text: str) -> date | None:
    """A date that reads the same everywhere: with a named month, in Chinese, ISO basic, or a spreadsheet's number."""
    if match := CHINESE.fullmatch(text) or COMPACT.fullmatch(text):
        return day(match[1], match[2], match[3])
    if match := DAY_NAME_YEAR.fullmatch(text):
        return day(match[3], month_number(match[2]), match[1])
    if match := YEAR_NAME_DAY.fullmatch(text):
        return day(match[1], month_number(match[2]), match[3])
    if match := NAME_DAY_YEAR.fullmatch(text):
        return day(match[3], month_number(match[1]), match[2])
    if text.isascii() and text.partition(".")[0].isdigit() and len(text) < 20:
        return serial_date(text)
    return None


def serial_date(text: str) -> date | None:
    """The day a spreadsheet numbers so; the fraction is the time of day."""
    whole, _point, fraction = text.partition(".")
    if int(whole) not in SERIALS or (fraction and not fraction.isdigit()):
        return None
    return SERIAL_EPOCH + timedelta(days=int(whole))


def day(year: str, month: str, day_of_month: str) -> date | None:
    """The calendar day, if there is one; two-digit years lie between 1951 and 2050."""
    if len(year) not in (2, 4) or not month:
        return None
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= 50 else 1900)
    try:
        return date(full, int(month), int(day_of_month))
    except ValueError:
        return None


def month_number(name: str) -> str:
    """The month's number as digits, empty when the word is no month in the languages known."""
    return str(month_names().get(plain(name), ""))


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Every month name, full and short, in the languages whose spreadsheets we meet."""
    names: dict[str, int] = {"sept": 9, "mrz": 3, "maerz": 3}
    for language in MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names.setdefault(plain(name), number)
    return names


def is_weekday(name: str) -> bool:
    """Whether the word is a day of the week in the languages known, and no month, as `Mar` is."""
    return plain(name) in weekday_names() and not month_number(name)


@lru_cache(maxsize=1)
def weekday_names() -> frozenset[str]:
    """Every name of a day, full and short."""
    return frozenset(
        plain(name)
        for language in MONTH_LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=language).values()
    )


def plain(name: str) -> str:
    """Lower case, without accents and dots."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if letter.isalpha())
