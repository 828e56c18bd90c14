"""Predicting the end of a period from past opportunities.

Pure: days are ordinals, amounts minor units, chances in 1/10,000.

Whoever stood in a stage for so many days either was won within the days that are left, or was not. Those rates, by
stage and age, are drawn for each open opportunity, two thousand times with the same dice. What
was opened and won within the
last days of past periods is drawn as well. Nothing is known of a day that was learned after it, so that the same can be
tried on past periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt
from random import Random

CERTAIN = 10_000
AGES = (0, 7, 14, 30, 60, 120)
"""Days in a stage at which an opportunity is looked at; each of these ages has its own rate."""
PRIOR = 5
"""So many opportunities at the stage's own rate are added to each age, so that three deals are no law."""
LEAST = 60
"""Fewer closed opportunities teach nothing."""
RUNS, SEED, SINGLY = 2_000, 20_26, 300
"""How often it is drawn, by which dice, and how many of the largest are drawn one by one."""


@dataclass(frozen=True)
class Stay:
    """A time in a stage; `left` is None while it lasts."""

    stage: int
    entered: int
    left: int | None


@dataclass(frozen=True)
class Deal:
    """An opportunity and its way; `worth` is the actual amount of what was won, else the estimate."""

    opened: int
    closed: int | None
    won: bool
    worth: int
    stays: tuple[Stay, ...] = ()
    counts: bool = True
    """Whether it is one of those whose sum is predicted; the others only teach."""

    def is_open(self, day: int) -> bool:
        """Whether it was open in the evening of that day."""
        return self.opened <= day and (self.closed is None or self.closed > day)

    def won_within(self, first: int, last: int) -> bool:
        """Whether it was won from one day to the other."""
        return self.won and self.closed is not None and first <= self.closed <= last


@dataclass(frozen=True)
class Span:
    """A period: its first and last day."""

    first: int
    last: int


@dataclass(frozen=True)
class Outcome:
    """Eight of ten outcomes lie between `low` and `high`, half of them below `middle`."""

    low: int
    middle: int
    high: int
    closed: int
    """What is won already."""
    learned: int
    """How many closed opportunities it comes from."""


@dataclass(frozen=True)
class Trial:
    """What would have been predicted in a past period on the same day, and what came."""

    outcome: Outcome
    actual: int

    @property
    def hit(self) -> bool:
        """Whether what came was in the interval."""
        return self.outcome.low <= self.actual <= self.outcome.high

    @property
    def error(self) -> int | None:
        """By how many percent the middle was off; None where nothing came."""
        return None if not self.actual else abs(self.outcome.middle - self.actual) * 100 // self.actual


@dataclass
class Count:
    """Of so many, so many were won in time."""

    won: int = 0
    seen: int = 0


class Rates:
    """How often an opportunity of a stage and an age is won within so many days, as known on `today`."""

    def __init__(self, deals: Iterable[Deal], today: int, days: int) -> None:
        self.by_age: dict[tuple[int, int], Count] = {}
        self.by_stage: dict[int, Count] = {}
        self.all = Count()
        for deal in deals:
            for stay in deal.stays:
                self._learn(deal, stay, today, days)

    def _learn(self, deal: Deal, stay: Stay, today: int, days: int) -> None:
        end = min(each for each in (stay.left, deal.closed, today + 1) if each is not None)
        for age, least in enumerate(AGES):
            moment = stay.entered + least
            if moment >= end and not (least == 0 and moment == end):
                return
            if moment + days > today:
                return  # those closed early would count without those of the same days that are still open
            won = deal.won_within(moment, moment + days)
            for count in (
                self.by_age.setdefault((stay.stage, age), Count()),
                self.by_stage.setdefault(stay.stage, Count()),
                self.all,
            ):
                count.seen, count.won = count.seen + 1, count.won + won

    def chance(self, stage: int, days_in_it: int) -> int:
        """In 1/10,000: of that age, drawn towards the stage's and that towards everybody's."""
        age = max(at for at, least in enumerate(AGES) if least <= max(days_in_it, 0))
        overall = _shrunk(self.all, CERTAIN // 10)
        of_stage = _shrunk(self.by_stage.get(stage, Count()), overall)
        return _shrunk(self.by_age.get((stage, age), Count()), of_stage)


def _shrunk(count: Count, towards: int) -> int:
    return (count.won * CERTAIN + PRIOR * towards) // (count.seen + PRIOR)


def predict(deals: Sequence[Deal], period: Span, today: int, past: Sequence[Span]) -> Outcome | None:
    """What the period will bring, as seen in the evening of `today`; None where too little is known.

    `past` are earlier periods, of which new business is learned.
    """
    learned = sum(1 for each in deals if each.closed is not None and each.closed <= today and each.stays)
    if learned < LEAST:
        return None
    days = max(0, period.last - today)
    rates = Rates(deals, today, days)
    closed = sum(each.worth for each in deals if each.counts and each.won_within(period.first, today))
    chances = [
        (each.worth, rates.chance(stay.stage, today - stay.entered))
        for each in deals
        if each.counts and each.is_open(today) and (stay := _standing(each, today)) is not None
    ]
    fresh = [_new_business(deals, each, days) for each in past if each.last < today and days]
    low, middle, high = _drawn(chances, fresh)
    return Outcome(closed + low, closed + middle, closed + high, closed, learned)


def _standing(deal: Deal, today: int) -> Stay | None:
    """The stay that lasts in the evening of that day."""
    inside = [
        each for each in deal.stays if each.entered <= today and (each.left is None or each.left > today)
    ]
    return inside[-1] if inside else None


def _new_business(deals: Sequence[Deal], period: Span, days: int) -> int:
    """What was opened and won within the last so many days of a past period."""
    first = period.last - days + 1
    return sum(
        each.worth
        for each in deals
        if each.counts and each.opened >= first and each.won_within(first, period.last)
    )


def _drawn(chances: Sequence[tuple[int, int]], fresh: Sequence[int]) -> tuple[int, int, int]:
    """The tenth, fiftieth and ninetieth of a hundred sums. Many small ones together are drawn as one."""
    dice = Random(SEED)  # noqa: S311  the same opportunities always give the same prediction
    largest = sorted(chances, reverse=True)
    singly, together = largest[:SINGLY], largest[SINGLY:]
    mean = sum(worth * chance for worth, chance in together) // CERTAIN
    spread = isqrt(sum(worth * worth * chance * (CERTAIN - chance) for worth, chance in together)) // CERTAIN
    sums = []
    for _run in range(RUNS):
        found = sum(worth for worth, chance in singly if dice.randrange(CERTAIN) < chance)
        found += max(0, int(dice.gauss(mean, spread))) if together else 0
        sums.append(found + (dice.choice(fresh) if fresh else 0))
    sums.sort()
    return sums[RUNS // 10], sums[RUNS // 2], sums[RUNS * 9 // 10]


def tried(deals: Sequence[Deal], past: Sequence[Span], days_left: int) -> list[Trial]:
    """The same on past periods, each with what was known with so many days left. The earliest periods only teach."""
    found = []
    for at, period in enumerate(past):
        today = period.last - days_left
        outcome = predict(deals, period, today, past[:at])
        if outcome is not None:
            actual = sum(
                each.worth for each in deals if each.counts and each.won_within(period.first, period.last)
            )
            found.append(Trial(outcome, actual))
    return found
