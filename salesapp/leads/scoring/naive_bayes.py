"""What closed leads teach about open ones: a naive Bayes classifier over a few plain features. Pure.

Each value of a feature weighs the log-odds of becoming a customer among the leads that had it, less those of all leads;
a few imagined average leads are added to each (`IMAGINED`), so that a value seen twice proves little.

Features overlap (who leaves a phone number leaves the name of a company too), and naive Bayes counts such evidence
double. So all weights are damped by one factor, the one between 0 and 1 that foretells best on leads left out (five
folds, log loss). Damped to 0 only the base rate is left.

How good it is, is measured on the newest fifth, of which neither weights nor factor have seen anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, log
from operator import itemgetter
from typing import Any

Features = Mapping[str, str]
Example = tuple[Features, bool]
"""A closed lead and whether it became a customer."""

FOLDS = 5
HELD_OUT = 5
"""One in so many, the newest, is only for measuring."""
STEPS = 10
IMAGINED = 5
LOUD = 0.1
"""What weighs less is not worth a word."""


@dataclass(frozen=True)
class Model:
    """How often each value of each feature was there, (won, lost), and how much of what that says is believed."""

    won: int
    lost: int
    counts: Mapping[str, Mapping[str, Sequence[int]]]
    damping: float = 1.0

    @property
    def base(self) -> float:
        """The share of all leads that became customers; never quite none and never quite all."""
        return (self.won + 1) / (self.won + self.lost + 2)

    def weight(self, feature: str, value: str) -> float:
        """What the value says for (above 0) or against it; 0 for one that was never seen."""
        won, lost = self.counts.get(feature, {}).get(value, (0, 0))
        odds = (won + IMAGINED * self.base) / (lost + IMAGINED * (1 - self.base))
        return self.damping * (log(odds) - _logit(self.base))

    def weights(self) -> dict[tuple[str, str], float]:
        """What every value that was seen weighs."""
        return {(name, value): self.weight(name, value) for name, of in self.counts.items() for value in of}

    def chance(self, features: Features) -> float:
        """How probable it is that a lead with these features becomes a customer, between 0 and 1."""
        evidence = sum(self.weight(name, value) for name, value in features.items())
        return _sigmoid(_logit(self.base) + evidence)

    def reasons(self, features: Features) -> list[tuple[str, str, float]]:
        """(feature, value, weight) of all that is worth a word, the weightiest first."""
        found = [(name, value, self.weight(name, value)) for name, value in features.items()]
        return sorted((each for each in found if abs(each[2]) >= LOUD), key=lambda each: -abs(each[2]))

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        counts = {name: {value: list(pair) for value, pair in of.items()} for name, of in self.counts.items()}
        return {"won": self.won, "lost": self.lost, "counts": counts, "damping": self.damping}


@dataclass(frozen=True)
class Accuracy:
    """How well the newest leads were foretold, beside always saying what was more frequent before them.

    Shares are between 0 and 1. `ranking`: of a customer and another, how often the customer had the higher chance (0.5
    is guessing). `error` and `base_error`: mean squared error of the chances (Brier) beside that of the base rate.
    """

    tested: int
    right: float
    base_right: float
    ranking: float
    error: float
    base_error: float

    @property
    def is_useful(self) -> bool:
        """Whether it knows more than the base rate."""
        return self.error < self.base_error and self.ranking > 0.5


def learn(examples: Sequence[Example]) -> tuple[Model, Accuracy]:
    """The model of all closed leads (the oldest first), and how one of the older ones foretold the newest."""
    held_out = len(examples) // HELD_OUT
    older, newest = examples[: len(examples) - held_out], examples[len(examples) - held_out :]
    return damped(examples), measured(damped(older), newest)


def counted(examples: Sequence[Example]) -> Model:
    """The undamped model."""
    counts: dict[str, dict[str, list[int]]] = {}
    for features, won in examples:
        for name, value in features.items():
            pair = counts.setdefault(name, {}).setdefault(value, [0, 0])
            pair[0 if won else 1] += 1
    wins = sum(won for _features, won in examples)
    return Model(wins, len(examples) - wins, counts)


def damped(examples: Sequence[Example]) -> Model:
    """The model with the damping that does best on folds it has not seen."""
    folds = [examples[place::FOLDS] for place in range(FOLDS)]
    evidence = []
    for place, fold in enumerate(folds):
        rest = counted([each for other, of in enumerate(folds) if other != place for each in of])
        base, said = _logit(rest.base), rest.weights()
        evidence += [
            (base, sum(said.get(each, 0.0) for each in features.items()), won) for features, won in fold
        ]
    best = min(range(STEPS + 1), key=lambda step: _loss(evidence, step / STEPS))
    whole = counted(examples)
    return Model(whole.won, whole.lost, whole.counts, best / STEPS)


def _loss(evidence: Sequence[tuple[float, float, bool]], damping: float) -> float:
    """The log loss of all folds."""
    loss = 0.0
    for base, said, won in evidence:
        chance = _sigmoid(base + damping * said)
        loss -= log(max(chance if won else 1 - chance, 1e-12))
    return loss


def measured(model: Model, newest: Sequence[Example]) -> Accuracy:
    """How the model foretells leads it has not seen."""
    foretold = [(model.chance(features), won) for features, won in newest]
    base = model.base
    tested = len(foretold) or 1
    return Accuracy(
        len(foretold),
        sum((chance >= 0.5) == won for chance, won in foretold) / tested,
        sum((base >= 0.5) == won for _chance, won in foretold) / tested,
        ranking(foretold),
        sum((chance - won) ** 2 for chance, won in foretold) / tested,
        sum((base - won) ** 2 for _chance, won in foretold) / tested,
    )


def ranking(foretold: Sequence[tuple[float, bool]]) -> float:
    """Of all pairs of a customer and another the share in which the customer has the higher chance; ties count half."""
    right, won, lost = 0.0, 0, 0
    for _chance, same in groupby(sorted(foretold), key=itemgetter(0)):
        outcomes = [each for _same, each in same]
        wins = sum(outcomes)
        right += wins * (lost + (len(outcomes) - wins) / 2)
        won, lost = won + wins, lost + len(outcomes) - wins
    return right / (won * lost) if won and lost else 0.5


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit >= 0 else exp(logit) / (1 + exp(logit))
