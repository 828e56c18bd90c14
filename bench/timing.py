"""Times of the product and of its floor, taken in turns, and the line of the table that they make."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import NamedTuple


class Cost(NamedTuple):
    """Milliseconds that passed, and those of them that this process computed (0 where others did the work)."""

    took: float
    cpu: float = 0.0


Act = Callable[[], Cost]
"""Does the thing once; what of it counts."""
WARM = 3
"""Rounds that are not counted: the first fill caches and compile templates."""


@dataclass(frozen=True)
class Times:
    """Durations of one thing, in milliseconds."""

    samples: tuple[float, ...]
    cpu: tuple[float, ...] = ()

    @property
    def p50(self) -> float:
        return median(self.samples)

    @property
    def p95(self) -> float:
        return (
            quantiles(self.samples, n=20, method="inclusive")[-1]
            if len(self.samples) > 1
            else self.samples[0]
        )


@dataclass(frozen=True)
class Line:
    """One promise and what was measured. `kept` is None where nothing is promised."""

    board: str
    what: str
    figures: dict[str, float]
    promise: str = ""
    kept: bool | None = None
    database: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        """The product's median over the floor's."""
        floor = self.figures.get("floor p50 ms")
        return self.figures["p50 ms"] / floor if floor else None


def in_turns(acts: Sequence[Act], rounds: int) -> list[Times]:
    """`rounds` times each act, one after the other, so that what else the machine does meets all of them alike."""
    for act in acts:
        for _warm in range(WARM):
            act()
    gc.collect()
    taken: list[list[Cost]] = [[] for _ in acts]
    for _round in range(rounds):
        for act, samples in zip(acts, taken, strict=True):
            samples.append(act())
    return [Times(tuple(each.took for each in costs), tuple(each.cpu for each in costs)) for costs in taken]


def compared(product: Times, floor: Times) -> dict[str, float]:
    """The figures of a comparison."""
    return {
        "p50 ms": product.p50,
        "p95 ms": product.p95,
        "floor p50 ms": floor.p50,
        "floor p95 ms": floor.p95,
        "ratio": product.p50 / floor.p50,
        "ratio p95": product.p95 / floor.p95,
        "ratio of CPU": median(product.cpu) / max(median(floor.cpu), 0.001),
        "CPU p50 ms": median(product.cpu),
        "rounds": len(product.samples),
    }
