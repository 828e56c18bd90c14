"""Which words a record is found by, and which ones a query asks for.

`words` makes the index entries of a text, `query_words` what to look up: a record matches when every query word is
the beginning of one of its words. Everything is folded (case, accents, full width) and written without separators:
INV-2026-00042 is indexed as inv202600042, 202600042, 00042 and 42, and as inv202642 and inv42 for those who leave
zeros or the year out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from salesapp.core.parsing.phones import national, numbers, without_extension
from salesapp.search.names import apart, joined, within, written_otherwise
from salesapp.search.pinyin import spellings
from salesapp.search.traditional import simplified

WORD_LENGTH = 32
"""Longer words are cut: nobody types more to find something, and the index stays small."""

SEEN = 4096

MOST_WORDS = 300
MOST_QUERY_WORDS = 8
_MOST_CHARACTERS = 500
_MOST_SPELT = 32
_SHORTEST_PHONE = 7
_LONGEST_PHONE = 17  # with 00 in front
_SHORTEST_PHONE_SUFFIX = 4

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_KANA_AND_HANGUL = "\u3041-\u30ff\uac00-\ud7af"
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})

_SOLID_RUN = re.compile(f"[{HAN}]+|[{_KANA_AND_HANGUL}]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_GAP_IN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_WEB_PREFIX = re.compile(r"\b(?:https?://|mailto:|tel:)(?:www\.)?|\bwww\.")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]*")
_PHONE = re.compile(r"(?<![\w+])(?<!\w[-/._])\+?\(?\d(?:[\s()./-]{0,3}\d){6,14}(?!\w)")
_NUMBER_QUERY = re.compile(r"[\s()+./-]*\d[\d\s()+./-]*")
_TOKEN = re.compile(r"[^\W_]+(?:[-_/.&+'’·]+[^\W_]+)*")
_SEPARATORS = re.compile(r"[-_/.&+'’·]+")
_DOCUMENT_NUMBER = re.compile(r"\d+(?:[-/]\d+)+|[a-z]+(?:[-/][a-z]+)*(?:[-/]\d+){2,}")
_AMOUNT = r"\d{1,3}(?:[.,'’\s]\d{3})+(?:[.,]\d{1,3})?|\d+(?:[.,]\d{1,3})?"
_AMOUNT_QUERY = re.compile(
    rf"\s*(?P<sign>[$€£¥₹₩]|[a-z]{{3}}(?=\s*\d+\D))?\s*(?P<number>{_AMOUNT})\s*(?P<code>[$€£¥₹₩元円원]|[a-z]{{3}})?\s*"
)
_SHORTEST_AMOUNT = 4
_IS_AMOUNT = "="
"""Before the digits of an amount: who looks for 42 is not shown all that cost 42 and more."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SPELT_OUT_E = re.compile(r"(?<=[ao])e|(?<=(?<!q)u)e")
_AND = frozenset({"and", "und", "et"})
_SILENT = re.compile(r"[.'’]+")
_SERIES = re.compile(r"([a-z]+)(\d+)")


