"""Encodings of Europe's edges and the older ones of Russia and Japan, told by how their words are made.

Each byte means something in all of them; what is asked is whether a reading looks like writing, and only like it.
"""

from __future__ import annotations

import re

from salesapp.records.tables.code_pages import CENTRAL_EUROPEAN, WESTERN, looks_cyrillic

GREEK, TURKISH, BALTIC, EUC_JAPANESE = "cp1253", "cp1254", "cp1257", "euc_jp"
OLD_CYRILLIC, OLD_WESTERN = ("koi8-r", "cp866"), ("cp850", "mac-roman")

MOSTLY = 0.8
_ACCENTS = "άέήίόύώΆΈΉΊΌΎΏ"
_GREEK_WORD = re.compile(rf"(?:[Α-ΩΆΈΉΊΌΎΏ]?[α-ρτ-ω{_ACCENTS}ϊϋΐΰσ]*[α-ρτ-ως{_ACCENTS}ϊϋ]|[Α-ΩΆΈΉΊΌΎΏΪΫ]+)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC_LETTERS = frozenset(map(chr, (*range(0x410, 0x450), 0x401, 0x451)))
_WESTERN_LETTERS = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïñòóôõøùúûýÿ")
_TURKISH = frozenset("ÇÖÜçöüĞİŞğışâîûÂÎÛ")
_BALTIC = frozenset("ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūžĄĘĖĮŲąęėįųÕÄÖÜõäöü")
_TURKISH_WORD = re.compile(r"[ÐÝÞðþý]\w*[üÜçÇ]|[üÜçÇ]\w*[ðþý]|[^\W\d_]þ(?!\w)|[ýÝ]\w*ý")
_BALTIC_WORD = re.compile(r"[ÐÞðþ]\w*[âîûëàòïçø]|[âîûëàòïçø]\w*[ðþ]")
"""Words as Windows-1252 shows them, with letters of Iceland, that are no words of Iceland."""
_MID_ACCENT = re.compile("(?<=[α-ω])[άέήί]")
"""Where Cyrillic has a large letter."""
_ODD = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?:[\x80-\xff]{2})+(?![@-~\x80-\xff])")
"""What is made of pairs has no such words."""
_WITHIN_A_WORD = re.compile(
    rb"(?<=[A-Za-z])[\x81-\x84\x86-\x90\x9f\xa1\xa2\xa4](?=[a-z])|(?<=[a-z])[\x82\x88](?![\x80-\xff\w])"
)
"""What Windows shows as a sign, or a large letter, where there must be a small one."""
_FEW_ACCENTS = 0.4
_PAIRS = {"cp932", "cp949", "cp950", "gb18030"}


def neighbour(sample: bytes, common: str | None) -> str | None:
    """The rare encoding that makes words of the sample where this common one makes none; if both may be, None."""
    paired = common in _PAIRS and not _ODD.search(sample)
    if not paired and looks_greek(sample):
        return GREEK
    if looks_cyrillic(sample):
        return None
    for encoding in () if paired else OLD_CYRILLIC:
        if all_cyrillic(sample, encoding) and looks_cyrillic(sample, encoding):
            return encoding
    if common == "gb18030" and looks_euc_japanese(sample):
        return EUC_JAPANESE
    if common != CENTRAL_EUROPEAN and (found := old_western(sample)) is not None:
        return found
    return turkish_or_baltic(sample) if common in {WESTERN, None} else None


def looks_greek(sample: bytes) -> bool:
    """Whether the words are Greek: the first letter may be large, and most have the one accent that Greek words have.

    The same bytes may be Russian words, unless an accent stands where those would have a large letter.
    """
    text = sample.decode(GREEK, "replace")
    words = [each for each in _WORD.findall(text) if not each.isascii()]
    greek = [each for each in words if _GREEK_WORD.fullmatch(each)]
    if not greek or sum(map(len, greek)) < MOSTLY * sum(map(len, words)):
        return False
    spoken = [each for each in greek if not each.isupper() and len(each) > 3]
    accented = sum(sum(letter in _ACCENTS for letter in each) == 1 for each in spoken)
    return any(map(_MID_ACCENT.search, spoken)) and accented >= MOSTLY * len(spoken)


def all_cyrillic(sample: bytes, encoding: str) -> bool:
    """Whether it holds Cyrillic letters and beyond ASCII nothing else: these encodings have frames for the rest."""
    return _CYRILLIC_LETTERS.issuperset(_beyond_ascii(sample, encoding))


def old_western(sample: bytes) -> str | None:
    """The encoding of DOS or of old Macintoshes, where Windows shows signs within words that these make letters."""
    if not _WITHIN_A_WORD.search(sample):
        return None
    for encoding in OLD_WESTERN:
        words = [each for each in _WORD.findall(sample.decode(encoding, "replace")) if not each.isascii()]
        letters = _beyond_ascii(sample, encoding)
        if (
            all(each.islower() or each.isupper() or each.istitle() for each in words)
            and len(letters) <= _FEW_ACCENTS * sum(map(len, words))
            and _WESTERN_LETTERS.issuperset(letters)
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
    shown = sample.decode(WESTERN, "replace")
    for encoding, letters, word in ((TURKISH, _TURKISH, _TURKISH_WORD), (BALTIC, _BALTIC, _BALTIC_WORD)):
        if word.search(shown) and letters.issuperset(
            each for each in _beyond_ascii(sample, encoding) if each.isalpha()
        ):
            return encoding
    return None
