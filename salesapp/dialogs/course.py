"""The way through a dialog: which question comes after which answer. Plain numbers, no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

END = 0
"""Instead of a question's id: nothing more is asked."""


@dataclass(frozen=True)
class Course:
    """The questions that were asked on the way, and the one that waits for its answer; None when all is said."""

    asked: tuple[int, ...]
    waiting: int | None

    @property
    def is_through(self) -> bool:
        """Whether the last question of the way is answered."""
        return self.waiting is None


def course(
    order: Sequence[int], jumps: Mapping[tuple[int, int], int], given: Mapping[int, int | None]
) -> Course:
    """The way that the given answers take.

    `order` holds the questions' ids, `jumps` says for (question, answer) which question comes instead of the next one
    (`END`: none), and `given` holds the answer's id for each answered question, None for one in own words. A jump only
    ever leads forward, so every way ends.
    """
    places = {key: place for place, key in enumerate(order)}
    asked: list[int] = []
    at = 0
    while at < len(order):
        question = order[at]
        if question not in given:
            return Course(tuple(asked), question)
        asked.append(question)
        at = _after(at, jumps.get((question, given[question] or END)), places)
    return Course(tuple(asked), None)


def _after(at: int, target: int | None, places: Mapping[int, int]) -> int:
    if target == END:
        return len(places)
    return max(at + 1, places.get(target, 0)) if target is not None else at + 1
