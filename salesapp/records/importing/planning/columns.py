"""Which column belongs to which field, guessed from the headings and left for a person to confirm."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from salesapp.records.importing.planning.european_heading_words import (
    EUROPEAN_KIND_WORDS,
    EUROPEAN_NAME_WORDS,
)
from salesapp.records.importing.planning.heading_words import KIND_WORDS, NAME_WORDS
from salesapp.records.importing.planning.program_heading_words import PROGRAM_NAME_WORDS

SURE = 100
EXACT = 99.01
"""Where a guess is not shown to anybody before it is followed, only headings that are the same will do."""
ENOUGH = 86
SHORTEST = 4
LESS_SURE = 0.5
OF_WORK = re.compile(r"^(?:address 1|primary address|地址 1) | geschäftlich$")
"""Which of several addresses or numbers it is: the first, and that of work."""
DO_NOT_MODIFY = re.compile(r"\s*[(（](?:do not modify|nicht ändern|请勿修改)[)）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A field as the guess sees it: its name, kind, and everything it is called (labels in all languages, synonyms)."""

    name: str
    kind: str
    names: tuple[str, ...] = ()


def guess_columns(
    columns: Sequence[str], targets: Sequence[Target], least: float = ENOUGH, called: Iterable[str] = ()
) -> dict[str, str]:
    """Column to field name, for the columns that look like one; each field is given to the column most like it.

    `called` is what the record itself is called: `Deal owner` and `Deal - Owner` are the owner of a deal.
    """
    prefixes = sorted({words(each) for each in called if words(each)}, key=len, reverse=True)
    known = spoken_for(targets)
    names = [
        (words(name), rank, place)
        for rank, target in enumerate(known)
        for place, name in enumerate(target.names)
    ]
    scored = sorted(
        (-score, place, rank, column, known[rank].name)
        for place, column in enumerate(columns)
        for rank, score in best_likenesses(said(column, prefixes), names, prefixes).items()
        if score >= least
    )
    guessed: dict[str, str] = {}
    for _score, _place, _rank, column, name in scored:
        if column not in guessed and name not in guessed.values():
            guessed[column] = name
    return guessed


def spoken_for(targets: Sequence[Target]) -> list[Target]:
    """The targets with the general words added: by name, and to the first of each kind."""
    seen: set[str] = set()
    result = []
    for target in targets:
        by_name = (NAME_WORDS, EUROPEAN_NAME_WORDS, PROGRAM_NAME_WORDS)
        general = tuple(word for each in by_name for word in each.get(target.name, ()))
        if target.kind not in seen and target.name not in NAME_WORDS:
            general += KIND_WORDS.get(target.kind, ()) + EUROPEAN_KIND_WORDS.get(target.kind, ())
            seen.add(target.kind)
        # A file's own `id` is the number of another system's record, never ours.
        own = () if target.name == "id" else (target.name,)
        result.append(Target(target.name, target.kind, (*own, *target.names, *general)))
    return result


def best_likenesses(
    heading: str, names: Sequence[tuple[str, int, int]], prefixes: Sequence[str]
) -> dict[int, float]:
    """The same with and without the word for the record in front."""
    found = likenesses(heading, names)
    for bare in {without(heading, prefixes), OF_WORK.sub("", heading)} - {"", heading}:
        for rank, score in likenesses(bare, names).items():
            found[rank] = max(found.get(rank, 0.0), score - LESS_SURE)
    return found


def said(column: str, prefixes: Sequence[str]) -> str:
    """The heading in words; `(Do Not Modify) Account` of Dynamics is the number of the record."""
    heading = words(column)
    if not DO_NOT_MODIFY.match(column):
        return heading
    return "external id" if heading in prefixes else ""


def without(heading: str, prefixes: Sequence[str]) -> str:
    """The heading without the word for the record, also said twice: `Deal - Deal created`."""
    for prefix in prefixes:
        rest = heading
        while rest.startswith(prefix):
            shorter = rest.removeprefix(prefix)
            if prefix.isascii() and shorter and not shorter.startswith(" "):
                break
            rest = shorter.strip()
        if rest != heading:
            return rest
    return heading


def likenesses(heading: str, names: Sequence[tuple[str, int, int]]) -> dict[int, float]:
    """Rank of a field → 0 to 100, how much the heading is like any of its names (name, rank, place among its own).

    A field's own names win over the general words; headings of a few letters must be the same to count.
    """
    best: dict[int, float] = {}
    for found, (name, rank, place) in zip(
        ratios(heading, [each for each, _rank, _place in names]), names, strict=True
    ):
        score = SURE if heading == name else min(found, SURE - 1)
        if score:
            best[rank] = max(best.get(rank, 0.0), score - place * 0.01)
    return best


def ratios(heading: str, names: Sequence[str]) -> list[float]:
    """How alike the heading and each name are as they stand or by their words in order; 0 where hardly at all."""
    found = [0.0] * len(names)
    if len(heading) < SHORTEST:
        return found
    for one, others in ((heading, names), (in_order(heading), [in_order(each) for each in names])):
        alike = process.extract(
            one, others, scorer=fuzz.ratio, processor=None, score_cutoff=ENOUGH, limit=None
        )
        for _name, score, place in alike:
            if len(names[place]) >= SHORTEST:
                found[place] = max(found[place], score)
    return found


@lru_cache(maxsize=20_000)
def in_order(heading: str) -> str:
    """The words of a heading by the alphabet: `name of account` is nearly `account name`."""
    return " ".join(sorted(heading.split()))


@lru_cache(maxsize=20_000)
def words(heading: str) -> str:
    """A heading as words in lower case: `AccountName`, `account_name` and `Account name*` are the same."""
    text = unicodedata.normalize("NFKC", heading)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    text = re.sub(r"\(.*?\)|（.*?）", " ", text)
    text = re.sub(r"[^\w\s]|_", " ", text.casefold())
    return " ".join(text.split())


def unmatched(columns: Iterable[str], guessed: Mapping[str, str]) -> list[str]:
    """The columns nobody claimed."""
    return [column for column in columns if column not in guessed]
