"""`python -m bench [board …]`: measures the promises, prints a table and keeps it as JSON."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Iterator
from time import perf_counter

from bench import (
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
    searching,
)
from bench.data import Stock, stock
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
    "export": exporting.measure,
    "cash": cash.measure,
    "pdf": paper.measure,
    "phone": phone.measure,
    "memory": memory.measure,
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *LINES], help="only these (default: all)")
    parser.add_argument("--least", action="store_true", help="with tiny data, to see that everything runs")
    parser.add_argument(
        "--publish", action="store_true", help="write docs/measured.md from the newest results"
    )
    wanted = parser.parse_args()
    logging.disable(logging.WARNING)
    names = wanted.names or list(LINES)
    begun, lines = perf_counter(), list[Line]()
    try:
        with stock() as loaded:
            for name in names:
                for line in LINES[name](loaded, LEAST if wanted.least else FULL):
                    print(printed(line), flush=True)
                    lines.append(line)
    finally:  # a run that is stopped keeps what it measured
        if lines and not wanted.least:
            print(f"kept in {written(lines, perf_counter() - begun)}")
    if wanted.publish:
        published()


if __name__ == "__main__":
    main()
