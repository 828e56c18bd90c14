"""Phone numbers in one form."""

from __future__ import annotations

import phonenumbers


def e164(text: str, region: str) -> str | None:
    """`+4930123456`, or None for what is no possible number; `region` is for numbers without a country code."""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
