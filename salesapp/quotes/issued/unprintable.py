"""Characters that no font here can draw are told before a document leaves the house; on paper stands a 〓 for each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from salesapp.core.i18n import _
from salesapp.core.paper import missing_glyphs, unprintable_in
from salesapp.quotes.issued.papers import paper_of

SHOWN = 10


def unprintable(document: Any) -> str:
    """The sentence about what the PDF of the document cannot show; empty where it shows everything."""
    found = missing_glyphs(paper_of(document))
    return _told([character for character, family in found.items() if not family])


def unprintable_text(text: str) -> str:
    """The same of a text that goes onto paper in the moment it is sent."""
    return _told(sorted(unprintable_in(text)))


def _told(characters: Collection[str]) -> str:
    if not characters:
        return ""
    shown = " ".join([*characters][:SHOWN]) + (" …" if len(characters) > SHOWN else "")
    return _(
        "The PDF can’t show %(characters)s and prints 〓 instead. Use other characters.", characters=shown
    )
