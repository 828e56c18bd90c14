"""A batch of bookings as the bytes of a file: header, headings, one line per booking. Pure.

Windows-1252, semicolons, decimal commas, lines end with CR LF; what the code page has no letter for becomes a question
mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesapp.accounting.datev.bookings import Booking
from salesapp.accounting.datev.columns import COLUMNS, TEXT
from salesapp.core.money import from_minor


@dataclass(frozen=True)
class Head:
    """What the first line says. `final`: the accountant's program closes the batch as it reads it (Festschreibung)."""

    consultant: int
    client: int
    year_begins: date
    digits: int
    first: date
    last: date
    name: str
    currency: str
    chart: str
    made: datetime
    final: bool


def batch(head: Head, bookings: Iterable[Booking]) -> bytes:
    """The file."""
    lines = [_head(head), ";".join(COLUMNS), *(_line(each, head) for each in bookings if each.amount)]
    return "".join(f"{each}\r\n" for each in lines).encode("cp1252", errors="replace")


def _head(head: Head) -> str:
    made = f"{head.made:%Y%m%d%H%M%S}{head.made.microsecond // 1000:03d}"
    return ";".join(
        [
            *(
                _quoted("EXTF"),
                "700",
                "21",
                _quoted("Buchungsstapel"),
                "13",
                made,
                "",
                _quoted("RE"),
                '""',
                '""',
            ),
            *(f"{head.consultant}", f"{head.client}", _day(head.year_begins), f"{head.digits}"),
            *(_day(head.first), _day(head.last), _quoted(head.name[:30]), '""', "1", "0", f"{head.final:d}"),
            *(_quoted(head.currency), "", '""', "", "", _quoted(head.chart), "", "", '""', '""'),
        ]
    )


def _line(booking: Booking, head: Head) -> str:
    source = booking.source
    said: dict[str, Any] = {
        "Umsatz (ohne Soll/Haben-Kz)": _amount(abs(booking.amount), head.currency),
        "Soll/Haben-Kennzeichen": "S" if booking.amount > 0 else "H",
        "WKZ Umsatz": head.currency,
        "Konto": booking.account,
        "Gegenkonto (ohne BU-Schlüssel)": booking.other,
        "BU-Schlüssel": booking.key,
        "Belegdatum": f"{source.on:%d%m}",
        "Belegfeld 1": booking.number,
        "Buchungstext": booking.text,
        "EU-Land u. UStID (Bestimmung)": booking.tax_number,
        "Festschreibung": f"{head.final:d}",
    }
    if source.currency != head.currency:
        said["Zusatzinformation - Art 1"] = "Belegwährung"
        said["Zusatzinformation- Inhalt 1"] = source.currency
    cells = ((name, said.get(name, "")) for name in COLUMNS)
    return ";".join(_quoted(value) if name in TEXT else value for name, value in cells)


def _amount(minor: int, currency: str) -> str:
    return f"{from_minor(minor, currency):.2f}".replace(".", ",")


def _quoted(text: str) -> str:
    """Text without control characters, its quotation marks doubled."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    return '"' + plain.replace('"', '""') + '"'


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
