"""Typos: the spellings one edit away from a word (a letter wrong, missing, too many, or two swapped) that records have.

They are looked up in the same index as beginnings of words, all in one statement, and only when nothing was found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from sqlalchemy import JSON, ColumnElement, Select, bindparam, cast, exists, func, or_, select

from salesapp.core.db import db
from salesapp.search.models import SearchWord

SHORTEST = 5
"""Shorter words are one edit away from too many others."""
SHORTEST_HALF = 4
MOST_CUTS = 3
MOST_WORDS = 3
MOST_SPELLINGS = 12
LAST = chr(0x10FFFF)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"

Asked = tuple[str, ...]


def forgiving(asked: Sequence[Asked], keys: tuple[str, ...]) -> list[Asked] | None:
    """What was asked for with the spellings nearby of what no record has; None where there are none."""
    words = [each[0] for each in asked if len(each[0]) >= SHORTEST and each[0].isalpha()]
    there = set(_beginning(words, keys))
    wrong = [each for each in words if each not in there] or words
    near = {word: _near(word, keys) for word in wrong[:MOST_WORDS]}
    if not any(near.values()):
        return None
    return [(*each, *near.get(each[0], ())) for each in asked]


def divided(asked: Sequence[Asked], keys: tuple[str, ...]) -> Iterator[list[Asked]]:
    """The same where a long word is two words of the records: veracruz is vera and cruz."""
    words = [each[0] for each in asked if len(each[0]) >= 2 * SHORTEST_HALF and each[0].isalpha()][
        :MOST_WORDS
    ]
    cuts = [
        (word, word[:place], word[place:])
        for word in words
        for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    ]
    there = set(_beginning([half for _word, *halves in cuts for half in halves], keys))
    both = ((word, head, tail) for word, head, tail in cuts if {head, tail} <= there)
    for word, head, tail in islice(both, MOST_CUTS):
        rest = [each for each in asked if each[0] != word]
        yield [(head,), (tail,), *rest]


def _near(word: str, keys: tuple[str, ...]) -> list[str]:
    letters = next((each for each in (_LATIN, _CYRILLIC, _GREEK) if set(word) <= set(each)), None)
    if letters is None:
        return []
    spellings = list(dict.fromkeys(each for each in _edits(word, letters) if each != word))
    there = set(_beginning(spellings, keys))
    return list(islice((each for each in spellings if each in there), MOST_SPELLINGS))


def _edits(word: str, letters: str) -> Iterator[str]:
    """The likeliest slips first."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in cuts if len(tail) > 1)
    yield from (f"{head}{letter}{tail}" for head, tail in cuts for letter in letters)
    yield from (f"{head}{letter}{tail[1:]}" for head, tail in cuts if tail for letter in letters)
    yield from (f"{head}{tail[1:]}" for head, tail in cuts if tail)


def _beginning(spellings: list[str], keys: tuple[str, ...]) -> list[str]:
    """Those of the spellings that begin a word of some record."""
    if not spellings or not keys:
        return []
    asking = {"unscoped": "which spellings there are; whose records have them is asked of each type"}
    values = {"spellings": json.dumps(spellings)}
    return list(db.session.scalars(_asking(db.engine.dialect.name, keys), values, execution_options=asking))


@lru_cache(maxsize=32)
def _asking(dialect: str, keys: tuple[str, ...]) -> Select[tuple[str]]:
    listed: ColumnElement[str] = bindparam("spellings")
    spelling: ColumnElement[str]
    if dialect == "postgresql":
        spelling = func.json_array_elements_text(cast(listed, JSON)).column_valued("spelling")
    else:
        spelling = func.json_each(listed).table_valued("value", name="spelling").c.value
    return select(spelling).where(or_(*(_has(key, spelling) for key in keys)))


def _has(key: str, spelling: ColumnElement[str]) -> ColumnElement[bool]:
    begins = SearchWord.word >= spelling, SearchWord.word < spelling.concat(LAST)
    return exists().where(SearchWord.record_type == key, *begins)
