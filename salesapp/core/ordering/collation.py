"""How texts are compared by people: without regard to case and accents, Chinese in the order of its pinyin.

Both databases compare bytes and know neither. What a column is looked through by (`Folded`) is computed by them, what
lists are sorted by (`sort_key`) is kept beside the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import String, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

_RANGES = ((0x00C0, 0x0250), (0x0370, 0x0530), (0x1E00, 0x2000), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
"""Latin with its additions, Greek, Cyrillic, Latin and Greek with further accents, full-width Latin."""
_MARKS = "".join(map(chr, range(0x0300, 0x0370)))
_SPELT_OUT = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
_CROSSED = dict(zip("øØłŁđĐðÐıİħĦŧŦςΣ", "oollddddiihhttσσ", strict=True))


def _bare(letter: str) -> str:
    """The letter in lower case without its accents."""
    if letter in _CROSSED:
        return _CROSSED[letter]
    decomposed = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(_CROSSED.get(each, each) for each in decomposed if not unicodedata.combining(each))


_BARE = {letter: _bare(letter) for letter in map(chr, chain(*(range(*each) for each in _RANGES)))}
_SPELT_OUT |= {letter: _SPELT_OUT[bare] for letter, bare in _BARE.items() if bare in _SPELT_OUT}
_LETTERS = {
    letter: bare
    for letter, bare in _BARE.items()
    if letter not in _SPELT_OUT and len(bare) == 1 and bare != letter
}
_FOLDS = str.maketrans(
    {chr(upper): chr(upper + 32) for upper in range(65, 91)}
    | _LETTERS
    | _SPELT_OUT
    | dict.fromkeys(_MARKS, "")
)


def folded(text: str) -> str:
    """The text as it is looked for: `MÜLLER`, `müller` and `Muller` are one."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


class Folded(GenericFunction[str]):
    """The same of a column, letter for letter: `func.folded(column)`.

    Postgres has no letters beyond ASCII in a database with the locale C, so they are named one by one.
    """

    type = String()
    name = "folded"
    inherit_cache = True


@compiles(Folded, "postgresql")
def _folded_on_postgres(element: Folded, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    there, here = "".join(_LETTERS) + _MARKS, "".join(_LETTERS.values())
    low = f'lower({text} COLLATE "C")'  # ASCII alone: what other locales know of letters differs
    wide = f"translate({low}, '{there}', '{here}')"
    for letter, spelt in _SPELT_OUT.items():
        wide = f"replace({wide}, '{letter}', '{spelt}')"
    return f"CASE WHEN octet_length({text}) = length({text}) THEN {low} ELSE {wide} END"


def contains(column: Any, typed: str) -> Any:
    """Whether the column's text holds what somebody typed, in any case, with accents or without."""
    return func.folded(column).contains(folded(typed), autoescape=True)


# --- The order of lists -------------------------------------------------------------------------

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+")
AFTER_LETTERS = "\ue000"
"""Stands before each Chinese character, so that they follow every alphabet."""
MOST_CHARACTERS = 80
"""So many are compared; with all that Chinese takes, an index still holds them."""


def sort_key(text: str | None) -> str | None:
    """What a list of texts is sorted by, byte by byte: `apfel`, `Ärzte`, `Banane`, …, 安九, 李四, 张三."""
    if text is None:
        return None
    plain = folded(unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]))[: 2 * MOST_CHARACTERS]
    words = " ".join("".join(each if each.isalnum() else " " for each in plain).split())
    return words if words.isascii() else HAN.sub(lambda run: _by_pinyin(run[0]), words)


def _by_pinyin(run: str) -> str:
    """Syllable, tone and the character itself, of each in turn; read as its phrase has it (重庆 is chong qing)."""
    from pypinyin.seg import mmseg  # the dictionaries take 55 MB: read with the first Chinese text

    return "".join(map(_phrase_by_pinyin, mmseg.seg.cut(run)))


@lru_cache(maxsize=50_000)
def _phrase_by_pinyin(phrase: str) -> str:
    from pypinyin import Style, pinyin

    readings = [found[0] for found in pinyin(phrase, style=Style.TONE3, neutral_tone_with_five=True)]
    if len(readings) != len(phrase):  # characters without a reading come as one
        readings = [""] * len(phrase)
    return "".join(
        AFTER_LETTERS + reading + character for reading, character in zip(readings, phrase, strict=True)
    )
