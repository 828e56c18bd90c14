"""What `salesapp serve` holds in memory, server and worker together, after a little work and a rest."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.data import Stock
from bench.people import OverHttp, Person
from bench.serving import served
from bench.sizes import Sizes
from bench.timing import Line

REST = 3.0
LIMIT = 250.0


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite."""
    with stock.twin("sqlite", sizes.small) as url, served(url, stock.folder) as site:
        person = Person(OverHttp(site.address), "rep@demo.example")
        for path in ("/", "/board", "/leads", "/accounts", "/accounts/1", "/search?q=river"):
            person.open(path)
        time.sleep(REST)
        held = site.megabytes
    figures = {"MB": held}
    notes = ["memory is the proportional set size of all processes of `salesapp serve`"]
    yield Line(
        "memory", "Memory at rest, server and worker", figures, "≤ 250 MB", held <= LIMIT, "sqlite", notes
    )
