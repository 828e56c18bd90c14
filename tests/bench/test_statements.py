"""How many statements everyday acts and pages may ask: they came down one by one, and creep up unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from types import SimpleNamespace

from flask import Flask

from bench.acts import ACTS, FLOW, Visitor
from bench.builds import Usage
from bench.cash import shelf
from bench.data import SEED
from bench.people import InProcess, Person
from salesapp.core.db import db
from salesapp.demo.load import load
from tests.statements import statements

MOST = {
    "open the board": 8,
    "list of leads": 7,
    "list of contacts": 7,
    "list of opportunities": 9,
    "open an opportunity": 31,  # the last asks whether there are templates to begin a quote with
    "move a card": 14,
    "create a lead": 13,  # the last asks whether a trade fair goes on, which brings its values
    "convert a lead": 26,
    "new quote": 11,  # the last asks where the account takes its goods
    "add a quote's line": 16,
    "change a quote's line": 14,
    "send a quote": 17,  # as here: all of its choices have alternatives
    "accept a quote": 12,  # what is accepted is priced and hashed, and its confirmation fixed for the worker to make
    "order a quote": 20,
    "issue an invoice": 34,
    "record a payment": 18,
}
"""Act → statements on whichever database asks more. Lower a number when you need fewer; raise it only with a reason."""


class Counted:
    """Stands for a running server: what acts ask of the database in this process."""

    site = SimpleNamespace(address="http://localhost")

    def __init__(self, ran: list[str]) -> None:
        self.used: dict[str, list[Usage]] = {}
        self._ran = ran

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        """What is asked in this block is part of the act `name`."""
        begun = len(self._ran)
        yield
        self.used.setdefault(name, []).append(Usage(0, 0, len(self._ran) - begun))


def asked_by_acts(app: Flask, ran: list[str]) -> dict[str, float]:
    """Act → the most statements of any of its presses, each done for the second time."""
    rep, admin = (Person(InProcess(app), f"{name}@demo.example") for name in ("rep", "admin"))
    counted, asked = Counted(ran), dict[str, float]()
    visitor = Visitor(counted, rep, admin)  # type: ignore[arg-type]  it counts and serves nothing
    for act in ACTS.values():
        for _once_more in range(2):  # what is kept from then on is read the first time
            counted.used.clear()
            visitor.rounds += 1
            act(visitor)
        asked |= {name: max(each.statements for each in used) for name, used in counted.used.items()}
    asked.pop(FLOW)
    return asked


def test_everyday_acts_ask_no_more_than_they_need(app):
    load(200, SEED)
    shelf()
    db.session.remove()
    with statements() as ran:
        asked = Context().run(asked_by_acts, app, ran)  # as requests come to a server: with nothing at hand
    assert asked.keys() == MOST.keys()
    assert {name: number for name, number in asked.items() if number > MOST[name]} == {}
