"""Encodings of Europe's edges and the older ones of Russia and Japan, told by how their words are made.

Each byte means something in all of them; what is asked is whether a reading looks like writing, and only like it.
"""

from __future__ import annotations

import re

GREEK, TURKISH, BALTIC, EUC_JAPANESE = "cp1253", "cp1254", "cp1257", "euc_jp"
OLD_CYRILLIC, OLD_WESTERN = ("koi8-r", "cp866"), ("cp850", "mac-roman")

MOSTLY = 0.8
_ACCENTS = "άέήίόύώΆΈΉΊΌΎΏ"
_GREEK_WORD = re.compile(rf"(?:[Α-ΩΆΈΉΊΌΎΏ]?[α-ρτ-ω{_ACCENTS}ϊϋΐΰσ]*[α-ρτ-ως{_ACCENTS}ϊϋ]|[Α-ΩΆΈΉΊΌΎΏΪΫ]+)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC_LETTERS = frozenset(map(chr, (*range(0x410, 0x450), 0x401, 0x451)))
_WESTERN_LETTERS = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïñòóôõøùúûýÿ")
_TURKISH, _TURKISH_ONLY = frozenset("ÇÖÜçöüĞİŞğışâîûÂÎÛ"), frozenset("İıöüÖÜ")
_BALTIC = frozenset("ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūžĄĘĖĮŲąęėįųÕÄÖÜõäöü")
_BALTIC_ONLY = frozenset("āīūčėęąįņķļĀĪŪČĖĶĻ")
_TELLS = re.compile(r"[ÐÝÞðþ]|ý(?=[^\W\d_]*[ðþ])|(?<=[ðþ])[^\W\d_]*ý")
"""Letters of Iceland, as which Windows-1252 shows letters of Turkey and of the Baltic states."""


def looks_greek(sample: bytes) -> bool:
    """Whether the words are Greek: the first letter may be large, and most have the one accent that Greek words have.

    The same bytes are Russian words as well, but those hardly ever have exactly one of ь, э and ю.
    """
    text = sample.decode(GREEK, "replace")
    words = [each for each in _WORD.findall(text) if not each.isascii()]
    greek = [each for each in words if _GREEK_WORD.fullmatch(each)]
    if not greek or sum(map(len, greek)) < MOSTLY * sum(map(len, words)):
        return False
    spoken = [each for each in greek if not each.isupper() and len(each) > 3]
    accented = sum(sum(letter in _ACCENTS for letter in each) == 1 for each in spoken)
    return bool(spoken) and accented >= MOSTLY * len(spoken)


def all_cyrillic(sample: bytes, encoding: str) -> bool:
    """Whether it holds Cyrillic letters and beyond ASCII nothing else: these encodings have frames for the rest."""
    return _CYRILLIC_LETTERS.issuperset(_beyond_ascii(sample, encoding))


def old_western(sample: bytes) -> str | None:
    """The encoding of DOS or of old Macintoshes, where it makes accented letters of what Windows shows as signs."""
    if _WESTERN_LETTERS.issuperset(_beyond_ascii(sample, "cp1252")):
        return None
    for encoding in OLD_WESTERN:
        words = [each for each in _WORD.findall(sample.decode(encoding, "replace")) if not each.isascii()]
        natural = all(each.islower() or each.isupper() or each.istitle() for each in words)
        if (
            natural
            and any(not each.isupper() for each in words)
            and _WESTERN_LETTERS.issuperset(_beyond_ascii(sample, encoding))
        ):
            return encoding
    return None


def _beyond_ascii(sample: bytes, encoding: str) -> list[str]:
    return [each for each in sample.decode(encoding, "replace") if ord(each) > 127]


def looks_euc_japanese(sample: bytes) -> bool:
    """Whether it is valid EUC-JP with kana in it: where there are none, the same bytes may as well be Chinese."""
    try:
        text = sample.decode(EUC_JAPANESE)
    except UnicodeDecodeError:
        return False
    signs = [each for each in text if ord(each) > 127]
    kana = sum("\u3041" <= each <= "\u30ff" for each in signs)
    return kana >= 3 and kana * 10 >= len(signs)


def turkish_or_baltic(sample: bytes) -> str | None:
    """Of a text that Windows-1252 would show with letters of Iceland: whose it is; None where it may be Iceland's."""
    if not _TELLS.search(sample.decode("cp1252", "replace")):
        return None
    scores = {
        encoding: _score(sample, encoding, letters, own)
        for encoding, letters, own in (
            (TURKISH, _TURKISH, _TURKISH_ONLY),
            (BALTIC, _BALTIC, _BALTIC_ONLY),
        )
    }
    best, other = sorted(scores, key=lambda each: -scores[each])
    return best if scores[best] > max(scores[other], 0) else None


def _score(sample: bytes, encoding: str, letters: frozenset[str], own: frozenset[str]) -> int:
    """How many letters of the text are this language's own; -1 where one is none of its letters."""
    found = [each for each in _beyond_ascii(sample, encoding) if each.isalpha()]
    return sum(each in own for each in found) if letters.issuperset(found) else -1
