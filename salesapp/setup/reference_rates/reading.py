"""The ECB's reference rates out of its files: eurofxref as XML or CSV, of a day or of its history, zipped or not.

A file says how much of each currency one euro is worth. Nothing here knows the database.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from salesapp.core.i18n import _
from salesapp.records.tables.table import Unreadable

LARGEST = 30 * 1024 * 1024
"""So many bytes at most come out of a zip: the whole history has less than three million."""
CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
EURO = "EUR"
NOTHING = frozenset({"", "N/A", "NA", "-"})
DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


@dataclass
class ReferenceRates:
    """Per day what one euro is worth of each currency, the currencies without one, and what could not be read."""

    days: dict[date, dict[str, Decimal]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)
    """Currency → on how many days the file has no rate for it (N/A)."""
    problems: list[str] = field(default_factory=list)

    @property
    def currencies(self) -> list[str]:
        return sorted({code for rates in self.days.values() for code in rates} | set(self.without))

    def add(self, day: date, code: str, text: str) -> None:
        """One cell of the file."""
        if text.strip().upper() in NOTHING:
            self.without[code] = self.without.get(code, 0) + 1
            return
        try:
            rate = Decimal(text.strip())
        except InvalidOperation:
            rate = Decimal(0)
        if not rate.is_finite() or rate <= 0:
            self.problems.append(
                _("%(day)s, %(currency)s: “%(text)s” isn’t a rate.", day=day, currency=code, text=text[:40])
            )
            return
        self.days.setdefault(day, {EURO: Decimal(1)})[code] = rate


def read_reference_rates(content: bytes) -> ReferenceRates:
    """What the file says. Unreadable where it is no file of reference rates."""
    if content[:2] == b"PK":
        content = _unzipped(content)
    text = content.decode("utf-8-sig", "replace").strip()
    found = ReferenceRates()
    for day, code, rate in _of_xml(text) if text.startswith("<") else _of_csv(text, found):
        found.add(day, code, rate)
    if not found.days:
        raise Unreadable(_("There are no reference rates in this file."))
    return found


def _unzipped(content: bytes) -> bytes:
    """The only file in a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [each for each in packed.infolist() if not each.is_dir()]
            if len(inside) != 1 or inside[0].file_size > LARGEST:
                raise Unreadable(_("There are no reference rates in this file."))
            with packed.open(inside[0]) as opened:
                return opened.read(LARGEST)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(_("The file is damaged.")) from error


def _of_xml(text: str) -> Iterator[tuple[date, str, str]]:
    try:
        root = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable(_("The file is damaged.")) from error
    for of_day in root.iter(CUBE):
        day = _day(of_day.get("time") or "")
        if day is None:
            continue
        for each in of_day.findall(CUBE):
            if each.get("currency"):
                yield day, str(each.get("currency"))[:3], each.get("rate") or ""


def _of_csv(text: str, found: ReferenceRates) -> Iterator[tuple[date, str, str]]:
    try:
        head, *rows = csv.reader(io.StringIO(text, newline="")) if text else [[]]
    except csv.Error as error:
        raise Unreadable(_("There are no reference rates in this file.")) from error
    codes = [each.strip() for each in head]
    if not codes or codes[0].casefold() != "date":
        raise Unreadable(_("There are no reference rates in this file."))
    for number, row in enumerate(rows, 2):
        day = _day(row[0]) if row else None
        if day is not None:
            yield from _cells(day, codes[1:], row[1:])
        elif any(each.strip() for each in row):
            found.problems.append(
                _("Row %(row)s: “%(text)s” isn’t a date.", row=number, text=row[0].strip()[:40])
            )


def _cells(day: date, codes: Iterable[str], row: Iterable[str]) -> Iterator[tuple[date, str, str]]:
    """The file ends each row with a comma: what has no heading is nothing."""
    for code, cell in zip(codes, row, strict=False):
        if code:
            yield day, code, cell


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
