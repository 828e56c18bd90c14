"""How Chinese is spelt in Latin letters by people who look for it: syllables, and their initials.

The dictionaries take 55 MB, so a process reads them when it meets the first Chinese text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

# Characters that are read differently when they are a surname.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "翟": "zhai",
    "乐": "yue", "盖": "ge", "覃": "qin", "缪": "miao", "种": "chong", "员": "yun", "秘": "bi", "冼": "xian",
    "黑": "he", "繁": "po", "祭": "zhai", "召": "shao", "折": "she", "洗": "xian", "尉": "wei", "任": "ren",
    "薄": "bo", "能": "nai", "都": "du", "句": "gou", "牟": "mu", "谌": "chen", "柏": "bai", "贾": "jia", "隗": "wei",
    "郗": "xi", "佴": "nai", "逄": "pang", "盛": "sheng", "车": "che", "藏": "zang", "葛": "ge", "宁": "ning",
    "单于": "chan yu", "长孙": "zhang sun", "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai",
}  # fmt: skip
_LONGEST_NAME = 4


def syllables(run: str) -> list[str]:
    """One syllable per character as its phrase has it (重庆 is chong qing); "" for a character without a reading."""
    from pypinyin.seg import mmseg

    return [syllable for phrase in mmseg.seg.cut(run) for syllable in _of_phrase(phrase)]


def spellings(run: str) -> Iterator[str]:
    """Pinyin and initials from every character of the run to its end: shanghai, sh, hai, h."""
    for reading in readings(run):
        for start in range(len(reading)):
            yield "".join(reading[start:])
            yield "".join(syllable[:1] for syllable in reading[start:])


def readings(run: str) -> Iterator[list[str]]:
    """The common reading, the one as a surname, and ü as people and passports write it: lv, lu, lyu."""
    found = [syllables(run)]
    if len(run) <= _LONGEST_NAME:
        found += _as_surname(run, found[0])
    for reading in found:
        yield reading
        if any("v" in syllable for syllable in reading):
            yield from ([syllable.replace("v", vowel) for syllable in reading] for vowel in ("u", "yu"))


def _as_surname(run: str, common: list[str]) -> Iterator[list[str]]:
    for length in (2, 1):
        if surname := _SURNAMES.get(run[:length]):
            reading = surname.split() + common[length:]
            if reading != common:
                yield reading
            return


@lru_cache(maxsize=50_000)
def _of_phrase(phrase: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(syllable if syllable.isascii() else "" for syllable in lazy_pinyin(phrase))
