"""Visiting cards as QR codes hold them: MECARD, NTT Docomo's short form of a vCard, and BIZCARD, which few write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salesapp.core.i18n import _
from salesapp.customers.business_cards.vcards import Address, Card
from salesapp.customers.names import display_name

MECARD, BIZCARD = "MECARD:", "BIZCARD:"
_OF_BIZCARD = {"T": "TITLE", "C": "ORG", "A": "ADR", "B": "TEL", "M": "TEL", "E": "EMAIL"}
"""What a field of BIZCARD is called in MECARD; N and X are given and family name, F is the fax."""
_FIELD = re.compile(r"([A-Z-]+):((?:\\.|[^;\\])*);?", re.DOTALL)
_COMMA = re.compile(r"(?<!\\),")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def is_mecard(text: str) -> bool:
    """Whether the text says that it is one."""
    return text.lstrip().upper().startswith((MECARD, BIZCARD))


def read_mecard(text: str) -> Card:
    """The card in the text. Raises ValueError with a sentence for one that names nobody."""
    found: dict[str, list[str]] = {}
    short = text.lstrip().upper().startswith(BIZCARD)
    for name, value in _fields(text):
        found.setdefault(_OF_BIZCARD.get(name, name) if short else name, []).append(value)
    family, given = (_said(found, "X"), _said(found, "N")) if short else _two(_first(found, "N"))
    organization = _said(found, "ORG")
    if not family and not given and not organization:
        raise ValueError(_("This business card has no name."))
    numbers = [_unescaped(each) for each in found.get("TEL", [])]
    return Card(
        name=display_name(family, given, "en") if given else family,
        family=family,
        given=given,
        organization=organization,
        title=_said(found, "TITLE"),
        phone=next(iter(numbers), ""),
        mobile=next(iter(numbers[1:]), ""),
        email=_said(found, "EMAIL"),
        url=_said(found, "URL"),
        note=_said(found, "NOTE"),
        address=_address(_first(found, "ADR")),
    )


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for found in _FIELD.finditer(text.partition(":")[2]):
        yield found[1], found[2]


def _said(found: dict[str, list[str]], name: str) -> str:
    return _unescaped(_first(found, name))


def _first(found: dict[str, list[str]], name: str) -> str:
    return next(iter(found.get(name, [])), "")


def _two(text: str) -> tuple[str, str]:
    """Family and given name, with a comma between."""
    parts = [_unescaped(each) for each in _COMMA.split(text)]
    return parts[0], " ".join(filter(None, parts[1:]))


def _address(text: str) -> Address:
    """Post box, room, house, city, prefecture, postal code, country; many write the whole into one part."""
    parts = [_unescaped(each) for each in _COMMA.split(text)]
    if len(parts) < len(("box", "room", "house", "city", "state", "code", "country")):
        return Address(street=", ".join(filter(None, parts)))
    box, room, house, city, state, code, country = parts[:7]
    return Address("\n".join(filter(None, (house, room, box))), city, state, code, country)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()
