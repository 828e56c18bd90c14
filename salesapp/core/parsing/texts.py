"""Texts as people type them: lists with separators of either language, words compared without regard to case, ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

SEPARATORS = re.compile(r"[,;，；、\n]")
LARGEST = 2**31 - 1
"""Whole numbers, ids among them, are four bytes on Postgres; a larger one is the id of nothing."""


def parts(typed: str) -> list[str]:
    """The values of a list that somebody typed."""
    return [part for each in SEPARATORS.split(typed) if (part := each.strip())]


def key_in(text: str | None) -> int | None:
    """The id that a text from an address or a form is; None for what no record can have.

    `"²".isdigit()` is true, and a number beyond the database's integers is no question that it can be asked.
    """
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    key = int(text)
    return key if key <= LARGEST else None


def keys_in(texts: Iterable[str]) -> list[int]:
    """The ids among the texts, in their order."""
    return [key for each in texts if (key := key_in(each)) is not None]


def squeezed(text: str) -> str:
    """A text as it is compared: without regard to case and runs of spaces."""
    return " ".join(text.casefold().split())