def fold(text: str) -> str:
    """Lower case without accents or full-width forms, digits as 0 to 9, Chinese simplified, for keys and search.

    "Ｃafé Ｇröße ４" is "cafe grosse 4", 陳 is 陈.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(
        _digit_or_same(character) for character in decomposed if not unicodedata.combining(character)
    )
    return simplified(unicodedata.normalize("NFC", bare).translate(_LETTERS))


def _digit_or_same(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def words(text: str) -> set[str]:
    """The words to index for a text, at most `MOST_WORDS`, each at most `WORD_LENGTH` long."""
    folded = _GAP_IN_HAN.sub("", _folded(text))
    found = chain(_words(folded), _umlauts(text, folded), map(fold, apart(text[:_MOST_CHARACTERS])))
    return {word[:WORD_LENGTH] for word in islice(found, MOST_WORDS) if word}


def phone_words(text: str, region: str) -> set[str]:
    """The words to index for a field of phone numbers: each number as it is dialled, and what stands beside it."""
    dialled = {word for number in numbers(text, region) for word in _phone_words(number.e164)}
    return dialled | words(text)


def amount_word(minor: int) -> str:
    """The word to index for an amount in minor units: 4,504.15 is =450415."""
    return f"{_IS_AMOUNT}{abs(minor)}"


def query_words(text: str) -> list[str]:
    """What to look up for what was typed: each must be the beginning of some word of a record. Empty for nothing."""
    folded = _folded(text)
    if number := _number_query(folded):
        return [number[:WORD_LENGTH]]
    found = dict.fromkeys(word[:WORD_LENGTH] for word in _query_words(folded) if word)
    return list(found)[:MOST_QUERY_WORDS]


def asked_words(text: str) -> list[tuple[str, ...]]:
    """The same with what may stand for each other: any of each must be the beginning of some word of a record.

    4504.15 may be an amount as well as digits of a number, €4,504.15 is nothing else, and 00004 is no amount. "And"
    between two words may be "&" in the name, two words one, and the zeros of a document's number left out.
    """
    amount = _AMOUNT_QUERY.fullmatch(fold(text[:_MOST_CHARACTERS]))
    digits = re.sub(r"\D", "", amount["number"]) if amount else ""
    coded = amount is not None and bool(amount["sign"] or amount["code"])
    if amount is None or len(digits) < _SHORTEST_AMOUNT or (digits.startswith("0") and not coded):
        asked = query_words(text)
        said = [word for word in asked if word not in _AND]
        some = written_otherwise(said if len(said) > 1 else asked)
        short = _without_zeros(_folded(text))
        return [tuple(each[:WORD_LENGTH] for each in (*words, *short.get(words[0], ()))) for words in some]
    sought = f"{_IS_AMOUNT}{digits.lstrip('0')}"[:WORD_LENGTH]
    if coded or not (number := _number_query(_folded(text))):
        return [(sought,)]
    return [(number[:WORD_LENGTH], sought)]


def _folded(text: str) -> str:
    return _WEB_PREFIX.sub(" ", fold(text[:_MOST_CHARACTERS]))


def _umlauts(text: str, folded: str) -> Iterator[str]:
    """Müller as mueller, and Mueller as muller."""
    shown = unicodedata.normalize("NFC", text[:_MOST_CHARACTERS]).lower()
    spelt = shown if shown.isascii() else fold(shown.translate(_SPELT_OUT))
    for other in (spelt, _SPELT_OUT_E.sub("", folded)):
        if other != folded:
            tokens = _TOKEN.findall(_SOLID_RUN.sub(" ", other))
            for token in set(tokens) - set(_TOKEN.findall(folded)):
                yield from _token_words(token)
            yield from joined(tokens)


def _words(folded: str) -> Iterator[str]:
    latin = _SOLID_RUN.sub(" ", folded)
    yield from _EMAIL.findall(latin)
    for phone in _PHONE.findall(latin):
        yield from _phone_words(phone)
    tokens = _TOKEN.findall(latin)
    for token in tokens:
        yield from _token_words(token)
    yield from joined(tokens)
    for run in _SOLID_RUN.findall(folded):
        yield from (run[start:] for start in range(len(run)))
    for run in _HAN_RUN.findall(folded):
        yield from spellings(run[:_MOST_SPELT])


def _phone_words(phone: str) -> Iterator[str]:
    """The digits from everywhere on, down to the last four, and the number as it is dialled within its country."""
    digits = re.sub(r"\D", "", phone)
    yield from (digits[start:] for start in range(len(digits) - _SHORTEST_PHONE_SUFFIX + 1))
    if phone.startswith("+"):
        yield f"0{national(digits)}"


@lru_cache(maxsize=SEEN)
def _token_words(token: str) -> tuple[str, ...]:
    """Remembered: the records of a company repeat its towns, its products and the first names of people."""
    parts = _SEPARATORS.split(token)
    found = ["".join(parts[start:]) for start in range(len(parts))]
    if series := _SERIES.fullmatch(parts[-1]):
        found.append(series[2])
    found += _short_numbers(parts)
    found += within(token)
    for part in parts:
        digits = part.lstrip("abcdefghijklmnopqrstuvwxyz")
        if digits.isdecimal():
            zeros = len(digits) - len(digits.lstrip("0"))
            found += (digits[start:] for start in range(1, min(zeros, WORD_LENGTH) + 1))
    return tuple(found)


def _short_numbers(parts: list[str]) -> Iterator[str]:
    """A document's number without the zeros of its counter (ord20263, 20263), and without its year (ord3)."""
    series = _SERIES.fullmatch(parts[-1])
    before = [*parts[:-1], series[1]] if series else parts[:-1]
    counter = series[2] if series else parts[-1]
    if not before or not counter.isdecimal():
        return
    short = counter.lstrip("0")
    if short and short != counter:
        yield from ("".join(before[start:]) + short for start in range(len(before)))
    if short and len(before) > 1 and before[0].isalpha():
        yield before[0] + short


def _without_zeros(folded: str) -> dict[str, tuple[str]]:
    """Of each number of a document that was asked for (ord-2026-003) the same without the zeros of its counter."""
    numbers = (_SEPARATORS.split(each) for each in _TOKEN.findall(folded) if _DOCUMENT_NUMBER.fullmatch(each))
    return {
        "".join(parts): ("".join(parts[:-1]) + parts[-1].lstrip("0"),)
        for parts in numbers
        if parts[-1].startswith("0") and parts[-1].strip("0")
    }


def _query_words(folded: str) -> Iterator[str]:
    yield from _SOLID_RUN.findall(folded)
    latin = _SOLID_RUN.sub(" ", folded)
    yield from _EMAIL.findall(latin)
    for token in _TOKEN.findall(_EMAIL.sub(" ", latin)):
        if _DOCUMENT_NUMBER.fullmatch(token):
            yield _SEPARATORS.sub("", token)
        else:
            yield from _SEPARATORS.split(_SILENT.sub("", token))


def _number_query(folded: str) -> str | None:
    """The digits of a query that is one number: a phone number in any notation, a part of a document number."""
    typed = without_extension(folded.strip())
    if not _NUMBER_QUERY.fullmatch(typed):
        return None
    digits = re.sub(r"\D", "", typed)
    if typed.startswith("+"):
        return national(digits)
    if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE:
        return national(digits[2:]) if digits.startswith("00") else digits
    return None if re.search(r"\s", typed) else digits
