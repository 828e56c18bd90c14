"""`python -m bench --against REV`: the same acts on a build of that commit and on this one, in turns A B A B.

Each build fills a company of its own and is served as people serve it. Ratios are taken pair by pair: this build's
figure over the other's of the same round, the median of all rounds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench.acts import ACTS, Visitor
from bench.builds import Build, Usage, build_of, running, whole
from bench.data import Stock
from bench.serving import SOURCE
from bench.sizes import Sizes
from bench.timing import WARM

__all__ = ["ACTS", "Compared", "compare", "printed"]
HEADINGS = ("CPU ms", "ms", "statements")
"""What is compared, in the order in which it is shown; names of `Usage` beside them."""
FIGURES = ("cpu", "took", "statements")


@dataclass(frozen=True)
class Compared:
    """One act as both builds did it, round by round."""

    name: str
    before: list[Usage]
    now: list[Usage]

    def medians(self, figure: str) -> tuple[float, float]:
        """Before and now."""
        before, now = ([getattr(each, figure) for each in usages] for usages in (self.before, self.now))
        return median(before), median(now)

    def ratio(self, figure: str) -> float:
        """Now over before, pair by pair."""
        pairs = zip(self.before, self.now, strict=True)
        return median(
            float(getattr(now, figure)) / max(getattr(before, figure), 0.001) for before, now in pairs
        )


def compare(
    revision: str, stock: Stock, engine: str, sizes: Sizes, names: Sequence[str] = ()
) -> Iterator[Compared]:
    """The acts of those names, one after the other, `sizes.rounds` times on a small company."""
    with ExitStack() as open_:
        builds = [build_of(revision, stock.folder), Build("", SOURCE)]
        sites = [open_.enter_context(running(build, stock, engine, sizes.small)) for build in builds]
        visitors = [open_.enter_context(Visitor.at(site)) for site in sites]
        for name in names or ACTS:
            yield from _in_turns(visitors, name, sizes.rounds)


def _in_turns(visitors: list[Visitor], name: str, rounds: int) -> Iterator[Compared]:
    taken: list[dict[str, list[Usage]]] = [{}, {}]
    gc.collect()
    for number in range(WARM + rounds):
        for visitor, found in zip(visitors, taken, strict=True):
            visitor.running.used.clear()
            visitor.rounds += 1
            ACTS[name](visitor)
            if number >= WARM:
                for part, usages in visitor.running.used.items():
                    found.setdefault(part, []).append(mean(usages))
    before, now = taken
    for part in before:
        yield Compared(part, before[part], now[part])


def mean(usages: list[Usage]) -> Usage:
    """Of an act that was done several times in one round."""
    return Usage(*(figure / len(usages) for figure in whole(usages)))


def heading(revision: str, engine: str) -> str:
    """Above the table."""
    titles = "".join(f"{title:>26}" for title in HEADINGS)
    return f"{f'{engine}: {revision} → this':46}{titles}"


def printed(compared: Compared) -> str:
    """One line of the table."""
    cells = []
    for figure in FIGURES:
        before, now = compared.medians(figure)
        digits = 0 if figure == "statements" else 1
        cells.append(f"{before:8.{digits}f} → {now:6.{digits}f}  {compared.ratio(figure):4.2f} ×")
    return f"{compared.name:46}{''.join(f'{cell:>26}' for cell in cells)}"
