"""Photos of visiting cards: what the code on the card says, and the picture as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from salesapp.core.files.pictures import as_jpeg, upright
from salesapp.customers.business_cards.mecards import is_mecard, read_mecard
from salesapp.customers.business_cards.vcards import Card, read_card
from salesapp.records.tables.encodings import decoded
from salesapp.records.tables.table import Unreadable

READ_AT = 2000
"""Pixels of the longer side in which codes are sought: half a camera's, which a JPEG gives almost for nothing."""
KEPT_AT = 1600
_NO_ENCODING_NAMED = frozenset({"]Q0", "]Q1"})
ADDRESS = ("http://", "https://")


@dataclass(frozen=True)
class CardPhoto:
    """A photo of a card, small enough to be kept, and what it says."""

    picture: bytes
    card: Card | None = None
    said: str = ""
    """What a code on it says that is neither a card nor an address."""


def read_photo(content: bytes) -> CardPhoto:
    """The photo with what its codes say. Raises ValueError (a sentence) for what is no picture or too large a one.

    Several codes: a card counts more than an address, an address more than anything else.
    """
    import zxingcpp  # late: a process that is sent no photo does without it

    photo = upright(content, READ_AT)
    # To seek every other square code as well takes six times as long, while nobody else can write.
    codes = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    texts = [_text(each).strip() for each in zxingcpp.read_barcodes(photo, codes)]
    photo.thumbnail((KEPT_AT, KEPT_AT))
    picture = as_jpeg(photo)
    card = next(filter(None, map(_card_in, texts)), None) or next(filter(None, map(_address_in, texts)), None)
    if card is not None:
        return CardPhoto(picture, card)
    return CardPhoto(picture, said=next(filter(None, texts), ""))


def _text(code: Any) -> str:
    """What a code says. One that names no encoding is read as a file that names none: to the reader, GBK is Latin-1."""
    if code.text.isascii() or code.symbology_identifier not in _NO_ENCODING_NAMED:
        return str(code.text)
    try:
        return decoded(code.bytes)
    except (Unreadable, UnicodeDecodeError):
        return str(code.text)


def read_said(text: str) -> Card:
    """The visiting card that a code or pasted text holds. Raises ValueError with a sentence where it holds none."""
    return read_mecard(text) if is_mecard(text) else read_card(text)


def _card_in(text: str) -> Card | None:
    try:
        return read_said(text)
    except ValueError:
        return None


def _address_in(text: str) -> Card | None:
    whole = text.lower().startswith(ADDRESS) and not any(each.isspace() for each in text)
    return Card(url=text) if whole else None
