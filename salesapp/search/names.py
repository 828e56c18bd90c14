"""Names that one writes together and another apart: De Vries and Devries, O'Neil and ONeil, McDonald and Mac Donald.

A record is found by its particles joined to what follows, and by what follows a particle written together with it. A
query may stand for its words as they are or joined to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# fmt: off
_PARTICLES = frozenset((
    "de", "der", "den", "des", "del", "della", "delle", "dei", "degli", "di", "da", "das", "do", "dos", "du",
    "la", "le", "lo", "les", "las", "los", "van", "vander", "vanden", "ver", "von", "vom", "zu", "zum", "zur",
    "ten", "ter", "te", "tot", "op", "mc", "mac", "o", "d", "l", "st", "saint", "sankt", "san", "santa", "sao",
    "ste", "sainte", "al", "el", "ul", "bin", "ibn", "ben", "abu", "bint", "fitz", "ap", "af", "av",
))
# fmt: on
_HUMP = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_SEPARATORS = re.compile(r"[-_/.&+'’·]+")
_SAINTS = {
    "st": ("saint", "sankt"),
    "saint": ("st",),
    "sankt": ("st",),
    "ste": ("sainte",),
    "sainte": ("ste",),
}
_SCOTS = re.compile(r"(mac|mc)(?=[a-z]{3}|$)")
_LONGEST_CHAIN = 3


def joined(tokens: Sequence[str]) -> Iterator[str]:
    """Particles and what follows them as one word: van den berg is vandenberg and denberg too; st berg, saintberg.

    `tokens` are folded, in the order of the text.
    """
    for place, token in enumerate(tokens[:-1]):
        if token not in _PARTICLES:
            continue
        chain = token
        for following in tokens[place + 1 : place + 1 + _LONGEST_CHAIN]:
            chain += _SEPARATORS.sub("", following)
            if following not in _PARTICLES:
                break
        yield chain
        for other in _SAINTS.get(token, ()):
            yield other
            yield other + chain.removeprefix(token)


def within(token: str) -> Iterator[str]:
    """The parts of a folded token with hyphens that are a particle and its name: saint-gobain is st and stgobain."""
    yield from joined(_SEPARATORS.split(token))


def apart(text: str) -> Iterator[str]:
    """What follows a particle in a word of its own capital, as it was typed: Vries of DeVries, Donald of McDonald."""
    for word in text.split():
        parts = _HUMP.split(word)
        for place in range(1, len(parts)):
            if "".join(parts[:place]).lower() in _PARTICLES:
                yield "".join(parts[place:])


def written_otherwise(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each word that was asked for with what may stand for it: joined to the word or the particles before it."""
    found = []
    for place, word in enumerate(words):
        some = [word]
        if word.isalpha():
            chain = word
            for before in reversed(words[max(0, place - _LONGEST_CHAIN) : place]):
                if not before.isalpha() or (len(some) > 1 and before not in _PARTICLES):
                    break
                chain = before + chain
                some.append(chain)
            scots = [(each, match) for each in some if (match := _SCOTS.match(each))]
            some += [("mc" if match[1] == "mac" else "mac") + each[match.end() :] for each, match in scots]
        found.append(tuple(some))
    return found
