"""The standard's code lists, each a file of codes: a test compares them with those of the official rules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

LISTS = Path(__file__).parent / "code_lists"
Name = Literal[
    "countries", "currencies", "exemptions", "kinds", "mailboxes", "payment_means", "registers", "units"
]


@lru_cache
def codes(name: Name) -> frozenset[str]:
    """The codes of one list."""
    return frozenset((LISTS / f"{name}.txt").read_text(encoding="ascii").split())


EUROPEAN_UNION = frozenset(
    {
        *(
            "AT",
            "BE",
            "BG",
            "CY",
            "CZ",
            "DE",
            "DK",
            "EE",
            "ES",
            "FI",
            "FR",
            "GR",
            "HR",
            "HU",
            "IE",
            "IT",
            "LT",
            "LU",
        ),
        *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The countries whose law is the directive on VAT."""
