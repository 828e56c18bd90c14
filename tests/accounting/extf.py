"""A reader of DATEV's batches of bookings: each field by the expression of the format's description.

https://developer.datev.de/datev/platform/de/dtvf/formate/header and …/buchungsstapel
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

HEAD = (
    r'"EXTF"', "700", "21", '"Buchungsstapel"', "13", r"20\d{15}", "", r'"[A-Z]{0,2}"', r'".{0,25}"', r'""',
    r"(\d{4,6}|\d{7})", r"\d{1,5}", r"20\d{6}", "[4-8]", r"20\d{6}", r"20\d{6}", r'".{0,30}"', r'"([A-Z]{2}){0,2}"',
    "1", "0", "[01]", r'"[A-Z]{3}"', "", '""', "", "", r'"(\d{2})?"', "", "", '""', '""',
)  # fmt: skip
FIELDS = {
    1: r"\d{1,10},\d{2}", 2: '"[SH]"', 3: r'"[A-Z]{3}"', 7: r"\d{1,9}", 8: r"\d{1,9}", 9: r'"(\d{4})?"', 10: r"\d{4}",
    11: r'"[a-zA-Z0-9$%&*+\-/]{0,36}"', 14: '".{0,60}"', 40: '".{0,15}"', 114: "[01]",
}  # fmt: skip
TAX = {"8400": "1776", "8300": "1771", "1718": "1776", "8736": "1776"}
RATES = {"8400": 19, "8300": 7, "1718": 19, "8736": 19}
"""The automatic accounts of SKR03 that tests use, and where their tax goes."""


def read(content: bytes) -> list[dict[str, str]]:
    """The bookings by column; AssertionError where a field is not as the format wants it."""
    text = content.decode("cp1252")
    assert text.endswith("\r\n")
    head, columns, *lines = text.removesuffix("\r\n").split("\r\n")
    _fits(head.split(";"), dict(enumerate(HEAD, 1)))
    names = columns.split(";")
    assert len(names) == 125
    for line in lines:
        _fits(_raw(line), FIELDS)
    return [
        dict(zip(names, cells, strict=True))
        for cells in csv.reader(io.StringIO("\n".join(lines)), delimiter=";")
    ]


def _raw(line: str) -> list[str]:
    """The fields with their quotation marks."""
    return re.findall(r'(?:^|(?<=;))("(?:[^"]|"")*"|[^;]*)(?=;|$)', line)


def _fits(cells: list[str], expressions: dict[int, str]) -> None:
    for place, expression in expressions.items():
        assert re.fullmatch(expression, cells[place - 1]), (place, cells[place - 1], expression)


def sums(bookings: list[dict[str, str]]) -> dict[str, Decimal]:
    """What comes to each account once automatic ones have split off their tax: as DATEV would book it."""
    found: dict[str, Decimal] = {}
    for each in bookings:
        amount = Decimal(each["Umsatz (ohne Soll/Haben-Kz)"].replace(",", "."))
        amount *= 1 if each["Soll/Haben-Kennzeichen"] == "S" else -1
        account, other = each["Konto"], each["Gegenkonto (ohne BU-Schlüssel)"]
        found[account] = found.get(account, Decimal(0)) + amount
        tax = Decimal(0)
        if other in RATES and not each["BU-Schlüssel"]:
            tax = round(amount * RATES[other] / (100 + RATES[other]), 2)
            found[TAX[other]] = found.get(TAX[other], Decimal(0)) - tax
        found[other] = found.get(other, Decimal(0)) - (amount - tax)
    return {account: amount for account, amount in sorted(found.items()) if amount}
