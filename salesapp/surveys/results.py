"""What came out of a survey: each question counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from salesapp.surveys.kinds import SCALE


@dataclass(frozen=True)
class Asked:
    """A question as it is counted: its answers are (value, words); free text has none."""

    key: str
    text: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Given:
    """What one person answered, by question; `who` is empty where nobody may know."""

    answers: Mapping[str, Any]
    who: str = ""


@dataclass(frozen=True)
class Tally:
    """One answer and how many gave it."""

    words: str
    count: int
    share: Decimal
    """Percent of those who answered the question."""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A question with its answers counted, and what was written."""

    text: str
    answered: int
    tallies: list[Tally] = field(default_factory=list)
    average: Decimal | None = None
    """Of a scale, to one place."""
    texts: list[tuple[str, str]] = field(default_factory=list)
    """What was written, with who wrote it; in an order that says nothing of who they are."""


def outcomes(asked: Iterable[Asked], given: Sequence[Given]) -> list[Outcome]:
    """The questions in their order, counted."""
    return [_outcome(each, given) for each in asked]


def _outcome(asked: Asked, given: Sequence[Given]) -> Outcome:
    said = [(str(each.answers[asked.key]), each.who) for each in given if each.answers.get(asked.key)]
    if not asked.answers:
        return Outcome(asked.text, len(said), texts=sorted(said, key=lambda pair: pair[0].casefold()))
    tallies = []
    for value, words in asked.answers:
        people = sorted(who for what, who in said if what == value)
        count = len(people)
        tallies.append(Tally(words, count, _share(count, len(said)), tuple(each for each in people if each)))
    return Outcome(asked.text, len(said), tallies, _average(asked, [what for what, _who in said]))


def _share(count: int, whole: int) -> Decimal:
    if not whole:
        return Decimal(0)
    return (Decimal(count) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)


def _average(asked: Asked, said: Sequence[str]) -> Decimal | None:
    if tuple(value for value, _words in asked.answers) != SCALE or not said:
        return None
    return (Decimal(sum(map(int, said))) / len(said)).quantize(Decimal("0.1"), ROUND_HALF_UP)
