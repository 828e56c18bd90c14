"""The Chinese catalogue as the tests read it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "salesapp" / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}|[A-Za-z]{2,} [a-z]\b")
PLACEHOLDER = re.compile(r"%(?:\\)?\(\w+(?:\\)?\)[sd]")


@cache
def chinese() -> Catalog:
    """The catalogue as it is committed; empty while there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


@cache
def translated_sentences() -> tuple[frozenset[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Message ids of at least two words that have another text in Chinese: the plain ones, and patterns of the rest."""
    plain, patterns = set(), []
    for message in chinese():
        for sentence in [message.id] if isinstance(message.id, str) else message.id:
            words = PLACEHOLDER.sub("", sentence)
            if not TWO_WORDS.search(words) or message.string == message.id:
                continue
            plain.add(" ".join(sentence.split()))
            if words != sentence:
                patterns.append((re.compile(PLACEHOLDER.sub(".+", re.escape(sentence))), sentence))
    return frozenset(plain), tuple(patterns)


def english_in(run: str) -> str | None:
    """The message id that `run` shows untranslated, if it does."""
    if not TWO_WORDS.search(run):
        return None
    plain, patterns = translated_sentences()
    if run in plain:
        return run
    return next((sentence for pattern, sentence in patterns if pattern.fullmatch(run)), None)
