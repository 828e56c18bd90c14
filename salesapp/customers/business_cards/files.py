"""Address books of vCards as files of the import: a card is a row."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BytesIO

from salesapp.customers.business_cards.vcards import Card, cards_in, unfolded
from salesapp.records.tables.delimited import Opener
from salesapp.records.tables.encodings import detect_encoding
from salesapp.records.tables.reading import register_format
from salesapp.records.tables.table import Table

COLUMNS = (
    "Full name", "Family name", "Given name", "Company", "Job title", "E-mail", "Phone", "Mobile", "Website",
    "Street", "City", "State or province", "Postal code", "Country", "Description",
)  # fmt: skip


def read_cards(opener: Opener, encoding: str | None) -> Table:
    """The table of the cards. Raises `Unreadable`, or LookupError for an encoding that does not exist."""
    if encoding is None:
        with opener() as file:
            encoding = detect_encoding(BytesIO(unfolded(file.read())))
    codecs.lookup(encoding)

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        with opener() as file:
            text = unfolded(file.read()).decode(encoding, errors="replace")
        yield 1, COLUMNS
        yield from ((line, cells(card)) for line, card in cards_in(text))

    return Table(COLUMNS, records, encoding=encoding.removesuffix("-sig"))


def cells(card: Card) -> tuple[str, ...]:
    """The card in the order of the columns; a firm's own card is called as the firm."""
    there = card.address
    return (
        card.name or card.organization, card.family, card.given, card.organization if card.name else "", card.title,
        card.email, card.phone, card.mobile, card.url, there.street.replace("\n", ", "), there.city, there.state,
        there.postal_code, there.country, card.note,
    )  # fmt: skip


def register() -> None:
    """The import knows cards from now on."""
    register_format(b"BEGIN:VCARD", read_cards)
