"""What a forecast counts of somebody, and how it adds up over a tree of people. Pure; amounts in minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from salesapp.core.money import round_half_up
from salesapp.forecasts.tree import Person, Tree
from salesapp.opportunities.processes.models import ForecastCategory

COLUMNS = (
    ForecastCategory.CLOSED,
    ForecastCategory.COMMIT,
    ForecastCategory.BEST_CASE,
    ForecastCategory.PIPELINE,
)
"""Each opportunity is in one of them at most."""
CALLED = (ForecastCategory.COMMIT, ForecastCategory.BEST_CASE)
"""What people call: what they count on, and what it may be at best. Each includes the columns before it."""


def attained(closed: int, quota: int | None) -> Decimal | None:
    """Per cent of a quota, in tenths; a hundred only once it is reached. None without one."""
    if not quota:
        return None
    share = round_half_up(Decimal(closed * 100) / quota, 1)
    return share if closed >= quota else min(share, Decimal("99.9"))


@dataclass(frozen=True)
class Figures:
    """Amounts and numbers of opportunities by column."""

    amounts: tuple[int, ...] = (0, 0, 0, 0)
    counts: tuple[int, ...] = (0, 0, 0, 0)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            tuple(map(sum, zip(self.amounts, other.amounts, strict=True))),
            tuple(map(sum, zip(self.counts, other.counts, strict=True))),
        )

    def amount(self, category: ForecastCategory) -> int:
        """What a column comes to."""
        return self.amounts[COLUMNS.index(category)]

    def count(self, category: ForecastCategory) -> int:
        """Of how many opportunities."""
        return self.counts[COLUMNS.index(category)]

    def calculated(self, category: ForecastCategory) -> int:
        """What a call says, as the opportunities say it: closed, committed and, for the best case, that."""
        return sum(self.amounts[: COLUMNS.index(category) + 1])

    @property
    def closed(self) -> int:
        """What is won already."""
        return self.amounts[0]

    @property
    def open(self) -> int:
        """Everything that may still be won in the period."""
        return sum(self.amounts[1:])

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return any(self.counts)


@dataclass(frozen=True)
class Said:
    """What was called of somebody in one category: by themselves and, after or instead, by whoever leads them."""

    own: int | None = None
    judged: int | None = None

    @property
    def holds(self) -> int | None:
        """The manager's judgement before the person's own call."""
        return self.own if self.judged is None else self.judged


@dataclass(frozen=True)
class Line:
    """A person with their team, or what somebody (None: nobody) owns alone."""

    person: Person | None
    figures: Figures
    said: Mapping[ForecastCategory, Said] = field(default_factory=dict)
    final: Mapping[ForecastCategory, int] = field(default_factory=dict)
    """What holds in the end: a judgement, a call, else what the lines below hold."""
    summed: Mapping[ForecastCategory, int] = field(default_factory=dict)
    """What the lines below hold together."""
    quota: int | None = None
    alone: bool = False
    """Whether it is what they own themselves, without their team."""
    leads: bool = False

    def called(self, category: ForecastCategory) -> Said:
        """What was said of it."""
        return self.said.get(category) or Said()

    def own_word(self, category: ForecastCategory) -> int:
        """What its person says: their own call, else what the lines below hold; whatever their manager says of it."""
        own = self.called(category).own
        return self.summed[category] if own is None else own

    @property
    def expected(self) -> int:
        """The forecast that holds."""
        return self.final[ForecastCategory.COMMIT]

    @property
    def gap(self) -> int | None:
        """What the forecast lacks to the quota; below nothing where it is beyond."""
        return None if self.quota is None else self.quota - self.expected

    @property
    def coverage(self) -> int | None:
        """Tenths: how many times what is open covers what is left of the quota. None where nothing is left."""
        left = 0 if self.quota is None else self.quota - self.figures.closed
        return None if left <= 0 else self.figures.open * 10 // left


@dataclass
class Sums:
    """The lines of all people, each worked out once."""

    tree: Tree
    owned: Mapping[int | None, Figures]
    said: Mapping[tuple[int, ForecastCategory], Said]
    quotas: Mapping[int | None, int]
    _lines: dict[int | None, Line] = field(default_factory=dict)

    def line(self, key: int | None) -> Line:
        """Somebody with everybody below them; of None the whole company with what nobody owns."""
        if key not in self._lines:
            self._lines[key] = self._made(key)
        return self._lines[key]

    def parts(self, key: int | None) -> list[Line]:
        """What a line is made of: those directly below, and what its person owns alone."""
        below = [self.line(each.id) for each in self.tree.reports(key)]
        own = self.own(key)
        return [*below, *([own] if own.figures.any or not below else [])]

    def own(self, key: int | None) -> Line:
        """What somebody owns alone, as the opportunities say it."""
        figures = self.owned.get(key, Figures())
        return Line(
            None if key is None else self.tree.people[key],
            figures,
            final={each: figures.calculated(each) for each in CALLED},
            alone=True,
        )

    def _made(self, key: int | None) -> Line:
        parts, own = [self.line(each.id) for each in self.tree.reports(key)], self.own(key)
        said = {each: found for each in CALLED if (found := self.said.get((key or 0, each))) is not None}
        summed = {each: own.final[each] + sum(part.final[each] for part in parts) for each in CALLED}
        final = dict(summed)
        for each, heard in said.items():
            final[each] = summed[each] if heard.holds is None else heard.holds
        figures = sum((part.figures for part in parts), own.figures)
        return Line(own.person, figures, said, final, summed, self.quotas.get(key), leads=bool(parts))

    def shown(self, key: int | None) -> list[Line]:
        """The parts that say something: people who sell, lead or have something in the period."""
        return [each for each in self.parts(key) if each.alone or self._matters(each)]

    def _matters(self, line: Line) -> bool:
        assert line.person is not None  # noqa: S101  only what is owned alone has none
        under = map(self.tree.people.__getitem__, self.tree.under(line.person.id))
        return line.figures.any or line.quota is not None or any(each.sells for each in under)
