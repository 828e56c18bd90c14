"""Whether two customers are the same: keys that must be equal, names that may be alike, and keys to find candidates.

Scores run from 0 to 100. 100 is the same name once legal form, case, accents and punctuation are gone; from about 80
on a person should look; below 70 it is somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import fuzz

from salesapp.customers.duplicates.company_names import core_words, distinctive_words
from salesapp.search.pinyin import readings
from salesapp.search.words import HAN, fold

MOST_KEYS = 24
SEEN = 4096
"""Names remembered: a row of an import is looked at before it is written, and again when its keys are."""

_HAN = re.compile(f"[{HAN}]")
_NAME_WORD = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])[^\W_])+")
_NUMBER = re.compile(r"\d+")
_CONTAINED = 0.85  # the same name with more or less around it
_OTHER_NUMBER = 60
_INITIAL_FITS = 90
_ROMANISED = 0.9
_MOST_SPELLINGS = 24
_SOUNDS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")


def canonical_email(text: str) -> str | None:
    """The one spelling of an e-mail address: folded, without a name or mailto:, its domain in Unicode.

    None for what is no address.
    """
    address = fold(text).strip()
    if framed := re.search(r"<([^<>]*)>", address):
        address = framed[1]
    local, _, domain = address.removeprefix("mailto:").strip().rpartition("@")
    domain = _unicode_domain(domain.rstrip("."))
    return None if not local or not domain or re.search(r"[\s@]", local + domain) else f"{local}@{domain}"


def company_similarity(a: str, b: str) -> int:
    """How alike two company names are, whatever their legal forms: `Acme Corp.` and `ACME Corporation` are 100."""
    one, other = core_words(a), core_words(b)
    score = max(
        fuzz.token_sort_ratio(" ".join(one), " ".join(other)),
        fuzz.ratio("".join(one), "".join(other)),
        _CONTAINED
        * fuzz.token_set_ratio(" ".join(distinctive_words(one)), " ".join(distinctive_words(other))),
    )
    if sorted(_NUMBER.findall("".join(one))) != sorted(_NUMBER.findall("".join(other))):
        score = min(score, _OTHER_NUMBER)
    return round(score) if one and other else 0


def person_similarity(a: str, b: str) -> int:
    """How alike two names of people are, given name first or last; `Zhang Wei` and 张伟 are 90.

    Chinese is compared by every way in which it is read and spelt: Lyu Bu and Lu Bu are 吕布.
    """
    one, other = list(_name_words(a)), list(_name_words(b))
    if not one or not other:
        return 0
    if _is_han(one) != _is_han(other):
        pairs = product(_romanised(one), _romanised(other))
        return round(_ROMANISED * max(_in_either_order(*pair) for pair in pairs))
    if _is_han(one):
        return round(_in_either_order(one, other))
    score = max(fuzz.token_sort_ratio(" ".join(one), " ".join(other)), _in_either_order(one, other))
    return round(max(score, _INITIAL_FITS) if _initials_fit(one, other) else score)


@lru_cache(maxsize=SEEN)
def _name_words(name: str) -> tuple[str, ...]:
    """Folded; remembered, since a row of an import is compared with everybody who shares a piece of its name."""
    return tuple(_NAME_WORD.findall(fold(name)))


@lru_cache(maxsize=SEEN)
def blocking_keys(name: str) -> frozenset[str]:
    """Keys of a company's name, at most `MOST_KEYS`: names that may be the same share at least one.

    Beginnings and sounds (`~s53` for Schmidt and Schmitt) of the rarer Latin words, pairs of the rarer Chinese
    characters. Meant for an indexed table of keys, so that a name is compared with few of many customers.
    """
    words = core_words(name)
    rare = distinctive_words(words)
    squeezed = "".join(words)
    keys = (key for word in rare for key in _word_keys(word))
    whole = [] if _HAN.search(squeezed) or not squeezed else [squeezed[:5]]
    return frozenset(islice([*whole, *dict.fromkeys(keys)], MOST_KEYS))


def _word_keys(word: str) -> Iterator[str]:
    if _HAN.search(word):
        yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
        return
    yield word[:4]
    if len(word) > 3 and word.isascii() and word.isalpha():
        yield f"~{_sound(word)}"


def _sound(word: str) -> str:
    """First letter and the classes of the following consonants, so that usual misspellings come out the same."""
    classes = re.sub(r"(.)\1+", r"\1", word.translate(_SOUNDS))
    return word[0] + re.sub(r"\D", "", classes[1:])[:3]


def _is_han(words: list[str]) -> bool:
    return any(_HAN.search(word) for word in words)


def _romanised(words: list[str]) -> list[list[str]]:
    """The name in every Latin spelling."""
    spelt = (_spelt(word) if _HAN.search(word) else [word] for word in words)
    return [list(each) for each in islice(product(*spelt), _MOST_SPELLINGS)]


def _spelt(run: str) -> list[str]:
    return list(dict.fromkeys("".join(reading) for reading in readings(run)))


def _in_either_order(one: list[str], other: list[str]) -> float:
    ahead, back = "".join(one), "".join(reversed(one))
    return max(
        fuzz.ratio(ahead, "".join(other)),
        fuzz.ratio(ahead, "".join(reversed(other))),
        fuzz.ratio(back, "".join(other)),
    )


def _initials_fit(one: list[str], other: list[str]) -> bool:
    """Each word equals its counterpart, or is its initial: A. Schmidt, Anna Schmidt."""
    pairs = list(zip(sorted(one), sorted(other), strict=False))
    same = sum(x == y for x, y in pairs)
    fits = all(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in pairs)
    return len(one) == len(other) and same > 0 and fits


def _unicode_domain(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
