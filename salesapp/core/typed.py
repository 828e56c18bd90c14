"""Texts as people type them: lists with separators of either language, and words compared without regard to case."""

from __future__ import annotations

import re

SEPARATORS = re.compile(r"[,;，；、\n]")


def parts(typed: str) -> list[str]:
    """The values of a list that somebody typed."""
    return [part for each in SEPARATORS.split(typed) if (part := each.strip())]


def squeezed(text: str) -> str:
    """A text as it is compared: without regard to case and runs of spaces."""
    return " ".join(text.casefold().split())
