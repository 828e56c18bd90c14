"""`python -m bench [board …]`: measures the promises, prints a table and keeps it as JSON.

`python -m bench --against REV [move-card …]`: what acts use here and on a build of that commit.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

from bench import (
    against,
    board,
    cash,
    converting,
    exporting,
    importing,
    lists,
    live,
    memory,
    moving,
    paper,
    phone,
    queue,
    saving,
    searching,
)
from bench.acts import ACTS
from bench.data import ENGINES, Stock, stock
from bench.report import printed, published, written
from bench.sizes import FULL, LEAST, Sizes
from bench.timing import Line

Measure = Callable[[Stock, Sizes], Iterator[Line]]
LINES: dict[str, Measure] = {
    "board": board.measure,
    "move": moving.measure,
    "live": live.measure,
    "queue": queue.measure,
    "convert": converting.measure,
    "lists": lists.measure,
    "search": searching.measure,
    "import": importing.measure,
    "save": saving.measure,
    "export": exporting.measure,
    "cash": cash.measure,
    "pdf": paper.measure,
    "phone": phone.measure,
    "memory": memory.measure,
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *LINES, *ACTS], help="only these (default: all)")
    parser.add_argument("--least", action="store_true", help="with tiny data, to see that everything runs")
    parser.add_argument(
        "--publish", action="store_true", help="write docs/measured.md from the newest results"
    )
    parser.add_argument(
        "--against", metavar="REV", help="measure acts beside a build of that commit, in turns, instead"
    )
    parser.add_argument("--engine", choices=ENGINES, default="sqlite", help="the database for --against")
    parser.add_argument("--rounds", type=int, help="how often each act is done with --against")
    wanted = parser.parse_args()
    logging.disable(logging.WARNING)
    sizes = LEAST if wanted.least else FULL
    if strange := set(wanted.names) - set(ACTS if wanted.against else LINES):
        parser.error(f"not to be measured that way: {', '.join(sorted(strange))}")
    if wanted.against:
        rounds = wanted.rounds or sizes.rounds
        _against(wanted.against, wanted.engine, replace(sizes, rounds=rounds), wanted.names)
    else:
        _measured(wanted.names or list(LINES), sizes, kept=not wanted.least)
    if wanted.publish:
        published()


def _against(revision: str, engine: str, sizes: Sizes, names: list[str]) -> None:
    """What acts use here and on a build of `revision`."""
    with stock() as loaded:
        print(against.heading(revision, engine))
        for compared in against.compare(revision, loaded, engine, sizes, names):
            print(against.printed(compared), flush=True)


def _measured(names: list[str], sizes: Sizes, *, kept: bool) -> None:
    """The promises of those names; what is measured is `kept`."""
    begun, lines = perf_counter(), list[Line]()
    try:
        with stock() as loaded:
            for name in names:
                for line in LINES[name](loaded, sizes):
                    print(printed(line), flush=True)
                    lines.append(line)
    finally:  # a run that is stopped keeps what it measured
        if lines and kept:
            print(f"kept in {written(lines, perf_counter() - begun)}")


if __name__ == "__main__":
    main()
