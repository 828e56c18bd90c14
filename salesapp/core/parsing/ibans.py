"""Account numbers: an IBAN is checked by its own digits (ISO 13616, modulo 97 by ISO 7064)."""

from __future__ import annotations

import re

SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
"""Country, two check digits, then the account as the country writes it."""
BEGINNING = re.compile(r"[A-Z]{2}\d{2}")


def wrong_iban(text: str) -> bool:
    """Whether a text begins like an IBAN and is none; an account number of another kind is nobody's to judge."""
    packed = packed_number(text)
    return bool(BEGINNING.match(packed)) and not is_iban(packed)


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN with the right check digits."""
    packed = packed_number(text)
    if not SHAPE.fullmatch(packed):
        return False
    digits = "".join(str(int(each, 36)) for each in packed[4:] + packed[:4])
    return int(digits) % 97 == 1


def packed_number(text: str) -> str:
    """An account number without the blanks, dots and hyphens that people write into it."""
    return re.sub(r"[\s.-]", "", text).upper()
