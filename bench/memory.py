"""What `salesapp serve` holds in memory, server and worker together: at rest, and after much work at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

from bench.data import Stock
from bench.people import Person, crowd
from bench.serving import Site, served
from bench.sizes import Sizes
from bench.timing import Line

REST = 3.0
LIMITS = {"sqlite": 250.0, "postgres": 300.0}
"""One process answers on SQLite, two on Postgres."""
GROWTH = 40.0
NOTES = ["memory is the proportional set size of all processes of `salesapp serve`"]
PEOPLE, ROUNDS = 8, 12
REP = "rep@demo.example"
PLACES = (
    *("/", "/board", "/leads", "/accounts", "/contacts", "/opportunities", "/quotes", "/orders", "/products"),
    *("/accounts/1", "/opportunities/1", "/leads/1/edit", "/search?q=river", "/leads?sort=name", "/more"),
)


def measure(stock: Stock, sizes: Sizes) -> Iterator[Line]:
    """At rest on both databases, after much work on SQLite."""
    yield _rest("postgres", _at_rest(stock, sizes))
    with (
        stock.twin("sqlite", sizes.small) as url,
        served(url, stock.folder) as site,
        crowd(site.address, [REP]) as (person,),
    ):
        held = _after_a_look(person, site)
        _all_at_once(site.address)
        time.sleep(REST)
        loaded = site.megabytes
    yield _rest("sqlite", held)
    grown = {"MB": loaded, "MB above rest": loaded - held}
    title = f"Memory after {PEOPLE} people at once"
    yield Line("memory", title, grown, "≤ 40 MB above rest", loaded - held <= GROWTH, "sqlite", NOTES)


def _at_rest(stock: Stock, sizes: Sizes) -> float:
    """On Postgres, where several processes share what they were forked with."""
    with (
        stock.twin("postgres", sizes.small) as url,
        served(url, stock.folder) as site,
        crowd(site.address, [REP]) as (person,),
    ):
        return _after_a_look(person, site)


def _after_a_look(person: Person, site: Site) -> float:
    for path in ("/", "/board", "/leads", "/accounts", "/accounts/1", "/search?q=river"):
        person.open(path)
    time.sleep(REST)
    return site.megabytes


def _rest(database: str, held: float) -> Line:
    limit = LIMITS[database]
    title, promise = "Memory at rest, server and worker", f"≤ {limit:.0f} MB"
    return Line("memory", title, {"MB": held}, promise, held <= limit, database, NOTES)


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
