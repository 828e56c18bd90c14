"""Rows as lines of CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

FORMULA = re.compile(r"[=@\t\r]|[+\-](?![\d\s().,/-]*$)")
"""What a spreadsheet would calculate: not a plain negative number or a phone number in international notation."""


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def defused(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it as a formula; imports take it off again."""
    return f"'{text}" if FORMULA.match(text) else text
