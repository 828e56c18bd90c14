"""Which of the old one- and two-byte encodings a text is in, that is not UTF-8: told by what each would make of it.

Every byte means something in most of them, so the question is which reading looks like writing. What a language is, is
asked of charset-normalizer; what it cannot tell of a handful of names is told by how words are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

JAPANESE, CYRILLIC, CENTRAL_EUROPEAN, WESTERN = "cp932", "cp1251", "cp1250", "cp1252"

MOSTLY = 0.8
SPEAKS = 0.2
"""So much more a reading must look like a language than the other one."""
LONGEST_SAMPLE = 1 << 16
LONE = re.compile(
    r"(?<=[A-Za-z])[\u4e00-\u9fff](?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?=[a-z])"
)
"""One Chinese character alone beside Latin letters."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_NATURAL = re.compile(r"[А-ЯЁІЇЄ]?[а-яёіїє]+(?:-[А-ЯЁІЇЄ]?[а-яёіїє]+)*|[ОЗПН]?АО|ООО|ИП|ТОО|ТОВ|ФИО|ИНН|КПП")
"""Words, and what stands in capitals before the names of firms and above columns."""
_ALONE = re.compile(r"(?<![^\s.,;])[А-ЯЁІЇЄавикосуя](?=[.\s])")
"""Initials and words of one letter."""
_LETTER = "a-zA-ZÀ-ÖØ-öø-ÿŠšŽž"
_SIGN_IN_WORD = re.compile(f"(?<=[{_LETTER}])[£¥¯³¹¾¿º](?=[{_LETTER}])|(?<![{_LETTER}])[£¯³¿](?=[a-z])")
_CZECH_WORD = re.compile(r"\w*(?:ø\w*[áíýšž]|[áíýšž]\w*ø|[ìùèòï]\w*[ýšž]|[ýšž]\w*[ìùèòï])\w*", re.IGNORECASE)


def code_page(sample: bytes) -> str | None:
    """The encoding among Japanese, Cyrillic and Central European ones; None where nothing speaks for any of them."""
    part = sample[:LONGEST_SAMPLE]
    if looks_cyrillic(part):
        return CYRILLIC
    if looks_japanese(part):
        return JAPANESE
    return CENTRAL_EUROPEAN if looks_central_european(part) else None


def looks_cyrillic(sample: bytes, encoding: str = CYRILLIC) -> bool:
    """Whether the words beyond ASCII are Cyrillic and written as words are: the first letter may be large, no other.

    The same bytes may be pairs of a Chinese encoding; read as Cyrillic those are large and small letters in a jumble,
    but a single pair may be a word of two letters.
    """
    text = sample.decode(encoding, "replace")
    natural = [word for word in _WORD.findall(text) if _NATURAL.fullmatch(word)]
    high = sum(byte > 127 for byte in sample) - len(_ALONE.findall(text))
    return any(len(word) > 2 for word in natural) and sum(map(len, natural)) >= MOSTLY * high


def looks_japanese(sample: bytes) -> bool:
    """Whether it is valid Shift-JIS whose signs are everyday ones: kana, and the kanji of the first level.

    An accented letter and the one after it are a pair as well, but a rare one; an apostrophe and the "s" after it are
    an everyday pair, alone among Latin letters.
    """
    leads = list(_leads(sample))
    everyday = sum(0x81 <= lead <= 0x9F for lead in leads)
    if everyday < 2 or everyday < MOSTLY * len(leads):
        return False
    text = LONE.sub("", sample.decode(JAPANESE, "ignore"))
    return any("\u3041" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text)


def _leads(sample: bytes) -> Iterator[int]:
    """The first bytes of the pairs; a high byte that begins none counts as one that is no pair."""
    place = 0
    while place < len(sample):
        byte = sample[place]
        pair = byte > 127 and place + 1 < len(sample) and 0x40 <= sample[place + 1] <= 0xFC
        if byte > 127:
            yield byte if pair else 0xFF
        place += 2 if pair else 1


def looks_central_european(sample: bytes) -> bool:
    """Whether Windows-1250 makes better words of it than Windows-1252, with which it shares the German letters."""
    western = sample.decode(WESTERN, "replace")
    if western == sample.decode(CENTRAL_EUROPEAN, "replace"):
        return False
    if _SIGN_IN_WORD.search(western) or _CZECH_WORD.search(western):
        return True
    from charset_normalizer import from_bytes  # late: few files come here, and every process would hold it

    found = {
        each.encoding: each.coherence for each in from_bytes(sample, cp_isolation=[CENTRAL_EUROPEAN, WESTERN])
    }
    return found.get(CENTRAL_EUROPEAN, 0.0) > found.get(WESTERN, 0.0) + SPEAKS
