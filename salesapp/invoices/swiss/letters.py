"""The letters that a QR-bill may be written in: those of Latin scripts, and nothing a bank would refuse."""

from __future__ import annotations

import unicodedata

ALIKE = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‹": "'",
        "›": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
        "•": "-",
        "ẞ": "SS",
        "，": ", ",
        "、": ", ",
        "。": ". ",
    }
)
"""What is written otherwise where the standard has no such sign."""


def permitted(character: str) -> bool:
    """Whether version 2.3 lets the character stand."""
    return " " <= character <= "~" or "\u00a1" <= character <= "\u017f" or character in "ȘșȚț€"


def latin(text: str) -> str:
    """The text in permitted letters with single blanks between its words; what has no such letter is left out."""
    composed = unicodedata.normalize("NFC", text).translate(ALIKE)
    return " ".join("".join(map(_written, composed)).split()).strip(" ,")


def is_whole(text: str) -> bool:
    """Whether no letter or digit of it is left out."""
    return all(_written(each) for each in unicodedata.normalize("NFC", text) if each.isalnum())


def _written(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    if permitted(character):
        return character
    parts = unicodedata.normalize("NFKD", character.translate(ALIKE))
    return "".join(each for each in parts if permitted(each))
