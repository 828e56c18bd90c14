"""What `salesapp serve` holds in memory, server and worker together: at rest, and after much work at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

from bench.data import Stock
from bench.people import crowd
from bench.serving import served
from bench.sizes import Sizes
from bench.timing import Line

REST = 3.0
LIMIT = 250.0
GROWTH = 40.0
PEOPLE, ROUNDS = 8, 12
REP = "rep@demo.example"
PLACES = (
    *("/", "/board", "/leads", "/accounts", "/contacts", "/opportunities", "/quotes", "/orders", "/products"),
    *("/accounts/1", "/opportunities/1", "/leads/1/edit", "/search?q=river", "/leads?sort=name", "/more"),
)


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """On SQLite."""
    with (
        stock.twin("sqlite", sizes.small) as url,
        served(url, stock.folder) as site,
        crowd(site.address, [REP]) as (person,),
    ):
        for path in ("/", "/board", "/leads", "/accounts", "/accounts/1", "/search?q=river"):
            person.open(path)
        time.sleep(REST)
        held = site.megabytes
        _all_at_once(site.address)
        time.sleep(REST)
        loaded = site.megabytes
    figures = {"MB": held}
    notes = ["memory is the proportional set size of all processes of `salesapp serve`"]
    yield Line(
        "memory", "Memory at rest, server and worker", figures, "≤ 250 MB", held <= LIMIT, "sqlite", notes
    )
    grown = {"MB": loaded, "MB above rest": loaded - held}
    title = f"Memory after {PEOPLE} people at once"
    yield Line("memory", title, grown, "≤ 40 MB above rest", loaded - held <= GROWTH, "sqlite", notes)


def _all_at_once(address: str) -> None:
    """Several people look through the places, each in an order of their own."""

    def walk(number: int) -> None:
        order = random.Random(number)
        with crowd(address, [REP]) as (person,):
            for _round in range(ROUNDS):
                for path in order.sample(PLACES, len(PLACES)):
                    person.ask(path, {})

    threads = [threading.Thread(target=walk, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
