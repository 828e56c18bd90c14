"""VAT numbers: whether one can be right, by its country's form and check digits."""

from __future__ import annotations

import re

from stdnum.eu import vat

EU = frozenset(code.upper() for code in vat.MEMBER_STATES) - {"XI"}
"""The countries of the Union, as ISO 3166 has them."""
WRITTEN = {"GR": "EL"}
"""The prefix of a VAT number, where it is not the country's code."""


def vat_country(number: str) -> str | None:
    """The country of the Union whose prefix the number bears."""
    prefix = number.strip()[:2].upper()
    code = next((country for country, written in WRITTEN.items() if written == prefix), prefix)
    return code if code in EU else None


def official_form(number: str) -> str:
    """The number without blanks and punctuation, and with the prefix that VIES knows: EL for Greece."""
    packed = re.sub(r"[\W_]", "", number).upper()
    return WRITTEN.get(packed[:2], packed[:2]) + packed[2:]


def is_vat_number(number: str | None) -> bool:
    """Whether it is a number of the Union as its country makes them; whether it was given to anybody, no one knows."""
    return number is not None and vat_country(number) is not None and bool(vat.is_valid(number))
